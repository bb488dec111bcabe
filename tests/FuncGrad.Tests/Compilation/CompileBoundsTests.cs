using Xunit;

namespace FuncGrad.Tests.Compilation;

/// <summary>Formulas that share what they are formed of have more ways through them than atoms in the world; compiling looks at values, not at ways.</summary>
public sealed class CompileBoundsTests
{
    private const int Elements = 70;

    private static readonly Expr X = Expr.Symbol("x", Shape.Of(Elements)), Iteration = Expr.Symbol("iteration");

    /// <summary>A line that reads the one before twice or more, by name.</summary>
    private static readonly Dictionary<string, Func<Expr, Expr>> Lines = new()
    {
        ["logistic"] = y => 3.7 * y * (1 - y),
        ["function"] = y => Expr.Sin(y) + (0.001 * X),
        ["two functions"] = y => Expr.Sin(y) * Expr.Exp(-y),
        ["neighbours"] = y => Expr.Concatenate(0, (y[1..] * 0.5) + y[..^1], y[..1]),
        ["reversed axes"] = y => Expr.Reshape(Expr.Transpose(Expr.Reshape(y, Shape.Of(7, 10))) + 1, Shape.Of(Elements)) * (1 - y),
        ["choice"] = y => Expr.Where(y < 0.5, 2 * y, 2 - (2 * y)),
        ["negations"] = y => (1 - (y * X)) - (y * (X * X)),
        ["greatest"] = y => Expr.Max(y, 0.5 * y) + Expr.Max(y),
        ["root"] = y => Expr.Sqrt(y * y) + X,
        ["outer product"] = y => Expr.Reshape(Expr.Reshape(y, Shape.Of(Elements, 1)).Dot(Expr.Reshape(y, Shape.Of(1, Elements)))[0], X.Shape) * 0.1,
    };

    public static TheoryData<string> Names => [.. Lines.Keys];

    private static Expr Nested(string line, int count) => Enumerable.Range(0, count).Aggregate(X, (y, _) => Lines[line](y));

    [Theory]
    [MemberData(nameof(Names))]
    public void What_is_shared_is_looked_at_once_on_the_way_from_a_loss_to_its_kernel(string line)
    {
        var loss = Expr.Sum(Nested(line, 40));
        var gradient = Simplification.Simplify(Differentiation.Gradient(loss, X));
        var curved = Simplification.Simplify(Directional.HessianVector(loss, [X], [gradient]))[0];
        Assert.NotEmpty(gradient.ToString() + curved);
        var next = X - (1e-3 * gradient);
        Compiled(next, loss, lanes: 1);
        Compiled(Fusion.Contract([next])[0], loss, lanes: 8);
    }

    [Fact]
    public void A_long_chain_is_compiled_where_many_joints_are_not()
    {
        Assert.True(MayLoop("logistic"));
        Assert.False(MayLoop("neighbours"));

        static bool MayLoop(string line) => KernelCompiler.MayLoop(new([X], [Nested(line, 7000)], [], [], Iteration, [], null), lanes: 64);
    }

    [Fact]
    public void A_stop_is_obeyed_while_passes_are_chosen_and_between_two_that_are_compiled()
    {
        var recurrence = Of(Nested("function", 20));
        var (stopped, program) = (new CancellationToken(canceled: true), Linearization.Of(recurrence, ProgramKind.Update));
        Assert.Throws<OperationCanceledException>(() => new LoopSchedule(program, keepsMovements: false, Walk.Lines, stopped));
        using var later = new CancellationTokenSource();
        var options = new CompilationOptions { Lanes = 1, PrefersLoops = true, Stop = later.Token };
        var kernel = KernelCompiler.Compile(recurrence, options);
        later.Cancel();
        var frame = Oracle.Frame(recurrence, 1, 7, isSpecial: false);
        kernel.Advance(frame, 1);
        Assert.Throws<OperationCanceledException>(() => kernel.ObserveAndAdvance(frame, Oracle.Room(recurrence, 1)));
    }

    private static Recurrence Of(Expr nested) =>
        new([X], [X - (1e-3 * Differentiation.Gradient(Expr.Sum(nested), X))], [], [], Iteration, [Expr.Sum(nested)], null);

    private static void Compiled(Expr next, Expr loss, int lanes)
    {
        var recurrence = new Recurrence([X], [next], [], [], Iteration, [loss], null);
        Assert.IsType<LoopKernel>(KernelCompiler.Compile(recurrence, new CompilationOptions { Lanes = lanes, PrefersLoops = true }));
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Passes_that_were_cut_compute_what_the_meaning_says(string line)
    {
        var loss = Expr.Sum(Nested(line, 100));
        var recurrence = new Recurrence([X], [X - (1e-3 * Differentiation.Gradient(loss, X))], [], [], Iteration, [loss], null);
        var kernel = Assert.IsType<LoopKernel>(KernelCompiler.Compile(recurrence, new CompilationOptions { Lanes = 1, PrefersLoops = true }));
        Assert.Null(Oracle.Difference(recurrence, new EvaluatedKernel(recurrence), kernel, Oracle.Frame(recurrence, 1, 7, isSpecial: false), steps: 1));
    }

    [Theory]
    [InlineData("logistic", 400)]
    [InlineData("function", 400)]
    [InlineData("neighbours", 100)]
    public void No_pass_forms_more_than_is_compiled_quickly(string line, int count)
    {
        var loss = Expr.Sum(Nested(line, count));
        var program = Linearization.Of(new Recurrence([X], [X - (1e-3 * Differentiation.Gradient(loss, X))], [], [], Iteration, [loss], null), ProgramKind.ObservedUpdate);
        foreach (var walk in Enum.GetValues<Walk>())
            Assert.All(new LoopSchedule(program, keepsMovements: false, walk).Stages, stage => Assert.InRange(stage.Size, 0, 1024));
    }
}
