using Xunit;

namespace FuncGrad.Tests;

/// <summary>Other rows at each update, shared by all lanes or not: every kernel computes what the slow meaning says.</summary>
public sealed class BatchKernelTests
{
    private const int Rows = 11, Size = 4, Width = 3;

    private static readonly Expr W = Expr.Symbol("W", Shape.Of(Width, 2)), Score = Expr.Symbol("score"), Rate = Expr.Symbol("rate"), Iteration = Expr.Symbol("iteration"),
        X = Expr.Symbol("X", Shape.Of(Rows, Width)), Batch = Expr.Input("batch.X", Shape.Of(Size, Width)), Targets = Expr.Input("batch.t", Shape.Of(Size));

    private static Recurrence Of(bool differs)
    {
        var error = Expr.Reshape(Expr.Tanh(Expr.MatrixProduct(Batch, Expr.MatrixProduct(W, Expr.Fill(0.5, Shape.Of(2, 1))))), Targets.Shape) - Targets;
        var loss = Expr.Mean(error * error) + (Expr.Sum(Batch) * Expr.Sum(Targets * 2) * 1e-3);
        var gradient = Differentiation.Gradient(loss, W);
        return new([W, Score], [W - (Rate * gradient), Score + loss], [Rate], [X], Iteration, [loss, Expr.Sum(Expr.MatrixProduct(X, W)), gradient], null) { Batches = [Batch, Targets], BatchesDiffer = differs };
    }

    private static LaneFrame Frame(Recurrence recurrence, int lanes, bool hasOwn)
    {
        var plain = Oracle.Frame(recurrence, lanes, 5, false);
        var targets = Enumerable.Range(0, Rows * lanes).Select(i => Math.Sin(i)).ToArray();
        int[][] orders = [.. Enumerable.Range(0, lanes).Select(lane => RowOrder.Shuffled(recurrence.BatchesDiffer ? lane : 0, "batch.0", Rows))];
        return new LaneFrame
        {
            Lanes = lanes,
            State = plain.State,
            LaneInputs = plain.LaneInputs,
            Shared = plain.Shared,
            Iteration = 3,
            Batches = new((lane, iteration) => orders[lane].AsSpan((int)(iteration % 2) * Size, Size),
            [
                new(X.Shape, plain.Shared[0], [], lanes),
                hasOwn ? new(Shape.Of(Rows), null, targets, lanes) : new(Shape.Of(Rows), Tensor.Vector(targets[..Rows]), [], lanes),
            ]),
        };
    }

    [Theory]
    [InlineData(false, false)]
    [InlineData(true, false)]
    [InlineData(true, true)]
    public void Every_kernel_takes_the_rows_of_each_update(bool differs, bool hasOwn)
    {
        var recurrence = Of(differs);
        foreach (var precision in Enum.GetValues<Precision>())
            foreach (var options in (CompilationOptions[])[new() { Engine = Engine.Interpreted }, .. new[] { 512, 256, 128, 64 }.Select(width => new CompilationOptions { Engine = Engine.Compiled, Width = width })])
                foreach (var lanes in (int[])[1, 3, 16, 37])
                    Assert.Null(Oracle.Difference(recurrence, new EvaluatedKernel(recurrence, precision), KernelCompiler.Compile(recurrence, options with { Precision = precision, Lanes = lanes }), Frame(recurrence, lanes, hasOwn), steps: 4)
                        is { } difference ? $"{options} {precision} {lanes}: {difference}" : null);
    }
}
