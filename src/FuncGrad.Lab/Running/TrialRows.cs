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
        for (var row = 0; row < rows.Count; row++)
        {
            writer.WriteField(trial);
            writer.WriteField(rows.Step(row));
            for (var column = 0; column < rows.Width; column++) writer.WriteField(rows[row, column]);
            writer.EndRecord();
        }
    }
}
