namespace FuncGrad;

/// <content>Values as expressions on the evaluation stack.</content>
internal sealed partial class ScalarBody
{
    /// <summary>Puts a value of a copy's lanes on the stack.</summary>
    private void Lanes(int position, int copy, bool isRoot = false)
    {
        var value = _program.Values[position];
        if (value.Node.ConstantValue is { } constant) _lanes.Constant(constant[0]);
        else if (value.IsUniform) Spread(position);
        else if (!isRoot && IsKnown(position, copy))
        {
            if (_isMask[position]) _lanes.MaskToNumber();
        }
        else if (value.Node.Primitive == Elementwise.Where)
        {
            Condition(value.Operands[0], copy);
            Lanes(value.Operands[1], copy);
            Lanes(value.Operands[2], copy);
            _lanes.Select();
        }
        else
        {
            if (value.Node.Primitive == Elementwise.FusedMultiplyAdd) Fused(value, copy);
            else if (_addsAreCheap && value.Node.Primitive == Elementwise.Multiply && value.Operands.Any(IsTwo)) Twice(value, copy);
            else
            {
                foreach (var operand in value.Operands) Lanes(operand, copy);
                _lanes.Apply(value.Node.Primitive, value.Node.Attribute);
            }
        }
    }

    /// <summary>Puts on the stack what is in a local or in memory; a mask as it is.</summary>
    private bool IsKnown(int position, int copy)
    {
        if (_locals.TryGetValue((position, copy), out var local)) _code.Push(local);
        else if (_places.TryGetValue(position, out var place)) Fetch(position, place, copy);
        else return false;
        return true;
    }

    private bool IsTwo(int position) => _program.Values[position].Node.ConstantValue is { } constant && constant[0] == 2;

    /// <summary>
    /// 2·x = x + x to the last bit, and processors add beside multiplying: used where the body multiplies more than it adds.
    /// </summary>
    private void Twice(ProgramValue product, int copy)
    {
        Lanes(product.Operands[IsTwo(product.Operands[0]) ? 1 : 0], copy);
        _code.Twice();
        _lanes.Apply(Elementwise.Add, null);
    }

    private void Fused(ProgramValue fused, int copy)
    {
        var (a, negatesA) = WithoutSign(fused.Operands[0]);
        var (b, negatesB) = WithoutSign(fused.Operands[1]);
        var (c, negatesC) = WithoutSign(fused.Operands[2]);
        Lanes(a, copy);
        Lanes(b, copy);
        Lanes(c, copy);
        _lanes.FusedWithSigns(negatesA != negatesB, negatesC);
    }

    /// <summary>What is negated, if it is: of a value that an earlier round computed it may be gone.</summary>
    private (int Position, bool Negates) WithoutSign(int position) =>
        _program.Values[position] is { IsPerStep: true, IsUniform: false } value && value.Node.Primitive == Elementwise.Negate
            && !_places.ContainsKey(position)
            ? (value.Operands[0], true)
            : (position, false);

    /// <summary>Puts on the stack the mask of the lanes where a value is not 0.</summary>
    private void Condition(int position, int copy, bool isRoot = false)
    {
        var value = _program.Values[position];
        if (_isMask[position] && !isRoot && IsKnown(position, copy)) return;
        if (_isMask[position])
        {
            foreach (var operand in value.Operands) Lanes(operand, copy);
            _lanes.Mask(value.Node.Primitive);
        }
        else
        {
            Lanes(position, copy);
            _lanes.IsNotZero();
        }
    }

    /// <summary>A number that all lanes share, in every lane; one that does not change is spread before the loop.</summary>
    private void Spread(int position)
    {
        if (_lanes.IsScalar || _program.Values[position].IsPerStep || !_broadcasts.TryGetValue(position, out var local))
        {
            Uniform(position);
            _lanes.Broadcast();
        }
        else _code.Push(local);
    }

    private void Uniform(int position, bool isRoot = false)
    {
        var value = _program.Values[position];
        if (value.Node.ConstantValue is { } constant) _one.Constant(constant[0]);
        else if (!isRoot && _uniforms.TryGetValue(position, out var local)) _code.Push(local);
        else
        {
            foreach (var operand in value.Operands) Uniform(operand);
            _one.Apply(value.Node.Primitive, value.Node.Attribute);
        }
    }
}
