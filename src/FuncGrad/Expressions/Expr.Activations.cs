namespace FuncGrad;

// Further functions element by element, and what networks are trained by.
public sealed partial class Expr
{
    /// <summary>⌊x⌋; its derivative is 0 everywhere.</summary>
    public static Expr Floor(Expr x) => Node(ComposedFunctions.Floor, null, x);

    /// <summary>⌈x⌉; its derivative is 0 everywhere.</summary>
    public static Expr Ceil(Expr x) => Node(ComposedFunctions.Ceil, null, x);

    /// <summary>The nearest whole number, of two the even one; its derivative is 0 everywhere.</summary>
    public static Expr Round(Expr x) => Node(ComposedFunctions.Round, null, x);

    /// <summary>ln(1 + x), with all digits where x is small.</summary>
    public static Expr Log1p(Expr x) => Node(ComposedFunctions.Log1p, null, x);

    /// <summary>eˣ − 1 = tanh(x/2)·(eˣ + 1), with all digits where x is small.</summary>
    public static Expr Expm1(Expr x) => Node(ComposedFunctions.Expm1, null, x);

    /// <summary>The error function 2/√π·∫₀ˣ exp(−t²) dt.</summary>
    public static Expr Erf(Expr x) => Node(ComposedFunctions.Erf, null, x);

    /// <summary>1 − erf x, with all digits where erf x is near 1.</summary>
    public static Expr Erfc(Expr x) => Node(ComposedFunctions.Erfc, null, x);

    /// <summary>The angle in [−π/2, π/2] whose sine is x; NaN beyond −1 and 1.</summary>
    public static Expr Asin(Expr x) => Atan(x / Sqrt((1 - x) * (1 + x)));

    /// <summary>The angle in [0, π] whose cosine is x; NaN beyond −1 and 1.</summary>
    public static Expr Acos(Expr x) => 2 * Atan(Sqrt((1 - x) / (1 + x)));

    /// <summary>The angle of the point (x, y), in (−π, π]; 0 at the origin.</summary>
    public static Expr Atan2(Expr y, Expr x)
    {
        var (isSteep, up) = (Less(Abs(x), Abs(y)), Where(y < 0, -1, 1));
        var flat = Atan(y / Where(Equal(x, 0) * Equal(y, 0), 1, x)) + Where(x < 0, Math.PI * up, 0);
        return Where(isSteep, ((Math.PI / 2) * up) - Atan(x / y), flat);
    }

    /// <summary>x, but low where it is less and high where it is more; the derivative is 1 from low to high, both included.</summary>
    public static Expr Clip(Expr x, Expr low, Expr high) => Where(x < low, low, Where(Less(high, x), high, x));

    /// <summary>a − b·⌊a/b⌋, which has the sign of b.</summary>
    public static Expr Mod(Expr a, Expr b) => a - (b * Floor(a / b));

    // ---- activations ------------------------------------------------------------------------------------------------

    /// <summary>
    /// x·Φ(x) with the distribution function Φ of the standard normal (Hendrycks &amp; Gimpel 2016, arXiv:1606.08415), not its
    /// approximation by tanh.
    /// </summary>
    public static Expr Gelu(Expr x) => 0.5 * x * Erfc(-Math.Sqrt(0.5) * x);

    /// <summary>x·sigmoid(x), also called swish.</summary>
    public static Expr Silu(Expr x) => x * Sigmoid(x);

    /// <summary>x where x > 0, else α·(eˣ − 1) (Clevert et al. 2015, arXiv:1511.07289).</summary>
    public static Expr Elu(Expr x, double alpha = 1) => Where(Less(0, x), x, alpha * Expm1(x));

    /// <summary>x where x > 0, else slope·x.</summary>
    public static Expr LeakyRelu(Expr x, double slope = 0.01) => Where(Less(0, x), x, slope * x);

    // ---- losses -----------------------------------------------------------------------------------------------------

    /// <summary>The mean of (y − t)² over all elements.</summary>
    public static Expr MeanSquaredError(Expr y, Expr t) => Mean(Pow(y - t, 2));

    /// <summary>The mean of d²/2 where |d| ≤ δ, else δ·(|d| − δ/2), with d = y − t (Huber 1964, doi:10.1214/aoms/1177703732).</summary>
    public static Expr Huber(Expr y, Expr t, double delta = 1)
    {
        var d = y - t;
        return Mean(Where(LessOrEqual(Abs(d), delta), 0.5 * Pow(d, 2), delta * (Abs(d) - (delta / 2))));
    }

    /// <summary>
    /// The mean of −t·ln σ(x) − (1 − t)·ln(1 − σ(x)) over all elements, with σ the sigmoid: x are logits, so that nothing overflows.
    /// </summary>
    public static Expr BinaryCrossEntropy(Expr x, Expr t) => Mean((t * Softplus(-x)) + ((1 - t) * Softplus(x)));
}
