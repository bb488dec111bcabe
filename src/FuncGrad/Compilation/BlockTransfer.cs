namespace FuncGrad;

/// <summary>The way of numbers from a frame, whose lanes stand side by side for all trials, into a block of lanes and back.</summary>
internal static unsafe class BlockTransfer
{
    /// <summary>Numbers of a frame into the block, element after element; lanes that the frame does not fill repeat its last, so that they stop when it does. Returns where the next array goes.</summary>
    public static nint Enter(nint target, double[] array, int frameLanes, int first, int lanes, int blockLanes, Precision precision)
    {
        var size = precision == Precision.Double ? 8 : 4;
        for (var from = first; from < array.Length; from += frameLanes, target += blockLanes * size)
        {
            var numbers = array.AsSpan(from, lanes);
            for (var lane = 0; lane < blockLanes; lane++) Put(target + (lane * size), numbers[Math.Min(lane, lanes - 1)], precision);
        }
        return target;
    }

    /// <summary>Numbers of the block back into the frame. Returns where the next array begins.</summary>
    public static nint Leave(nint source, double[] array, int frameLanes, int first, int lanes, int blockLanes, Precision precision)
    {
        var size = precision == Precision.Double ? 8 : 4;
        for (var to = first; to < array.Length; to += frameLanes, source += blockLanes * size)
            for (var lane = 0; lane < lanes; lane++) array[to + lane] = Get(source + (lane * size), precision);
        return source;
    }

    public static void Copy(ReadOnlySpan<double> numbers, nint target, Precision precision)
    {
        for (var i = 0; i < numbers.Length; i++) Put(target + ((nint)i * (precision == Precision.Double ? 8 : 4)), numbers[i], precision);
    }

    public static void Put(nint address, double value, Precision precision)
    {
        if (precision == Precision.Double) *(double*)address = value;
        else *(float*)address = (float)value;
    }

    public static double Get(nint address, Precision precision) => precision == Precision.Double ? *(double*)address : *(float*)address;
}
