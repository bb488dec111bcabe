namespace FuncGrad.Lab;

/// <summary><c>funcgrad plan</c> and <c>funcgrad check</c>: what an experiment would do.</summary>
internal static class Lists
{
    private const int Shown = 64;

    /// <summary>The first trials as a table, all as CSV, or their number.</summary>
    public static int Plan(Experiment experiment, bool onlyCount, bool asCsv, Streams streams)
    {
        const int Few = 24;
        var trials = new Trials(experiment);
        string[] columns = ["trial", "id", .. experiment.Sweep.Keys];
        string[] Row(long index) => [index.ToString(System.Globalization.CultureInfo.InvariantCulture), trials[index].Id, .. trials[index].Values.Select(value => value.ToString())];
        if (onlyCount) streams.Output.WriteLine(trials.Count.ToString(System.Globalization.CultureInfo.InvariantCulture));
        else if (asCsv) streams.WriteAll(Indices(trials.Count).Select(Row).Prepend(columns).Select(Csv.Text));
        else
        {
            var shown = Indices(Math.Min(Few, trials.Count)).Select(Row).ToArray();
            string[] swept = [.. experiment.Sweep.Keys];
            ResultColumns.Table([.. columns.Select((column, c) => ResultColumns.Of(column, swept, [.. shown.Select(row => row[c])]))], shown.Length < trials.Count ? "of these" : "trials").Print(streams);
            streams.Output.Write($"{NumberText.Count(trials.Count)} trials{(trials.Count > Few ? $", the first {Few} shown; --csv shows all" : "")}\n");
        }
        return ExitCode.Done;
    }

    /// <summary>So many elements of the gradient that comparing them takes seconds, however large the loss is.</summary>
    private static int MostCoordinates(Expr loss)
    {
        const double work = 2e7, ofNode = 64;
        return (int)Math.Clamp(work / Ordering.Of(loss).Sum(node => ofNode + node.Shape.ElementCount), 4, 1000);
    }

    public static int Check(Experiment experiment, Streams streams)
    {
        streams.Output.WriteLine("The file is valid. Exact and numerical gradients at the start point:");
        var loss = experiment.Loss();
        var (point, start) = (new Dictionary<Expr, Tensor>(), experiment.Start());
        for (var i = 0; i < loss.Data.Count; i++) point[loss.Data[i]] = loss.DataValues[i];
        for (var i = 0; i < start.Count; i++) point[loss.Parameters[i]] = start[i];
        var check = GradientCheck.Of(loss.Value!, loss.Parameters, point, MostCoordinates(loss.Value!));
        new TextTable(
            [new("element"), new("exact", true), new("numerical", true), new("relative error", true)],
            [.. check.Coordinates.Take(Shown).Select(c => (string[])[c.Name, Numbers.Exact(c.Exact), Numbers.Exact(c.Numerical), Numbers.Short(c.RelativeError)])]).Print(streams);
        if (loss.Dimension > Math.Min(Shown, check.Coordinates.Count))
            streams.Output.WriteLine($"{check.Coordinates.Count} of {Numbers.Grouped(loss.Dimension)} elements compared, evenly spread{(check.Coordinates.Count > Shown ? $"; the first {Shown} shown" : "")}");
        if (check.Directions.Count > 0)
            streams.Output.WriteLine($"{check.Directions.Count} directions through all elements compared: relative error at most {Numbers.Short(check.Directions.Max(direction => direction.RelativeError))}");
        streams.Output.WriteLine($"{check.Verdict.ToString().ToLowerInvariant()}: {check.Note}");
        Notices.Tell(experiment, streams);
        return check.Verdict == GradientVerdict.Wrong ? ExitCode.SomeFailed : ExitCode.Done;
    }

    private static IEnumerable<long> Indices(long count)
    {
        for (var index = 0L; index < count; index++) yield return index;
    }
}
