using CsvHelper;
using FuncGrad.Lab;

namespace FuncGrad.Benchmarks;

/// <summary>What logging every step of W2 costs in terms of formatting the same rows alone.</summary>
internal static class LoggingCost
{
    private static string Experiment(long steps) => $"""
        loss = "100*(y - x^2)^2 + (1 - x)^2"
        [parameters]
        x = -1.2
        y = 1.0
        [method]
        rule = "adam"
        steps = {steps}
        arithmetic = "fused"
        """;

    /// <summary>Computing and formatting 100,001 rows into memory, kernels ready, against formatting alone.</summary>
    public static double InMemory()
    {
        var work = BlockComputation.Work(Read(100_000), Identity(100_000));
        var rows = Rows(100_000);
        var folder = Directory.CreateTempSubdirectory("funcgrad").FullName;
        var compute = work.ComputeIn(folder);
        var ratio = Measurement.Ratio(() => Done(compute(0, CancellationToken.None)!), () => Format(rows));
        Directory.Delete(folder, recursive: true);
        return ratio;
    }

    /// <summary>A whole run of 10⁶ steps into a new folder, file reading, compiling and flushing included, against formatting into memory alone.</summary>
    public static double WholeRun()
    {
        var rows = Rows(1_000_000);
        var folder = Path.Combine(Path.GetTempPath(), $"funcgrad-{Guid.NewGuid():n}");
        var ratio = Measurement.Ratio(
            () => new BatchRun(BlockComputation.Work(Read(1_000_000), Identity(1_000_000)), new RunRequest(folder, Shard.Whole, 2, Fresh: true, AsEvents: false)).Run(_ => { }),
            () => Format(rows),
            slices: 5);
        Directory.Delete(folder, recursive: true);
        return ratio;
    }

    /// <summary>What the runner calls once the rows are on the disk; a state that was saved on the way would otherwise be taken up by the next slice.</summary>
    private static void Done(BlockRows block)
    {
        if (block.LongSteps is not null) throw new InvalidOperationException("The rows went to the disk: this is no measurement in memory.");
        block.Written!();
    }

    private static Experiment Read(long steps) => ExperimentParser.Parse(Experiment(steps), "w2.toml", _ => throw new NotSupportedException())
        .Match<Experiment>(Succ: experiment => experiment, Fail: errors => throw new InvalidOperationException(string.Join("; ", errors)));

    private static Identity Identity(long steps) => new("w2.toml", System.Text.Encoding.UTF8.GetBytes(Experiment(steps)), new Dictionary<string, string>(), []);

    /// <summary>The rows as numbers: step and six figures.</summary>
    private static (long Step, double[] Figures)[] Rows(long steps)
    {
        var record = new Batch(Read(steps)).Run(0, 1, () => long.MaxValue >> 2)![0];
        return [.. Enumerable.Range(0, record.Rows.Count).Select(row => (record.Rows.Step(row), Enumerable.Range(0, record.Rows.Width).Select(column => record.Rows[row, column]).ToArray()))];
    }

    private static void Format((long Step, double[] Figures)[] rows)
    {
        using var memory = new MemoryStream();
        using var writer = CsvWriter.Create(memory, Csv.Options, leaveOpen: true);
        foreach (var (step, figures) in rows)
        {
            writer.WriteField(0L);
            writer.WriteField(step);
            foreach (var figure in figures) writer.WriteField(figure);
            writer.EndRecord();
        }
    }
}
