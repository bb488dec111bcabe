namespace FuncGrad.Lab;

/// <summary>What a batch will take, from a short trial run here.</summary>
/// <param name="Seconds">Of one processor, for the whole batch; NaN if not even few steps came to an end.</param>
/// <param name="IsFromFewerSteps">Whether not one block came to its end in that time, so that trials of fewer steps were measured.</param>
internal sealed record WorkEstimate(double Seconds, bool IsFromFewerSteps)
{
    /// <summary>
    /// Trials are cut to a hundredth of their steps, and to a hundredth of those. The costs that are the same for any number of steps are
    /// told apart by trials of a quarter of these.
    /// </summary>
    private const long FewerSteps = 100, Quarter = 4;

    private const int MostAttempts = 4;

    public static WorkEstimate Of(Experiment experiment, Identity identity)
    {
        if (Seconds(experiment.Method.Steps) is { } measured) return new(measured, false);
        var steps = experiment.Method.Steps;
        for (var attempt = 1; attempt < MostAttempts && steps > Quarter; attempt++)
        {
            steps = Math.Max(Quarter, steps / FewerSteps);
            var few = steps / Quarter;
            if (Seconds(steps) is { } longer && Seconds(few) is { } shorter)
                return new(Extrapolated(few, shorter, steps, longer, experiment.Method.Steps), true);
        }
        return new(double.NaN, true);

        double? Seconds(long tried)
        {
            var method = experiment.Method with { Steps = tried };
            return SecondsOf(BlockComputation.Work(experiment with { Method = method }, identity));
        }
    }

    /// <summary>The line through two measurements, at so many steps: t₂ + (t₂ − t₁)·(n − n₂)/(n₂ − n₁).</summary>
    internal static double Extrapolated(long few, double fewSeconds, long more, double moreSeconds, long all) =>
        moreSeconds + (Math.Max(0, moreSeconds - fewSeconds) * (all - more) / Math.Max(1, more - few));

    /// <summary>Computes blocks of the batch, and forgets them.</summary>
    private static double? SecondsOf(BatchWork work)
    {
        var folder = Directory.CreateTempSubdirectory("funcgrad-");
        try
        {
            using var limit = new ProcessorLimit();
            var compute = work.ComputeIn(folder.FullName);
            var blocks = work.Header(Shard.Whole).Blocks;
            return BlockSample.SecondsOfAll(blocks, block => compute(block, limit.Stop) is not null, ProcessorLimit.Seconds);
        }
        finally { folder.Delete(recursive: true); }
    }
}
