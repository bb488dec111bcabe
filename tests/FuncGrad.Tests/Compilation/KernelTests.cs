using Xunit;

namespace FuncGrad.Tests;

/// <summary>What kernels promise beside their numbers: rows that depend on nothing but their trial, no allocation in the loop, graphs of any size.</summary>
public class KernelTests
{
    private static readonly Expr X = Expr.Symbol("x"), Y = Expr.Symbol("y"), V = Expr.Symbol("v", Shape.Of(40, 40)), Iteration = Expr.Symbol("iteration");

    /// <summary>A scalar problem, and one of arrays that is walked by loops, each with a function and a condition.</summary>
    private static readonly Recurrence Scalars = new([X], [X - (Y * Expr.Sin(X) * Expr.Exp(-X))], [Y], [], Iteration, [X * X], Expr.Less(Expr.Abs(X), 3));

    private static readonly Recurrence Arrays = new([V], [V - (Y * Expr.Tanh(V + Expr.Transpose(V)))], [Y], [], Iteration, [Expr.Sum(V * V)], Expr.Less(Expr.Sum(V), 900));

    public static TheoryData<string, int> Ways { get; } = new(
        from problem in (string[])["scalars", "arrays"]
        from width in (int[])[512, 256, 128, 64]
        select (problem, width));

    [Theory]
    [MemberData(nameof(Ways))]
    public void A_trial_depends_on_no_other_trial(string problem, int width)
    {
        var recurrence = problem == "scalars" ? Scalars : Arrays;
        var kernel = Kernel(recurrence, width);
        var together = Frame(recurrence, 0, 37);
        kernel.Advance(together, 20);
        foreach (var (first, count) in ((int, int)[])[(0, 1), (5, 1), (36, 1), (3, 9), (20, 17)])
        {
            var part = Frame(recurrence, first, count);
            kernel.Advance(part, 7);
            kernel.Advance(part, 13);
            for (var lane = 0; lane < count; lane++) Assert.Equal(Lane(together, first + lane), Lane(part, lane));
        }
    }

    public static TheoryData<int, Precision, bool, bool> States { get; } = new(
        from width in (int[])[512, 256, 128]
        from precision in Enum.GetValues<Precision>()
        from isFused in (bool[])[false, true]
        from stops in (bool[])[false, true]
        select (width, precision, isFused, stops));

    /// <summary>Enough trials for blocks of many registers, whose states are partly in registers and partly in memory: momentum on Himmelblau's function.</summary>
    [Theory]
    [MemberData(nameof(States))]
    public void States_in_registers_and_in_memory_equal_the_slow_meaning(int width, Precision precision, bool isFused, bool stops)
    {
        Expr velocityX = Expr.Symbol("velocityX"), velocityY = Expr.Symbol("velocityY"), rate = Expr.Symbol("rate"), momentum = Expr.Symbol("momentum");
        var loss = Expr.Pow((X * X) + Y - 11, 2) + Expr.Pow(X + (Y * Y) - 7, 2);
        var gradient = Differentiation.Gradient(loss, [X, Y]);
        var (nextX, nextY) = ((momentum * velocityX) - (0.001 * rate * gradient[0]), (momentum * velocityY) - (0.001 * rate * gradient[1]));
        Expr[] next = [.. Simplification.Simplify([X + nextX, Y + nextY, nextX, nextY])];
        var recurrence = new Recurrence([X, Y, velocityX, velocityY], next, [rate, momentum], [], Iteration, [loss], stops ? Expr.Less(Expr.Abs(X), 3) : null);
        if (isFused) recurrence = Fusion.Contract(recurrence);
        var compiled = KernelCompiler.Compile(recurrence, new() { Engine = Engine.Compiled, Width = width, Precision = precision });
        foreach (var lanes in (int[])[700, 641])
            foreach (var isSpecial in (bool[])[false, true])
                Assert.Null(Oracle.Difference(recurrence, new EvaluatedKernel(recurrence, precision), compiled, Oracle.Frame(recurrence, lanes, 11, isSpecial)));
    }

    [Fact]
    public void Elements_computed_by_several_threads_are_the_same()
    {
        var v = Expr.Symbol("v", Shape.Of(200_003));
        var recurrence = new Recurrence([v], [v - (Y * Expr.Sin(v))], [Y], [], Iteration, [], null);
        void Backwards(int count, Action<int> body) => Parallel.For(0, count, i => body(count - 1 - i));
        var (alone, shared) = (Frame(recurrence, 0, 1), Frame(recurrence, 0, 1));
        KernelCompiler.Compile(recurrence, new() { Engine = Engine.Compiled, Lanes = 1 }).Advance(alone, 3);
        KernelCompiler.Compile(recurrence, new() { Engine = Engine.Compiled, Lanes = 1, Parallel = Backwards }).Advance(shared, 3);
        Assert.Equal(alone.State[0], shared.State[0]);
    }

    [Theory]
    [MemberData(nameof(Ways))]
    public void The_loop_over_steps_allocates_nothing(string problem, int width)
    {
        var recurrence = problem == "scalars" ? Scalars : Arrays;
        var kernel = Kernel(recurrence, width);
        var frame = Frame(recurrence, 0, 16);
        for (var call = 0; call < 100; call++) Allocated(() => kernel.Advance(frame, 2)); // what is made once, of the kernel, the measurement and the tiers of both
        var few = Allocated(() => kernel.Advance(frame, 1));
        Assert.Equal(few, Allocated(() => kernel.Advance(frame, 1000)));
        Assert.InRange(few, 0, 512);
    }

    [Fact]
    public void A_graph_that_takes_too_long_to_compile_is_computed_and_says_how()
    {
        var v = Expr.Symbol("v", Shape.Of(3));
        var turned = v;
        for (var i = 0; i < 7000; i++) turned = Expr.Concatenate(0, turned[1..], turned[..1]);
        var recurrence = new Recurrence([v], [turned], [], [], Iteration, [], null);
        var kernel = KernelCompiler.Compile(recurrence, new() { Engine = Engine.Compiled, PrefersLoops = true });
        Assert.Equal("interpreted: too many operations to compile", Assert.IsType<InterpretedKernel>(kernel).Description);
        var frame = new LaneFrame { Lanes = 1, State = [[1.0, 2.0, 3.0]], LaneInputs = [], Shared = [] };
        kernel.Advance(frame, 1);
        Assert.Equal([2.0, 3.0, 1.0], frame.State[0]);
    }

    private static IKernel Kernel(Recurrence recurrence, int width) => KernelCompiler.Compile(recurrence, new() { Engine = Engine.Compiled, Width = width });

    private static long Allocated(Action action)
    {
        var before = GC.GetAllocatedBytesForCurrentThread();
        action();
        return GC.GetAllocatedBytesForCurrentThread() - before;
    }

    /// <summary>Trials first, first + 1 ... of one endless row of trials.</summary>
    private static LaneFrame Frame(Recurrence recurrence, int first, int lanes)
    {
        double[] Numbers(Expr symbol, double from) => [.. Enumerable.Range(0, symbol.Shape.ElementCount)
            .SelectMany(element => Enumerable.Range(first, lanes).Select(trial => from + (0.03 * trial) + (0.001 * element)))];
        return new() { Lanes = lanes, State = [.. recurrence.State.Select(s => Numbers(s, 0.1))], LaneInputs = [.. recurrence.LaneInputs.Select(s => Numbers(s, 0.01))], Shared = [] };
    }

    private static double[] Lane(LaneFrame frame, int lane) => [.. frame.State[0].Where((_, i) => i % frame.Lanes == lane)];
}
