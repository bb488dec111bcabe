using System.Globalization;
using FuncGrad.Lab;

namespace FuncGrad.Benchmarks;

/// <summary>W3, W5 and W8: arrays.</summary>
internal static class ArrayWorkloads
{
    private static readonly ElementThreads Two = new(2);

    /// <summary>Gradient descent on the chained Rosenbrock function, learning rate 1e-4.</summary>
    public static Figure W3(bool isFused, string name, int n, int steps)
    {
        var x = Expr.Symbol("x", Shape.Of(n));
        var trial = RuleWorkload.Of(Chained(x), [x], UpdateRules.GradientDescent(), isFused);
        ParallelFor? threads = n < 100_000 ? null : Two.For;
        var kernel = KernelCompiler.Compile(trial.Recurrence, new CompilationOptions { Engine = Engine.Compiled, Lanes = 1, Parallel = threads });
        var frame = trial.Frame(1);
        frame.LaneInputs[0][0] = 1e-4;
        double[] start = [.. Enumerable.Range(0, n).Select(i => i % 2 == 1 ? 1.0 : -1.2)];
        double[][] loss = [new double[1]];
        return Measurement.Rate($"W3-n{n}", name, steps, "steps/s", () =>
        {
            start.CopyTo(frame.State[0], 0);
            kernel.Advance(frame, steps);
            kernel.Observe(frame, loss);
            return loss[0][0].ToString("g10", CultureInfo.InvariantCulture);
        });
    }

    public static Expr Chained(Expr x) => Expr.Sum((100 * Expr.Pow(x[1..] - Expr.Pow(x[..^1], 2), 2)) + Expr.Pow(1 - x[..^1], 2));

    /// <summary>65,536 trainings of a 16-16-1 tanh network, 16 samples, 100 steps, a 256 × 256 grid of learning rates.</summary>
    public static Figure W5(bool isFused, string name, Precision precision, int grid = 256)
    {
        const int s = 16;
        Expr x = Expr.Symbol("X", Shape.Of(s, s)), t = Expr.Symbol("t", Shape.Of(s)), w0 = Expr.Symbol("W0", Shape.Of(s, s)), w1 = Expr.Symbol("w1", Shape.Of(s));
        // X[input, sample] is divided by 4 in the data, as in the peers.
        var error = (Expr.Dot(w1, Expr.Tanh(Expr.Dot(w0, x))) * 0.25) - t;
        var trial = RuleWorkload.Of(Expr.Mean(error * error), [w0, w1], UpdateRules.GradientDescent(), isFused, [x, t], rates: [Expr.Symbol("rate0"), Expr.Symbol("rate1")]);
        var kernel = KernelCompiler.Compile(trial.Recurrence, new CompilationOptions { Engine = Engine.Compiled, Precision = precision });
        double[] U(ulong seed, int count) => [.. Enumerable.Range(0, count).Select(i => ((Uniform(seed, (ulong)i) * 2) - 1) * Math.Sqrt(3))];
        IReadOnlyList<Tensor> data = [Tensor.Of(Shape.Of(s, s), U(1, s * s).Select(v => v / 4)), Tensor.Of(Shape.Of(s), U(2, s))];
        var (start0, start1) = (U(3, s * s), U(4, s));
        double Rate(int i) => Math.Pow(10, -2 + (5.0 * i / (grid - 1)));
        var losses = new double[grid * grid];
        return Measurement.Rate(precision == Precision.Float ? "W5-f32" : "W5-f64", name, grid * grid, "trainings/s", () =>
        {
            Measurement.OnTwoThreads(grid, row =>
            {
                var frame = trial.Frame(grid, data);
                trial.Restart(frame, start0, start1);
                Array.Fill(frame.LaneInputs[0], Rate(row));
                for (var i = 0; i < grid; i++) frame.LaneInputs[1][i] = Rate(i);
                kernel.Advance(frame, 100);
                double[][] loss = [new double[grid]];
                kernel.Observe(frame, loss);
                loss[0].CopyTo(losses, row * grid);
            });
            return string.Create(CultureInfo.InvariantCulture, $"best {losses.Where(l => !double.IsNaN(l)).Min():g4}, {losses.Count(l => l < 0.5)} below 0.5");
        });
    }

    /// <summary>65,536 trainings of a 16-16-1 tanh network on one sample, 500 steps, a 256 × 256 grid of learning rates.</summary>
    public static Figure W8(bool isFused, string name, int grid = 256)
    {
        const int s = 16, steps = 500;
        Expr x = Expr.Symbol("x", Shape.Of(s)), t = Expr.Symbol("t"), w0 = Expr.Symbol("W0", Shape.Of(s, s)), w1 = Expr.Symbol("w1", Shape.Of(s));
        var loss = Expr.Pow(Expr.Dot(w1, Expr.Tanh(Expr.Dot(w0, x))) - t, 2);
        var trial = RuleWorkload.Of(loss, [w0, w1], UpdateRules.GradientDescent(), isFused, [x, t], rates: [Expr.Symbol("rate0"), Expr.Symbol("rate1")]);
        var kernel = KernelCompiler.Compile(trial.Recurrence, new CompilationOptions { Engine = Engine.Compiled, Precision = Precision.Double });
        double[] U(ulong seed, int count, double scale = 1) => [.. Enumerable.Range(0, count).Select(i => ((Uniform(seed, (ulong)i) * 2) - 1) * Math.Sqrt(3) / scale)];
        IReadOnlyList<Tensor> data = [Tensor.Of(Shape.Of(s), U(1, s, 4)), Tensor.Of(Shape.Scalar, U(2, 1))];
        var (start0, start1) = (U(3, s * s), U(4, s, 4));
        double Rate(int i) => Math.Pow(10, -3 + (3.0 * i / (grid - 1)));
        var losses = new double[grid * grid];
        return Measurement.Rate("W8", name, (double)grid * grid * steps, "steps/s", () =>
        {
            Measurement.OnTwoThreads(grid, row =>
            {
                var frame = trial.Frame(grid, data);
                trial.Restart(frame, start0, start1);
                Array.Fill(frame.LaneInputs[0], Rate(row));
                for (var i = 0; i < grid; i++) frame.LaneInputs[1][i] = Rate(i);
                kernel.Advance(frame, steps);
                double[][] loss = [new double[grid]];
                kernel.Observe(frame, loss);
                loss[0].CopyTo(losses, row * grid);
            });
            return string.Create(CultureInfo.InvariantCulture, $"best {losses.Where(l => !double.IsNaN(l)).Min():g4}, {losses.Count(l => l < 1e-6)} below 1e-6");
        });
    }

    /// <summary>Element i of the splitmix64 stream of a seed, in [0,1).</summary>
    public static double Uniform(ulong seed, ulong i)
    {
        var z = seed + ((i + 1) * 0x9E3779B97F4A7C15);
        z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9;
        z = (z ^ (z >> 27)) * 0x94D049BB133111EB;
        return ((z ^ (z >> 31)) >> 11) * (1.0 / (1L << 53));
    }
}
