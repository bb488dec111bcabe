using System.Numerics;

namespace FuncGrad;

/// <summary>The ends of sums whose terms were added on the way along a line, in the order of <see cref="Summation"/>.</summary>
internal static unsafe class LineSums
{
    public static int Chunks(int count) => (count + Summation.ChunkLength - 1) / Summation.ChunkLength;

    /// <summary>Whether a sum of so many terms has no chunk that is short enough to be added from left to right.</summary>
    public static bool Has(int count) =>
        count >= LineReads.Shortest
            && (count <= Summation.ChunkLength || count % Summation.ChunkLength is 0 or > Summation.SequentialLimit);

    /// <summary>The sum of the sums of chunks.</summary>
    public static void FoldChunks<T>(nint chunkSums, int chunks, nint target)
        where T : unmanaged, IBinaryFloatingPointIeee754<T> =>
        *(T*)target = DenseSum<Lane<T>, T>.Of((T*)chunkSums, chunks);
}
