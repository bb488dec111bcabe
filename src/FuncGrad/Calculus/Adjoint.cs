using static FuncGrad.Simplification;

namespace FuncGrad;

/// <summary>
/// ȳ = ∂loss/∂y with what is known about its zeros. A zero that is there by choice stays 0 when it is multiplied by a derivative that is
/// infinite or NaN; to test for the number 0 instead would lose second derivatives, for the adjoint of a smooth loss may pass through 0.
/// The mask is carried along and put in once, where elements meet, so that elementwise chains cost nothing more.
/// </summary>
/// <param name="Value">The adjoint; anything at elements that do not count and are not put in yet.</param>
/// <param name="Mask">Which elements count; null: all.</param>
/// <param name="Reach">
/// Not 0 where the loss can reach the element at all: 0 beside a slice, or behind a weight of 0. The value is 0 there already; derivatives
/// that are infinite at an ordinary number (√0, log 0, division by 0) are kept from making it NaN. Null: everywhere.
/// </param>
/// <param name="Pending">What of the mask is still to be put into the value; null: at all elements that do not count the value is
/// 0.</param>
internal sealed record Adjoint(Expr Value, Mask? Mask = null, Expr? Reach = null, Mask? Pending = null)
{
    /// <summary>The adjoint, every element as it is.</summary>
    public Expr Whole => Pending?.Select(Value) ?? Value;

    /// <summary>The adjoint of a node that is used in several places.</summary>
    public static Adjoint Sum(IReadOnlyList<Adjoint> parts)
    {
        if (parts.Any(part => part.Mask != parts[0].Mask)) return parts.Aggregate((a, b) => a.Plus(b));
        return new(EmbeddedSum.Of([.. parts.Select(part => part.Value)]), parts[0].Mask, ReachOf(parts),
            parts.All(part => part.Pending == parts[0].Pending) ? parts[0].Pending : parts[0].Mask);
    }

    private Adjoint Plus(Adjoint other)
    {
        if (Mask == other.Mask) return Sum([this, other]);
        var reach = ReachOf([this, other]);
        if (Mask is null || other.Mask is null) return new(Whole + other.Whole, null, reach);
        if (!Mask.IsOppositeOf(other.Mask)) return new(Whole + other.Whole, Mask.Or(other.Mask), reach);
        var (then, otherwise) = Mask.IsInverted ? (other.Value, Value) : (Value, other.Value);
        return new(Simplified(Expr.Where(Mask.Condition, then, otherwise)), null, reach);
    }

    /// <summary>Where any part reaches.</summary>
    private static Expr? ReachOf(IReadOnlyList<Adjoint> parts) =>
        parts.All(part => part.Reach is not null) ? FuncGrad.Reach.Unsure(EmbeddedSum.Of([.. parts.Select(part => part.Reach!)])) : null;

    /// <summary>The part that flows on to operand <paramref name="operand"/> of <paramref name="node"/>; null if none does.</summary>
    /// <param name="node">The node whose adjoint this is.</param>
    /// <param name="operand">One that depends on what is differentiated by.</param>
    /// <param name="depends">The nodes that do.</param>
    public Adjoint? Through(Expr node, int operand, HashSet<Expr> depends) => node.Primitive.Family switch
    {
        Family.Elementwise => ThroughElements(node, operand, depends),
        Family.Product => ThroughProduct(node, operand, depends),
        _ => ThroughMovement(node, operand),
    };

    private Adjoint? ThroughElements(Expr node, int operand, HashSet<Expr> depends)
    {
        if (node.Primitive.Adjoint(node, Value, operand) is not { } part) return null;
        var reach = Both(Reach, FuncGrad.Reach.Weight(node, operand, depends.Contains));
        if (!Elementwise.IsReciprocal(part)) part = Simplified(part);
        if (reach is not null && FuncGrad.Reach.IsSingular(node)) part = Simplified(Expr.Where(reach, part, 0));
        var (value, own) = Mask.Peeled(part, IsKink(node));
        var pending = value == Value || KeepsZeros(node) ? Pending : Mask;
        return new(value, own?.And(Mask) ?? Mask, reach, own?.And(pending) ?? pending);
    }

    private Adjoint? ThroughMovement(Expr node, int operand)
    {
        if (node.Primitive.Adjoint(node, Whole, operand) is not { } part) return null;
        var (value, own) = Mask.Peeled(Elementwise.IsReciprocal(part) ? part : Simplified(part), IsKink(node));
        if (node.Operands[operand].Operands.Count == 0) return new(value, own, null, own);
        var mask = Mask is not null && FuncGrad.Reach.Unsure(Moved(node, Mask.Number, operand)) is { } counts
            ? new Mask(counts, false, Mask.IsKink) : null;
        return new(value, own?.And(mask) ?? mask, ReachOfMoved(node, operand), own);
    }

    /// <summary>
    /// A row or column of the other factor that meets nothing but zeros by choice is left out: its infinities would make them NaN.
    /// </summary>
    private Adjoint ThroughProduct(Expr node, int operand, HashSet<Expr> depends)
    {
        if (Mask is null || Mask.IsKink) return new(Simplified(node.Primitive.Adjoint(node, Whole, operand)!));
        var (left, right) = (node.Operands[0], node.Operands[1]);
        var other = operand == 0 ? right : left;
        if (!(other.Operands.Count == 0 && depends.Contains(other))) other = Simplified(Expr.Where(Any(operand, other.Shape), other, 0));
        var part = node.Primitive.Adjoint(operand == 0 ? node.With(left, other) : node.With(other, right), Whole, operand)!;
        return new(Simplified(part), new Mask(Any(1 - operand, node.Operands[operand].Shape), false, false));
    }

    /// <summary>How many elements count along an axis, repeated to a shape.</summary>
    private Expr Any(int axis, Shape shape)
    {
        var any = Simplified(Expr.SumOver(Mask!.Number, axis));
        return Expr.BroadcastTo(Expr.Reshape(any, axis == 0 ? Shape.Of(1, any.Shape[0]) : Shape.Of(any.Shape[0], 1)), shape);
    }

    /// <summary>What moves an adjoint moves its mask. The loss reaches no element beside a slice.</summary>
    private Expr? ReachOfMoved(Expr node, int operand)
    {
        var op = node.Primitive;
        if (op == Reductions.Max || op == Reductions.Min) return null;
        var leavesOut = op == Structures.Slice || op == Structures.Gather || (op == Structures.Replace && operand == 0);
        if (Reach is null && !leavesOut) return null;
        return FuncGrad.Reach.Unsure(Moved(node, Reach ?? Expr.Fill(1, node.Shape), operand));
    }

    private static Expr Moved(Expr node, Expr numbers, int operand) => Simplified(node.Primitive.Adjoint(node, numbers, operand)!);

    private static Expr? Both(Expr? a, Expr? b) => a is null ? b : b is null ? a : Simplified(a * b);

    private static bool IsKink(Expr node) => node.Primitive == Elementwise.Relu || node.Primitive == Elementwise.Maximum
        || node.Primitive == Elementwise.Minimum || node.Primitive == Reductions.Max || node.Primitive == Reductions.Min;

    /// <summary>Whether 0 stays 0: nothing is multiplied, or only by a number.</summary>
    private static bool KeepsZeros(Expr node) =>
        node.Primitive == Elementwise.Add || node.Primitive == Elementwise.Subtract || node.Primitive == Elementwise.Negate
            || (node.Primitive == Elementwise.Multiply && node.Operands.Any(factor => factor.IsConstant(double.IsFinite)));
}
