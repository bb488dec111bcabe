namespace FuncGrad;

/// <summary>What is known beforehand of an experiment, to be drawn over what came out.</summary>
internal static class Theory
{
    private const int LargestDimension = 64;

    /// <summary>
    /// On a quadratic with greatest curvature λ, the learning rate below which a rule settles: 2/λ for gradient descent, 2(1 + β)/λ with
    /// momentum β,
    /// 2(1 + β)/((1 + 2β)λ) with Nesterov's. Null for other rules, other losses, or a loss without a minimum.
    /// </summary>
    public static double? GreatestLearningRate(Experiment trial)
    {
        if (FactorOf(trial) is not { } factor || trial.Method.Direction != Direction.Minimise) return null;
        return CurvatureOf(trial) is > 0 and var curvature ? factor / curvature : null;
    }

    /// <summary>The limit in the letters of its formula.</summary>
    public static string Formula(Experiment trial) => trial.Method.Rule.Name switch
    {
        "momentum" => "2(1 + β)/λmax",
        "nesterov" => "2(1 + β)/((1 + 2β)λmax)",
        _ => "2/λmax",
    };

    /// <summary>
    /// The known minima of the test function that a loss of two numbers is, whatever its parameters are called; none if it is not one of
    /// them. Functions are compared by
    /// their values at some points.
    /// </summary>
    public static IReadOnlyList<StationaryPoint> PointsOf(Loss loss)
    {
        if (loss.Dimension != 2) return [];
        double[][] probes = [[0.5, -0.25], [-1.75, 1.125], [2.375, 0.8125], [-0.625, -3.5]];
        var values = LossSurface.Values(loss, probes);
        foreach (var function in TestFunctions.All.Where(function => function.Start.Count == 2))
            if (AreSame(LossSurface.Values(function.ToLoss(), probes), values)) return function.Points;
        return [];
    }

    private static bool AreSame(double[] a, double[] b) => Enumerable.Range(0, a.Length)
        .All(i => Math.Abs(a[i] - b[i]) <= 1e-9 * Math.Max(Math.Abs(a[i]), Math.Abs(b[i])));

    private static double? FactorOf(Experiment trial)
    {
        var rule = trial.Method.Rule;
        var beta = rule.Hyperparameters.FirstOrDefault(h => h.Name == "momentum") is { } momentum
            ? trial.Method.Hyperparameter(momentum, "") : 0;
        return rule.Name switch
        {
            "gradient_descent" => 2,
            "momentum" when beta < 1 => 2 * (1 + beta),
            "nesterov" when beta < 1 => 2 * (1 + beta) / (1 + (2 * beta)),
            _ => null,
        };
    }

    /// <summary>The greatest eigenvalue of the Hessian, if it is the same everywhere and has no negative one.</summary>
    private static double? CurvatureOf(Experiment trial)
    {
        var loss = trial.Loss();
        if (loss.Value is null || loss.Dimension > LargestDimension) return null;
        var hessian = new Evaluation([Directional.Hessian(loss.Value, loss.Parameters)]);
        var at = new[] { 0.0, 0.75, -1.5 }.Select(shift => hessian.At(Inputs(loss, shift))[0]).ToArray();
        var (size, count) = (Size(at[0]), at[0].Values.Length);
        if (at.Skip(1).Any(other => Enumerable.Range(0, count).Any(i => !(Math.Abs(other[i] - at[0][i]) <= 1e-9 * size)))) return null;
        var eigenvalues = Eigenvalues(at[0], loss.Dimension);
        return eigenvalues.Min() >= -1e-9 * size ? eigenvalues.Max() : null;
    }

    private static double Size(Tensor matrix) => matrix.Values.ToArray().Max(Math.Abs);

    private static Dictionary<Expr, Tensor> Inputs(Loss loss, double shift)
    {
        var inputs = Enumerable.Range(0, loss.Data.Count).ToDictionary(d => loss.Data[d], d => loss.DataValues[d]);
        for (var p = 0; p < loss.Parameters.Count; p++)
        {
            var shape = loss.Parameters[p].Shape;
            inputs[loss.Parameters[p]] = Tensor.Of(shape,
                Enumerable.Range(0, shape.ElementCount).Select(i => shift * (1 + (0.37 * (i + p)))));
        }
        return inputs;
    }

    private static IEnumerable<double> Eigenvalues(Tensor matrix, int n)
    {
        Lane<double>[] values = [.. matrix.Values.ToArray().Select(value => new Lane<double>(value))];
        Spectrum<Lane<double>>.Decompose(values, new Lane<double>[n * n], n);
        return Enumerable.Range(0, n).Select(i => values[(i * n) + i][0]);
    }
}
