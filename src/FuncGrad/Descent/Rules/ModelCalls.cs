namespace FuncGrad;

/// <summary>
/// What formulas of a rule compute over all parameters at once, in the order in which it is met. Each call becomes a symbol; what it stands
/// for is known when the formulas meet the parameters of a loss.
/// </summary>
internal sealed class ModelCalls
{
    /// <summary>A rule that takes the curvature of every element costs a gradient for each.</summary>
    private const int MostElements = 256;

    private readonly List<ModelCall> _calls = [];

    /// <param name="shape">The shape of x.</param>
    /// <param name="drawn">What names of random numbers begin with.</param>
    public ModelCalls(Shape shape, string drawn = "") => Functions = new Dictionary<string, FormulaFunction>
    {
        ["whole"] = new("whole", "whole(number)", 1, 1, false, call =>
            Called(ModelCallKind.Whole, call[0], Shape.Scalar, Shape.Scalar, "whole(formula) sums a single number over all parameters",
                "Write whole(sum(...)).")),
        ["gradient"] = new("gradient", "gradient(point)", 1, 1, false, call =>
            Called(ModelCallKind.Gradient, call[0], shape, shape, "gradient(z) takes a point of x's shape",
                $"Here x has the shape {shape}.")),
        ["curvature"] = new("curvature", "curvature(direction)", 1, 1, false, call =>
            Called(ModelCallKind.Curvature, call[0], shape, shape, "curvature(v) takes a direction of x's shape",
                $"Here x has the shape {shape}.")),
        ["curvature_of_elements"] = new("curvature_of_elements", "curvature_of_elements()", 0, 0, false, _ =>
            Called(ModelCallKind.Elements, Expr.Fill(0, shape), shape, shape, "", "")),
        ["normal"] = new("normal", "normal()", 0, 0, false, _ => Drawn(ModelCallKind.Normal, shape, drawn)),
        ["uniform"] = new("uniform", "uniform()", 0, 0, false, _ => Drawn(ModelCallKind.Uniform, shape, drawn)),
    };

    /// <summary>The functions by which formulas call for it.</summary>
    public IReadOnlyDictionary<string, FormulaFunction> Functions { get; }

    public int Count => _calls.Count;

    private Expr Called(ModelCallKind kind, Expr argument, Shape due, Shape result, string rule, string hint)
    {
        if (Shape.TryBroadcast(argument.Shape, due) is not { } shape || !shape.Equals(due))
            throw new ShapeException($"{rule}, but this has the shape {argument.Shape}. {hint}");
        var value = Expr.BroadcastTo(argument, due);
        if (_calls.FirstOrDefault(call => call.Argument == value && call.Kind == kind) is { } earlier) return earlier.Result;
        var symbol = RuleLines.Symbol($"call.{_calls.Count}", result);
        _calls.Add(new(value, symbol, kind));
        return symbol;
    }

    /// <summary>Other numbers at each call.</summary>
    private Expr Drawn(ModelCallKind kind, Shape shape, string drawn)
    {
        var symbol = RuleLines.Symbol($"call.{_calls.Count}", shape);
        var name = FormattableString.Invariant($"{drawn}{_calls.Count(call => call.Kind == kind)}");
        _calls.Add(new(Expr.Zero, symbol, kind) { Name = name });
        return symbol;
    }

    /// <summary>
    /// Puts the parameters of a loss into formulas: for each parameter its symbols with what they stand for; the results of the calls are
    /// added.
    /// </summary>
    /// <param name="calls">For each parameter its calls, equally many.</param>
    /// <param name="known">For each parameter what its symbols stand for.</param>
    /// <param name="e">What the rule is given.</param>
    public static void Carry(IReadOnlyList<ModelCalls> calls, IReadOnlyList<Dictionary<Expr, Expr>> known, Evaluated e)
    {
        for (var c = 0; c < calls[0]._calls.Count; c++)
        {
            Expr[] arguments = [.. calls.Select((own, i) => Substitution.Replace(own._calls[c].Argument, known[i]))];
            var results = Results(calls[0]._calls[c], arguments, e);
            for (var i = 0; i < results.Count; i++) known[i][calls[i]._calls[c].Result] = results[i];
        }
    }

    private static IReadOnlyList<Expr> Results(ModelCall call, Expr[] arguments, Evaluated e) => call.Kind switch
    {
        ModelCallKind.Gradient => e.GradientAt(arguments),
        ModelCallKind.Curvature => e.CurvatureAlong(arguments),
        ModelCallKind.Elements => OfElements(arguments, e),
        ModelCallKind.Normal => e.Normal(call.Name),
        ModelCallKind.Uniform => e.Uniform(call.Name),
        _ => [.. Enumerable.Repeat(arguments.Aggregate((a, b) => a + b), arguments.Length)],
    };

    /// <summary>∂²loss/∂xᵢ² for every element, from one H·eᵢ each.</summary>
    private static IReadOnlyList<Expr> OfElements(Expr[] zeros, Evaluated e)
    {
        if (zeros.Sum(part => (long)part.Shape.ElementCount) is > MostElements and var count)
            throw new ArgumentException(
                $"curvature_of_elements() takes a second derivative for each of {count} elements, more than {MostElements}. Take "
                    + "curvature(v) along one direction.");
        Expr Unit(Shape shape, int at) =>
            Expr.Constant(Tensor.Of(shape, Enumerable.Range(0, shape.ElementCount).Select(i => i == at ? 1.0 : 0)));
        Expr Sum(int part) => Enumerable.Range(0, zeros[part].Shape.ElementCount).Select(at => Along(part, at)).Aggregate((a, b) => a + b);
        Expr Along(int part, int at)
        {
            var unit = Unit(zeros[part].Shape, at);
            return unit * e.CurvatureAlong([.. zeros.Select((zero, i) => i == part ? unit : zero)])[part];
        }
        return [.. zeros.Select((_, part) => Sum(part))];
    }
}

/// <summary>A call, and the symbol of its result.</summary>
internal sealed record ModelCall(Expr Argument, Expr Result, ModelCallKind Kind)
{
    /// <summary>Of random numbers: which.</summary>
    public string Name { get; init; } = "";
}

/// <summary>
/// What is computed over all parameters: a sum, the gradient at another point, H·v, the diagonal of H; or random numbers.
/// </summary>
internal enum ModelCallKind
{
    Whole,
    Gradient,
    Curvature,
    Elements,
    Normal,
    Uniform,
}
