using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace FuncGrad;

/// <summary>What is done to a few neighbouring lanes at once, with the same bits for however many.</summary>
internal interface ILaneOperation
{
    /// <summary>Does it to the lanes from this one on, as many as <typeparamref name="T"/> holds.</summary>
    void Apply<T>(int lane)
        where T : struct, ILanes<T, double>;
}

/// <summary>Operations over all lanes: as wide as the processor is, and the rest one by one.</summary>
internal static class Lanewise
{
    /// <summary>Does it to all lanes.</summary>
    public static void Each<TOperation>(int lanes, TOperation operation)
        where TOperation : struct, ILaneOperation
    {
        var rest = Vector512.IsHardwareAccelerated
            ? Run<Lanes256<double>, TOperation>(Run<Lanes512<double>, TOperation>(0, lanes, operation), lanes, operation)
            : Run<Lanes256<double>, TOperation>(0, lanes, operation);
        Run<Lane<double>, TOperation>(rest, lanes, operation);
    }

    private static int Run<T, TOperation>(int lane, int lanes, TOperation operation)
        where T : struct, ILanes<T, double>
        where TOperation : struct, ILaneOperation
    {
        for (; lane + T.Count <= lanes; lane += T.Count) operation.Apply<T>(lane);
        return lane;
    }

    /// <summary>The lanes that lie at this place.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static T Get<T>(double[] values, int place)
        where T : struct, ILanes<T, double> => Unsafe.ReadUnaligned<T>(ref Unsafe.As<double, byte>(ref values.AsSpan(place, T.Count)[0]));

    /// <summary>Puts lanes to this place.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Put<T>(double[] values, int place, T lanes)
        where T : struct, ILanes<T, double> =>
        Unsafe.WriteUnaligned(ref Unsafe.As<double, byte>(ref values.AsSpan(place, T.Count)[0]), lanes);

    /// <summary>Where some lanes of a vector of so many numbers begin. What is read and written behind it is not checked again.</summary>
    public static ref double From(double[] values, int lane, int count) => ref values.AsSpan(0, count)[lane];

    /// <summary>The lanes that lie so far behind the first.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static T Get<T>(ref double first, nint distance)
        where T : struct, ILanes<T, double> => Unsafe.ReadUnaligned<T>(ref Unsafe.As<double, byte>(ref Unsafe.Add(ref first, distance)));

    /// <summary>Puts lanes so far behind the first.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Put<T>(ref double first, nint distance, T lanes)
        where T : struct, ILanes<T, double> =>
        Unsafe.WriteUnaligned(ref Unsafe.As<double, byte>(ref Unsafe.Add(ref first, distance)), lanes);
}
