using System.Collections.Concurrent;

namespace FuncGrad;

/// <summary>A rule in text as a rule: its formulas read once for each shape, and the parameters of a loss put into them.</summary>
internal sealed class RuleOfText
{
    private readonly RuleText _text;
    private readonly ConcurrentDictionary<Shape, RuleLines> _lines = new();

    private RuleOfText(RuleText text) => _text = text;

    public static Rule Of(RuleText text)
    {
        var made = new RuleOfText(text);
        return new Rule(text.Name, text.Recurrence, text.Hyperparameters, [.. made.SlotNames().Select(made.Slot)], made.Apply)
        {
            Text = text,
            FollowsParameters = true,
            HoldsBack = text.Passes.Length > 0,
            BeginsAnew = text.Resets.Length > 0,
            SettlesElsewhere = text.Settled.Length > 0,
        };
    }

    private IEnumerable<string> SlotNames() => _text.Slots.Concat(_text.MatrixSlots).Select(slot => slot.Name).Distinct();

    /// <summary>A slot that begins with a number has that for all shapes; any other is read where the shapes are known.</summary>
    private Slot Slot(string name)
    {
        var declared = _text.Slots.Concat(_text.MatrixSlots).First(slot => slot.Name == name);
        return _text.MatrixUpdate.Count == 0 && Number(declared.Initial) is { } number
            ? new Slot(name, number, declared.IsShared)
            : new Slot(name, 0, declared.IsShared) { Start = e => Start(name, declared.IsShared, e) };
    }

    private static double? Number(string formula) =>
        Formula.Read(formula, new Dictionary<string, Expr>()).Expression is { } value
            && Simplification.Simplify(value).ConstantValue is { Shape.Rank: 0 } constant ? constant.ToDouble() : null;

    private Expr[] Start(string name, bool isShared, Evaluated e)
    {
        var (lines, known) = Met(e, beginnings: true);
        Expr[] starts = [.. lines
            .Select((own, i) => own.Starts.TryGetValue(name, out var start) ? Substitution.Replace(start, known[i]) : Expr.Zero)];
        return isShared ? [starts[0]] : starts;
    }

    private Move Apply(Evaluated e)
    {
        var (lines, known) = Met(e, beginnings: false);
        IReadOnlyList<Expr> Each(Func<RuleLines, Expr> part) => [.. lines.Select((own, i) => Substitution.Replace(part(own), known[i]))];
        var settled = lines[0].Settled is null ? null : Each(own => own.Settled!);
        return new Move(Each(own => own.Next), [
            .. SlotNames().Select(name => Content(name, e.Slot(name), Each(own => own.Content.GetValueOrDefault(name, Expr.Zero))))],
            settled is null ? null : new(settled, e.LossAt(settled), e.GradientAt(settled), Expr.One))
        {
            Gradient = Each(own => own.Gradient),
            Rates = _text.Hyperparameters.Any(h => h.Name == "learning_rate") ? [.. e.Point.Select((_, i) => e.Of("learning_rate", i))]
                : null,
            Passes = lines[0].Passes is null ? null : Each(own => own.Passes!)[0],
            Resets = lines[0].Resets is null ? null : Each(own => own.Resets!)[0],
        };
    }

    private IReadOnlyList<Expr> Content(string name, IReadOnlyList<Expr> held, IReadOnlyList<Expr> content) =>
        held.Count == content.Count ? content
            : content.All(part => part == content[0]) ? [content[0]]
            : throw RuleCheck.Mistake(_text.Name,
                $"shares slot '{name}' between all parameters, but gives it other content for each. whole(formula) sums over all of them.");

    /// <summary>The formulas for each parameter, and what their symbols stand for.</summary>
    private (RuleLines[] Lines, Dictionary<Expr, Expr>[] Known) Met(Evaluated e, bool beginnings)
    {
        RuleLines[] lines = [.. e.Point.Select(part => _lines.GetOrAdd(part.Shape, shape => RuleLines.Of(_text, shape)))];
        if (lines.SelectMany(own => own.Mistakes).FirstOrDefault() is { } mistake)
            throw RuleCheck.Mistake(_text.Name,
                $"has a mistake in {mistake.Part}, column {mistake.Error.Column}: {mistake.Error.Problem} {mistake.Error.Hint}".TrimEnd());
        ModelCalls[] calls = [.. lines.Select(own => beginnings ? own.Beginnings : own.Assignments)];
        if (calls.Any(own => own.Count != calls[0].Count))
            throw RuleCheck.Mistake(_text.Name,
                "computes something over all parameters for matrices that it does not for others. Write whole(...), gradient(...) and "
                    + "random numbers in both formulas.");
        Dictionary<Expr, Expr>[] known = [.. lines.Select((own, i) => Known(own, e, i, beginnings))];
        ModelCalls.Carry(calls, known, e);
        return (lines, known);
    }

    private Dictionary<Expr, Expr> Known(RuleLines lines, Evaluated e, int index, bool beginnings)
    {
        Expr At(string name, Shape shape) => RuleLines.Symbol(name, shape);
        var known = new Dictionary<Expr, Expr>
        {
            [At("x", lines.Shape)] = e.Point[index], [At("g", lines.Shape)] = e.Gradient[index],
                [At("origin", lines.Shape)] = e.Origin[index],
            [At("t", Shape.Scalar)] = e.Iteration, [At("step", Shape.Scalar)] = e.Step, [At("steps", Shape.Scalar)] = e.Steps,
            [At("loss", Shape.Scalar)] = e.Loss,
        };
        foreach (var h in _text.Hyperparameters) known[At($"hyperparameter.{h.Name}", Shape.Scalar)] = e.Of(h.Name, index);
        foreach (var slot in beginnings ? [] : lines.Declared)
            known[lines.SlotSymbol(slot)] = e.Slot(slot.Name) is { Count: 1 } single ? single[0] : e.Slot(slot.Name)[index];
        return known;
    }
}
