namespace FuncGrad.Lab;

/// <summary><c>funcgrad plan</c>: what an experiment would do.</summary>
internal static class Lists
{
    /// <summary>The first trials as a table, all as CSV, or their number.</summary>
    public static int Plan(Experiment experiment, bool onlyCount, bool asCsv, Streams streams)
    {
        const int Few = 24;
        var trials = new Trials(experiment);
        string[] columns = ["trial", "id", .. experiment.Sweep.Keys];
        string[] Row(long index) =>
            [index.ToString(System.Globalization.CultureInfo.InvariantCulture), trials[index].Id,
                .. trials[index].Values.Select(value => value.ToString())];
        if (onlyCount) streams.Output.WriteLine(trials.Count.ToString(System.Globalization.CultureInfo.InvariantCulture));
        else if (asCsv) streams.WriteAll(Indices(trials.Count).Select(Row).Prepend(columns).Select(Csv.Text));
        else
        {
            var shown = Indices(Math.Min(Few, trials.Count)).Select(Row).ToArray();
            string[] swept = [.. experiment.Sweep.Keys];
            ResultColumns.Table([.. columns.Select((column, c) => ResultColumns.Of(column, swept, [.. shown.Select(row => row[c])]))],
                shown.Length < trials.Count ? "of these" : "trials").Print(streams);
            streams.Output.Write(
                $"{NumberText.Count(trials.Count)} trials{(trials.Count > Few ? $", the first {Few} shown; --csv shows all" : "")}\n");
        }
        return ExitCode.Done;
    }

    private static IEnumerable<long> Indices(long count)
    {
        for (var index = 0L; index < count; index++) yield return index;
    }
}
