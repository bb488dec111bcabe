using System.Globalization;

namespace FuncGrad.Lab;

/// <summary>A trial that two runs have, and what it came to in both.</summary>
internal sealed record MatchedTrial(
    long First, long Second, string FirstVerdict, string SecondVerdict, double FirstLoss, double SecondLoss);

/// <summary>The trials that a run has in common with the first one.</summary>
/// <param name="By">What they are matched by, in words; empty if they have none in common.</param>
/// <param name="Count">How many.</param>
/// <param name="Changed">Those that changed their verdict, in the order of the first run.</param>
internal sealed record Matching(string By, long Count, IReadOnlyList<MatchedTrial> Changed);

/// <summary>Runs beside each other: what differs in what they were asked, and what came out.</summary>
internal sealed class Comparison
{
    private const int LongestLabel = 48, MostKeysOfLabel = 3;

    private Comparison(IReadOnlyList<OpenedRun> runs, IReadOnlyList<(string, string[])> differing, string[] labels, Matching[] matchings) =>
        (Runs, Differing, Labels, Matchings) = (runs, differing, labels, matchings);

    public IReadOnlyList<OpenedRun> Runs { get; }

    /// <summary>Each setting in which the experiments differ, with its text in each; empty where it is not said.</summary>
    public IReadOnlyList<(string Key, string[] Values)> Differing { get; }

    /// <summary>What each run is called: by what differs, or, where that is nothing or too much, by its folder.</summary>
    public IReadOnlyList<string> Labels { get; }

    /// <summary>For each run but the first what it has in common with the first.</summary>
    public IReadOnlyList<Matching> Matchings { get; }

    public static Comparison Of(IReadOnlyList<OpenedRun> runs)
    {
        var settings = runs.Select(run => ExperimentMeaning.Lines(run.Toml, run.Manifest.Overrides)).ToArray();
        (string, string[])[] differing = [
            .. settings.SelectMany(lines => lines.Keys).Distinct().Where(key => !key.StartsWith("order of", StringComparison.Ordinal))
                .Select(key => (key, settings.Select(lines => lines.GetValueOrDefault(key, "")).ToArray()))
                .Where(setting => setting.Item2.Distinct().Skip(1).Any()).OrderBy(setting => setting.key, StringComparer.Ordinal)];
        return new(runs, differing, LabelsOf(runs, differing), [.. runs.Skip(1).Select(run => Match(runs[0], run))]);
    }

    private static string[] LabelsOf(IReadOnlyList<OpenedRun> runs, (string Key, string[] Values)[] differing)
    {
        string[] folders = FoldersOf(runs);
        var named = differing.Length is > 0 and <= MostKeysOfLabel
            ? runs.Select((_, r) =>
                string.Join(", ", differing.Where(setting => setting.Values[r].Length > 0)
                    .Select(setting => $"{setting.Key.Split('.')[^1]} {setting.Values[r].Trim('"')}"))).ToArray()
            : folders;
        var areGood = named.All(label => label.Length is > 0 and <= LongestLabel) && named.Distinct().Count() == runs.Count;
        return areGood ? named : folders;
    }

    /// <summary>The ends of the paths, as much of them as tells them apart.</summary>
    private static string[] FoldersOf(IReadOnlyList<OpenedRun> runs)
    {
        var paths = runs.Select(run => Path.TrimEndingDirectorySeparator(Path.GetFullPath(run.Folder)).Split(Path.DirectorySeparatorChar))
            .ToArray();
        for (var parts = 1; parts <= paths.Max(path => path.Length); parts++)
            if (paths.Select(path => string.Join('/', path.TakeLast(parts))).ToArray() is var names
                && names.Distinct().Count() == runs.Count)
                return names;
        return [.. runs.Select((run, r) =>
            string.Create(CultureInfo.InvariantCulture, $"{r + 1}: {Path.GetFileName(Path.TrimEndingDirectorySeparator(run.Folder))}"))];
    }

    /// <summary>By id: the same computation. Where no id is the same, by the swept settings that both runs have.</summary>
    private static Matching Match(OpenedRun first, OpenedRun second)
    {
        if (Match(first, second, ["id"]) is { Count: > 0 } byId) return byId with { By = "id" };
        string[] keys = [.. first.Tables.Experiment.Sweep.Keys.Intersect(second.Tables.Experiment.Sweep.Keys)];
        return keys.Length == 0 && first.Manifest.Trials * second.Manifest.Trials != 1
            ? new("", 0, [])
            : Match(first, second, keys) is { Count: > 0 } byKeys
            ? byKeys with { By = keys.Length == 0 ? "being the only one"
                : string.Join(", ", keys.Select(key => key[(key.IndexOf('.', StringComparison.Ordinal) + 1)..])) } : new("", 0, []);
    }

    private static Matching Match(OpenedRun first, OpenedRun second, string[] columns)
    {
        var known = new Dictionary<string, (long Trial, string Verdict, double Loss)>(StringComparer.Ordinal);
        foreach (var (name, trial, verdict, loss) in Rows(first, columns)) known.TryAdd(name, (trial, verdict, loss));
        var (count, changed, seen) = (0L, new List<MatchedTrial>(), new System.Collections.Generic.HashSet<string>(StringComparer.Ordinal));
        foreach (var (name, trial, verdict, loss) in Rows(second, columns))
        {
            if (!known.TryGetValue(name, out var other) || !seen.Add(name)) continue;
            count++;
            if (other.Verdict != verdict) changed.Add(new(other.Trial, trial, other.Verdict, verdict, other.Loss, loss));
        }
        return new("", count, [.. changed.OrderBy(one => one.First)]);
    }

    private static IEnumerable<(string Name, long Trial, string Verdict, double Loss)> Rows(OpenedRun run, string[] columns)
    {
        foreach (var rows in run.Tables.Trials.Read(["trial", "loss"], [.. columns, "verdict"]))
            for (var row = 0; row < rows.Count; row++)
                yield return (columns.Length == 1 ? rows.Words[0][row] : string.Join('\n', columns.Select((_, c) => rows.Words[c][row])),
                    (long)rows.Numbers[0][row], rows.Words[^1][row], rows.Numbers[1][row]);
    }
}
