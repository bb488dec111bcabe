using System.Globalization;

namespace FuncGrad.Lab;

/// <summary>
/// What <c>run</c> tells on stdout when all trials are there: a table of a few trials, or counts of many, and where the files are.
/// </summary>
internal static class Summary
{
    private const int FewTrials = 24, MostObservations = 4;

    public static void Print(Experiment experiment, string folder, Manifest manifest, Streams streams)
    {
        if (experiment.Title.Length > 0) streams.Drawing.Write($"{Palette.Heading(Visible.Text(experiment.Title), streams.HasColours)}\n");
        if (manifest.Trials <= FewTrials) PrintTrials(experiment, Path.Combine(folder, "trials.csv"), streams);
        else PrintCounts(experiment, manifest, streams);
        streams.Output.WriteLine();
        PrintFiles(folder, manifest, streams);
    }

    public static void PrintFiles(string folder, Manifest manifest, Streams streams)
    {
        foreach (var file in manifest.Tables)
            streams.Output.WriteLine($"{Path.Combine(folder, file.Name)}: {Numbers.Grouped(file.Rows)} row{(file.Rows == 1 ? "" : "s")}");
        if (manifest.Kept is { Count: > 0 } kept)
            streams.Output.WriteLine(
                $"{Path.Combine(folder, KeptFile.FolderName)}: {Numbers.Grouped(kept.Count)} file{(kept.Count == 1 ? "" : "s")}, "
                    + $"{ByteSize.Text(kept.Sum(file => (double)file.Bytes))}");
    }

    /// <summary>The last event of a run: how it ended, and where its files are.</summary>
    public static void WriteEvent(string folder, int code, Manifest? manifest) =>
        Events.Write(manifest is null ? "stopped" : "finished", json =>
        {
            json.WriteNumber("exit_code", code);
            json.WriteString("folder", folder);
            if (manifest is null) return;
            json.WriteNumber("trials", manifest.Trials);
            manifest.Tally.WriteVerdicts(json);
            json.WriteStartArray("files");
            foreach (var file in manifest.Files) json.WriteStringValue(Path.Combine(folder, file.Name));
            json.WriteEndArray();
        });

    private static void PrintTrials(Experiment experiment, string path, Streams streams)
    {
        var (table, swept) = (OpenedResults.TableOf(path), experiment.Sweep.Keys.ToArray());
        var observed = experiment.Observations.Take(MostObservations).Select(observation => observation.Name).ToArray();
        string[] shown = [
            .. table.Columns.Where(name => ResultColumns.Common.Contains(name) || swept.Contains(name) || observed.Contains(name))
                .Distinct()];
        ResultColumns.Table([.. shown.Select(name => ResultColumns.Of(name, swept, table.Words(name)))], "trials").Print(streams);
    }

    private static void PrintCounts(Experiment experiment, Manifest manifest, Streams streams)
    {
        PrintVerdicts(manifest.Tally, streams);
        if (manifest.Tally.Best.Count == 0) return;
        var (trials, sign) = (new Trials(experiment), experiment.Method.Direction == Direction.Minimise ? 1 : -1);
        var (best, swept) = (manifest.Tally.Best, experiment.Sweep.Keys.ToArray());
        streams.Output.Write("\nThe best last losses:\n");
        ResultColumns.Table(
            [
                ResultColumns.Of("trial", swept, [.. best.Select(one => one.Trial.ToString(CultureInfo.InvariantCulture))]),
                .. swept.Select((key, k) => ResultColumns.Of(key, swept, [.. best.Select(one => trials[one.Trial].Values[k].ToString())])),
                ResultColumns.Of("loss", swept, [.. best.Select(one => NumberText.Exact(sign * one.Score))]),
            ], "of them").Print(streams);
    }

    /// <summary>How many trials came to each verdict, and which share of all they are.</summary>
    public static void PrintVerdicts(Tally tally, Streams streams)
    {
        var reached = Enumerable.Range(0, Tally.VerdictNames.Count).Where(verdict => tally.Verdicts[verdict] > 0).ToArray();
        if (reached.Length == 0) return;
        new TextTable([new("verdict"), new("trials", true), new("share", true)], [
            .. reached.Select(v =>
                (string[])[Tally.VerdictNames[v], NumberText.Count(tally.Verdicts[v]),
                    Share(tally.Verdicts[v], tally.Trials)])]).Print(streams);
    }

    /// <summary>In per cent; what is not quite nothing or everything does not look so.</summary>
    private static string Share(long part, long whole) => (100.0 * part / whole) switch
    {
        < 0.1 => "< 0.1 %",
        > 99.9 and < 100 => "> 99.9 %",
        var percent => string.Create(CultureInfo.InvariantCulture, $"{percent:0.#} %"),
    };
}
