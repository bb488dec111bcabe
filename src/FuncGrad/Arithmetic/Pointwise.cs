using System.Diagnostics.CodeAnalysis;
using System.Reflection;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace FuncGrad;

/// <summary>
/// The functions of <see cref="VectorMath"/> from memory to memory, a run of vectors at a time. Generated code calls these: a vector
/// passed by value goes over the stack, whose alignment is left to chance, and a 512-bit argument that straddles two
/// cache lines costs more than the function itself (27 ns against 8 ns for tanh, Zen 4, November 2026).
/// </summary>
internal static unsafe class Pointwise
{
    private static readonly Dictionary<string, Type> Functions = new()
    {
        [nameof(VectorMath.Exp)] = typeof(Exponential),
        [nameof(VectorMath.Log)] = typeof(Logarithm),
        [nameof(VectorMath.Sigmoid)] = typeof(Logistic),
        [nameof(VectorMath.Softplus)] = typeof(SmoothMaximum),
        [nameof(VectorMath.Sin)] = typeof(Sine),
        [nameof(VectorMath.Cos)] = typeof(Cosine),
        [nameof(VectorMath.Tan)] = typeof(Tangent),
        [nameof(VectorMath.Atan)] = typeof(ArcTangent),
        [nameof(VectorMath.Sinh)] = typeof(HyperbolicSine),
        [nameof(VectorMath.Cosh)] = typeof(HyperbolicCosine),
        [nameof(VectorMath.Tanh)] = typeof(HyperbolicTangent),
        [nameof(VectorMath.Pow)] = typeof(Power),
        [nameof(VectorMath.TanhSlope)] = typeof(HyperbolicTangentSlope),
        [nameof(VectorMath.SigmoidSlope)] = typeof(LogisticSlope),
    };

    /// <summary>Whether there is a function of this name.</summary>
    public static bool Has(string function) => Functions.ContainsKey(function);

    /// <summary>
    /// The method (x, result, count), for functions of two variables (x, y, result, count), that computes
    /// result[i] = function(x[i]) for vectors i = 0 … count − 1; addresses as native integers, aligned to the vector for speed.
    /// </summary>
    /// <param name="function">A name in <see cref="VectorMath"/>, extrema and integer powers excepted.</param>
    /// <param name="vector">The vector type, such as Vector512&lt;double&gt;; result may be x.</param>
    [RequiresDynamicCode("A method for the width of the registers is made while the program runs.")]
    public static MethodInfo Of(string function, Type vector)
    {
        var body = Functions[function];
        var isSingle = vector.GenericTypeArguments[0] == typeof(float);
        var isPair = typeof(IDoubleFunction2).IsAssignableFrom(body);
        if (isSingle && !typeof(ISingleFunction).IsAssignableFrom(body) && !typeof(ISingleFunction2).IsAssignableFrom(body))
            return Method((isPair ? "PairsThroughDouble" : "ThroughDouble") + Vectors(vector)).MakeGenericMethod(body);
        if (isPair) return Method(isSingle ? nameof(SinglePairs) : nameof(Pairs)).MakeGenericMethod(body, Lanes(vector));
        return Method(isSingle ? nameof(Singles) : nameof(Doubles)).MakeGenericMethod(body, Lanes(vector));
    }

    private static MethodInfo Method(string name) => typeof(Pointwise).GetMethod(name, BindingFlags.NonPublic | BindingFlags.Static)!;

    private static string Vectors(Type vector) =>
        vector.Name.StartsWith("Vector512", StringComparison.Ordinal) ? "512"
        : vector.Name.StartsWith("Vector256", StringComparison.Ordinal) ? "256" : "128";

    [RequiresDynamicCode("A method for the width of the registers is made while the program runs.")]
    private static Type Lanes(Type vector)
    {
        var generic = Vectors(vector) switch { "512" => typeof(Lanes512<>), "256" => typeof(Lanes256<>), _ => typeof(Lanes128<>) };
        return generic.MakeGenericType(vector.GenericTypeArguments);
    }

    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
    private static void Doubles<F, L>(nint x, nint result, int count)
        where F : struct, IDoubleFunction
        where L : unmanaged, ILanes<L, double>
    {
        for (var i = 0; i < count; i++) ((L*)result)[i] = F.Apply(((L*)x)[i]);
    }

    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
    private static void Pairs<F, L>(nint x, nint y, nint result, int count)
        where F : struct, IDoubleFunction2
        where L : unmanaged, ILanes<L, double>
    {
        for (var i = 0; i < count; i++) ((L*)result)[i] = F.Apply(((L*)x)[i], ((L*)y)[i]);
    }

    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
    private static void SinglePairs<F, L>(nint x, nint y, nint result, int count)
        where F : struct, ISingleFunction2
        where L : unmanaged, ILanes<L, float>
    {
        for (var i = 0; i < count; i++) ((L*)result)[i] = F.ApplySingle(((L*)x)[i], ((L*)y)[i]);
    }

    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
    private static void Singles<F, L>(nint x, nint result, int count)
        where F : struct, ISingleFunction
        where L : unmanaged, ILanes<L, float>
    {
        for (var i = 0; i < count; i++) ((L*)result)[i] = F.ApplySingle(((L*)x)[i]);
    }

    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
    private static void ThroughDouble128<F>(nint x, nint result, int count) where F : struct, IDoubleFunction
    {
        for (var i = 0; i < count; i++)
            ((Vector128<float>*)result)[i] = ThroughDouble.Map<F>(((Vector128<float>*)x)[i]);
    }

    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
    private static void PairsThroughDouble128<F>(nint x, nint y, nint result, int count) where F : struct, IDoubleFunction2
    {
        for (var i = 0; i < count; i++)
            ((Vector128<float>*)result)[i] = ThroughDouble.Map<F>(((Vector128<float>*)x)[i], ((Vector128<float>*)y)[i]);
    }

    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
    private static void ThroughDouble256<F>(nint x, nint result, int count) where F : struct, IDoubleFunction
    {
        for (var i = 0; i < count; i++)
            ((Vector256<float>*)result)[i] = ThroughDouble.Map<F>(((Vector256<float>*)x)[i]);
    }

    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
    private static void PairsThroughDouble256<F>(nint x, nint y, nint result, int count) where F : struct, IDoubleFunction2
    {
        for (var i = 0; i < count; i++)
            ((Vector256<float>*)result)[i] = ThroughDouble.Map<F>(((Vector256<float>*)x)[i], ((Vector256<float>*)y)[i]);
    }

    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
    private static void ThroughDouble512<F>(nint x, nint result, int count) where F : struct, IDoubleFunction
    {
        for (var i = 0; i < count; i++)
            ((Vector512<float>*)result)[i] = ThroughDouble.Map<F>(((Vector512<float>*)x)[i]);
    }

    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
    private static void PairsThroughDouble512<F>(nint x, nint y, nint result, int count) where F : struct, IDoubleFunction2
    {
        for (var i = 0; i < count; i++)
            ((Vector512<float>*)result)[i] = ThroughDouble.Map<F>(((Vector512<float>*)x)[i], ((Vector512<float>*)y)[i]);
    }
}
