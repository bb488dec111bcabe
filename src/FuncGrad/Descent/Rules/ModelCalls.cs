namespace FuncGrad;

/// <summary>
/// What formulas of a rule compute over all parameters at once, in the order in which it is met. Each call becomes a symbol; what it stands for is known when the
/// formulas meet the parameters of a loss.
/// </summary>
internal sealed class ModelCalls
{
    private readonly List<ModelCall> _calls = [];

    public ModelCalls(Shape shape) => Functions = new Dictionary<string, FormulaFunction>
    {
        ["whole"] = new("whole", "whole(number)", 1, 1, false, call => Called(call[0], Shape.Scalar, Shape.Scalar, "whole(formula) sums a single number over all parameters", "Write whole(sum(...)).")),
        ["gradient"] = new("gradient", "gradient(point)", 1, 1, false, call => Called(call[0], shape, shape, "gradient(z) takes a point of x's shape", $"Here x has the shape {shape}.")),
    };

    /// <summary>The functions by which formulas call for it.</summary>
    public IReadOnlyDictionary<string, FormulaFunction> Functions { get; }

    public int Count => _calls.Count;

    private Expr Called(Expr argument, Shape due, Shape result, string rule, string hint)
    {
        if (Shape.TryBroadcast(argument.Shape, due) is not { } shape || !shape.Equals(due)) throw new ShapeException($"{rule}, but this has the shape {argument.Shape}. {hint}");
        var value = Expr.BroadcastTo(argument, due);
        var isGradient = hint.StartsWith("Here", StringComparison.Ordinal);
        if (_calls.FirstOrDefault(call => call.Argument == value && call.IsGradient == isGradient) is { } earlier) return earlier.Result;
        var symbol = RuleLines.Symbol($"call.{_calls.Count}", result);
        _calls.Add(new(value, symbol, isGradient));
        return symbol;
    }

    /// <summary>Puts the parameters of a loss into formulas: for each parameter its symbols with what they stand for; the results of the calls are added.</summary>
    /// <param name="calls">For each parameter its calls, equally many.</param>
    /// <param name="known">For each parameter what its symbols stand for.</param>
    /// <param name="gradientAt">The gradient at another point.</param>
    public static void Carry(IReadOnlyList<ModelCalls> calls, IReadOnlyList<Dictionary<Expr, Expr>> known, Func<IReadOnlyList<Expr>, IReadOnlyList<Expr>> gradientAt)
    {
        for (var c = 0; c < calls[0]._calls.Count; c++)
        {
            Expr[] arguments = [.. calls.Select((own, i) => Substitution.Replace(own._calls[c].Argument, known[i]))];
            IReadOnlyList<Expr> results = calls[0]._calls[c].IsGradient ? gradientAt(arguments) : [.. Enumerable.Repeat(arguments.Aggregate((a, b) => a + b), arguments.Length)];
            for (var i = 0; i < results.Count; i++) known[i][calls[i]._calls[c].Result] = results[i];
        }
    }
}

/// <summary>A call of <c>whole</c> or <c>gradient</c>, and the symbol of its result.</summary>
internal sealed record ModelCall(Expr Argument, Expr Result, bool IsGradient);
