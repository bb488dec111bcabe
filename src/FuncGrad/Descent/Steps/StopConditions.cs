using static FuncGrad.Expr;

namespace FuncGrad;

/// <summary>Stop conditions that are formulas of what a step shows, with what they mean.</summary>
internal sealed record StopConditions
{
    /// <summary>Stops where it is not 0; null: never.</summary>
    public Expr? When { get; init; }

    /// <summary>As it is written.</summary>
    public string WhenText { get; init; } = "";

    /// <summary>Stops when this was not below its best for <see cref="Patience"/> steps; null: never.</summary>
    public Expr? Of { get; init; }

    /// <summary>As it is written.</summary>
    public string OfText { get; init; } = "";

    /// <summary>Whether more is better.</summary>
    public bool IsMaximised { get; init; }

    /// <summary>How many steps without a better one.</summary>
    public long Patience { get; init; }

    /// <summary>Every how many steps is looked.</summary>
    public long Check { get; init; } = 1;

    /// <summary>Whether this is a step between two looks, at which nothing is due.</summary>
    public bool IsBetweenLooks { get; private init; }

    /// <summary>The same state where nothing is looked at; null where each step is looked at, or looking costs next to nothing.</summary>
    public StopConditions? BetweenLooks => Check == 1 || Elements < LeastElements ? null : this with { IsBetweenLooks = true };

    /// <summary>Fewer are computed sooner than another kernel is compiled and called.</summary>
    private const long LeastElements = 256;

    private long Elements =>
        Ordering.Of(new[] { When, Of }.OfType<Expr>()).Where(node => node.Primitive.Family != Family.Leaf)
            .Sum(node => (long)node.Shape.ElementCount);

    private static readonly Observable Holds = Figure("holds", stop => stop.Holds), Left = Figure("left", stop => stop.Left),
        Right = Figure("right", stop => stop.Right),
        IsOver = Figure("is_over", stop => stop.IsOver), Last = Figure("last", stop => stop.Last), Best = Figure("best", stop => stop.Best),
        BestStep = Figure("best_step", stop => stop.BestStep);

    /// <summary>What must be observed to tell at the end which condition held, and by which figures.</summary>
    public static IReadOnlyList<Observable> Observables { get; } = [Holds, Left, Right, IsOver, Last, Best, BestStep];

    private static Observable Figure(string name, Func<StopFigures, Expr> of) => new($"stop.{name}", null, seen => of(seen.Stop!));

    /// <summary>Adds what is remembered; what comes back is 1 where the run goes on.</summary>
    public (Expr Continues, StopFigures Figures) Add(StepGraphBuilder graph, RunFigures figures)
    {
        var isDue = Check == 1 ? One : Due(graph);
        var held = When is { } when ? NotEqual(figures.At(when), 0) : Zero;
        var holds = IsBetweenLooks ? Zero : held * isDue;
        var (left, right) =
            When is { } compared && Elementwise.IsComparison(compared.Primitive)
                ? (figures.At(compared.Operands[0]), figures.At(compared.Operands[1])) : (Zero, Zero);
        if (Of is not { } of) return (GoesOn(graph, holds), new(holds, left, right, Zero, Zero, Zero, Zero));
        var (last, sign) = (figures.At(of), IsMaximised ? -1 : 1);
        var best = graph.State("stop.best", Shape.Scalar, double.PositiveInfinity);
        var bestStep = graph.State("stop.best_step", Shape.Scalar, 0);
        var isBetter = IsBetweenLooks ? Zero : Less(sign * last, best) * isDue;
        var (next, nextStep) = (Where(isBetter, sign * last, best), Where(isBetter, graph.StepsMade(), bestStep));
        graph.Next(next);
        graph.Next(nextStep);
        var isOver = IsBetweenLooks ? Zero : LessOrEqual(Patience, graph.StepsMade() - nextStep) * isDue;
        return (GoesOn(graph, holds + isOver), new(holds, left, right, isOver, last, sign * next, nextStep) { IsBetter = isBetter });
    }

    /// <summary>Between looks a run goes on that did not stop at the last: who stopped has made fewer updates than there were.</summary>
    private Expr GoesOn(StepGraphBuilder graph, Expr held) => IsBetweenLooks ? graph.HasNotStopped() : Equal(held, 0);

    /// <summary>1 at the start and at each k-th step after it.</summary>
    private Expr Due(StepGraphBuilder graph)
    {
        var since = graph.State("stop.since", Shape.Scalar, 0);
        graph.Next(Where(Equal(since, Check - 1), 0, since + 1));
        return Equal(since, 0);
    }

    /// <summary>What held in a lane when it was last observed, with a note for each.</summary>
    public IReadOnlyList<(StopReason Reason, string Note)> Met(Func<Observable, double> figure)
    {
        var met = new List<(StopReason, string)>();
        if (figure(Holds) != 0) met.Add((StopReason.When, $"{StopWords.Said(StopReason.When)}{Compared(figure(Left), figure(Right))}"));
        if (figure(IsOver) != 0)
            met.Add((StopReason.Patience, $"{StopWords.Said(StopReason.Patience)}{NoBetter(figure)}"));
        return met;
    }

    private string NoBetter(Func<Observable, double> figure)
    {
        var (last, best) = (NumberText.InSentence(figure(Last)), NumberText.InSentence(figure(Best)));
        return FormattableString.Invariant(
            $"{OfText}, {last}, was not better than {best} at step {figure(BestStep)} for {Patience} steps");
    }

    /// <summary>The figure first, the bound behind it.</summary>
    private string Compared(double left, double right)
    {
        if (!Elementwise.IsComparison(When!.Primitive)) return WhenText;
        var (sign, turned) =
            When.Primitive == Elementwise.Less ? ("<", ">") : When.Primitive == Elementwise.LessOrEqual ? ("<=", ">=")
                : When.Primitive == Elementwise.EqualTo ? ("==", "==") : ("!=", "!=");
        var figures = When.Operands[0].ConstantValue is null ? $"{NumberText.InSentence(left)} {sign} {NumberText.InSentence(right)}"
            : $"{NumberText.InSentence(right)} {turned} {NumberText.InSentence(left)}";
        return $"{WhenText}, {figures}";
    }
}

/// <summary>The figures behind stop conditions that are formulas, with the current step included.</summary>
internal sealed record StopFigures(Expr Holds, Expr Left, Expr Right, Expr IsOver, Expr Last, Expr Best, Expr BestStep)
{
    /// <summary>1 where the figure that must become better is better than before; null if there is none.</summary>
    public Expr? IsBetter { get; init; }
}
