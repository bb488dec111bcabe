using System.Diagnostics;

namespace FuncGrad.Lab;

/// <summary>What a batch will take, from a short trial run here.</summary>
/// <param name="Seconds">Of one processor, for the whole batch.</param>
/// <param name="IsFromFewerSteps">Whether not one block came to its end in that time, so that trials of fewer steps were measured.</param>
internal sealed record WorkEstimate(double Seconds, bool IsFromFewerSteps)
{
    /// <summary>How long is tried.</summary>
    private const double TrialSeconds = 2;

    private const long FewerSteps = 100;

    private const int MostAttempts = 4;

    /// <summary>Computes blocks from all over the batch, one after the other, and forgets them.</summary>
    public static WorkEstimate Of(Experiment experiment, Identity identity)
    {
        var factor = 1L;
        for (var attempt = 0; attempt < MostAttempts; attempt++)
        {
            var (all, some) = (experiment.Method.Steps, Math.Max(1, experiment.Method.Steps / factor));
            var tried = factor == 1 ? experiment : experiment with { Method = experiment.Method with { Steps = some } };
            if (SecondsOfAll(BlockComputation.Work(tried, identity)) is { } seconds) return new(seconds * Math.Max(1, all) / some, factor > 1);
            factor *= FewerSteps;
        }
        return new(double.NaN, true);
    }

    private static double? SecondsOfAll(BatchWork work)
    {
        var (folder, blocks) = (Directory.CreateTempSubdirectory("funcgrad-"), Math.Max(1, work.Header(Shard.Whole).Blocks));
        try
        {
            using var stop = new CancellationTokenSource(TimeSpan.FromSeconds(TrialSeconds));
            var compute = work.ComputeIn(folder.FullName);
            if (compute(0, stop.Token) is null) return null; // also what is compiled once
            var (clock, done, stride) = (Stopwatch.StartNew(), 0, Math.Max(1, blocks / 37));
            for (var block = stride % blocks; clock.Elapsed.TotalSeconds < TrialSeconds / 2 && done < blocks; block = (block + stride) % blocks, done++)
                if (compute(block, stop.Token) is null) break;
            return done == 0 ? null : clock.Elapsed.TotalSeconds / done * blocks;
        }
        finally { folder.Delete(recursive: true); }
    }
}
