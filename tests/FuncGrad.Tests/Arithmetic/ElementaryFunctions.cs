using System.Reflection;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace FuncGrad.Tests.Elementary;

/// <summary>Every function of <see cref="VectorMath"/> at every width, found by name, applied to arrays.</summary>
internal static class ElementaryFunctions
{
    /// <summary>The functions with an error bound, and the exact ones.</summary>
    public static IEnumerable<string> Names => [.. ErrorBounds.All.Select(b => b.Function), "Maximum", "Minimum"];

    public static bool TakesTwo(string name) => Method(name, typeof(double)).GetParameters().Length == 2;

    public static Type[] DoubleWidths { get; } =
        [typeof(double), typeof(Vector128<double>), typeof(Vector256<double>), typeof(Vector512<double>)];

    public static Type[] SingleWidths { get; } =
        [typeof(float), typeof(Vector128<float>), typeof(Vector256<float>), typeof(Vector512<float>)];

    /// <summary>function(x) or function(x, y), computed in lanes of this type; the length must be a multiple of 16.</summary>
    public static T[] Apply<T>(string name, Type width, T[] x, T[] y) where T : struct
    {
        var generic = typeof(ElementaryFunctions).GetMethod(
            TakesTwo(name) ? nameof(ApplyTwo) : nameof(ApplyOne), BindingFlags.NonPublic | BindingFlags.Static)!;
        return (T[])generic.MakeGenericMethod(typeof(T), width).Invoke(null, [Method(name, width), x, y])!;
    }

    public static double Scalar(string name, double x, double y = 0) => Apply(name, typeof(double), [x], [y])[0];

    public static float Scalar(string name, float x, float y = 0) => Apply(name, typeof(float), [x], [y])[0];

    private static MethodInfo Method(string name, Type width) =>
        typeof(VectorMath).GetMethods().Single(m => m.Name == name && m.GetParameters()[0].ParameterType == width);

    private static T[] ApplyOne<T, TWidth>(MethodInfo method, T[] x, T[] _)
        where T : struct
        where TWidth : struct
    {
        var (function, result) = (method.CreateDelegate<Func<TWidth, TWidth>>(), new T[x.Length]);
        var input = Lanes<T, TWidth>(x);
        var output = Lanes<T, TWidth>(result);
        for (var i = 0; i < input.Length; i++) output[i] = function(input[i]);
        return result;
    }

    private static T[] ApplyTwo<T, TWidth>(MethodInfo method, T[] x, T[] y)
        where T : struct
        where TWidth : struct
    {
        var (function, result) = (method.CreateDelegate<Func<TWidth, TWidth, TWidth>>(), new T[x.Length]);
        var first = Lanes<T, TWidth>(x);
        var second = Lanes<T, TWidth>(y);
        var output = Lanes<T, TWidth>(result);
        for (var i = 0; i < first.Length; i++) output[i] = function(first[i], second[i]);
        return result;
    }

    private static Span<TWidth> Lanes<T, TWidth>(T[] values)
        where T : struct
        where TWidth : struct =>
        MemoryMarshal.Cast<T, TWidth>(values.AsSpan());
}
