using Xunit;

namespace FuncGrad.Tests;

/// <summary>Sums formed on the way through arrays of which each element is a register of lanes.</summary>
public class LaneSumTests
{
    private static readonly Expr Rate = Expr.Symbol("rate"), Total = Expr.Symbol("total"), Other = Expr.Symbol("other"), Iteration = Expr.Symbol("iteration");

    /// <summary>Around what is added from left to right, whole groups of strands, rows that are none, and chunks.</summary>
    private static readonly Shape[] Shapes =
    [
        Shape.Of(2), Shape.Of(32), Shape.Of(33), Shape.Of(48), Shape.Of(4, 8), Shape.Of(3, 16), Shape.Of(9, 11), Shape.Of(4, 32), Shape.Of(2, 3, 16), Shape.Of(64, 65),
    ];

    public static TheoryData<int, Precision> Ways { get; } = new(
        from width in (int[])[512, 256, 128]
        from precision in Enum.GetValues<Precision>()
        select (width, precision));

    [Theory]
    [MemberData(nameof(Ways))]
    public void They_equal_the_slow_meaning_bit_for_bit(int width, Precision precision) => Assert.All(Shapes, shape =>
    {
        foreach (var (recurrence, seed) in Recurrences(shape).Select((r, i) => (r, (ulong)i)))
        {
            var options = new CompilationOptions { Engine = Engine.Compiled, Width = width, Precision = precision, PrefersLoops = true, Lanes = 17 };
            var frame = Oracle.Frame(recurrence, 17, seed, isSpecial: seed % 3 == 2);
            Assert.Null(Oracle.Difference(recurrence, new EvaluatedKernel(recurrence, precision), KernelCompiler.Compile(recurrence, options), frame));
        }
    });

    private static IEnumerable<Recurrence> Recurrences(Shape shape)
    {
        Expr w = Expr.Symbol("W", shape), last = Expr.Symbol("last", shape), column = Expr.Symbol("column", Shape.Of(shape[^1])), data = Expr.Symbol("data", shape);
        Recurrence Of(Expr[] state, params Expr[] next) => new(state, next, [Rate, column], [data], Iteration, [Expr.Sum(w * data)], null);
        var change = Rate * data * column;
        yield return Of([w, last, Total, Other], w - change, -change, Expr.Sum(last * change) + Expr.Sum(w * 0), Expr.Sum(change * 0) + Expr.Sum(column * 0));
        yield return Of([w, Total, Other], Expr.Tanh(w + change), Expr.Sum(Expr.Tanh(w * data) * w), Expr.Sum(Expr.Exp(column)) * Total);
        if (shape.Rank == 2)
        {
            var head = w[.., ..^1];
            yield return Of([w, Total, Other], Expr.Concatenate(shape.Rank - 1, head * 0.5, w[.., ^1..] + Rate), Expr.Sum(Expr.Concatenate(shape.Rank - 1, w[.., 1..] * Rate, w[.., ..1])), Expr.Sum(w * change));
        }
    }

    /// <summary>The update of weights, what the judge sums over them, and the whole loss are few passes.</summary>
    [Fact]
    public void Sums_over_weights_are_formed_where_these_are_updated()
    {
        Expr w = Expr.Symbol("W", Shape.Of(16, 16)), x = Expr.Symbol("x", Shape.Of(16, 1)), e = Expr.Symbol("e", Shape.Of(1, 16));
        var gradient = Expr.MatrixProduct(x, e);
        Expr[] next = [w - (Rate * gradient), e * Rate, Expr.Sum(w * 0) + Expr.Sum(gradient * 0)];
        var program = Linearization.Of(new Recurrence([w, e, Total], next, [Rate], [x], Iteration, [], null), ProgramKind.Update);
        var schedule = new LoopSchedule(program, keepsMovements: false, Walk.Lanes);
        var stage = Assert.Single(schedule.Stages, stage => stage.Domain.ElementCount > 16 && stage.IsPerStep);
        Assert.Equal(2, stage.Roots.Count(root => root.IsSum));
        Assert.Equal(-1, schedule.ShadowOf[0]);
    }
}
