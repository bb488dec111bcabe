using CsvHelper;

namespace FuncGrad.Lab;

/// <summary>Records of trials as rows of CSV.</summary>
internal static class TrialRows
{
    public static byte[] Trials(IReadOnlyList<TrialRecord> records) => Written(writer =>
    {
        foreach (var record in records) WriteTrial(writer, record);
    });

    /// <summary>Rows that are worth a thread: long logs are few, so that other processors may be idle.</summary>
    private const int RowsOfPiece = 4096;

    public static byte[] Steps(IReadOnlyList<TrialRecord> records) => records.Count == 1
        ? Steps(records[0].Index, records[0].Rows)
        : Written(writer =>
        {
            foreach (var record in records) WriteSteps(writer, record.Index, record.Rows, 0, record.Rows.Count);
        });

    public static byte[] Steps(long trial, StepRows rows)
    {
        var pieces = new byte[(rows.Count + RowsOfPiece - 1) / RowsOfPiece][];
        Parallel.For(0, pieces.Length, i =>
        {
            var first = i * RowsOfPiece;
            pieces[i] = Written(writer => WriteSteps(writer, trial, rows, first, Math.Min(RowsOfPiece, rows.Count - first)));
        });
        return Joined(pieces);
    }

    private static byte[] Joined(byte[][] pieces)
    {
        if (pieces.Length == 1) return pieces[0];
        var (all, at) = (new byte[pieces.Sum(piece => (long)piece.Length)], 0);
        foreach (var piece in pieces)
        {
            piece.CopyTo(all, at);
            at += piece.Length;
        }
        return all;
    }

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

    private static void WriteSteps(CsvWriter writer, long trial, StepRows rows, int first, int count)
    {
        var figures = new double[rows.Width];
        for (var row = first; row < first + count; row++)
        {
            rows.CopyRow(row, figures);
            writer.WriteField(trial);
            writer.WriteField(rows.Step(row));
            foreach (var figure in figures) writer.WriteField(figure);
            writer.EndRecord();
        }
    }
}
