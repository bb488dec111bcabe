namespace FuncGrad;

/// <summary>Columns of the step log for some trials.</summary>
internal static class StepSeries
{
    /// <summary>For each trial the values of each column, row by row.</summary>
    public static IReadOnlyDictionary<long,
        List<double>[]> Read(ResultTable steps, IReadOnlyList<string> columns, IReadOnlyList<long> trials)
    {
        var series = trials.ToDictionary(trial => trial, _ => columns.Select(_ => new List<double>()).ToArray());
        string[] read = ["trial", .. columns.Distinct()];
        int[] source = [.. columns.Select(column => Array.IndexOf(read, column))];
        foreach (var rows in steps.Read(read, []))
        {
            Add(rows, source, series);
            if (rows.Numbers[0][^1] > trials.Max()) break;
        }
        return series;
    }

    private static void Add(ResultRows rows, int[] source, Dictionary<long, List<double>[]> series)
    {
        var (trials, trial, own) = (rows.Numbers[0], -1.0, (List<double>[]?)null);
        for (var row = 0; row < rows.Count; row++)
        {
            if (trials[row] != trial) (trial, own) = (trials[row], series.GetValueOrDefault((long)trials[row]));
            if (own is null) continue;
            for (var c = 0; c < source.Length; c++) own[c].Add(rows.Numbers[source[c]][row]);
        }
    }
}
