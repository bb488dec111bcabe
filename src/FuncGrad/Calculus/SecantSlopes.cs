namespace FuncGrad;

/// <summary>
/// An operand on a step: its value in the middle, the difference between its values at the two ends, Σ |share| over the ways in which the
/// step acts on it, and by how much the difference depends on the side.</summary>
internal readonly record struct Moving(double At, double By, double Terms, double Kink)
{
    /// <summary>The motion relative to the operand itself.</summary>
    public double Ratio => By == 0 ? 0 : By / At;

    public bool Stands => By == 0 && Terms == 0 && Kink == 0;
}

/// <summary>What an operation makes of the motions of its operands: y⁺ − y⁻ = Σ slope·(x⁺ − x⁻).</summary>
/// <param name="A">Of the first operand.</param>
/// <param name="B">Of the second.</param>
/// <param name="C">Of the third.</param>
/// <param name="Strain">How far the operands move, measured by what the operation changes over: the slopes hold up to the square of
/// it.</param>
/// <param name="Kink">By how much the difference depends on the side, where the middle lies on a kink; infinite on a jump.</param>
/// <param name="Rest">What is left where all slopes are 0: that the operation moves at all, in the second order.</param>
internal readonly record struct Secants(double A, double B = 0, double C = 0, double Strain = 0, double Kink = 0, double Rest = 0);

/// <summary>
/// The slopes of secants of the elementwise operations, by addition theorems: sin b − sin a = 2·cos((a + b)/2)·sin((b − a)/2),
/// log b − log a = 2·artanh((b − a)/(a + b)). A difference formed so loses no digit, however near its ends lie. They hold for steps of any
/// length, of which no rule of differentiation knows anything.
/// </summary>
internal static partial class SecantSlopes
{
    private delegate Secants Rule(Moving a, Moving b, Moving c, double y);

    private static readonly Dictionary<Primitive, Rule> Rules = new()
    {
        [Elementwise.Add] = (_, _, _, _) => new(1, 1),
        [Elementwise.Subtract] = (_, _, _, _) => new(1, -1),
        [Elementwise.Multiply] = (a, b, _, _) => new(b.At, a.At, Rest: Math.Abs(a.By * b.By)),
        [Elementwise.FusedMultiplyAdd] = (a, b, _, _) => new(b.At, a.At, 1, Rest: Math.Abs(a.By * b.By)),
        [Elementwise.Divide] = (_, b, _, y) => Quotient(b, y),
        [Elementwise.Negate] = (_, _, _, _) => new(-1),
        [Elementwise.StopGradient] = (_, _, _, _) => new(1),
        [Elementwise.Sqrt] = (a, _, _, y) => new(1 / (y * (Math.Sqrt(1 + (a.Ratio / 2)) + Math.Sqrt(1 - (a.Ratio / 2)))), Strain: a.Ratio),
        [Elementwise.Less] = (a, b, _, _) => Comparison(a, b),
        [Elementwise.LessOrEqual] = (a, b, _, _) => Comparison(a, b),
        [Elementwise.EqualTo] = (a, b, _, _) => Comparison(a, b),
        [Elementwise.NotEqualTo] = (a, b, _, _) => Comparison(a, b),
        [Elementwise.Where] = (a, b, c, _) => Choice(a, b, c),
        [Elementwise.Maximum] = (a, b, _, _) => Extreme(a, b, a.At > b.At),
        [Elementwise.Minimum] = (a, b, _, _) => Extreme(a, b, a.At < b.At),
        [Elementwise.Abs] = (a, _, _, _) => Sided(a, -1, 1),
        [Elementwise.Relu] = (a, _, _, _) => Sided(a, 0, 1),
        [Elementwise.Sign] = (a, _, _, _) => Comparison(a, default),
        // A power of two that cancels; where another is chosen, the norm stays what it is.
        [EuclideanNorm.Scale] = (_, _, _, _) => new(0),
        [ComposedFunctions.Floor] = (a, _, _, _) => Jumps(a, Math.Round(a.At)),
        [ComposedFunctions.Ceil] = (a, _, _, _) => Jumps(a, Math.Round(a.At)),
        [ComposedFunctions.Round] = (a, _, _, _) => Jumps(a, Math.Floor(a.At) + 0.5),
        [ComposedFunctions.Log1p] = (a, _, _, _) => new(ArtanhQuotient(a.By / (1 + a.At) / 2) / (1 + a.At), Strain: a.By / (1 + a.At)),
        [ComposedFunctions.Expm1] = (a, _, _, _) => new(Math.Exp(a.At) * SinhQuotient(a.By / 2), Strain: a.By),
        [ComposedFunctions.Erf] = (a, _, _, _) => ErrorIntegral(a, 1),
        [ComposedFunctions.Erfc] = (a, _, _, _) => ErrorIntegral(a, -1),
        [RandomNumbers.High] = (a, b, c, _) => OfWhole(a, b, c),
        [RandomNumbers.Low] = (a, b, c, _) => OfWhole(a, b, c),
        [RandomNumbers.Uniform] = (a, b, c, _) => OfWhole(a, b, c),
        [Dropout.Operation] = (_, _, _, _) => new(1, 0),
        [Elementwise.Power] = (a, b, _, y) => Power(a, b, y),
        [Elementwise.Exp] = (a, _, _, y) => new(y * SinhQuotient(a.By / 2), Strain: a.By),
        [Elementwise.Log] = (a, _, _, _) => new(ArtanhQuotient(a.Ratio / 2) / a.At, Strain: a.Ratio),
        [Elementwise.Sin] = (a, _, _, _) => new(VectorMath.Cos(a.At) * SinQuotient(a.By / 2), Strain: a.By),
        [Elementwise.Cos] = (a, _, _, _) => new(-VectorMath.Sin(a.At) * SinQuotient(a.By / 2), Strain: a.By),
        [Elementwise.Tan] = (a, _, _, _) => Tangent(a, VectorMath.Cos(a.At), VectorMath.Sin(a.By / 2)),
        [Elementwise.Sinh] = (a, _, _, _) => new(VectorMath.Cosh(a.At) * SinhQuotient(a.By / 2), Strain: a.By),
        [Elementwise.Cosh] = (a, _, _, _) => new(VectorMath.Sinh(a.At) * SinhQuotient(a.By / 2), Strain: a.By),
        [Elementwise.Tanh] = (a, _, _, _) => HyperbolicTangent(a, VectorMath.Cosh(a.At)),
        [Slopes.Tanh] = (a, _, _, _) => SquareOfTanh(a, 1),
        [Slopes.Sigmoid] = (a, _, _, _) => SquareOfTanh(a with { At = a.At / 2, By = a.By / 2 }, 0.125),
        [Elementwise.Atan] = (a, _, _, _) => ArcTangent(a, 1 + (a.At * a.At) - (a.By * a.By / 4)),
        [Elementwise.Sigmoid] = (a, _, _, _) =>
            new(SinhQuotient(a.By / 2) / 2 / (VectorMath.Cosh(a.At) + VectorMath.Cosh(a.By / 2)), Strain: a.By),
        [Elementwise.Softplus] = (a, _, _, _) => Softplus(a),
    };

    /// <summary>Whether there is a rule for an elementwise operation; a test holds that there is one for each.</summary>
    public static bool Know(Primitive primitive) => primitive == Elementwise.IntegerPower || Rules.ContainsKey(primitive);

    /// <summary>The slopes of an operation between the ends of a step.</summary>
    /// <param name="node">An elementwise operation.</param>
    /// <param name="a">Its first operand; operands it does not have are passed as 0.</param>
    /// <param name="b">Its second.</param>
    /// <param name="c">Its third.</param>
    /// <param name="y">Its value in the middle.</param>
    public static Secants Of(Expr node, Moving a, Moving b, Moving c, double y) =>
        node.Primitive == Elementwise.IntegerPower ? IntegerPower(a, (int)node.Attribute!) : Rules[node.Primitive](a, b, c, y);

    // ---- choices: within a step that crosses no kink they are one of their sides -----------------------------------------

    private static Secants Comparison(Moving a, Moving b)
    {
        var (distance, closing) = (a.At - b.At, a.By - b.By);
        if (distance == 0) return new(0, Kink: closing != 0 || a.Kink != 0 || b.Kink != 0 ? double.PositiveInfinity : 0);
        return new(0, Strain: closing / distance);
    }

    /// <summary>A step function with its nearest jump.</summary>
    private static Secants Jumps(Moving a, double nearest) => Comparison(a, new(nearest, 0, 0, 0));

    /// <summary>Constant between whole numbers, and another number at each.</summary>
    private static Secants OfWhole(params ReadOnlySpan<Moving> operands)
    {
        var all = new Secants(0);
        foreach (var operand in operands)
        {
            var one = Jumps(operand, Math.Floor(operand.At) + 0.5);
            all = new(0, Strain: Math.Max(Math.Abs(all.Strain), Math.Abs(one.Strain)), Kink: all.Kink + one.Kink);
        }
        return all;
    }

    private static Secants Choice(Moving condition, Moving chosen, Moving other)
    {
        var differ = chosen.At != other.At ? double.PositiveInfinity : Math.Abs(chosen.By - other.By) + chosen.Kink + other.Kink;
        var kink = condition.Kink == 0 ? 0 : differ;
        return condition.At != 0 ? new(0, 1, Kink: kink) : new(0, 0, 1, Kink: kink);
    }

    private static Secants Extreme(Moving a, Moving b, bool isFirst)
    {
        var (distance, closing) = (a.At - b.At, a.By - b.By);
        if (distance == 0) return new(0.5, 0.5, Kink: Math.Abs(closing));
        return new(isFirst ? 1 : 0, isFirst ? 0 : 1, Strain: closing / distance);
    }

    private static Secants Sided(Moving a, double below, double above)
    {
        if (a.At == 0) return new((above + below) / 2, Kink: (above - below) * Math.Abs(a.By));
        return new(a.At > 0 ? above : below, Strain: a.Ratio);
    }

    // ---- arithmetic and powers -------------------------------------------------------------------------------------------

    /// <summary>a⁺/b⁺ − a⁻/b⁻ = (b·Δa − a·Δb) / (b⁺·b⁻).</summary>
    private static Secants Quotient(Moving b, double y)
    {
        var spread = 1 - (b.Ratio * b.Ratio / 4);
        return new(1 / b.At / spread, -y / b.At / spread, Strain: b.Ratio);
    }

    /// <summary>(x⁺)ⁿ − (x⁻)ⁿ = (x⁺x⁻)^(n/2)·2·sinh(n·artanh(Δx/2x)); at 0 nothing of the first order.</summary>
    private static Secants IntegerPower(Moving a, int n)
    {
        if (n == 0) return new(0);
        if (a.At == 0) return n < 0 ? new(double.NaN) : new(n == 1 ? 1 : 0, Rest: Math.Abs(VectorMath.IntegerPower(a.By, n)));
        return new(n * VectorMath.IntegerPower(a.At, n - 1) * PowerCorrection(a, n), Strain: n * a.Ratio);
    }

    private static Secants Power(Moving a, Moving b, double y)
    {
        var ofExponent = b.Stands ? 0 : a.At == 0 && b.At > 0 ? 0
            : y * VectorMath.Log(a.At) * SinhQuotient(b.By * VectorMath.Log(a.At) / 2);
        var strain = Math.Max(Math.Abs(Math.Max(1, Math.Abs(b.At)) * a.Ratio), b.By == 0 ? 0 : Math.Abs(b.By * VectorMath.Log(a.At)));
        if (a.Stands || b.At == 0) return new(0, ofExponent, Strain: a.By == 0 && b.By == 0 ? 0 : strain);
        if (a.At == 0) return new(b.At == 1 ? 1 : b.At > 1 && b.At == Math.Floor(b.At) ? 0 : double.NaN, ofExponent);
        return new(b.At * VectorMath.Pow(a.At, b.At - 1) * PowerCorrection(a, b.At), ofExponent, Strain: strain);
    }

    private static double PowerCorrection(Moving a, double exponent)
    {
        var half = a.Ratio / 2;
        var artanh = ArtanhQuotient(half);
        return Math.Pow(1 - (half * half), exponent / 2) * SinhQuotient(exponent * half * artanh) * artanh;
    }
}
