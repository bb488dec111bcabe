using System.Globalization;

namespace FuncGrad.Lab;

/// <summary>What <c>run</c> tells on stdout when all trials are there: a table of a few trials, or counts of many, and where the files are.</summary>
internal static class Summary
{
    private const int FewTrials = 24;

    private static readonly string[] Shown = ["trial", "verdict", "steps", "loss", "gradient_norm", "note"];

    public static void Print(Experiment experiment, string folder, Manifest manifest, Streams streams)
    {
        if (experiment.Title.Length > 0) streams.Output.WriteLine(experiment.Title);
        if (manifest.Trials <= FewTrials) PrintTrials(experiment, Path.Combine(folder, "trials.csv"), streams);
        else PrintCounts(experiment, manifest, streams);
        streams.Output.WriteLine();
        PrintFiles(folder, manifest, streams);
    }

    public static void PrintFiles(string folder, Manifest manifest, Streams streams)
    {
        foreach (var file in manifest.Files) streams.Output.WriteLine($"{Path.Combine(folder, file.Name)}: {Numbers.Grouped(file.Rows)} rows");
    }

    /// <summary>The last event of a run: how it ended, and where its files are.</summary>
    public static void WriteEvent(string folder, int code, Manifest? manifest) => Events.Write(manifest is null ? "stopped" : "finished", json =>
    {
        json.WriteNumber("exit_code", code);
        json.WriteString("folder", folder);
        if (manifest is null) return;
        json.WriteNumber("trials", manifest.Trials);
        Events.WriteVerdicts(json, manifest.Tally);
        json.WriteStartArray("files");
        foreach (var file in manifest.Files) json.WriteStringValue(Path.Combine(folder, file.Name));
        json.WriteEndArray();
    });

    private static void PrintTrials(Experiment experiment, string path, Streams streams)
    {
        using var stream = File.OpenRead(path);
        var records = Csv.Records(stream);
        var columns = records[0].Select((heading, position) => (heading, position))
            .Where(column => Shown.Contains(column.heading) || experiment.Sweep.Keys.Contains(column.heading)).ToArray();
        new TextTable(
            [.. columns.Select(column => new Column(Heading(column.heading), column.heading is not ("verdict" or "note")))],
            [.. records.Skip(1).Select(record => (string[])[.. columns.Select(column => Cell(record[column.position]))])]).Print(streams);
    }

    private static void PrintCounts(Experiment experiment, Manifest manifest, Streams streams)
    {
        var reached = Enumerable.Range(0, Tally.VerdictNames.Count).Where(verdict => manifest.Tally.Verdicts[verdict] > 0);
        new TextTable([new("verdict"), new("trials", true)], [.. reached.Select(v => (string[])[Tally.VerdictNames[v], Numbers.Grouped(manifest.Tally.Verdicts[v])])]).Print(streams);
        if (manifest.Tally.Best.Count == 0) return;
        var (trials, sign) = (new Trials(experiment), experiment.Method.Direction == Direction.Minimise ? 1 : -1);
        streams.Output.WriteLine();
        streams.Output.WriteLine("The best last losses:");
        new TextTable(
            [new("trial", true), .. experiment.Sweep.Keys.Select(key => new Column(Heading(key), true)), new("loss", true)],
            [.. manifest.Tally.Best.Select(best => (string[])[best.Trial.ToString(CultureInfo.InvariantCulture), .. trials[best.Trial].Values.Select(value => Cell(value.ToString())), Numbers.Short(sign * best.Score)])]).Print(streams);
    }

    /// <summary>A swept setting by its own name, unless that is the name of another column: <c>steps</c> are the steps that were made.</summary>
    private static string Heading(string column) => column.Replace("method.", "", StringComparison.Ordinal) is var name && Shown.Contains(name) ? column : name;

    private static string Cell(string text) =>
        double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) && text.Length > 7 ? Numbers.Short(number) : text;
}
