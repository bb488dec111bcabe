using System.Collections.Concurrent;
using System.Text;
using FuncGrad.Lab;
using Xunit;

namespace FuncGrad.Tests;

/// <summary>A batch of ten blocks run inside the test's process, so that it can be interrupted behind any block and its computed blocks be counted.</summary>
internal sealed class SmallBatch : IDisposable
{
    public const int Blocks = 10;

    /// <summary>640 trials in blocks of 64, 14 rows each; a table of at most 1,000 rows a file makes nine files of steps.</summary>
    private const string Experiment = """
        loss = "(x0^2 + x1 - 11)^2 + (x0 + x1^2 - 7)^2"
        [parameters]
        x0 = 0.0
        x1 = 0.0
        [method]
        rule = "momentum"
        steps = 12
        [sweep]
        "method.learning_rate" = { from = 1e-4, to = 0.05, count = 64, scale = "log" }
        "method.momentum" = { from = 0.0, to = 0.9, count = 10 }
        [log]
        every = 1

        """;

    private const long RowLimit = 1_000;

    private readonly TemporaryFolder _folder = new();
    private readonly BatchWork _work;

    public SmallBatch(string experiment = Experiment)
    {
        _work = BlockComputation.Work(ExampleFiles.Experiment(experiment), new Identity("experiment.toml", Encoding.UTF8.GetBytes(experiment), new Dictionary<string, string>(), []));
        Run("whole");
    }

    /// <summary>What was said on stderr.</summary>
    public ConcurrentQueue<string> Said { get; } = new();

    public string this[string name] => _folder[name];

    public string Parts(string output, Shard? shard = null) => Claims.PartsPath(_folder[output], shard ?? Shard.Whole);

    /// <summary>Runs to the end, or to where <paramref name="isAllowed"/> says no; the blocks that were computed.</summary>
    public SortedSet<long> Run(string output, Func<long, bool>? isAllowed = null, int workers = 2, Shard? shard = null, bool fresh = false)
    {
        var computed = new ConcurrentBag<long>();
        var work = _work with
        {
            ComputeIn = folder => (block, stop) =>
            {
                if (isAllowed?.Invoke(block) == false) return null;
                computed.Add(block);
                return _work.ComputeIn(folder)(block, stop);
            },
        };
        var request = new RunRequest(_folder[output], shard ?? Shard.Whole, workers, fresh, AsEvents: false) { RowLimit = RowLimit };
        var (code, _) = new BatchRun(work, request).Run(Said.Enqueue);
        Assert.Equal(isAllowed is null ? ExitCode.Done : ExitCode.StoppedEarly, code);
        Assert.Equal(computed.Count, computed.Distinct().Count());
        return [.. computed];
    }

    /// <summary>Runs to the end if nothing stands in the way; the exit code, as the command gives it.</summary>
    public int Attempt(string output, bool fresh = false, Shard? shard = null, bool unlocks = false, Action<long>? before = null)
    {
        var work = before is null ? _work : _work with
        {
            ComputeIn = folder => (block, stop) =>
            {
                before(block);
                return _work.ComputeIn(folder)(block, stop);
            },
        };
        try { return new BatchRun(work, new RunRequest(_folder[output], shard ?? Shard.Whole, 2, fresh, AsEvents: false) { RowLimit = RowLimit, Unlocks = unlocks }).Run(Said.Enqueue).Code; }
        catch (OutputFailure failure) { return Refused(failure); }
    }

    /// <summary>Merges if nothing stands in the way.</summary>
    public int AttemptMerge(string output, params string[] folders)
    {
        try { return Merge(output, folders); }
        catch (OutputFailure failure) { return Refused(failure); }
    }

    private int Refused(OutputFailure failure)
    {
        Said.Enqueue(failure.Message);
        return failure.Code;
    }

    public int Merge(string output, params string[] folders) => Merge(output, new MergeRequest(), folders);

    public int Merge(string output, MergeRequest request, params string[] folders) =>
        new Merge([.. folders.Select(folder => _folder[folder])], _folder[output], request with { RowLimit = RowLimit }, Said.Enqueue).Run().Code;

    /// <summary>Which shards a folder lacks.</summary>
    public MissingShards MissingIn(string output) => MissingShards.In(_folder[output], _work);

    public void AssertWhole(string output) => BatchFolder.AssertSame(_folder["whole"], _folder[output]);

    public void Dispose() => _folder.Dispose();
}
