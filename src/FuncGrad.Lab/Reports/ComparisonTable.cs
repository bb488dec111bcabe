using System.Globalization;

namespace FuncGrad.Lab;

/// <summary>A comparison as tables: for a terminal and for a page alike.</summary>
internal static class ComparisonTable
{
    /// <summary>So many trials that changed are listed one by one.</summary>
    private const int MostChanged = 20;

    private const int LongestSetting = 40;

    /// <summary>Each table with what stands above it.</summary>
    /// <param name="comparison">The runs.</param>
    /// <param name="labels">The heads of their columns.</param>
    public static IEnumerable<(string Heading, TextTable Table)> Of(Comparison comparison, IReadOnlyList<string> labels)
    {
        if (comparison.Differing.Count > 0)
            yield return ("What differs",
                new([new("setting"), .. labels.Select(label => new Column(label))], [
                    .. comparison.Differing.Select(setting => (string[])[setting.Key, .. setting.Values.Select(Short)])]));
        yield return ("What came out", Outcome(comparison, labels));
        for (var other = 1; other < labels.Count; other++)
            foreach (var table in Changes(comparison.Matchings[other - 1], labels[0], labels[other])) yield return table;
    }

    private static TextTable Outcome(Comparison comparison, IReadOnlyList<string> labels)
    {
        var tallies = comparison.Runs.Select(run => run.Manifest.Tally).ToArray();
        var verdicts = Enumerable.Range(0, Tally.VerdictNames.Count).Where(v => tallies.Any(tally => tally.Verdicts[v] > 0));
        string[][] rows =
        [
            .. verdicts.Select(v => (string[])[Tally.VerdictNames[v], .. tallies.Select(tally => NumberText.Count(tally.Verdicts[v]))]),
            ["trials", .. tallies.Select(tally => NumberText.Count(tally.Trials))],
            ["steps in all", .. tallies.Select(tally => NumberText.Count(tally.Steps))],
            ["best last loss", .. NumberText.Column([.. comparison.Runs.Select(BestLoss)])],
            ["of trial", .. tallies
                .Select(tally => tally.Best.Count == 0 ? "" : tally.Best[0].Trial.ToString(CultureInfo.InvariantCulture))],
        ];
        return new([new(""), .. labels.Select(label => new Column(label, IsNumber: true))], rows);
    }

    private static double BestLoss(OpenedRun run) =>
        run.Manifest.Tally.Best.Count == 0 ? double.NaN
            : run.Manifest.Tally.Best[0].Score * (run.Tables.Experiment.Method.Direction == Direction.Minimise ? 1 : -1);

    private static IEnumerable<(string, TextTable)> Changes(Matching matching, string first, string second)
    {
        var heading = matching.Count == 0 ? $"{first} and {second} have no trial in common"
            : $"{NumberText.Count(matching.Count)} {(matching.Count == 1 ? "trial" : "trials")} of {first} and {second}, matched by "
                + $"{matching.By}: {(matching.Changed.Count == 0 ? "none" : NumberText.Count(matching.Changed.Count))} changed the verdict";
        if (matching.Changed.Count == 0)
        {
            yield return (heading, new([], []));
            yield break;
        }
        var kinds = matching.Changed.GroupBy(one => (one.FirstVerdict, one.SecondVerdict)).OrderByDescending(kind => kind.Count());
        yield return (heading,
            new([new($"in {first}"), new($"in {second}"), new("trials", true)], [
                .. kinds.Select(kind => (string[])[kind.Key.FirstVerdict, kind.Key.SecondVerdict, NumberText.Count(kind.Count())])]));
        var shown = matching.Changed.Take(MostChanged).ToArray();
        Column[] trials = shown.All(one => one.First == one.Second) ? [new("trial", true)]
            : [new($"trial of {first}", true), new($"trial of {second}", true)];
        yield return (matching.Changed.Count > MostChanged ? $"The first {MostChanged} of them" : matching.Changed.Count == 1 ? "It is"
            : "They are", new(
            [.. trials, new($"in {first}"), new($"in {second}"), new($"loss in {first}", true), new($"loss in {second}", true)],
            [.. shown.Select(one =>
                (string[])[.. ((string[])[Text(one.First), Text(one.Second)])[..trials.Length], one.FirstVerdict, one.SecondVerdict,
                    NumberText.InTable(one.FirstLoss), NumberText.InTable(one.SecondLoss)])]));
    }

    private static string Text(long trial) => trial.ToString(CultureInfo.InvariantCulture);

    private static string Short(string value) =>
        value.Length == 0 ? "-" : value.Length <= LongestSetting ? value : value[..(LongestSetting - 4)] + " ...";
}
