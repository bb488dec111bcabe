namespace FuncGrad;

/// <summary>
/// Numbers that look random, of where they stand: operations of (high, low, position), constant to every derivative. See
/// <see cref="Draws"/>. A key is two whole numbers of 24 bits, which are exact in either precision; <see cref="High"/> and
/// <see cref="Low"/> make the key of a step from that of a run.
/// </summary>
internal static class RandomNumbers
{
    /// <summary>The 24 highest bits of a draw, and the 24 below them, as whole numbers.</summary>
    public static readonly Primitive High = Drawn<Draws.High, Draws.High>("random_high"), Low = Drawn<Draws.Low, Draws.Low>("random_low");

    /// <summary>A draw from [0, 1): k/2⁵², in single precision the k/2²⁴ below it.</summary>
    public static readonly Primitive Uniform = Drawn<Draws.Uniform, Draws.ShortUniform>("random");

    public static IReadOnlyList<Primitive> All { get; } = [High, Low, Uniform];

    /// <summary>Numbers from [0, 1) at positions from <paramref name="first"/> on.</summary>
    /// <param name="key">Of the step.</param>
    /// <param name="shape">How many, and how they lie.</param>
    /// <param name="first">The position of the first.</param>
    /// <param name="apart">From one position to the next.</param>
    public static Expr Uniforms((Expr High, Expr Low) key, Shape shape, long first = 0, int apart = 1) =>
        Expr.Elementwise(Uniform, Uniform.Name, key.High, key.Low,
            Expr.Constant(Tensor.Of(shape, Enumerable.Range(0, shape.ElementCount).Select(position => first + (double)apart * position))));

    /// <summary>
    /// Numbers from the normal distribution of mean 0 and deviation 1, number p from draws 2p and 2p + 1 (Box and Muller 1958,
    /// doi:10.1214/aoms/1177706645).
    /// </summary>
    public static Expr Normals((Expr High, Expr Low) key, Shape shape, long first = 0)
    {
        var (u, v) = (Uniforms(key, shape, 2 * first, 2), Uniforms(key, shape, (2 * first) + 1, 2));
        return Expr.Sqrt(-2 * Expr.Log(1 - u)) * Expr.Cos(2 * Math.PI * v);
    }

    /// <summary>The key of a step.</summary>
    public static (Expr High, Expr Low) KeyOf((Expr High, Expr Low) run, Expr step) =>
        (Expr.Elementwise(High, High.Name, run.High, run.Low, step), Expr.Elementwise(Low, Low.Name, run.High, run.Low, step));

    private static Primitive Drawn<F, S>(string name) where F : struct, IDoubleFunction3 where S : struct, IDoubleFunction3 =>
        Elementwise.Function(name, 3,
            (a, b, c) => ThroughDouble.Map<F>(a, b, c), (a, b, c) => ThroughDouble.Map<S>(a, b, c), (_, _, _) => null);
}
