namespace FuncGrad.Benchmarks;

/// <summary>What a loss with its exact gradient costs in terms of the loss alone. Kernels run many steps, so that the cost is that of the computation.</summary>
internal static class GradientCost
{
    private const int Steps = 50;

    /// <summary>The chained Rosenbrock function of 1000 variables.</summary>
    public static double Rosenbrock(bool isFused)
    {
        var x = Expr.Symbol("x", Shape.Of(1000));
        return Of(ArrayWorkloads.Chained(x), [x], isFused);
    }

    /// <summary>A network of four layers, 32-64-64-64-10, tanh, mean square error over 64 samples.</summary>
    public static double FourLayers(bool isFused)
    {
        int[] widths = [32, 64, 64, 64, 10];
        Expr[] weights = [.. Enumerable.Range(0, 4).Select(i => Expr.Symbol($"W{i}", Shape.Of(widths[i], widths[i + 1])))];
        var layer = Expr.Constant(Noise(Shape.Of(64, widths[0]), 1));
        for (var i = 0; i < 4; i++) layer = i < 3 ? Expr.Tanh(Expr.Dot(layer, weights[i])) : Expr.Dot(layer, weights[i]);
        var error = layer - Expr.Constant(Noise(layer.Shape, 2));
        return Of(Expr.Mean(error * error), weights, isFused);
    }

    private static double Of(Expr loss, Expr[] parameters, bool isFused)
    {
        var gradient = Differentiation.Gradient(loss, parameters);
        Expr[] slots = [.. parameters.Select(p => Expr.Symbol($"gradient_{p.InputName}", p.Shape))];
        var total = Expr.Symbol("total");
        var value = Fold(parameters, [], [], total, loss, isFused);
        var both = Fold(parameters, slots, gradient, total, loss, isFused);
        return Measurement.Ratio(both, value);
    }

    /// <summary>Sums the loss over steps, and keeps the gradient of each: nothing of it can be left out. The parameters change by nothing that can be foreseen.</summary>
    private static Action Fold(Expr[] parameters, Expr[] slots, IReadOnlyList<Expr> gradient, Expr total, Expr loss, bool isFused)
    {
        Expr[] roots = [.. Simplification.Simplify([.. gradient, total + loss])];
        var recurrence = new Recurrence([.. parameters, .. slots, total], [.. parameters, .. roots], [], [], Expr.Symbol("iteration"), [], null);
        if (isFused) recurrence = Fusion.Contract(recurrence);
        var kernel = KernelCompiler.Compile(recurrence, new CompilationOptions { Engine = Engine.Compiled, Lanes = 1 });
        double[][] state = [.. recurrence.State.Select((s, i) => Noise(s.Shape, (ulong)i + 3).ToArray())];
        var frame = new LaneFrame { Lanes = 1, State = state, LaneInputs = [], Shared = [] };
        return () => kernel.Advance(frame, Steps);
    }

    private static Tensor Noise(Shape shape, ulong seed) =>
        Tensor.Of(shape, Enumerable.Range(0, shape.ElementCount).Select(i => (ArrayWorkloads.Uniform(seed, (ulong)i) - 0.5) / 2));
}
