using System.Diagnostics;
using CsvHelper;

namespace FuncGrad.Lab;

/// <summary>A batch of the library as work for the runner: blocks computed in segments, and their records as rows of CSV.</summary>
internal static class BlockComputation
{
    private const int SegmentMilliseconds = 100, BytesOfNumber = 20, BytesOfRest = 120;

    public static BatchWork Work(Experiment experiment, Identity identity)
    {
        var batch = new Batch(experiment);
        return new BatchWork
        {
            Identity = identity,
            Title = experiment.Title,
            Seed = experiment.Seed,
            Trials = batch.TrialCount,
            BlockSize = batch.BlockSize,
            TrialColumns = batch.TrialColumns,
            StepColumns = batch.StepColumns,
            EstimatedBytes = EstimatedBytes(batch, experiment),
            MayBeSmaller = experiment.Stop != Stopping.Never,
            ComputeIn = _ => (block, stop) => Compute(batch, block, experiment.Method.Direction, stop),
        };
    }

    private static double EstimatedBytes(Batch batch, Experiment experiment)
    {
        var every = experiment.Log.Every;
        var rows = every == 0 ? 0 : (experiment.Method.Steps / every) + 2.0;
        return batch.TrialCount * (BytesOfRest + (BytesOfNumber * (double)batch.TrialColumns.Count) + (rows * batch.StepColumns.Count * BytesOfNumber / 2));
    }

    private static BlockRows? Compute(Batch batch, long block, Direction direction, CancellationToken stop)
    {
        var first = block * batch.BlockSize;
        var records = batch.Run(first, (int)Math.Min(batch.BlockSize, batch.TrialCount - first), Segments(stop));
        if (records is null) return null;
        var tally = new Tally();
        foreach (var record in records)
            tally.Add(record.Verdict, record.StopReasons, record.Steps, record.Index, direction == Direction.Minimise ? record.Loss : -record.Loss);
        return new BlockRows(block, Written(writer => WriteTrials(writer, records)), Written(writer => WriteSteps(writer, records)), null, tally);
    }

    /// <summary>Segments of about a tenth of a second, so that a stop is obeyed soon; 0 once it was asked for.</summary>
    private static Func<long> Segments(CancellationToken stop)
    {
        var (clock, segment) = (Stopwatch.StartNew(), 64L);
        return () =>
        {
            if (stop.IsCancellationRequested) return 0;
            if (clock.ElapsedMilliseconds < SegmentMilliseconds) segment = Math.Min(segment * 2, 1L << 40);
            clock.Restart();
            return segment;
        };
    }

    private static byte[] Written(Action<CsvWriter> write)
    {
        using var memory = new MemoryStream();
        using (var writer = Csv.Writer(memory)) write(writer);
        return memory.ToArray();
    }

    private static void WriteTrials(CsvWriter writer, IReadOnlyList<TrialRecord> records)
    {
        foreach (var record in records)
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
    }

    private static void WriteSteps(CsvWriter writer, IReadOnlyList<TrialRecord> records)
    {
        foreach (var record in records)
            for (var row = 0; row < record.Rows.Count; row++)
            {
                writer.WriteField(record.Index);
                writer.WriteField(record.Rows.Step(row));
                for (var column = 0; column < record.Rows.Width; column++) writer.WriteField(record.Rows[row, column]);
                writer.EndRecord();
            }
    }
}
