using CsvHelper;

namespace FuncGrad.Lab;

/// <summary>Records of trials as rows of CSV.</summary>
internal static class TrialRows
{
    public static byte[] Trials(IReadOnlyList<TrialRecord> records) => Written(writer =>
    {
        foreach (var record in records) WriteTrial(writer, record);
    });

    public static byte[] Steps(IReadOnlyList<TrialRecord> records) => Written(writer =>
    {
        foreach (var record in records) WriteSteps(writer, record.Index, record.Rows);
    });

    public static byte[] Steps(long trial, StepRows rows) => Written(writer => WriteSteps(writer, trial, rows));

    private static byte[] Written(Action<CsvWriter> write)
    {
        using var memory = new MemoryStream();
        using (var writer = Csv.Writer(memory)) write(writer);
        return memory.ToArray();
    }

    private static void WriteTrial(CsvWriter writer, TrialRecord record)
    {
        writer.WriteField(record.Index);
        writer.WriteField(record.Id);
        foreach (var value in record.Swept) writer.WriteField(value.ToString());
        writer.WriteField(record.Verdict);
        writer.WriteField(record.Steps);
        writer.WriteField(record.Loss);
        writer.WriteField(record.GradientNorm);
        writer.WriteField(record.BestLoss);
        writer.WriteField(record.BestStep);
        foreach (var element in record.Parameters) writer.WriteField(element);
        writer.WriteField(record.Note);
        writer.EndRecord();
    }

    private static void WriteSteps(CsvWriter writer, long trial, StepRows rows)
    {
        var (kept, sources, figures) = (rows.Kept as double[] ?? [.. rows.Kept], rows.Sources.ToArray(), new double[rows.Width]);
        for (var row = 0; row < rows.Count; row++)
        {
            rows.CopyRow(row, kept, sources, figures);
            writer.WriteField(trial);
            writer.WriteField((long)kept[row * rows.KeptWidth]);
            foreach (var figure in figures) writer.WriteField(figure);
            writer.EndRecord();
        }
    }
}
