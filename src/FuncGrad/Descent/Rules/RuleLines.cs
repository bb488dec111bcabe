namespace FuncGrad;

/// <summary>A mistake in a formula of a rule.</summary>
/// <param name="Part">Which formula: <c>update[1]</c>, <c>slots.v</c>.</param>
/// <param name="Error">What is wrong, with its column.</param>
internal sealed record RuleMistake(string Part, FormulaError Error);

/// <summary>
/// A rule in text, read for parameters of one shape: what its formulas come to, as graphs of symbols that stand for what a rule is given.
/// </summary>
internal sealed class RuleLines
{
    /// <summary>Names that mean the same in every rule.</summary>
    public static IReadOnlyList<string> Known { get; } = ["x", "g", "t", "step", "steps", "loss", "origin", "size", "rows", "columns"];

    private readonly RuleText _text;
    private readonly Dictionary<string, Expr> _names = [];
    private readonly HashSet<string> _unread = [];
    private readonly Dictionary<string, string> _assigned = [];
    private readonly List<RuleMistake> _mistakes = [];

    private RuleLines(RuleText text, Shape shape)
    {
        (_text, Shape) = (text, shape);
        IsMatrix = shape.Rank == 2 && text.MatrixUpdate.Count > 0;
        Declared = IsMatrix ? text.MatrixSlots : text.Slots;
        (Assignments, Beginnings) = (new ModelCalls(shape), new ModelCalls(shape, "start."));
    }

    public Shape Shape { get; }

    /// <summary>Whether the formulas for matrices are those that hold.</summary>
    public bool IsMatrix { get; }

    /// <summary>The slots that a parameter of this shape has.</summary>
    public IReadOnlyList<SlotText> Declared { get; }

    /// <summary>What is computed over all parameters on the way.</summary>
    public ModelCalls Assignments { get; }

    /// <summary>What is computed over all parameters for the slots to begin with.</summary>
    public ModelCalls Beginnings { get; }

    /// <summary>For each slot what it begins with.</summary>
    public Dictionary<string, Expr> Starts { get; } = [];

    /// <summary>For each slot its content after the assignments.</summary>
    public Dictionary<string, Expr> Content { get; } = [];

    public Expr Next { get; private set; } = Expr.Zero;

    public Expr Gradient { get; private set; } = Expr.Zero;

    /// <summary>What is reported in place of x; null: x.</summary>
    public Expr? Settled { get; private set; }

    public Expr? Passes { get; private set; }

    public Expr? Resets { get; private set; }

    public IReadOnlyList<RuleMistake> Mistakes => _mistakes;

    public static Expr Symbol(string name, Shape shape) => Expr.Input($"rule text.{name}", shape);

    /// <summary>The symbol of a slot.</summary>
    public Expr SlotSymbol(SlotText slot) => Symbol($"slot.{slot.Name}", Starts[slot.Name].Shape);

    public static RuleLines Of(RuleText text, Shape shape)
    {
        var lines = new RuleLines(text, shape);
        lines.Begin();
        lines.Assign();
        return lines;
    }

    // ---- what slots begin with --------------------------------------------------------------------------------------

    private void Begin()
    {
        foreach (var name in (string[])["t", "step", "steps", "loss"]) _names[name] = Symbol(name, Shape.Scalar);
        foreach (var name in (string[])["x", "g", "origin"]) _names[name] = Symbol(name, Shape);
        foreach (var h in _text.Hyperparameters) _names[h.Name] = Symbol($"hyperparameter.{h.Name}", Shape.Scalar);
        _names["size"] = Expr.Constant(Shape.ElementCount);
        if (Shape.Rank == 2) (_names["rows"], _names["columns"]) = (Expr.Constant(Shape[0]), Expr.Constant(Shape[1]));
        string[] early = ["x", "steps", "size", "rows", "columns", .. _text.Hyperparameters.Select(h => h.Name)];
        var names = _names.Where(name => early.Contains(name.Key)).ToDictionary();
        foreach (var slot in Declared)
        {
            var part = $"{(IsMatrix ? "matrix_slots" : "slots")}.{slot.Name}";
            var start = Read(part, slot.Initial, names, Beginnings) is { } value ? Fitted(part, slot, value) : Expr.Zero;
            Starts[slot.Name] = start;
        }
        foreach (var slot in Declared) _names[slot.Name] = SlotSymbol(slot);
        if (_text.Settled.Length > 0 && Read("settled", _text.Settled, _names, Assignments) is { } settled)
            Settled = Whole("settled", "settled", settled);
    }

    private Expr Fitted(string part, SlotText slot, Expr start)
    {
        if (!slot.IsShared) return start.Shape.Rank == 0 ? Expr.BroadcastTo(start, Shape) : start;
        if (start.Shape.Rank == 0) return start;
        Mistake(part, new(1, $"{slot.Name} is shared, but begins with an array of shape {start.Shape}.",
            "A shared slot is one number: whole(sum(...)) is one."));
        return Expr.Zero;
    }

    // ---- assignments ------------------------------------------------------------------------------------------------

    private void Assign()
    {
        var (lines, part) = IsMatrix ? (_text.MatrixUpdate, "matrix_update") : (_text.Update, "update");
        if (lines.Count == 0 && _text.MatrixUpdate.Count > 0)
            Mistake("update",
                new(1, $"{_text.Name} is a rule for matrices, but a parameter has the shape {Shape}.",
                    "Give a vector the shape of a matrix of one row, as [1, 6], or take another rule."));
        for (var i = 0; i < lines.Count; i++) Assign($"{part}[{i}]", lines[i]);
        (Next, Gradient) = (Whole(part, "x", _names["x"]), Whole(part, "g", _names["g"]));
        foreach (var slot in Declared) Content[slot.Name] = Kept(part, slot);
        Passes = Condition("passes", _text.Passes);
        Resets = Condition("resets", _text.Resets);
    }

    private void Assign(string part, string line)
    {
        var tokens = FormulaTokenizer.Tokens(line);
        var name = tokens[0].Kind == FormulaToken.Name ? tokens[0].Of(line).ToString() : "";
        if (name.Length == 0 || tokens[1].Kind != FormulaToken.Assign)
        {
            Mistake(part, new(1, "An assignment was expected: a name, =, and a formula.", "For example: x = x - learning_rate*g."));
            return;
        }
        var start = tokens[1].Start + 1;
        if (WhyFixed(name) is { } why)
            Mistake(part, new(tokens[0].Column, $"`{name}` is {why} and cannot be assigned to.",
                "Choose another name for what the line computes."));
        else if (Read(part, new string(' ', start) + line[start..], _names, Assignments) is { } value)
            (_names[name], _assigned[name]) = (value, part);
        else if (!_names.ContainsKey(name)) _unread.Add(name);
    }

    private string? WhyFixed(string name) => name is not ("x" or "g") && Known.Contains(name) ? "known to every rule"
        : _text.Hyperparameters.Any(h => h.Name == name) ? "a hyperparameter" : null;

    /// <summary>x or g after the assignments, or what is reported, of the parameter's shape.</summary>
    private Expr Whole(string part, string name, Expr value)
    {
        if (Shape.TryBroadcast(value.Shape, Shape) is { } shape && shape.Equals(Shape)) return Expr.BroadcastTo(value, Shape);
        Mistake(_assigned.GetValueOrDefault(name, part),
            new(1, $"{name} becomes an array of shape {value.Shape}, but the parameter has the shape {Shape}.", ""));
        return Symbol(name, Shape);
    }

    private Expr Kept(string part, SlotText slot)
    {
        var (value, due) = (_names[slot.Name], Starts[slot.Name].Shape);
        if (Shape.TryBroadcast(value.Shape, due) is { } shape && shape.Equals(due)) return Expr.BroadcastTo(value, due);
        Mistake(_assigned.GetValueOrDefault(slot.Name, part),
            new(1, $"The slot {slot.Name} becomes an array of shape {value.Shape}, but begins with the shape {due}.", slot.IsShared
                ? "A shared slot is one number: whole(sum(...)) is one." : ""));
        return SlotSymbol(slot);
    }

    private Expr? Condition(string part, string formula)
    {
        if (formula.Length == 0 || Read(part, formula, _names, Assignments) is not { } value) return null;
        if (value.Shape.Rank == 0) return value;
        Mistake(part, new(1, $"{part} is an array of shape {value.Shape}, but must be one number.", "whole(sum(...)) is one."));
        return null;
    }

    private Expr? Read(string part, string formula, Dictionary<string, Expr> names, ModelCalls calls)
    {
        var reading = Formula.Read(formula, new FormulaScope(names) { Functions = calls.Functions, Unread = _unread });
        foreach (var error in reading.Errors) Mistake(part, error);
        if (reading.Expression is { } read && DropoutNumbers.AreIn(read))
            Mistake(part, new(1, "dropout drops elements of a loss, and nothing in a rule.",
                "Random numbers of a rule are uniform() and normal()."));
        return reading.Errors.Count > 0 ? null : reading.Expression;
    }

    private void Mistake(string part, FormulaError error) => _mistakes.Add(new(part, error));
}
