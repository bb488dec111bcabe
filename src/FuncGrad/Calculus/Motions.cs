namespace FuncGrad;

/// <summary>How the elements of a node move on a step.</summary>
/// <param name="By">Their differences between the ends.</param>
/// <param name="Terms">Σ |share| over the ways in which the step acts on them.</param>
/// <param name="Kinks">By how much the differences depend on the side; null where nothing has a kink.</param>
/// <param name="Strain">How far the operands of this node move, at most, measured by what it changes over.</param>
/// <param name="IsObstructed">Whether the node itself has a kink or no slope.</param>
internal sealed record Motion(double[] By, double[] Terms, double[]? Kinks, double Strain, bool IsObstructed);

/// <summary>The motion of a node from those of its operands; null stands for an operand that does not move.</summary>
internal static partial class Motions
{
    public static Motion? Of(Expr node, int[] operands, IReadOnlyList<Tensor> values, Motion?[] motions, Tensor value)
    {
        if (Array.TrueForAll(operands, operand => motions[operand] is null)) return null;
        Motion?[] moved = [.. operands.Select(operand => motions[operand])];
        Tensor[] at = [.. operands.Select(operand => values[operand])];
        return node.Primitive switch
        {
            { Family: Family.Elementwise } => OfElements(node, at, moved, value),
            { Family: Family.Product } => OfProduct(node, at, moved),
            _ when node.Primitive == Reductions.Max || node.Primitive == Reductions.Min => OfExtreme(node, at[0], moved[0]!, value),
            _ when node.Primitive == Reductions.Norm => OfNorm(node, at[0], moved[0]!),
            _ when node.Primitive == Structures.Gather || node.Primitive == Structures.Scatter => OfPicked(node, at, moved),
            { Family: Family.Structure } or { Name: "sum" } => new(
                Linear(node, at, moved, motion => motion.By),
                Linear(node, at, moved, motion => motion.Terms),
                moved.Any(motion => motion?.Kinks is not null) ? Linear(node, at, moved, motion => motion.Kinks) : null, 0, false),
            _ => throw new NotSupportedException($"There is no difference of '{node.Operation}'."),
        };
    }

    // ---- element by element ----------------------------------------------------------------------------------------------

    private static Motion OfElements(Expr node, Tensor[] at, Motion?[] moved, Tensor value)
    {
        // What is a constant to the derivative is said not to count in it, as the greatest score that a softmax subtracts; its kinks, at a
        // tie of scores, do not either.
        var (count, isConstant) = (value.Values.Length, node.Primitive == Elementwise.StopGradient);
        var (by, terms, kinks, strain, isObstructed) = (new double[count], new double[count], (double[]?)null, 0.0, false);
        for (var i = 0; i < count; i++)
        {
            Moving a = At(0, i), b = At(1, i), c = At(2, i);
            if (a.Stands && b.Stands && c.Stands) continue;
            var slopes = SecantSlopes.Of(node, a, b, c, value[i]);
            by[i] = Share(slopes.A, a.By) + Share(slopes.B, b.By) + Share(slopes.C, c.By);
            terms[i] = Share(Math.Abs(slopes.A), a.Terms) + Share(Math.Abs(slopes.B), b.Terms) + Share(Math.Abs(slopes.C), c.Terms)
                + slopes.Rest;
            var kink = isConstant ? 0
                : Share(Math.Abs(slopes.A), a.Kink) + Share(Math.Abs(slopes.B), b.Kink) + Share(Math.Abs(slopes.C), c.Kink) + slopes.Kink;
            if (kink != 0) (kinks ??= new double[count])[i] = kink;
            if (double.IsFinite(slopes.Strain)) strain = Math.Max(strain, Math.Abs(slopes.Strain));
            isObstructed |= slopes.Kink != 0 || !double.IsFinite(by[i]) || !double.IsFinite(terms[i]);
        }
        return new(by, terms, kinks, strain, isObstructed);

        Moving At(int operand, int i) => operand >= at.Length ? default
            : moved[operand] is { } motion ? new(at[operand][i], motion.By[i], motion.Terms[i], motion.Kinks?[i] ?? 0)
            : new(at[operand][i], 0, 0, 0);
    }

    /// <summary>A slope of 0 is that of a side which was not chosen, whatever happens there.</summary>
    private static double Share(double slope, double by) => slope == 0 || by == 0 ? 0 : slope * by;

    // ---- the others ------------------------------------------------------------------------------------------------------

    /// <summary>Sums and moves of elements apply to differences as they are.</summary>
    private static double[] Linear(Expr node, Tensor[] at, Motion?[] moved, Func<Motion, double[]?> part)
    {
        Tensor[] parts = [
            .. at.Select((value, i) =>
                moved[i] is { } motion && part(motion) is { } values ? Tensor.Own(value.Shape, values) : Tensor.Fill(value.Shape, 0))];
        return node.Primitive.Meaning(node, parts, Precision.Double).ToArray();
    }

    /// <summary>The indices say where; they cannot move by less than 1.</summary>
    private static Motion OfPicked(Expr node, Tensor[] at, Motion?[] moved)
    {
        double[] Picked(double[]? part) =>
            node.Primitive.Meaning(node, [part is null ? Tensor.Fill(at[0].Shape, 0) : Tensor.Own(at[0].Shape, part), at[1]],
                Precision.Double).ToArray();
        var jumps = moved[1] is { } indices && indices.By.AsSpan().ContainsAnyExcept(0.0);
        var (by, kinks) = (Picked(moved[0]?.By), moved[0]?.Kinks is { } kinksOfRows ? Picked(kinksOfRows) : null);
        if (jumps) Array.Fill(kinks = new double[by.Length], double.PositiveInfinity);
        return new(by, Picked(moved[0]?.Terms), kinks, 0, jumps);
    }

    /// <summary>(AB)⁺ − (AB)⁻ = A·ΔB + ΔA·B, with A and B in the middle.</summary>
    private static Motion OfProduct(Expr node, Tensor[] at, Motion?[] moved)
    {
        var (by, terms) = (new double[node.Shape.ElementCount], new double[node.Shape.ElementCount]);
        var kinks = moved.Any(motion => motion?.Kinks is not null) ? new double[by.Length] : null;
        double[] left = at[0].ToArray(), right = at[1].ToArray(), leftSize = Array.ConvertAll(left, Math.Abs),
            rightSize = Array.ConvertAll(right, Math.Abs);
        var inner = at[0].Shape[1];
        if (moved[0] is { } ofLeft)
        {
            AddProduct(by, ofLeft.By, right, inner);
            AddProduct(terms, ofLeft.Terms, rightSize, inner);
            if (ofLeft.Kinks is { } kinksOfLeft) AddProduct(kinks!, kinksOfLeft, rightSize, inner);
        }
        if (moved[1] is { } ofRight)
        {
            AddProduct(by, left, ofRight.By, inner);
            AddProduct(terms, leftSize, ofRight.Terms, inner);
            if (ofRight.Kinks is { } kinksOfRight) AddProduct(kinks!, leftSize, kinksOfRight, inner);
        }
        if (moved is [{ } first, { } second])
            AddProduct(terms, Array.ConvertAll(first.By, Math.Abs), Array.ConvertAll(second.By, Math.Abs), inner);
        return new(by, terms, kinks, 0, false);
    }

    private static void AddProduct(double[] sum, double[] a, double[] b, int inner)
    {
        if (inner == 0 || sum.Length == 0) return;
        var columns = b.Length / inner;
        for (var position = 0; position < a.Length; position++)
        {
            if (a[position] == 0) continue;
            var factor = a[position];
            var row = b.AsSpan(position % inner * columns, columns);
            var into = sum.AsSpan(position / inner * columns, columns);
            for (var j = 0; j < row.Length; j++) into[j] += factor * row[j];
        }
    }
}
