using CsvHelper;

namespace FuncGrad.Lab;

/// <summary>Records of trials as rows of CSV.</summary>
internal static class TrialRows
{
    public static RowBytes Trials(IReadOnlyList<TrialTable> tables)
    {
        var bytes = new RowBytes();
        using var writer = Csv.Writer(bytes);
        foreach (var table in tables)
            for (var trial = 0; trial < table.Count; trial++) WriteTrial(writer, table, trial);
        return bytes;
    }

    public static RowBytes Steps(IReadOnlyList<TrialTable> tables)
    {
        if (tables is [{ Count: 1 } single]) return new FormattedSteps(single.First, single.Rows(0)).Take();
        var bytes = new RowBytes();
        using var writer = Csv.Writer(bytes);
        foreach (var table in tables)
            for (var trial = 0; trial < table.Count; trial++)
                WriteSteps(writer, table.First + trial, table.Rows(trial), 0, table.Rows(trial).Count);
        return bytes;
    }

    /// <summary>Some of the rows of the log of a trial.</summary>
    public static RowBytes Steps(long trial, StepRows rows, int first, int count)
    {
        var bytes = new RowBytes();
        using var writer = Csv.Writer(bytes);
        WriteSteps(writer, trial, rows, first, count);
        return bytes;
    }

    private static void WriteTrial(CsvWriter writer, TrialTable table, int trial)
    {
        var figures = table.Figures(trial);
        writer.WriteField(table.First + trial);
        writer.WriteField(table.Id(trial));
        foreach (var column in table.Swept) Write(writer, column[trial]);
        writer.WriteField(table.Verdict(trial));
        writer.WriteField(figures.Steps);
        writer.WriteField(figures.Loss);
        writer.WriteField(figures.GradientNorm);
        writer.WriteField(figures.BestLoss);
        writer.WriteField(figures.BestStep);
        foreach (var observed in table.Observed) writer.WriteField(observed[trial]);
        foreach (var element in table.Parameters) writer.WriteField(element[trial]);
        writer.WriteField(table.Note(trial));
        writer.EndRecord();
    }

    private static void Write(CsvWriter writer, SettingValue value)
    {
        if (value.Word is { } word) writer.WriteField(word);
        else writer.WriteField(value.Number);
    }

    private static void WriteSteps(CsvWriter writer, long trial, StepRows rows, int first, int count)
    {
        for (var row = first; row < first + count; row++)
        {
            writer.WriteField(trial);
            writer.WriteField(rows.Step(row));
            foreach (var figure in rows.Figures(row)) writer.WriteField(figure);
            writer.EndRecord();
        }
    }
}
