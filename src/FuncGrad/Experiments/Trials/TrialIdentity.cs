using System.Collections.Concurrent;
using System.Globalization;
using System.IO.Hashing;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using System.Text;

namespace FuncGrad;

/// <summary>
/// All that decides the outcome of a trial, as keys with values: not the title, the log or the sweep. An id is the sum of a hash for each
/// of them, so that it does not depend on their order, nor on which of them are swept, and that a sweep adds those of the swept ones to
/// what all its trials share.
/// </summary>
/// <param name="experiment">
/// Of which the trials are. What of it is large is hashed once: its loss and its arrays, as long as trials have the same.
/// </param>
/// <param name="added">The keys whose values are added for each trial.</param>
internal sealed class TrialIdentity(Experiment experiment, IReadOnlySet<string> added)
{
    private readonly Lazy<UInt128> _loss = new(() => Of(Key("loss"), SettingValue.Of(Meaning(experiment))));
    private readonly ConcurrentDictionary<string, UInt128> _arrays = new();

    /// <summary>
    /// The part of the id that the trials of an experiment share, which differs from the first one in settings that have no place in a
    /// lane.
    /// </summary>
    public UInt128 Of(Experiment own)
    {
        var sum = _loss.Value;
        foreach (var ((key, source), ofAll) in Arrays(own).Zip(Arrays(experiment)))
            sum += ReferenceEquals(source, ofAll.Source) ? _arrays.GetOrAdd(key, _ => Sum(Lines(key, source))) : Sum(Lines(key, source));
        return sum + Sum(Lines(own));
    }

    private UInt128 Sum(IEnumerable<(string Key, SettingValue Value)> lines) =>
        lines.Where(line => !added.Contains(line.Key)).Aggregate(UInt128.Zero, (sum, line) => sum + Of(Key(line.Key), line.Value));

    private static IEnumerable<(string Key, ArraySource Source)> Arrays(Experiment e) =>
        e.Parameters.Select(p => ($"parameters.{p.Name}", p.Source)).Concat(e.Data.Select(d => ($"data.{d.Name}", d.Source)));

    /// <summary>The key of a setting as a number.</summary>
    public static UInt128 Key(string key) => XxHash128.HashToUInt128(Encoding.UTF8.GetBytes(key));

    /// <summary>The part of a setting in the sum: numbers by their bits, words by their letters.</summary>
    public static UInt128 Of(UInt128 key, SettingValue value)
    {
        if (value.Word is { } word) return XxHash128.HashToUInt128(Encoding.UTF8.GetBytes(word), (long)(ulong)key);
        Span<ulong> bytes = [(ulong)key, (ulong)(key >> 64), BitConverter.DoubleToUInt64Bits(value.Number)];
        return XxHash128.HashToUInt128(MemoryMarshal.AsBytes(bytes));
    }

    /// <summary>The id of a sum.</summary>
    public static ulong Id(UInt128 sum)
    {
        Span<ulong> bytes = [(ulong)sum, (ulong)(sum >> 64)];
        return (ulong)XxHash128.HashToUInt128(MemoryMarshal.AsBytes(bytes));
    }

    /// <summary>Everything but the loss and the arrays.</summary>
    private static IEnumerable<(string Key, SettingValue Value)> Lines(Experiment e) =>
    [
        .. LinesOfRule(e),
        .. e.Method.Hyperparameters.SelectMany(Lines),
        .. LinesOfStop(e),
        .. e.Resumed is { } resumed ? LinesOf(resumed) : [],
        .. e.Batch is { } batch ? LinesOf(batch) : [],
        .. Settings.OfTrials.Where(setting => setting.Get(e) is not null).Select(setting => (setting.Key, setting.Get(e)!.Value)),
    ];

    private static IEnumerable<(string, SettingValue)> LinesOf(Checkpoint resumed)
    {
        foreach (var (name, state) in resumed.State) yield return ($"resumed.{name}", SettingValue.Of(Text(state)));
        yield return ("resumed.updates", new(resumed.Updates));
    }

    private static IEnumerable<(string, SettingValue)> LinesOf(BatchSettings batch) =>
    [
        ("batch.of", SettingValue.Of(string.Join(',', batch.Of.Order()))),
        ("batch.drop_last", new(batch.DropsLast ? 1 : 0)),
        ("batch.orders", SettingValue.Of(batch.Orders.ToString())),
    ];

    private static IEnumerable<(string, SettingValue)> LinesOfStop(Experiment e)
    {
        if (e.StopFormulas is { When: null, Patience: null }) yield break;
        if (ObservedFormulas.Of(e).Conditions(e.StopFormulas) is not { } stop) yield break;
        if (stop.When is { } when) yield return ("stop.when", SettingValue.Of(Hash([when])));
        if (stop.Of is { } of)
        {
            var direction = stop.IsMaximised ? Direction.Maximise : Direction.Minimise;
            yield return ("stop.patience", SettingValue.Of(FormattableString.Invariant($"{Hash([of])} {stop.Patience} {direction}")));
        }
        yield return ("stop.check", new(stop.Check));
    }

    /// <summary>
    /// The formula as written, as long as the graph is that of the formula; where a program has put another in its place, the graph itself.
    /// </summary>
    private static string Meaning(Experiment e) => IsOfItsFormula(e) ? e.Formula : Hash([e.Value]);

    private static bool IsOfItsFormula(Experiment e)
    {
        if (e.Definitions.IsEmpty && e.Value == e.ValueOfFormula && e.Formula == e.FormulaOfValue) return true;
        var symbols = e.Parameters.Concat(e.Data).ToDictionary(array => array.Name, array => Expr.Symbol(array.Name, array.Source.Shape));
        return Formula.Parse(e.Formula, symbols).Match(parsed => parsed == e.Value, _ => false);
    }

    /// <summary>
    /// The name, as long as the rule is the one of the catalogue; else also what it computes, and the defaults that are used.
    /// </summary>
    private static IEnumerable<(string, SettingValue)> LinesOfRule(Experiment e)
    {
        var method = e.Method;
        Shape[] shapes = [.. e.Parameters.Select(parameter => parameter.Source.Shape)];
        var (rule, known) = (method.Rule, UpdateRules.Find(method.Rule.Name));
        yield return ("method.rule", SettingValue.Of(rule.Name));
        foreach (var (hyperparameter, schedule) in rule.Schedules)
            yield return ($"method.{hyperparameter}.schedule", SettingValue.Of(schedule));
        foreach (var h in rule.Hyperparameters.Where(h => method.Hyperparameters.All(given => given.Name != h.Name)))
            if (known?.Hyperparameters.FirstOrDefault(k => k.Name == h.Name)?.Default != h.Default)
                yield return ($"method.{h.Name}", new(h.Default));
        if (known is not null && ReferenceEquals(known.Apply, rule.Apply) && known.Slots.SequenceEqual(rule.Slots)) yield break;
        if (known is not null && Traced(known, shapes) == Traced(rule, shapes)) yield break;
        yield return ("method.rule.update", SettingValue.Of(Traced(rule, shapes)));
    }

    private static string Traced(Rule rule, Shape[] shapes)
    {
        var trace = new RuleTrace(rule, shapes);
        return $"{Hash([.. trace.Roots])}{string.Concat(rule.Slots.Select(slot => $" {Text(slot)}"))}";
    }

    /// <summary>All of a slot: the text is part of ids, and no matter of how slots are shown.</summary>
    private static string Text(Slot slot) => string.Create(CultureInfo.InvariantCulture,
        $"Slot {{ Name = {slot.Name}, Initial = {slot.Initial}, IsShared = {slot.IsShared}, "
            + $"History = {slot.History}, Start = {slot.Start} }}");

    /// <summary>A hash of graphs, each node once with the positions of its operands.</summary>
    private static string Hash(Expr[] roots)
    {
        var (text, positions) = (new StringBuilder(), new Dictionary<Expr, int>(ReferenceEqualityComparer.Instance));
        foreach (var node in Ordering.Of(roots))
        {
            positions[node] = positions.Count;
            var attribute = node.Attribute is Tensor tensor ? Text(tensor) : node.Attribute?.ToString();
            text.Append(node.Operation).Append(' ').Append(attribute).Append(' ').Append(node.Shape);
            foreach (var operand in node.Operands) text.Append(CultureInfo.InvariantCulture, $" {positions[operand]}");
            text.Append('\n');
        }
        foreach (var root in roots) text.Append(CultureInfo.InvariantCulture, $"{positions[root]}\n");
        return Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text.ToString())).AsSpan(0, 16));
    }

    private static IEnumerable<(string, SettingValue)> Lines(string key, ArraySource source)
    {
        (string, SettingValue) shape = ($"{key}.shape", SettingValue.Of(source.Shape.ToString()));
        return source switch
        {
            ArraySource.Normal normal => [shape, ($"{key}.normal.mean", new(normal.Mean)), ($"{key}.normal.std", new(normal.Std))],
            ArraySource.Uniform uniform => [shape, ($"{key}.uniform.low", new(uniform.Low)), ($"{key}.uniform.high", new(uniform.High))],
            ArraySource.Orthogonal orthogonal => [shape, ($"{key}.orthogonal", new(orthogonal.Gain))],
            ArraySource.Fill fill => [shape, ($"{key}.fill", new(fill.Value))],
            { Shape.Rank: 0 } => [(key, new(source.Values(0, "")[0]))],
            _ => [(key, SettingValue.Of(Text(source.Values(0, ""))))],
        };
    }

    private static IEnumerable<(string, SettingValue)> Lines(HyperparameterSetting given)
    {
        if (given.Everywhere is { } everywhere) yield return ($"method.{given.Name}", new(everywhere));
        foreach (var own in given.PerParameter) yield return ($"method.{given.Name}.{own.Parameter}", new(own.Value));
    }

    private static string Text(Tensor tensor) =>
        $"{tensor.Shape}:{Convert.ToHexStringLower(SHA256.HashData(MemoryMarshal.AsBytes(tensor.Values)))}";
}
