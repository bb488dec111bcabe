namespace FuncGrad;

internal static partial class Motions
{
    /// <summary>The extreme element moves the extreme; where several share it, the foremost at either end.</summary>
    private static Motion OfExtreme(Expr node, Tensor operand, Motion moved, Tensor value)
    {
        var (starts, steps) = Reductions.Terms(node);
        var count = value.Values.Length;
        var (by, terms, kinks, strain, isObstructed) = (new double[count], new double[count], (double[]?)null, 0.0, false);
        for (var i = 0; i < count; i++)
        {
            var (low, high, kink) = (double.PositiveInfinity, double.NegativeInfinity, 0.0);
            foreach (var step in steps)
                if (operand[starts[i] + step] == value[i])
                {
                    (low, high) = (Math.Min(low, moved.By[starts[i] + step]), Math.Max(high, moved.By[starts[i] + step]));
                    (terms[i], kink) =
                        (Math.Max(terms[i], moved.Terms[starts[i] + step]), Math.Max(kink, moved.Kinks?[starts[i] + step] ?? 0));
                }
            by[i] = (low + high) / 2;
            foreach (var step in steps)
                if (operand[starts[i] + step] is var other && other != value[i])
                    strain = Math.Max(strain, Math.Abs((moved.By[starts[i] + step] - by[i]) / (other - value[i])));
            if (high - low + kink is not 0 and var total) (kinks ??= new double[count])[i] = total;
            isObstructed |= high != low;
        }
        return new(by, terms, kinks, double.IsNaN(strain) ? 0 : strain, isObstructed);
    }

    /// <summary>‖a⁺‖ − ‖a⁻‖ = Σ (a⁺ + a⁻)(a⁺ − a⁻) / (‖a⁺‖ + ‖a⁻‖); at 0 a kink, to whichever side one goes.</summary>
    private static Motion OfNorm(Expr node, Tensor operand, Motion moved)
    {
        var (starts, steps) = Reductions.Terms(node);
        var count = node.Shape.ElementCount;
        var (by, terms, kinks, strain, isObstructed) = (new double[count], new double[count], (double[]?)null, 0.0, false);
        double[] OfRow(int start, Func<int, double> element) => [.. steps.Select(step => element(start + step))];
        for (var i = 0; i < count; i++)
        {
            var (start, motion) = (starts[i], EuclideanNorm.Of(OfRow(starts[i], at => moved.By[at]), Precision.Double));
            var middle = (EuclideanNorm.Of(OfRow(start, at => operand[at] + (moved.By[at] / 2)), Precision.Double)
                + EuclideanNorm.Of(OfRow(start, at => operand[at] - (moved.By[at] / 2)), Precision.Double)) / 2;
            var kink = 0.0;
            foreach (var at in steps.Select(step => start + step).Where(at => operand[at] != 0 && middle != 0))
            {
                by[i] += operand[at] / middle * moved.By[at];
                terms[i] += Math.Abs(operand[at] / middle) * moved.Terms[at];
                kink += moved.Kinks is { } own ? Math.Abs(operand[at] / middle) * own[at] : 0;
            }
            var isZero = steps.All(step => operand[start + step] == 0);
            if (isZero) kink = 2 * EuclideanNorm.Of(OfRow(start, at => moved.Terms[at]), Precision.Double);
            else strain = Math.Max(strain, motion / middle);
            if (kink != 0) (kinks ??= new double[count])[i] = kink;
            isObstructed |= isZero && kink != 0;
        }
        return new(by, terms, kinks, strain, isObstructed);
    }
}
