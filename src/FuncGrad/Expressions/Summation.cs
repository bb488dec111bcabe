namespace FuncGrad;

/// <summary>
/// The order in which a sum is formed, fixed once so that it gives the same bits for any register width and any number of threads.
/// Up to <see cref="SequentialLimit"/> terms: left to right. Up to <see cref="ChunkLength"/>: <see cref="Strands"/> running sums, term
/// i going to strand i mod 16 and the strands folded in halves (j += j + 8, + 4, + 2, + 1). More: the sums of
/// consecutive chunks of 4096 terms, summed by the same rule.
/// Error bound: |computed − exact| ≤ (⌈n/16⌉ + 4)·u·Σ|term| within a chunk, far below the n·u of one running sum
/// (Higham, Accuracy and Stability of Numerical Algorithms, 2002, section 4.2).
/// </summary>
internal static class Summation
{
    public const int SequentialLimit = 32;
    public const int Strands = 16;
    public const int ChunkLength = 4096;

    /// <summary>Σ of <paramref name="terms"/>; 0 if there are none. Each addition is rounded to <paramref name="precision"/>.</summary>
    public static double Sum(ReadOnlySpan<double> terms, Precision precision = Precision.Double)
    {
        if (terms.Length <= SequentialLimit) return Sequential(terms, precision);
        if (terms.Length <= ChunkLength) return Stranded(terms, precision);
        var chunks = (terms.Length + ChunkLength - 1) / ChunkLength;
        Span<double> chunkSums = chunks <= ChunkLength ? stackalloc double[chunks] : new double[chunks]; // no allocation up to 2^24 terms
        for (var chunk = 0; chunk < chunkSums.Length; chunk++)
        {
            var start = chunk * ChunkLength;
            chunkSums[chunk] = Sum(terms.Slice(start, Math.Min(ChunkLength, terms.Length - start)), precision);
        }
        return Sum(chunkSums, precision);
    }

    private static double Sequential(ReadOnlySpan<double> terms, Precision precision)
    {
        if (terms.IsEmpty) return 0;
        var sum = terms[0];
        for (var i = 1; i < terms.Length; i++) sum = precision.Round(sum + terms[i]);
        return sum;
    }

    private static double Stranded(ReadOnlySpan<double> terms, Precision precision)
    {
        Span<double> strands = stackalloc double[Strands];
        terms[..Strands].CopyTo(strands);
        for (var i = Strands; i < terms.Length; i++) strands[i % Strands] = precision.Round(strands[i % Strands] + terms[i]);
        for (var half = Strands / 2; half >= 1; half /= 2)
            for (var j = 0; j < half; j++) strands[j] = precision.Round(strands[j] + strands[j + half]);
        return strands[0];
    }
}
