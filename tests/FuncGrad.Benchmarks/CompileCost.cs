using System.Globalization;

namespace FuncGrad.Benchmarks;

/// <summary>
/// How far <see cref="CompileTime"/> is from what compiling takes, for losses of many kinds: both passes of a run that is logged, for one
/// trial and for many side by side, after a first loss that compiles the compiler itself.
/// </summary>
internal static class CompileCost
{
    private const int FewLanes = 1, ManyLanes = 64;

    public static IEnumerable<string> Rows()
    {
        yield return "";
        yield return "| loss | nodes | trials | estimate, s | compiling, s | estimate / truth |";
        yield return "|---|---|---|---|---|---|";
        Measured(Losses().First().Loss, FewLanes);
        foreach (var (name, loss) in Losses())
            foreach (var lanes in (int[])[FewLanes, ManyLanes])
            {
                var (nodes, estimate, truth) = Measured(loss, lanes);
                yield return string.Create(CultureInfo.InvariantCulture,
                    $"| {name} | {nodes} | {lanes} | {estimate:0.000} | {truth:0.000} | {estimate / truth:0.0} |");
            }
    }

    private static IEnumerable<(string Name, Loss Loss)> Losses() => [.. OfNumbers(), .. OfArrays(), .. OfElements(), .. OfMatrices()];

    private static IEnumerable<(string, Loss)> OfNumbers()
    {
        var x = Expr.Symbol("x");
        foreach (var count in (int[])[10, 100, 1000, 10_000])
            yield return ($"{count} lines of 0.5·y·(1 − y) + x", Loss.Of(Chain(x, count, y => (0.5 * y * (1 - y)) + x), x));
        foreach (var count in (int[])[10, 100, 1000])
            yield return ($"{count} lines of sin(y) + x/10", Loss.Of(Chain(x, count, y => Expr.Sin(y) + (0.1 * x)), x));
    }

    private static IEnumerable<(string, Loss)> OfArrays()
    {
        var v = Expr.Symbol("v", Shape.Of(1000));
        foreach (var count in (int[])[10, 100, 1000])
        {
            yield return ($"{count} lines of sin(y) + v/1000", Loss.Of(Expr.Sum(Chain(v, count, y => Expr.Sin(y) + (0.001 * v))), v));
            yield return ($"{count} lines of 3.7·y·(1 − y) from v", Loss.Of(Expr.Sum(Chain(v, count, y => 3.7 * y * (1 - y))), v));
        }
        foreach (var count in (int[])[10, 100])
            yield return ($"{count} sums over v, each in the next", Loss.Of(Chain(Expr.Sum(v), count, y => y + Expr.Sum(v * y)), v));
    }

    private static IEnumerable<(string, Loss)> OfElements()
    {
        var v = Expr.Symbol("v", Shape.Of(1000));
        foreach (var count in (int[])[10, 100])
        {
            yield return ($"{count} lines of joined neighbours in v", Loss.Of(Expr.Sum(Chain(v, count, Neighbours)), v));
            var terms = Enumerable.Range(0, count).Select(i => Expr.Pow(v[i] - i, 2) * Expr.Sin(v[i + 1]));
            yield return ($"{count} terms of single elements of v", Loss.Of(terms.Aggregate((sum, term) => sum + term), v));
        }

        static Expr Neighbours(Expr y) => Expr.Concatenate(0, (y[1..] * 0.5) + y[..^1], y[..1]);
    }

    private static IEnumerable<(string, Loss)> OfMatrices()
    {
        var w = Expr.Symbol("w", Shape.Of(60, 60));
        foreach (var count in (int[])[1, 4, 16])
            yield return ($"{count} products of matrices", Loss.Of(Expr.Sum(Chain(w, count, y => y.Dot(w) * 0.1)), w));
        foreach (var count in (int[])[1, 10]) yield return ($"a network of {count} layers", Network(count));
    }

    private static Expr Chain(Expr start, int count, Func<Expr, Expr> line) =>
        Enumerable.Range(0, count).Aggregate(start, (y, _) => line(y));

    private static Loss Network(int layers)
    {
        Expr[] weights = [.. Enumerable.Range(0, layers).Select(i => Expr.Symbol($"W{i}", Shape.Of(16, 16)))];
        Expr[] biases = [.. Enumerable.Range(0, layers).Select(i => Expr.Symbol($"b{i}", Shape.Of(16)))];
        var start = Expr.Constant(Tensor.Fill(Shape.Of(128, 16), 0.5));
        var end = Enumerable.Range(0, layers).Aggregate(start, (layer, i) => Expr.Tanh(layer.Dot(weights[i]) + biases[i]));
        return Loss.Of(Expr.Mean(Expr.Pow(end - 0.1, 2)), [.. weights, .. biases]);
    }

    private static (int Nodes, double Estimate, double Truth) Measured(Loss loss, int lanes)
    {
        var method = new Method(UpdateRules.Adam(), GradientKind.Exact, Direction.Minimise);
        var row = new Row(loss.Parameters, [Observable.Loss, Observable.GradientNorm]);
        var recurrence = StepGraph.Build(loss, method, Stopping.Never, Varying.Nothing, Memory.Extremes, row).Recurrence;
        var frame = new LaneFrame
        {
            Lanes = lanes,
            State = [.. recurrence.State.Select(state => new double[state.Shape.ElementCount * lanes])],
            LaneInputs = [.. recurrence.LaneInputs.Select(input => new double[input.Shape.ElementCount * lanes])],
            Shared = [],
        };
        double[][] room = [.. recurrence.Observed.Select(observed => new double[observed.Shape.ElementCount * lanes])];
        var options = new CompilationOptions { Engine = Engine.Compiled, Lanes = lanes };
        IKernel? kernel = null;
        var truth = ProcessorTime(() => Run(kernel = KernelCompiler.Compile(recurrence, options))) - ProcessorTime(() => Run(kernel!));
        return (Ordering.Of([.. recurrence.Next, .. recurrence.Observed]).Count, CompileTime.Of(recurrence, options), truth);

        void Run(IKernel kernel)
        {
            kernel.Advance(frame, 1);
            kernel.ObserveAndAdvance(frame, room);
        }
    }

    private static double ProcessorTime(Action action)
    {
        var start = Environment.CpuUsage.TotalTime;
        action();
        return (Environment.CpuUsage.TotalTime - start).TotalSeconds;
    }
}
