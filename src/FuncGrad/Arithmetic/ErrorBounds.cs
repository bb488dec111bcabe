namespace FuncGrad;

/// <summary>The largest error of a function in units in the last place, as its documentation states and the tests hold it to.</summary>
/// <param name="Function">Its name in <see cref="VectorMath"/>.</param>
/// <param name="Double">In double, subnormal results included.</param>
/// <param name="Single">In float.</param>
internal sealed record ErrorBound(string Function, double Double, double Single);

/// <summary>
/// The table of error bounds: in double somewhat above the worst of 12 million arguments against 113-bit arithmetic (November 2026),
/// the four native float functions against all 2^32 floats;
/// maximum, minimum and integer powers are exact or defined by their multiplications.
/// </summary>
internal static class ErrorBounds
{
    public static IReadOnlyList<ErrorBound> All { get; } =
    [
        new(nameof(VectorMath.Exp), 1, 1),
        new(nameof(VectorMath.Log), 0.95, 0.9),
        new(nameof(VectorMath.Sigmoid), 1, 1),
        new(nameof(VectorMath.Softplus), 2, 0.51),
        new(nameof(VectorMath.Sin), 0.85, 0.51),
        new(nameof(VectorMath.Cos), 0.85, 0.51),
        new(nameof(VectorMath.Tan), 1.2, 0.51),
        new(nameof(VectorMath.Atan), 0.9, 0.51),
        new(nameof(VectorMath.Sinh), 0.95, 0.51),
        new(nameof(VectorMath.Cosh), 0.85, 0.51),
        new(nameof(VectorMath.Tanh), 0.95, 0.9),
        new(nameof(VectorMath.Pow), 0.51, 0.51),
    ];
}
