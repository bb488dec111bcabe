using System.Numerics;
using System.Runtime.Intrinsics;

namespace FuncGrad;

/// <summary>The rows of the batch that a lane sees at a state, after so many updates: positions in the whole arrays.</summary>
internal delegate ReadOnlySpan<int> RowsOfBatch(int lane, long iteration);

/// <summary>
/// Of whole arrays, which are shared by all lanes or stand side by side in a frame, the rows that each update sees. Nothing of the whole is
/// copied: a kernel takes the rows of one batch into its own memory, update by update.
/// </summary>
/// <param name="rows">Which rows.</param>
/// <param name="arrays">For each batch input its whole array.</param>
/// <param name="places">Which lane of the rows and arrays each lane is; null: the same.</param>
internal sealed class FrameBatches(RowsOfBatch rows, IReadOnlyList<WholeArray> arrays, int[]? places = null)
{
    /// <summary>Those of some lanes.</summary>
    public FrameBatches Of(int[] lanes) => new(rows, arrays, lanes);

    /// <summary>Numbers of a batch for a lane, one row behind the other; in single precision as they round.</summary>
    public void Take(int input, int lane, long iteration, Precision precision, Span<double> target)
    {
        if (places is not null) lane = places[lane];
        var (at, size) = (0, arrays[input].RowSize);
        foreach (var row in rows(lane, iteration))
            for (var e = 0; e < size; e++) target[at++] = precision.Round(arrays[input].Number(row, e, lane));
    }

    /// <summary>How many numbers the batch of a lane has, where all of its rows are shared; else 0.</summary>
    public int SharedNumbers(int input, long iteration) =>
        arrays[input].Shared(0).Length * rows(places is null ? 0 : places[0], iteration).Length;

    /// <summary>A part of the rows of the batch of the only lane, which are shared, into their places.</summary>
    public unsafe void Enter<T>(int input, long iteration, int part, int parts, T* target)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        var own = rows(places is null ? 0 : places[0], iteration);
        var (first, end) = (own.Length * part / parts, own.Length * (part + 1) / parts);
        var at = target + ((long)first * arrays[input].RowSize);
        foreach (var row in own[first..end]) at = Beside(arrays[input].Shared(row), at);
    }

    /// <summary>
    /// Numbers of a batch into a pack of lanes, <c>[element · packLanes + lane]</c>; lanes that the frame does not fill repeat its last.
    /// </summary>
    public unsafe void Enter<T>(int input, long iteration, int first, int lanes, int packLanes, T* target)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        var (array, size) = (arrays[input], arrays[input].RowSize);
        for (var l = 0; l < packLanes; l++)
        {
            var lane = first + Math.Min(l, lanes - 1);
            if (places is not null) lane = places[lane];
            var at = target + l;
            foreach (var row in rows(lane, iteration))
            {
                var numbers = array.Shared(row);
                if (numbers.IsEmpty) for (var e = 0; e < size; e++, at += packLanes) *at = T.CreateTruncating(array.Number(row, e, lane));
                else if (packLanes == 1) at = Beside(numbers, at);
                else for (var e = 0; e < numbers.Length; e++, at += packLanes) *at = T.CreateTruncating(numbers[e]);
            }
        }
    }

    /// <summary>
    /// A row into neighbouring places; as single precision eight numbers at once, since a large batch is copied for each update.
    /// </summary>
    private static unsafe T* Beside<T>(ReadOnlySpan<double> numbers, T* target) where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        if (typeof(T) == typeof(double)) numbers.CopyTo(new Span<double>(target, numbers.Length));
        else
        {
            var singles = (float*)target;
            var e = 0;
            for (; e + 8 <= numbers.Length; e += 8)
                Vector256.Narrow(Vector256.Create(numbers[e..]), Vector256.Create(numbers[(e + 4)..])).Store(singles + e);
            for (; e < numbers.Length; e++) singles[e] = (float)numbers[e];
        }
        return target + numbers.Length;
    }
}

/// <summary>A whole array, of which batches are rows.</summary>
/// <param name="shape">Its shape; the first axis counts the rows.</param>
/// <param name="shared">The array of all lanes; null if each has its own.</param>
/// <param name="own">Those of the lanes, <c>[element · lanes + lane]</c>.</param>
/// <param name="lanes">How many lanes stand side by side there.</param>
internal sealed class WholeArray(Shape shape, Tensor? shared, double[] own, int lanes)
{
    /// <summary>How many numbers a row has.</summary>
    public int RowSize { get; } = shape.ElementCount / shape[0];

    /// <summary>A number of a row for a lane.</summary>
    public double Number(int row, int element, int lane) =>
        shared is null ? own[(((row * RowSize) + element) * lanes) + lane] : shared.Values[(row * RowSize) + element];

    /// <summary>A row that all lanes share; empty if each has its own.</summary>
    public ReadOnlySpan<double> Shared(int row) => shared is null ? [] : shared.Values.Slice(row * RowSize, RowSize);
}
