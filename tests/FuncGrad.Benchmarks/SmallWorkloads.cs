using System.Globalization;

namespace FuncGrad.Benchmarks;

/// <summary>W1, W2 and W4: problems of two variables.</summary>
internal static class SmallWorkloads
{
    private static readonly Expr X = Expr.Symbol("x"), Y = Expr.Symbol("y");

    public static Expr Rosenbrock => (100 * Expr.Pow(Y - Expr.Pow(X, 2), 2)) + Expr.Pow(1 - X, 2);

    public static Expr Himmelblau => Expr.Pow(Expr.Pow(X, 2) + Y - 11, 2) + Expr.Pow(X + Expr.Pow(Y, 2) - 7, 2);

    /// <summary>The book's descent: x0² + x1² from (−3, 4), central difference, 100 steps.</summary>
    public static Figure W1(bool isFused, string name)
    {
        var trial = RuleWorkload.Of((X * X) + (Y * Y), [X, Y], UpdateRules.GradientDescent(), isFused, h: 1e-4);
        const int lanes = 4096, frames = 64;
        var kernel = KernelCompiler.Compile(trial.Recurrence, new CompilationOptions { Engine = Engine.Compiled });
        var room = Enumerable.Range(0, frames).Select(_ => trial.Frame(lanes)).ToArray();
        return Measurement.Rate("W1", name, lanes * frames, "runs/s", () =>
        {
            Measurement.OnTwoThreads(frames, i =>
            {
                trial.Restart(room[i], [-3], [4]);
                Array.Fill(room[i].LaneInputs[0], 0.1);
                kernel.Advance(room[i], 100);
            });
            return Text(room[0].State[0][7], room[0].State[1][7]);
        });
    }

    /// <summary>Adam on Rosenbrock's function from (−1.2, 1), 10,000 steps of one trial.</summary>
    public static Figure W2(bool isFused, string name)
    {
        var trial = RuleWorkload.Of(Rosenbrock, [X, Y], UpdateRules.Adam(), isFused);
        var kernel = KernelCompiler.Compile(trial.Recurrence, new CompilationOptions { Engine = Engine.Compiled });
        var frame = trial.Frame(1);
        double[] inputs = [1e-3, 0.9, 0.999, 1e-8];
        for (var i = 0; i < 4; i++) frame.LaneInputs[i][0] = inputs[i];
        return Measurement.Rate("W2", name, 10000, "steps/s", () =>
        {
            trial.Restart(frame, [-1.2], [1]);
            kernel.Advance(frame, 10000);
            var (x, y) = (frame.State[0][0], frame.State[1][0]);
            return ((100 * (y - (x * x)) * (y - (x * x))) + ((1 - x) * (1 - x))).ToString("R", CultureInfo.InvariantCulture);
        });
    }

    /// <summary>10⁶ trials of momentum on Himmelblau's function: 1000 learning rates × 1000 momenta, 200 steps.</summary>
    public static Figure W4(bool isFused, string name, Precision precision = Precision.Double)
    {
        const int n = 1000;
        var trial = RuleWorkload.Of(Himmelblau, [X, Y], UpdateRules.Momentum(), isFused);
        var kernel = KernelCompiler.Compile(trial.Recurrence, new CompilationOptions { Engine = Engine.Compiled, Precision = precision });
        var frames = Enumerable.Range(0, n).Select(i =>
        {
            var frame = trial.Frame(n);
            Array.Fill(frame.LaneInputs[0], Math.Pow(10, -4 + (4.0 * i / (n - 1))));
            for (var j = 0; j < n; j++) frame.LaneInputs[1][j] = 0.99 * j / (n - 1);
            return frame;
        }).ToArray();
        return Measurement.Rate("W4", name, n * n, "trials/s", () =>
        {
            Measurement.OnTwoThreads(n, i =>
            {
                trial.Restart(frames[i], [0.5], [0.5]);
                kernel.Advance(frames[i], 200);
            });
            var alive = frames.Sum(f => f.State[0].Zip(f.State[1], (x, y) => Math.Abs(x) <= 1e6 && Math.Abs(y) <= 1e6).Count(isAlive => isAlive));
            return $"{alive} alive";
        });
    }

    private static string Text(double a, double b) => string.Create(CultureInfo.InvariantCulture, $"[{a:e3}, {b:e3}]");
}
