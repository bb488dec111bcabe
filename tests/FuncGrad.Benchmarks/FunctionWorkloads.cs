using System.Globalization;

namespace FuncGrad.Benchmarks;

/// <summary>W6 and W7: small problems whose cost is in their functions. No peer has them; they show what a function costs inside a small body.</summary>
internal static class FunctionWorkloads
{
    private static readonly Expr X = Expr.Symbol("x"), Y = Expr.Symbol("y");

    private static Expr Ackley => (-20 * Expr.Exp(-0.2 * Expr.Sqrt(((X * X) + (Y * Y)) * 0.5)))
        - Expr.Exp((Expr.Cos(2 * Math.PI * X) + Expr.Cos(2 * Math.PI * Y)) * 0.5) + 20 + Math.E;

    /// <summary>10⁵ trials of momentum on Ackley's function: 100 learning rates × 1000 momenta, 200 steps.</summary>
    public static Figure W6(bool isFused, string name)
    {
        const int rates = 100, momenta = 1000;
        var trial = RuleWorkload.Of(Ackley, [X, Y], UpdateRules.Momentum(), isFused);
        var kernel = KernelCompiler.Compile(trial.Recurrence, new CompilationOptions { Engine = Engine.Compiled });
        var frames = Enumerable.Range(0, rates).Select(i =>
        {
            var frame = trial.Frame(momenta);
            Array.Fill(frame.LaneInputs[0], Math.Pow(10, -4 + (4.0 * i / (rates - 1))));
            for (var j = 0; j < momenta; j++) frame.LaneInputs[1][j] = 0.99 * j / (momenta - 1);
            return frame;
        }).ToArray();
        return Measurement.Rate("W6", name, rates * momenta, "trials/s", () =>
        {
            Measurement.OnTwoThreads(rates, i =>
            {
                trial.Restart(frames[i], [2], [1.5]);
                kernel.Advance(frames[i], 200);
            });
            return $"{frames.Sum(f => f.State[0].Zip(f.State[1], (x, y) => Math.Abs(x) < 0.1 && Math.Abs(y) < 0.1).Count(isNear => isNear))} near the minimum";
        });
    }

    /// <summary>16,384 trainings of a 2-2-1 tanh network on exclusive or, 100 steps, a 128 × 128 grid of learning rates of its two layers.</summary>
    public static Figure W7(bool isFused, string name, Precision precision = Precision.Double)
    {
        const int grid = 128;
        Expr x = Expr.Symbol("X", Shape.Of(2, 4)), t = Expr.Symbol("t", Shape.Of(4)), w0 = Expr.Symbol("W0", Shape.Of(2, 2)), w1 = Expr.Symbol("w1", Shape.Of(2));
        var error = Expr.Dot(w1, Expr.Tanh(Expr.Dot(w0, x))) - t;
        var trial = RuleWorkload.Of(Expr.Mean(error * error), [w0, w1], UpdateRules.GradientDescent(), isFused, [x, t], rates: [Expr.Symbol("rate0"), Expr.Symbol("rate1")]);
        var kernel = KernelCompiler.Compile(trial.Recurrence, new CompilationOptions { Engine = Engine.Compiled, Precision = precision });
        IReadOnlyList<Tensor> data = [Tensor.Of(Shape.Of(2, 4), [-1, -1, 1, 1, -1, 1, -1, 1]), Tensor.Of(Shape.Of(4), [-1, 1, 1, -1])];
        double Rate(int i) => Math.Pow(10, -2 + (2.0 * i / (grid - 1)));
        var frames = Enumerable.Range(0, grid).Select(row =>
        {
            var frame = trial.Frame(grid, data);
            Array.Fill(frame.LaneInputs[0], Rate(row));
            for (var i = 0; i < grid; i++) frame.LaneInputs[1][i] = Rate(i);
            return frame;
        }).ToArray();
        return Measurement.Rate("W7", name, grid * grid, "trainings/s", () =>
        {
            Measurement.OnTwoThreads(grid, row =>
            {
                trial.Restart(frames[row], [0.3, -0.5, 0.4, 0.2], [0.5, -0.3]);
                kernel.Advance(frames[row], 100);
            });
            return string.Create(CultureInfo.InvariantCulture, $"{frames[77].State[1][40]:g10}");
        });
    }
}
