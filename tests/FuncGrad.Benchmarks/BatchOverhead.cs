using System.Diagnostics;
using System.Globalization;
using FuncGrad.Lab;

namespace FuncGrad.Benchmarks;

/// <summary>What it costs that a batch cannot lose data, and how much memory and how many files it takes, however many trials there are.</summary>
internal static class BatchOverhead
{
    private const int Rounds = 3, WriteRounds = 5, BlocksPerCommit = 20;

    /// <summary>With two workers and no step log, for any number of trials: blocks are of at most 16,384 trials, and four of them and what waits to be written take less.</summary>
    private const double MostMegabytes = 512;

    private const int MostFiles = 32;

    private static string Experiment(long trials, int steps) => $$"""
        loss = "(x0^2 + x1 - 11)^2 + (x0 + x1^2 - 7)^2"
        [parameters]
        x0 = 0.0
        x1 = 0.0
        [method]
        rule = "momentum"
        steps = {{steps}}
        [sweep]
        "method.learning_rate" = { from = 1e-4, to = 0.05, count = {{trials / 1000}}, scale = "log" }
        "method.momentum" = { from = 0.0, to = 0.99, count = 1000 }
        [log]
        every = 0
        """;

    public static IEnumerable<string> Rows()
    {
        yield return "";
        yield return "| batches | wall | processor | at most |";
        yield return "|---|---|---|---|";
        var (whole, seconds) = OfParts();
        yield return whole;
        yield return OfWriting(seconds);
        yield return "";
        yield return "| trials, every = 0, two workers | seconds | peak memory, MB | files at most |";
        yield return "|---|---|---|---|";
        foreach (var trials in (long[])[100_000, 1_000_000, 10_000_000]) yield return Memory(trials);
    }

    /// <summary>A million trials of 200 steps with parts, journal, checksums and flushes, in terms of the same blocks written straight to one file.</summary>
    private static (string Row, double SecondsWithout) OfParts()
    {
        var folder = Directory.CreateTempSubdirectory("funcgrad-").FullName;
        var (with, without) = (new List<Cost>(), new List<Cost>());
        for (var round = 0; round <= Rounds; round++)
        {
            without.Add(Cost.Of(() => WithoutParts(Work(), Path.Combine(folder, "trials.csv"))));
            with.Add(Cost.Of(() => new BatchRun(Work(), new RunRequest(Path.Combine(folder, "o"), Shard.Whole, 2, Fresh: true, AsEvents: false)).Run(_ => { })));
            Console.Error.WriteLine(FormattableString.Invariant($"without parts {without[^1]}, with parts {with[^1]}"));
        }
        if (!File.ReadAllBytes(Path.Combine(folder, "trials.csv")).AsSpan().SequenceEqual(File.ReadAllBytes(Path.Combine(folder, "o", "trials.csv")))) throw new InvalidOperationException("The files differ.");
        Directory.Delete(folder, recursive: true);
        var (wall, processor) = (Ratio(with, without, cost => cost.Wall), Ratio(with, without, cost => cost.Processor));
        return (FormattableString.Invariant($"| 10⁶ trials with parts / without | **{wall:0.000}** | {processor:0.000} | 1.03 |"), without.Min(cost => cost.Wall));
    }

    /// <summary>The same without what both do alike: writing the finished rows with parts and without, the difference in terms of the whole run without.</summary>
    private static string OfWriting(double seconds)
    {
        var (work, folder) = (Work(), Directory.CreateTempSubdirectory("funcgrad-").FullName);
        var compute = work.ComputeIn(folder);
        BlockRows[] blocks = [.. Enumerable.Range(0, (int)work.Header(Shard.Whole).Blocks).AsParallel().AsOrdered().Select(block => compute(block, CancellationToken.None)!)];
        var (plain, with) = (new List<Cost>(), new List<Cost>());
        for (var round = 0; round <= WriteRounds; round++)
        {
            plain.Add(Cost.Of(() => WritePlainly(work, blocks, Path.Combine(folder, "trials.csv"))));
            with.Add(Cost.Of(() => WriteParts(work, blocks, Path.Combine(folder, FormattableString.Invariant($"parts-{round}")))));
            Console.Error.WriteLine(FormattableString.Invariant($"written plainly {plain[^1]}, with parts {with[^1]}"));
        }
        Directory.Delete(folder, recursive: true);
        var share = (with.Min(cost => cost.Processor) - plain.Min(cost => cost.Processor)) / (seconds * Environment.ProcessorCount);
        return FormattableString.Invariant($"| their rows written with parts, s | {with.Min(cost => cost.Wall):0.00} | {with.Min(cost => cost.Processor):0.00} |  |\n| their rows written to one file, s | {plain.Min(cost => cost.Wall):0.00} | {plain.Min(cost => cost.Processor):0.00} |  |\n| processor time of parts / of the run |  | **{share:0.000}** | 0.03 |");
    }

    private static void WritePlainly(BatchWork work, BlockRows[] blocks, string path)
    {
        using var file = new FileStream(path, FileMode.Create, FileAccess.Write, FileShare.None, 1);
        file.Write(Csv.Line(work.TrialColumns));
        foreach (var rows in blocks)
            foreach (var chunk in rows.Trials.Chunks) file.Write(chunk.Span);
    }

    private static void WriteParts(BatchWork work, BlockRows[] blocks, string folder)
    {
        using var parts = Parts.Open(folder, work.Header(Shard.Whole), work.NewManifest(), work.WholeTables(RowFiles.SpreadsheetRows), _ => { });
        foreach (var rows in blocks)
        {
            parts.Append(rows);
            if (parts.Done % BlocksPerCommit == 0) parts.Commit();
        }
        parts.Close();
    }

    /// <summary>The least of each; the first round warms up.</summary>
    private static double Ratio(List<Cost> numerator, List<Cost> denominator, Func<Cost, double> of) => numerator.Skip(1).Min(of) / denominator.Skip(1).Min(of);

    private static BatchWork Work()
    {
        var text = Experiment(1_000_000, 200);
        var experiment = ExperimentParser.Parse(text, "million.toml", _ => throw new NotSupportedException())
            .Match<Experiment>(Succ: read => read, Fail: errors => throw new InvalidOperationException(string.Join("; ", errors)));
        return BlockComputation.Work(experiment, new Identity("million.toml", System.Text.Encoding.UTF8.GetBytes(text), new Dictionary<string, string>(), []));
    }

    /// <summary>Two workers, rows in the order of their blocks into one file, and nothing else.</summary>
    private static void WithoutParts(BatchWork work, string path)
    {
        var (compute, blocks, next, waiting) = (work.ComputeIn(Path.GetTempPath()), work.Header(Shard.Whole).Blocks, -1L, new Dictionary<long, BlockRows>());
        void Compute()
        {
            for (long block; (block = Interlocked.Increment(ref next)) < blocks;)
            {
                var rows = compute(block, CancellationToken.None)!;
                lock (waiting)
                {
                    waiting[block] = rows;
                    Monitor.Pulse(waiting);
                }
            }
        }
        Thread[] threads = [new(Compute), new(Compute)];
        foreach (var thread in threads) thread.Start();
        using var file = new FileStream(path, FileMode.Create, FileAccess.Write, FileShare.None, 1);
        file.Write(Csv.Line(work.TrialColumns));
        for (var block = 0L; block < blocks; block++)
        {
            BlockRows? rows;
            lock (waiting)
                while (!waiting.Remove(block, out rows)) Monitor.Wait(waiting);
            foreach (var chunk in rows.Trials.Chunks) file.Write(chunk.Span);
        }
        foreach (var thread in threads) thread.Join();
    }

    /// <summary>The command itself, in a process of its own.</summary>
    private static string Memory(long trials)
    {
        var folder = Directory.CreateTempSubdirectory("funcgrad-").FullName;
        var (file, output, clock) = (Path.Combine(folder, "e.toml"), Path.Combine(folder, "o"), Stopwatch.StartNew());
        File.WriteAllText(file, Experiment(trials, 10));
        using var process = Process.Start(new ProcessStartInfo("dotnet", [Path.Combine(AppContext.BaseDirectory, "FuncGrad.Lab.dll"), "run", file, "-o", output, "--workers", "2"]) { RedirectStandardOutput = true, RedirectStandardError = true })!;
        var (peak, files) = (0L, 0);
        while (!process.WaitForExit(50))
        {
            peak = Math.Max(peak, Peak(process.Id));
            files = Math.Max(files, Directory.Exists(output) ? Directory.EnumerateFiles(output, "*", SearchOption.AllDirectories).Count() : 0);
        }
        var seconds = clock.Elapsed.TotalSeconds;
        Directory.Delete(folder, recursive: true);
        if (process.ExitCode != 0) throw new InvalidOperationException(process.StandardError.ReadToEnd());
        var megabytes = peak / 1e3;
        if (megabytes > MostMegabytes || files > MostFiles) throw new InvalidOperationException(FormattableString.Invariant($"{trials} trials took {megabytes:0} MB and {files} files."));
        return string.Create(CultureInfo.InvariantCulture, $"| {trials:#,0} | {seconds:0.0} | **{megabytes:0}** of at most {MostMegabytes} | {files} |");
    }

    /// <summary>The most memory that a process has had so far, in kB; 0 where Linux does not tell.</summary>
    private static long Peak(int process)
    {
        const string peak = "VmHWM:";
        try
        {
            var line = File.ReadLines($"/proc/{process}/status").FirstOrDefault(text => text.StartsWith(peak, StringComparison.Ordinal));
            return line is null ? 0 : long.Parse(line[peak.Length..].Replace("kB", "", StringComparison.Ordinal), CultureInfo.InvariantCulture);
        }
        catch (IOException) { return 0; }
    }

    private sealed record Cost(double Wall, double Processor)
    {
        public static Cost Of(Action work)
        {
            GC.Collect();
            var before = Process.GetCurrentProcess().TotalProcessorTime;
            return new Cost(Measurement.Time(work), (Process.GetCurrentProcess().TotalProcessorTime - before).TotalSeconds);
        }

        public override string ToString() => FormattableString.Invariant($"{Wall:0.00} s, processor {Processor:0.00} s");
    }
}
