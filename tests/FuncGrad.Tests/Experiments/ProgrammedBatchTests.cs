using Xunit;

namespace FuncGrad.Tests;

/// <summary>Learning by batches that a program states, without a file: the same rows, bits and verdicts as a file's.</summary>
public sealed class ProgrammedBatchTests
{
    private static readonly Tensor X = Tensor.Of(Shape.Of(11, 2), Enumerable.Range(0, 22).Select(i => Math.Sin(i))), Y = Tensor.Of(Shape.Of(11), Enumerable.Range(0, 11).Select(i => Math.Cos(3 * i)));

    private static readonly Tensor W = Tensor.Vector(0.5, -0.25), B = 0.1;

    private static Experiment Programmed => Experiment.Of(a => Expr.MeanSquaredError(Expr.Tanh(Expr.MatrixProduct(a["X"], a["W"]) + a["b"]), a["y"]), [("W", W), ("b", B)], [("X", X), ("y", Y)]);

    private static Experiment Written => ExampleFiles.Experiment($"""
        loss = "mse(tanh(X @ W + b), y)"
        [parameters]
        W = [0.5, -0.25]
        b = 0.1
        [data]
        X = [{string.Join(", ", Enumerable.Range(0, 11).Select(row => FormattableString.Invariant($"[{X[row, 0]:R}, {X[row, 1]:R}]")))}]
        y = [{string.Join(", ", Y.ToArray().Select(y => FormattableString.Invariant($"{y:R}")))}]
        [batch]
        size = 4
        of = ["X", "y"]
        [method]
        epochs = 6
        """);

    [Fact]
    public void Rows_and_verdicts_are_those_of_a_file()
    {
        var (programmed, written) = (Programmed.InBatches(4, 6, "X", "y"), Written);
        Assert.Equal(18, programmed.Method.Steps);
        var (found, due) = (new Batch(programmed).Run(0, 1, () => 4)![0], new Batch(written).Run(0, 1, () => 100)![0]);
        Assert.Equal(due.Rows, found.Rows);
        Assert.Equal((due.Verdict, due.Note), (found.Verdict, found.Note));
        var seeds = new Batch(programmed.Over(SweepAxis.Seeds(3))).Run(0, 3, () => 4)!;
        Assert.Equal(due.Loss, seeds[0].Loss);
        Assert.NotEqual(seeds[0].Loss, seeds[1].Loss);
    }

    [Fact]
    public void Mistakes_are_told_at_once()
    {
        Assert.Contains("'Z'", Assert.Throws<ArgumentException>(() => Programmed.InBatches(4, 1, "X", "Z")).Message, StringComparison.Ordinal);
        Assert.Contains("1 to 11", Assert.Throws<ArgumentOutOfRangeException>(() => Programmed.InBatches(12, 1, "X")).Message, StringComparison.Ordinal);
        Assert.Contains("not said", Assert.Throws<ArgumentException>(() => Programmed.InBatches(1, 1)).Message, StringComparison.Ordinal);
        Assert.Contains("twice", Assert.Throws<ArgumentException>(() => Experiment.Of(a => a["x"], [("x", 1.0)], [("x", 2.0)])).Message, StringComparison.Ordinal);
        var graph = Experiment.Of(Programmed.Loss(), ("W", W), ("b", B)).InBatches(4, 1, "X", "y");
        Assert.Contains("built in", Assert.Throws<ArgumentException>(() => new Batch(graph)).Message, StringComparison.Ordinal);
    }
}
