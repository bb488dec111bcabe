using static FuncGrad.Expr;

namespace FuncGrad.Tests.Descents;

/// <summary>
/// A method that searches, as one recurrence: L-BFGS (Nocedal 1980, doi:10.1090/S0025-5718-1980-0572855-7) with Armijo's condition (1966). Each update evaluates
/// once, then accepts the point or tries half the way. It is here to show that a rule can be written so without touching the compiler.
/// </summary>
internal static class LimitedMemory
{
    private const double SufficientDecrease = 1e-4, LeastCurvature = 1e-10;

    public static Rule Rule(int pairs) => new("l_bfgs", "d = -H*g; a = a/2 until f(x + a*d) <= f(x) + 1e-4*a*dot(g, d)", [new("learning_rate", 1, 0, 10, "the first length tried")],
    [
        new("x") { Start = e => e.Point }, new("g"), new("d"), new("loss", double.PositiveInfinity, IsShared: true), new("a", 0, IsShared: true),
        new("s") { History = pairs }, new("y") { History = pairs },
    ], e => Move(e, pairs));

    private static Move Move(Evaluated e, int pairs)
    {
        var (isFirst, length) = (Equal(e.Iteration, 1), e.Slot("a")[0]);
        var slope = Dot(e.Slot("g"), e.Slot("d"));
        var accepts = Max(isFirst, LessOrEqual(e.Loss, e.Slot("loss")[0] + (SufficientDecrease * length * slope)));
        var (way, turn) = (Difference(e.Point, e.Slot("x")), Difference(e.Gradient, e.Slot("g")));
        var learns = accepts * Equal(isFirst, 0) * Less(LeastCurvature, Dot(way, turn));
        var (s, y) = (Pushed(e.Slot("s"), way, learns), Pushed(e.Slot("y"), turn, learns));
        var (x, g, loss) = (Chosen(accepts, e.Point, e.Slot("x")), Chosen(accepts, e.Gradient, e.Slot("g")), Where(accepts, e.Loss, e.Slot("loss")[0]));
        var d = Chosen(accepts, Direction(g, s, y, pairs), e.Slot("d"));
        var next = Where(accepts, Where(isFirst, e["learning_rate"] / Norm(g), e["learning_rate"]), length / 2);
        return new Move([.. x.Zip(d, (from, along) => from + (next * along))], [x, g, d, [loss], [next], s, y], new Settled(x, loss, g, accepts));
    }

    /// <summary>−H·g by the two loops over the pairs, newest first and oldest first; a pair without curvature counts for nothing.</summary>
    private static IReadOnlyList<Expr> Direction(IReadOnlyList<Expr> g, IReadOnlyList<Expr> s, IReadOnlyList<Expr> y, int pairs)
    {
        IReadOnlyList<Expr> Pair(IReadOnlyList<Expr> history, int k) => [.. history.Select(part => part[k])];
        Expr Inverse(int k) => Dot(Pair(s, k), Pair(y, k)) is var curvature ? Where(Less(0, curvature), 1 / curvature, 0) : null!;
        var (q, steps) = (g, new Expr[pairs]);
        for (var k = pairs - 1; k >= 0; k--)
        {
            steps[k] = Inverse(k) * Dot(Pair(s, k), q);
            q = Plus(q, -steps[k], Pair(y, k));
        }
        var (last, squares) = (Dot(Pair(s, pairs - 1), Pair(y, pairs - 1)), Dot(Pair(y, pairs - 1), Pair(y, pairs - 1)));
        var scale = Where(Less(0, squares), last / squares, 1);
        q = [.. q.Select(part => scale * part)];
        for (var k = 0; k < pairs; k++) q = Plus(q, steps[k] - (Inverse(k) * Dot(Pair(y, k), q)), Pair(s, k));
        return [.. q.Select(part => -part)];
    }

    private static IReadOnlyList<Expr> Pushed(IReadOnlyList<Expr> history, IReadOnlyList<Expr> newest, Expr learns) =>
        [.. history.Zip(newest, (old, part) => Where(learns, Concatenate(0, old[1..], Reshape(part, Shape.Of([1, .. part.Shape]))), old))];

    private static IReadOnlyList<Expr> Chosen(Expr condition, IReadOnlyList<Expr> then, IReadOnlyList<Expr> otherwise) => [.. then.Zip(otherwise, (a, b) => Where(condition, a, b))];

    private static IReadOnlyList<Expr> Difference(IReadOnlyList<Expr> a, IReadOnlyList<Expr> b) => [.. a.Zip(b, (x, y) => x - y)];

    private static IReadOnlyList<Expr> Plus(IReadOnlyList<Expr> a, Expr factor, IReadOnlyList<Expr> b) => [.. a.Zip(b, (x, y) => x + (factor * y))];

    private static Expr Dot(IReadOnlyList<Expr> a, IReadOnlyList<Expr> b) => a.Zip(b, (x, y) => Sum(x * y)).Aggregate((x, y) => x + y);

    private static Expr Norm(IReadOnlyList<Expr> parts) => Sqrt(Dot(parts, parts));
}
