namespace FuncGrad.Lab;

/// <summary>The time of all blocks of a batch from some of them.</summary>
internal static class BlockSample
{
    /// <summary>The processor time that measuring takes.</summary>
    public const double Seconds = 1;

    private const int Rounds = 4, MostRounds = 8;

    /// <summary>
    /// Multiples of (√5 − 1)/2, modulo 1, lie evenly in the batch however many there are, and no axis of a sweep keeps step with them.
    /// </summary>
    private const double GoldenSection = 0.6180339887498949;

    /// <summary>
    /// Computes blocks from all over the batch for a quarter of the time, and the same again and again for the rest: each counts with the
    /// least that it took, since what else the machine does, and code that is compiled better meanwhile, only ever adds. Null if none came
    /// to its end.
    /// </summary>
    /// <param name="blocks">How many there are.</param>
    /// <param name="compute">Computes one; false if it was called off.</param>
    /// <param name="clock">Seconds of processor time spent so far.</param>
    public static double? SecondsOfAll(long blocks, Func<long, bool> compute, Func<double> clock)
    {
        if (blocks == 0 || !compute(0)) return null; // also what is compiled once
        var (start, sample, least) = (clock(), new List<long>(), new List<double>());
        while (sample.Count < blocks && clock() - start < Seconds / Rounds)
        {
            var block = (long)((sample.Count + 1) * GoldenSection % 1 * blocks);
            if (Measured(block) is not { } seconds) break;
            sample.Add(block);
            least.Add(seconds);
        }
        for (var again = 0; again < (MostRounds - 1) * sample.Count && clock() - start < Seconds; again++)
        {
            var place = again % sample.Count;
            if (Measured(sample[place]) is not { } seconds) break;
            least[place] = Math.Min(seconds, least[place]);
        }
        return sample.Count == 0 ? null : least.Average() * blocks;

        double? Measured(long block)
        {
            var before = clock();
            return compute(block) ? clock() - before : null;
        }
    }
}
