namespace FuncGrad.Tests;

/// <summary>Random recurrences, and the comparison of a kernel with the slow meaning.</summary>
internal static class Oracle
{
    private static readonly Expr X = Expr.Symbol("x"), Y = Expr.Symbol("y"), V = Expr.Symbol("v", Shape.Of(3)),
        W = Expr.Symbol("W", Shape.Of(2, 3)), T = Expr.Symbol("T", Shape.Of(2, 1, 3)), Iteration = Expr.Symbol("iteration");

    public static IReadOnlyList<Expr> Symbols { get; } = [X, Y, V, W, T, Iteration];

    /// <summary>A recurrence around an expression: it is observed, its sum is the next x, and the other states go on from each other.</summary>
    public static Recurrence Around(Expr root, bool stops)
    {
        var sum = Expr.Sum(root);
        Expr[] next = [Expr.Where(sum < 1e3, sum, Y), Expr.Max(V, Expr.BroadcastTo(X, V.Shape)), Expr.Concatenate(0, Expr.Reshape(V, Shape.Of(1, 3)), W[..1] * 0.5)];
        return new Recurrence([X, V, W], next, [Y], [T], Iteration, [root, X, sum], stops ? Expr.LessOrEqual(Expr.Sum(V), 1.5) : null);
    }

    public static LaneFrame Frame(Recurrence recurrence, int lanes, ulong seed, bool isSpecial)
    {
        var choices = new Choices(seed);
        double[] Lanes(Expr symbol) => [.. Enumerable.Range(0, symbol.Shape.ElementCount * lanes).Select(_ => choices.Number(isSpecial))];
        return new LaneFrame
        {
            Lanes = lanes,
            State = [.. recurrence.State.Select(Lanes)],
            LaneInputs = [.. recurrence.LaneInputs.Select(Lanes)],
            Shared = [.. recurrence.SharedInputs.Select(symbol => choices.Array(symbol.Shape, isSpecial))],
            Iteration = 3,
        };
    }

    /// <summary>The first difference between what two kernels do with one frame, or null. Any NaN equals any NaN.</summary>
    public static string? Difference(Recurrence recurrence, IKernel expected, IKernel actual, LaneFrame frame, int steps = 3)
    {
        var (a, b) = (Copy(frame), Copy(frame));
        var (seenA, seenB) = (Room(recurrence, frame.Lanes), Room(recurrence, frame.Lanes));
        int[] counts = [expected.Advance(a, steps), actual.Advance(b, steps)];
        if (counts[0] != counts[1]) return $"{counts[0]} lanes continue, not {counts[1]}";
        counts = [expected.ObserveAndAdvance(a, seenA), actual.ObserveAndAdvance(b, seenB)];
        if (counts[0] != counts[1]) return $"{counts[0]} lanes continue after an observed update, not {counts[1]}";
        if (Unequal(seenA, seenB, "observed on the way") is { } onTheWay) return onTheWay;
        if (Unequal(a.State, b.State, "state") is { } state) return state;
        foreach (var every in (long[])[1, 3])
        {
            var (rowsA, rowsB) = (Room(recurrence, frame.Lanes * 2), Room(recurrence, frame.Lanes * 2));
            counts = [expected.ObserveRows(a, 2, every, rowsA), actual.ObserveRows(b, 2, every, rowsB)];
            if (counts[0] != counts[1]) return $"{counts[0]} lanes continue after rows of a log, not {counts[1]}";
            if (Unequal(rowsA, rowsB, $"rows of every {every} steps") is { } rows) return rows;
            if (Unequal(a.State, b.State, $"state after rows of every {every} steps") is { } after) return after;
        }
        expected.Observe(a, seenA);
        actual.Observe(b, seenB);
        return a.Iteration != b.Iteration ? "iterations differ" : Unequal(seenA, seenB, "observed");
    }

    public static LaneFrame Copy(LaneFrame frame) => new()
    {
        Lanes = frame.Lanes,
        State = [.. frame.State.Select(values => values.ToArray())],
        LaneInputs = frame.LaneInputs,
        Shared = frame.Shared,
        Batches = frame.Batches,
        Iteration = frame.Iteration,
    };

    public static double[][] Room(Recurrence recurrence, int lanes) =>
        [.. recurrence.Observed.Select(o => new double[o.Shape.ElementCount * lanes])];

    private static string? Unequal(double[][] expected, double[][] actual, string what)
    {
        for (var i = 0; i < expected.Length; i++)
            for (var j = 0; j < expected[i].Length; j++)
                if (BitConverter.DoubleToInt64Bits(expected[i][j]) != BitConverter.DoubleToInt64Bits(actual[i][j]) && !(double.IsNaN(expected[i][j]) && double.IsNaN(actual[i][j])))
                    return $"{what} {i}[{j}]: {expected[i][j]:R} expected, {actual[i][j]:R} computed";
        return null;
    }
}
