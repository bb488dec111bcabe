using System.Globalization;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using System.Text;

namespace FuncGrad;

/// <summary>All that decides the outcome of a trial, as lines of text: not the title, the log or the sweep.</summary>
internal static class TrialIdentity
{
    public static IEnumerable<(string Key, string Text)> Lines(Experiment e) =>
    [
        ("loss", Meaning(e)),
        .. e.Parameters.SelectMany(p => Lines($"parameters.{p.Name}", p.Source)),
        .. e.Data.SelectMany(d => Lines($"data.{d.Name}", d.Source)),
        .. RuleLines(e.Method),
        ("method.steps", Text(e.Method.Steps)),
        ("method.gradient", Words.Of(e.Method.Gradient)),
        ("method.h", Text(e.Method.DifferenceStep)),
        ("method.direction", Words.Of(e.Method.Direction)),
        ("method.precision", Words.Of(e.Method.Precision)),
        ("method.arithmetic", Words.Of(e.Method.Arithmetic)),
        .. e.Method.Hyperparameters.SelectMany(Lines),
        .. Optional("stop.gradient_norm", e.Stop.GradientNorm),
        .. Optional("stop.loss", e.Stop.Loss),
        .. Optional("stop.diverged", e.Stop.Diverged),
        .. StopLines(e),
        .. JudgeLines(e.Judge),
        ("seed", Text(e.Seed)),
    ];

    private static IEnumerable<(string, string)> StopLines(Experiment e)
    {
        if (ObservedFormulas.Of(e).Conditions(e.StopFormulas) is not { } stop) yield break;
        if (stop.When is { } when) yield return ("stop.when", Hash([when]));
        if (stop.Of is { } of) yield return ("stop.patience", FormattableString.Invariant($"{Hash([of])} {stop.Patience} {(stop.IsMaximised ? Direction.Maximise : Direction.Minimise)}"));
        yield return ("stop.check", Text(stop.Check));
    }

    /// <summary>Without settings of the judge the line that stood here before there were any but a bound of 1e-6, so that ids outlive that change.</summary>
    private static IEnumerable<(string, string)> JudgeLines(Tolerance judge) => judge == Tolerance.Standard
        ? [("judge.gradient_norm", "1E-06")]
        : [.. Optional("judge.gradient_norm", judge.GradientNorm), ("judge.remaining_gain", Text(judge.RemainingGain))];

    /// <summary>The formula as written, as long as the graph is that of the formula; where a program has put another in its place, the graph itself.</summary>
    private static string Meaning(Experiment e) => e.Definitions.IsEmpty && e.Value == e.ValueOfFormula && e.Formula == e.FormulaOfValue ? e.Formula
        : Formula.Parse(e.Formula, e.Parameters.Concat(e.Data).ToDictionary(array => array.Name, array => Expr.Symbol(array.Name, array.Source.Shape))).Match(parsed => parsed == e.Value, _ => false) ? e.Formula
        : Hash([e.Value]);

    /// <summary>The name, as long as the rule is the one of the catalogue; else also what it computes, and the defaults that are used.</summary>
    private static IEnumerable<(string, string)> RuleLines(MethodSettings method)
    {
        var (rule, known) = (method.Rule, UpdateRules.Find(method.Rule.Name));
        yield return ("method.rule", rule.Name);
        foreach (var h in rule.Hyperparameters)
            if (known?.Hyperparameters.FirstOrDefault(k => k.Name == h.Name)?.Default != h.Default && method.Hyperparameters.All(given => given.Name != h.Name))
                yield return ($"method.{h.Name}", Text(h.Default));
        if (known is not null && ReferenceEquals(known.Apply, rule.Apply) && known.Slots.SequenceEqual(rule.Slots)) yield break;
        if (known is not null && Traced(known) == Traced(rule)) yield break;
        yield return ("method.rule.update", Traced(rule));
    }

    private static string Traced(UpdateRule rule)
    {
        var update = RuleCheck.Traced(rule, Shape.Of(2));
        return $"{Hash([update.Change, .. update.Slots])}{string.Concat(rule.Slots.Select(slot => $" {slot}"))}";
    }

    /// <summary>A hash of graphs, each node once with the positions of its operands.</summary>
    private static string Hash(Expr[] roots)
    {
        var (text, positions) = (new StringBuilder(), new Dictionary<Expr, int>(ReferenceEqualityComparer.Instance));
        foreach (var node in Ordering.Of(roots))
        {
            positions[node] = positions.Count;
            text.Append(node.Operation).Append(' ').Append(node.Attribute is Tensor tensor ? Text(tensor) : node.Attribute?.ToString()).Append(' ').Append(node.Shape);
            foreach (var operand in node.Operands) text.Append(CultureInfo.InvariantCulture, $" {positions[operand]}");
            text.Append('\n');
        }
        foreach (var root in roots) text.Append(CultureInfo.InvariantCulture, $"{positions[root]}\n");
        return Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text.ToString())).AsSpan(0, 16));
    }

    private static IEnumerable<(string, string)> Lines(string key, ArraySource source) => source switch
    {
        ArraySource.Normal normal => [($"{key}.shape", normal.Shape.ToString()), ($"{key}.normal.mean", Text(normal.Mean)), ($"{key}.normal.std", Text(normal.Std))],
        ArraySource.Uniform uniform => [($"{key}.shape", uniform.Shape.ToString()), ($"{key}.uniform.low", Text(uniform.Low)), ($"{key}.uniform.high", Text(uniform.High))],
        ArraySource.Fill fill => [($"{key}.shape", fill.Shape.ToString()), ($"{key}.fill", Text(fill.Value))],
        _ => [(key, Text(source.Values(0, "")))],
    };

    private static IEnumerable<(string, string)> Lines(HyperparameterSetting given) =>
        Optional($"method.{given.Name}", given.Everywhere).Concat(given.PerParameter.Select(own => ($"method.{given.Name}.{own.Parameter}", Text(own.Value))));

    private static IEnumerable<(string, string)> Optional(string key, double? value) => value is { } number ? [(key, Text(number))] : [];

    private static string Text(Tensor tensor) => tensor.Shape.Rank == 0
        ? Text(tensor[0])
        : $"{tensor.Shape}:{Convert.ToHexStringLower(SHA256.HashData(MemoryMarshal.AsBytes(tensor.Values)))}";

    private static string Text(double value) => value.ToString("R", CultureInfo.InvariantCulture);
}
