using CsvHelper;

namespace FuncGrad.Lab;

/// <summary>Records of trials as rows of CSV.</summary>
internal static class TrialRows
{
    /// <summary>Numbers that are worth a thread: long logs are few, so that other processors may be idle.</summary>
    private const int NumbersOfPiece = 1 << 14;

    public static byte[] Trials(IReadOnlyList<TrialRecord> records)
    {
        using var bytes = new RowBytes();
        using (var writer = Csv.Writer(bytes))
            foreach (var record in records) WriteTrial(writer, record);
        return bytes.ToArray();
    }

    public static RowBytes Steps(IReadOnlyList<TrialRecord> records)
    {
        if (records.Count == 1) return Steps(records[0].Index, records[0].Rows);
        var bytes = new RowBytes();
        using var writer = Csv.Writer(bytes);
        foreach (var record in records) WriteSteps(writer, record.Index, record.Rows, 0, record.Rows.Count);
        return bytes;
    }

    public static RowBytes Steps(long trial, StepRows rows)
    {
        var ofPiece = Math.Max(1, NumbersOfPiece / Math.Max(1, rows.Width));
        var pieces = new RowBytes[(rows.Count + ofPiece - 1) / ofPiece];
        Parallel.For(0, pieces.Length, i =>
        {
            pieces[i] = new RowBytes();
            using var writer = Csv.Writer(pieces[i]);
            WriteSteps(writer, trial, rows, i * ofPiece, Math.Min(ofPiece, rows.Count - (i * ofPiece)));
        });
        var all = new RowBytes();
        foreach (var piece in pieces) all.Take(piece);
        return all;
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
        foreach (var observed in record.Observed) writer.WriteField(observed);
        foreach (var element in record.Parameters) writer.WriteField(element);
        writer.WriteField(record.Note);
        writer.EndRecord();
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
