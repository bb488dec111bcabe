namespace FuncGrad;

/// <summary>Writes the operation of a node of a loop, wherever its operands come from.</summary>
/// <param name="emitter">One register, or one number.</param>
/// <param name="emit">Puts an operand on the stack.</param>
/// <param name="emitWithoutSign">Puts an operand or its opposite on the stack, whichever is at hand; true if it was the opposite.</param>
internal readonly struct NodeCode(VectorEmitter emitter, Action<LoopNode> emit, Func<LoopNode, bool> emitWithoutSign)
{
    /// <summary>
    /// The value of the operation on the stack. Signs go into the instruction that multiplies and adds, comparisons into the choice.
    /// </summary>
    public void Write(LoopNode node)
    {
        if (node.Operation == Elementwise.FusedMultiplyAdd)
        {
            var (a, b, c) = (emitWithoutSign(node.Operands[0]), emitWithoutSign(node.Operands[1]), emitWithoutSign(node.Operands[2]));
            emitter.FusedWithSigns(a != b, c);
        }
        else if (node.Operation == Elementwise.Where && node.Operands[0] is { Uses: 1, Operation: { } op } condition
            && Elementwise.IsComparison(op))
        {
            foreach (var operand in condition.Operands) emit(operand);
            emitter.Mask(op);
            emit(node.Operands[1]);
            emit(node.Operands[2]);
            emitter.Select();
        }
        else
        {
            foreach (var operand in node.Operands) emit(operand);
            emitter.Apply(node.Operation!, node.Attribute);
        }
    }
}
