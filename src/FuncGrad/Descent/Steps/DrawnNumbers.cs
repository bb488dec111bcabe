using static FuncGrad.Expr;

namespace FuncGrad;

/// <summary>
/// Random numbers of a step: pure functions of the trial's seed, of what they are for, of the step and of their position. The key of a
/// purpose is an input of the graph, so that trials of different seeds share it; the key of a step is computed once, from it and the
/// iteration.
/// </summary>
internal sealed class DrawnNumbers(StepGraphBuilder graph)
{
    private const string HighPrefix = "draws.high.", LowPrefix = "draws.low.";
    private readonly Dictionary<string, (Expr High, Expr Low)> _keys = [];

    /// <summary>From [0, 1), number <paramref name="first"/> and those behind it.</summary>
    public Expr Uniforms(string purpose, Shape shape, long first = 0) => RandomNumbers.Uniforms(Key(purpose), shape, first);

    /// <summary>From the normal distribution.</summary>
    public Expr Normals(string purpose, Shape shape, long first = 0) => RandomNumbers.Normals(Key(purpose), shape, first);

    /// <summary>A loss in which elements are dropped.</summary>
    public Expr Dropped(Expr loss) =>
        !DropoutNumbers.AreIn(loss) ? loss : Substitution.Rebuild([DropoutNumbers.Given(loss)], (node, operands) =>
            node.Primitive == Dropout.Operation ? Dropped(node, operands ?? node.Operands) : operands is null ? node
                : node.With(operands))[0];

    private Expr Dropped(Expr node, IReadOnlyList<Expr> operands)
    {
        var rate = operands[1];
        return operands[0] * Where(Less(Uniforms(FormattableString.Invariant($"dropout.{Dropout.NumberOf(node)}"), node.Shape), rate), 0,
            1 / (1 - rate));
    }

    private (Expr High, Expr Low) Key(string purpose)
    {
        if (_keys.TryGetValue(purpose, out var known)) return known;
        var run = (graph.Named(HighPrefix + purpose, Shape.Scalar), graph.Named(LowPrefix + purpose, Shape.Scalar));
        return _keys[purpose] = RandomNumbers.KeyOf(run, graph.Iteration);
    }

    /// <summary>Whether an input is half of a key.</summary>
    public static bool IsKey(string input) =>
        input.StartsWith(HighPrefix, StringComparison.Ordinal) || input.StartsWith(LowPrefix, StringComparison.Ordinal);

    /// <summary>
    /// The half of the key that an input is, for a seed: of draw 0 of <see cref="Randomness"/> the 24 highest bits, and the 24 below them.
    /// </summary>
    public static double KeyOf(string input, long seed)
    {
        var isHigh = input.StartsWith(HighPrefix, StringComparison.Ordinal);
        var bits = new Randomness(seed, input[(isHigh ? HighPrefix : LowPrefix).Length..]).Bits(0);
        return isHigh ? bits >> 40 : (bits >> 16) & 0xFFFFFF;
    }

    /// <summary>The keys among the inputs of a graph, for the seeds of lanes, or one seed for all.</summary>
    public static IEnumerable<KeyValuePair<string, double[]>> Keys(StepGraph graph, IReadOnlyList<long> seeds, int lanes) =>
        graph.InputNames.Where(IsKey).Select(name =>
            KeyValuePair.Create(name, seeds.Count == 1 ? [.. Enumerable.Repeat(KeyOf(name, seeds[0]), lanes)]
                : seeds.Select(seed => KeyOf(name, seed)).ToArray()));
}
