using Xunit;

namespace FuncGrad.Tests;

public sealed class DenseProductTests
{
    /// <summary>Rows, inner terms and columns: below, at and above whole blocks of four rows, registers, panels and rows that are copied at a time.</summary>
    private static readonly (int Rows, int Inner, int Columns)[] Sizes =
        [(1, 5, 40), (3, 2, 9), (4, 1, 1), (5, 9, 17), (7, 40, 33), (34, 3, 50), (66, 30, 7), (18, 6, 130), (130, 70, 131)];

    public static TheoryData<int, Precision> Kinds() => [.. from width in (int[])[512, 256, 128, 64] from precision in Enum.GetValues<Precision>() select (width, precision)];

    [Theory]
    [MemberData(nameof(Kinds))]
    public void Products_of_one_trial_are_the_slow_ones_however_the_factors_lie_and_in_any_parts(int width, Precision precision)
    {
        foreach (var (rows, inner, columns) in Sizes)
        {
            var recurrence = AllLies(rows, inner, columns);
            var options = new CompilationOptions { Engine = Engine.Compiled, Width = width, Precision = precision, PrefersLoops = true, Lanes = 1, Parallel = Backwards, Parts = 3 };
            var frame = Oracle.Frame(recurrence, 1, (ulong)(rows * columns), isSpecial: false);
            var (expected, actual) = (Room(recurrence), Room(recurrence));
            new InterpretedKernel(recurrence, precision, "").Observe(frame, expected);
            KernelCompiler.Compile(recurrence, options).Observe(frame, actual);
            for (var o = 0; o < expected.Length; o++) Assert.Equal(expected[o], actual[o]);
        }
    }

    /// <summary>What all lanes share is formed by one of them.</summary>
    [Fact]
    public void A_product_of_data_beside_many_lanes_has_memory_to_work_in()
    {
        Expr x = Expr.Symbol("x"), a = Expr.Symbol("A", Shape.Of(40, 300)), b = Expr.Symbol("B", Shape.Of(50, 300)), iteration = Expr.Symbol("iteration");
        var recurrence = new Recurrence([x], [x * Expr.Sum(Expr.MatrixProduct(a * iteration, Expr.Transpose(b)))], [], [a, b], iteration, [x], null);
        var frame = Oracle.Frame(recurrence, 9, 3, isSpecial: false);
        var options = new CompilationOptions { Engine = Engine.Compiled, PrefersLoops = true, Lanes = 9 };
        Assert.Null(Oracle.Difference(recurrence, new InterpretedKernel(recurrence, Precision.Double, ""), KernelCompiler.Compile(recurrence, options), frame));
    }

    /// <summary>A·B with each factor as it is and transposed, rounded in both ways.</summary>
    private static Recurrence AllLies(int rows, int inner, int columns)
    {
        Expr a = Expr.Symbol("A", Shape.Of(rows, inner)), at = Expr.Symbol("At", Shape.Of(inner, rows)), b = Expr.Symbol("B", Shape.Of(inner, columns)), bt = Expr.Symbol("Bt", Shape.Of(columns, inner));
        var pairs = from left in (Expr[])[a, Expr.Transpose(at)] from right in (Expr[])[b, Expr.Transpose(bt)] select (left, right);
        Expr[] products = [.. pairs.SelectMany(pair => (Expr[])[Expr.MatrixProduct(pair.left, pair.right), Expr.Node(Products.FusedMatrixProduct, null, pair.left, pair.right)])];
        return new Recurrence([a], [a * 0.5], [], [at, b, bt], Expr.Symbol("iteration"), products, null);
    }

    private static double[][] Room(Recurrence recurrence) => [.. recurrence.Observed.Select(value => new double[value.Shape.ElementCount])];

    private static void Backwards(int count, Action<int> body)
    {
        for (var i = count - 1; i >= 0; i--) body(i);
    }
}
