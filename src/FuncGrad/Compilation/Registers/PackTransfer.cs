using System.Runtime.CompilerServices;

namespace FuncGrad;

/// <summary>The way of numbers from a frame, whose lanes stand side by side for all trials, into a pack of lanes and back.</summary>
internal static unsafe class PackTransfer
{
    /// <summary>How many lanes the widest registers hold in double precision: those of most packs.</summary>
    private const int RowOfLanes = 8;

    /// <summary>
    /// Numbers of a frame into the pack, element after element; lanes that the frame does not fill repeat its last, so that they stop when
    /// it does. Returns where the next array goes.
    /// </summary>
    public static nint Enter(nint target, double[] array, int frameLanes, int first, int lanes, int packLanes, Precision precision)
    {
        var size = precision == Precision.Double ? 8 : 4;
        if (frameLanes == lanes && lanes == packLanes)
        {
            Copy(array, target, precision);
            return target + (array.Length * size);
        }
        if (precision == Precision.Double && lanes == RowOfLanes && packLanes == RowOfLanes)
        {
            fixed (double* numbers = array) CopyRows(numbers + first, frameLanes, (double*)target, RowOfLanes, array.Length / frameLanes);
            return target + (array.Length / frameLanes * RowOfLanes * size);
        }
        for (var from = first; from < array.Length; from += frameLanes, target += packLanes * size)
        {
            var numbers = array.AsSpan(from, lanes);
            Copy(numbers, target, precision);
            for (var lane = lanes; lane < packLanes; lane++) Put(target + (lane * size), numbers[^1], precision);
        }
        return target;
    }

    /// <summary>Numbers of the pack back into the frame. Returns where the next array begins.</summary>
    public static nint Leave(nint source, Span<double> array, int frameLanes, int first, int lanes, int packLanes, Precision precision)
    {
        var size = precision == Precision.Double ? 8 : 4;
        if (frameLanes == lanes && lanes == packLanes)
        {
            CopyBack(array, source, precision);
            return source + (array.Length * size);
        }
        if (precision == Precision.Double && lanes == RowOfLanes && packLanes == RowOfLanes)
        {
            fixed (double* numbers = array) CopyRows((double*)source, RowOfLanes, numbers + first, frameLanes, array.Length / frameLanes);
            return source + (array.Length / frameLanes * RowOfLanes * size);
        }
        for (var to = first; to < array.Length; to += frameLanes, source += packLanes * size)
        {
            var numbers = array.Slice(to, lanes);
            CopyBack(numbers, source, precision);
        }
        return source;
    }

    /// <summary>A register of lanes of each element. The length of a copy is known beforehand, so that it is a move and no call.</summary>
    private static void CopyRows(double* from, int fromStride, double* to, int toStride, int rows)
    {
        for (var row = 0; row < rows; row++, from += fromStride, to += toStride)
            Unsafe.CopyBlockUnaligned(to, from, RowOfLanes * sizeof(double));
    }

    /// <summary>The rows of a batch into the pack; where all lanes see the same, once.</summary>
    public static void Enter(nint target, FrameBatches batches, int input, long iteration, int first, int lanes, int packLanes,
        Precision precision)
    {
        if (precision == Precision.Double) batches.Enter(input, iteration, first, lanes, packLanes, (double*)target);
        else batches.Enter(input, iteration, first, lanes, packLanes, (float*)target);
    }

    /// <summary>A part of the rows of the only lane.</summary>
    public static void Enter(nint target, FrameBatches batches, int input, long iteration, int part, int parts, Precision precision)
    {
        if (precision == Precision.Double) batches.Enter(input, iteration, part, parts, (double*)target);
        else batches.Enter(input, iteration, part, parts, (float*)target);
    }

    public static void CopyBack(Span<double> numbers, nint source, Precision precision)
    {
        if (precision == Precision.Double) new ReadOnlySpan<double>((void*)source, numbers.Length).CopyTo(numbers);
        else
            for (var i = 0; i < numbers.Length; i++) numbers[i] = ((float*)source)[i];
    }

    public static void Copy(Span<double> numbers, nint target, Precision precision) =>
        Copy((ReadOnlySpan<double>)numbers, target, precision);

    public static void Copy(ReadOnlySpan<double> numbers, nint target, Precision precision)
    {
        if (precision == Precision.Double) numbers.CopyTo(new Span<double>((void*)target, numbers.Length));
        else
            for (var i = 0; i < numbers.Length; i++) ((float*)target)[i] = (float)numbers[i];
    }

    public static void Put(nint address, double value, Precision precision)
    {
        if (precision == Precision.Double) *(double*)address = value;
        else *(float*)address = (float)value;
    }

    public static double Get(nint address, Precision precision) => precision == Precision.Double ? *(double*)address : *(float*)address;
}
