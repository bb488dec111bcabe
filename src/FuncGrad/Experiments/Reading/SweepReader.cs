using LanguageExt;
using static LanguageExt.Prelude;
using Array = System.Array;

namespace FuncGrad;

/// <summary>The table [sweep] ↦ <see cref="Sweep"/>.</summary>
internal static class SweepReader
{
    /// <summary>Of more keys no message names all.</summary>
    private const int MostSuggested = 64;

    private static readonly System.Numerics.BigInteger LongestWritten = System.Numerics.BigInteger.Pow(10, 40);

    /// <summary>A swept key and what the file says of it.</summary>
    private sealed record Swept(string Key, TextPlace Place, TomlNode Value);

    /// <summary>The keys that say how axes go together.</summary>
    public static IReadOnlyList<string> NoAxes { get; } = ["zip", "sample"];

    public static Validation<InputError, Sweep> Read(TomlTable root, Declared declared)
    {
        if (root["sweep"] is not { } node) return Sweep.Single;
        if (node is not TomlTable table) return Sections.NotATable("sweep", node);
        // Dotted keys of one table stand together in the tree; the order of axes is that of the file, what is added by options last.
        var swept = Flattened(table, "").Where(entry => !NoAxes.Contains(entry.Key))
            .OrderBy(entry => entry.Place.Line == 0 ? int.MaxValue : entry.Place.Line).ThenBy(entry => entry.Place.Column).ToArray();
        return SampleReader.Read(table["sample"], swept.Count(entry => AxisReader.IsInterval(entry.Key, entry.Value))).Match(
            sampling => Assembled(table, swept, declared, sampling),
            errors => Assembled(table, swept, declared, StandIn).Match(
                _ => Fail<InputError, Sweep>(errors),
                more => Fail<InputError, Sweep>(errors + more)));
    }

    // Stands for a sample that could not be read, so that its axes are checked as sampled ones.
    private static Sampling StandIn => new(1, SamplingKind.Random);

    /// <summary>Whether any trial is computed in single precision.</summary>
    public static bool UsesSinglePrecision(TomlTable root) =>
        SweptWords(root, "method.precision").Append(((root["method"] as TomlTable)?["precision"] as TomlText)?.Value)
            .Contains(Words.Of(Precision.Float));

    /// <summary>The words that a setting is swept over, right or wrong.</summary>
    public static IEnumerable<string> SweptWords(TomlTable root, string key) => root["sweep"] is TomlTable table
        ? Flattened(table, "").Where(entry => entry.Key == key).Select(entry => entry.Value).OfType<TomlArray>()
            .SelectMany(array => array.Items).OfType<TomlText>().Select(text => text.Value)
        : [];

    /// <summary>The keys that are swept, right or wrong.</summary>
    public static IEnumerable<string> SweptKeys(TomlTable root) =>
        root["sweep"] is TomlTable table ? Flattened(table, "").Select(entry => entry.Key) : [];

    // "method.momentum" in quotes and method.momentum without are one key: the second is a path of tables.
    private static IEnumerable<Swept> Flattened(TomlTable table, string prefix) => table.Entries.SelectMany(entry =>
        entry.Value is TomlTable { IsInline: false } inner
            ? Flattened(inner, $"{prefix}{entry.Key}.")
            : [new Swept(prefix + entry.Key, entry.Place, entry.Value)]);

    private static Validation<InputError, Sweep> Assembled(TomlTable table, Swept[] swept, Declared declared, Option<Sampling> sampling)
    {
        var sampled = 0;
        var firsts = swept.GroupBy(entry => entry.Key).ToDictionary(entries => entries.Key, entries => entries.First());
        var axes = swept.Map(entry => Once(entry, firsts[entry.Key])
            .Bind(_ => SweptSettings.Resolve(entry.Key, entry.Place, declared))
            .Bind(setting => AxisReader.Read(setting, entry.Value, sampling
                .Map(s => (s, AxisReader.IsInterval(entry.Key, entry.Value) ? sampled++ : 0))))).ToArray();
        return (axes.Collected(), Zips(table["zip"], swept)).Apply((all, zips) => (all, zips))
            .Bind(found => Grouped(table, swept, [.. found.all], found.zips));
    }

    private static Validation<InputError, Unit> Once(Swept entry, Swept first) => ReferenceEquals(entry, first)
        ? unit
        : entry.Place.Error($"'{entry.Key}' is swept twice; first at line {first.Place.Line}.", "Remove one of them.");

    // ---- keys that advance together ---------------------------------------------------------------------------------

    private sealed record Zip(TextPlace Place, int[] Members);

    private static Validation<InputError, Zip[]> Zips(TomlNode? node, Swept[] swept)
    {
        if (node is null) return Success<InputError, Zip[]>([]);
        const string form = "Write zip = [[\"method.learning_rate\", \"method.momentum\"]].";
        if (node is not TomlArray groups)
            return node.Place.Error($"sweep.zip is {node.Described}, but must be an array of arrays of keys.", form);
        var positions = swept.Select((entry, position) => (entry.Key, position)).DistinctBy(entry => entry.Key)
            .ToDictionary(entry => entry.Key, entry => entry.position);
        var seen = new System.Collections.Generic.HashSet<string>();
        return groups.Items.Map(group => group is TomlArray keys
            ? keys.Items.Map(key => Member(key, positions, seen)).Collected().Map(members => new Zip(keys.Place, [.. members]))
            : Fail<InputError, Zip>(group.Place.Error($"sweep.zip holds {group.Described}, but must hold arrays of keys.", form)))
                .Collected();
    }

    private static Validation<InputError, int> Member(TomlNode node, Dictionary<string, int> positions,
        System.Collections.Generic.HashSet<string> seen)
    {
        if (node is not TomlText key) return node.Place.Error($"sweep.zip holds {node.Described}, but must hold keys in quotes.");
        if (!positions.TryGetValue(key.Value, out var position))
            return node.Place.Error($"sweep.zip names '{key.Value}', which is not swept.", NearestName.Hint(key.Value,
                positions.Keys.Take(MostSuggested), "Swept are"));
        return seen.Add(key.Value) ? position
            : node.Place.Error($"sweep.zip names '{key.Value}' twice.", "A key advances with one group only.");
    }

    private static Validation<InputError, Sweep> Grouped(TomlTable table, Swept[] swept, Axis[] axes, Zip[] zips)
    {
        var leaders = Enumerable.Range(0, axes.Length).ToArray();
        foreach (var zip in zips)
            if (zip.Members.Length > 0 && zip.Members.Min() is var leader)
                foreach (var member in zip.Members) leaders[member] = leader;
        var sampled = Array.FindIndex(axes, axis => axis.Values is AxisValues.Sampled);
        for (var i = 0; i < axes.Length; i++)
            if (axes[i].Values is AxisValues.Sampled) leaders[i] = sampled;
        var unequal = zips.Where(zip => zip.Members.Any(member => axes[member].Values.Count != axes[zip.Members[0]].Values.Count))
            .Map(zip => zip.Place.Error($"The zipped keys do not have the same number of values: {Counts(zip.Members)}.",
                "Keys that advance together need as many values as each other.")).ToSeq().Strict();
        var mixed = zips.Where(zip => zip.Members.Any(member => axes[member].Values is AxisValues.Sampled)).Map(zip => zip.Place.Error(
            "Keys that are sampled cannot be zipped.", "Sampled keys advance together anyway; take them out of zip.")).ToSeq().Strict();
        return unequal.IsEmpty && mixed.IsEmpty ? Counted(table, axes, leaders) : Fail<InputError, Sweep>(mixed.IsEmpty ? unequal : mixed);

        string Counts(int[] members) =>
            string.Join(", ", members.Take(MostSuggested).Select(m => $"{swept[m].Key} has {axes[m].Values.Count}"))
            + (members.Length > MostSuggested ? " ..." : "");
    }

    private static Validation<InputError, Sweep> Counted(TomlTable table, Axis[] axes, int[] leaders)
    {
        var groups = leaders.Distinct().Order().Select((leader, group) => (leader, group))
            .ToDictionary(entry => entry.leader, entry => entry.group);
        var sweep = new Sweep(axes, leaders.Select(leader => groups[leader]));
        if (sweep.Size <= long.MaxValue) return sweep;
        var size = sweep.Size < LongestWritten ? $"{sweep.Size}"
            : FormattableString.Invariant($"about 10^{System.Numerics.BigInteger.Log10(sweep.Size):F0}");
        return table.Place.Error($"This sweep has {size} trials; they can be numbered up to {long.MaxValue}.",
            "Use fewer values, or sample = { count = 1000, by = \"sobol\" }.");
    }
}
