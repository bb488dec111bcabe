namespace FuncGrad;

/// <summary>The values of a loss at many points.</summary>
internal static class LossSurface
{
    /// <summary>Points are computed side by side, as many as there is memory for their arrays.</summary>
    private const int MostLanes = 512;

    /// <summary>Operations that take about a second.</summary>
    private const double MostOperations = 4e8;

    /// <summary>The values at some points.</summary>
    /// <param name="loss">A traced loss.</param>
    /// <param name="points">For each all parameter elements in order.</param>
    public static double[] Values(Loss loss, IReadOnlyList<double[]> points)
    {
        var recurrence = new Recurrence([], [], loss.Parameters, loss.Data, Expr.Input("method.iteration", Shape.Scalar),
            [Simplification.Simplify(loss.Value!, Precision.Double)], null);
        var lanes = (int)Math.Clamp(1e6 / Operations(loss), 1, MostLanes);
        var kernel = KernelCompiler.Compile(recurrence, new CompilationOptions { Work = points.Count, Lanes = lanes });
        return [.. points.Chunk(lanes).SelectMany(chunk => Values(kernel, loss, chunk))];
    }

    /// <summary>How many points along a side of a square grid can be had in about a second.</summary>
    public static int GridSize(Loss loss, int finest) => (int)Math.Clamp(Math.Sqrt(MostOperations / Operations(loss)), 24, finest);

    /// <summary>About how many scalar operations the loss is.</summary>
    private static double Operations(Loss loss) => Ordering.Of([loss.Value!])
        .Sum(node => (double)Math.Max(1, node.Shape.ElementCount) * Math.Max(1, node.Operands.Select(operand => operand.Shape.Rank > 0
        ? operand.Shape[operand.Shape.Rank - 1] : 1).DefaultIfEmpty(1).Max()));

    private static double[] Values(IKernel kernel, Loss loss, double[][] points)
    {
        var (inputs, first) = (new double[loss.Parameters.Count][], 0);
        for (var p = 0; p < inputs.Length; p++)
        {
            var count = loss.Parameters[p].Shape.ElementCount;
            inputs[p] = new double[count * points.Length];
            for (var element = 0; element < count; element++)
                for (var lane = 0; lane < points.Length; lane++) inputs[p][(element * points.Length) + lane] =
                    points[lane][first + element];
            first += count;
        }
        double[][] observed = [new double[points.Length]];
        kernel.Observe(new LaneFrame { Lanes = points.Length, State = [], LaneInputs = inputs, Shared = loss.DataValues }, observed);
        return observed[0];
    }
}
