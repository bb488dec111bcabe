using System.Text.Json;

namespace FuncGrad.Lab;

/// <summary>
/// The curves of a page: of all trials where there is room, else of some, evenly from each verdict and with the best ones, thinned; and
/// then bands of quantiles over all.
/// </summary>
internal sealed class StepCurves
{
    /// <summary>Rows of a step log of which all are kept; if there are more, so many points, of so many trials and rows of each.</summary>
    private const long MostRows = 520_000, MostPoints = 160_000, MostTrials = 2_000, MostRowsOfTrial = 200;

    private const int BestTrials = 20;

    private readonly IReadOnlyList<string> _columns;
    private readonly IReadOnlyList<(long Trial, double[][] Values)> _series;
    private readonly QuantileBands? _bands;
    private readonly byte[] _verdicts;

    private StepCurves(IReadOnlyList<string> columns, IReadOnlyList<(long, double[][])> series, byte[] verdicts, QuantileBands? bands) =>
        (_columns, _series, _verdicts, _bands) = (columns, series, verdicts, bands);

    /// <summary>What there was no room for, in a sentence; empty if there was.</summary>
    public string LeftOut { get; private init; } = "";

    /// <summary>Reads what a page shows; null without a step log.</summary>
    /// <param name="tables">The results.</param>
    /// <param name="trials">How many there are.</param>
    /// <param name="rows">How many rows the step log has.</param>
    /// <param name="share">How much of the room of a page they have.</param>
    public static StepCurves? Read(ResultTables tables, long trials, long rows, double share)
    {
        if (tables.Steps is not { } steps || trials == 0) return null;
        var (most, mostPoints) = ((long)(MostRows * share), (long)(MostPoints * share));
        var columns = Columns(tables.Experiment, steps, most / Math.Max(1, rows));
        if (columns.Length == 0) return null;
        var figures = TrialFigures.Read(tables.Trials);
        var all = Enumerable.Range(0, figures.Count).Select(trial => (long)trial).ToArray();
        var mostRows = rows <= most ? long.MaxValue : Math.Clamp(rows / trials, 2, MostRowsOfTrial);
        var curves = rows <= most ? trials : Math.Min(MostTrials, Math.Max(2 * BestTrials, mostPoints / mostRows / columns.Length));
        long[] chosen = curves >= trials ? all
            : [.. figures.Chosen(all, (int)curves - BestTrials).Union(TrialColumns.Best(tables, BestTrials).Select(trial => (long)trial))
                .Order()];
        var read = StepSeries.Read(steps, ["step", .. columns], chosen);
        var series = chosen.Select(trial => (trial, read[trial].Select(column => Thinned(column, mostRows)).ToArray())).ToArray();
        return new(columns, series, [.. chosen.Select(trial => figures.Verdicts[trial])], chosen.Length < trials
            ? QuantileBands.Of(tables.Experiment, steps, columns[0]) : null)
        {
            LeftOut = Told(chosen.Length, trials, rows > most && rows / trials > mostRows ? mostRows : 0),
        };
    }

    public void Write(Utf8JsonWriter json)
    {
        json.WriteStartObject("curves");
        Packed.Doubles(json, "trials", [.. _series.Select(series => (double)series.Trial)]);
        Packed.Bytes(json, "verdicts", _verdicts);
        Packed.Doubles(json, "counts", [.. _series.Select(series => (double)series.Values[0].Length)]);
        // The difference to the row before is nearly always the same, and takes next to nothing.
        Packed.Doubles(json, "strides", [
            .. _series.SelectMany(series => series.Values[0].Select((step, i) => i == 0 ? step : step - series.Values[0][i - 1]))]);
        json.WriteStartArray("columns");
        for (var c = 0; c < _columns.Count; c++)
        {
            json.WriteStartObject();
            json.WriteString("name", Visible.Text(_columns[c]));
            Packed.Halves(json, "values", [.. _series.SelectMany(series => series.Values[c + 1])]);
            json.WriteEndObject();
        }
        json.WriteEndArray();
        _bands?.Write(json);
        json.WriteEndObject();
    }

    private static string Told(int chosen, long trials, long mostRows)
    {
        var some = chosen < trials
            ? $"Curves are those of {NumberText.Count(chosen)} of {NumberText.Count(trials)} trials, evenly from each verdict and the "
                + "best; bands show quantiles over all." : "";
        return mostRows == 0 ? some : $"{some} Each curve has {mostRows} of its points, evenly chosen.".TrimStart();
    }

    /// <summary>The loss, then other figures of a step, but no elements of arrays: those are in the pictures.</summary>
    private static string[] Columns(Experiment experiment, ResultTable steps, long most)
    {
        var elements = experiment.ElementNames.Take(steps.Columns.Count)
            .SelectMany(name => (string[])[name, $"gradient_{name}", $"gradient.{name}", $"d_{name}"]).ToHashSet();
        string[] figures = [
            .. steps.Columns.Where(name => name is not ("trial" or "step") && !elements.Contains(name) && !name.Contains('[')).Distinct()];
        string[] ordered = [.. figures.Where(name => name == "loss"), .. figures.Where(name => name is not ("loss" or "learning_rate")),
            .. figures.Where(name => name == "learning_rate")];
        return [.. ordered.Take((int)Math.Clamp(most, 1, 100))];
    }

    private static double[] Thinned(List<double> values, long most) => values.Count <= most
        ? [.. values]
        : [.. Enumerable.Range(0, (int)most).Select(i => values[(int)(i * (values.Count - 1L) / (most - 1))])];
}
