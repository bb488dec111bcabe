namespace FuncGrad;

/// <summary>A mark at an axis.</summary>
/// <param name="Place">0 at the low end, 1 at the high end.</param>
/// <param name="Label">What stands there; empty for a mark without one.</param>
/// <param name="IsRail">Whether it names a rail instead of a number of the scale.</param>
internal readonly record struct Tick(double Place, string Label, bool IsRail = false);

/// <summary>How the numbers of an axis lie.</summary>
internal enum ScaleKind
{
    /// <summary>Evenly.</summary>
    Linear,

    /// <summary>In equal ratios: positive numbers.</summary>
    Logarithmic,

    /// <summary>In equal ratios on both sides of a band around 0, in which they lie evenly.</summary>
    SymmetricLogarithmic,
}

/// <summary>
/// Numbers ↦ places along an axis. What a logarithm cannot show has its own rails, so that it is seen: 0 below, +∞ above, −∞ below. NaN has
/// no place; whoever draws
/// marks where it came.
/// </summary>
internal sealed class Scale
{
    /// <summary>The share of an axis that a rail takes, and where in it the rail is.</summary>
    private const double Rail = 0.075, Inset = 0.022;

    private readonly double _low, _high, _bottom, _top;

    /// <summary>Linear scales of very large numbers are measured in halves, so that no difference overflows.</summary>
    private const double Half = 0.5;

    private Scale(ScaleKind kind, double band, double from, double to, bool hasZero, bool hasInfinity, bool hasMinusInfinity)
    {
        (Kind, Band, HasZeroRail, HasInfinityRail, HasMinusInfinityRail) = (kind, band, hasZero
            && kind == ScaleKind.Logarithmic, hasInfinity, hasMinusInfinity);
        (From, To) = (from, to);
        (_low, _high) = (Warped(from), Warped(to));
        (_bottom, _top) = (HasZeroRail || HasMinusInfinityRail ? Rail : 0, HasInfinityRail ? 1 - Rail : 1);
    }

    public ScaleKind Kind { get; }

    /// <summary>Half the width of the band around 0 of a symmetric logarithm.</summary>
    public double Band { get; }

    /// <summary>The ends.</summary>
    public double From { get; }

    /// <inheritdoc cref="From"/>
    public double To { get; }

    public bool HasZeroRail { get; }

    public bool HasInfinityRail { get; }

    public bool HasMinusInfinityRail { get; }

    /// <summary>Evenly from one number to another.</summary>
    public static Scale Linear(double from, double to) => new(ScaleKind.Linear, 0, from, to, false, false, false);

    /// <summary>In equal ratios from one positive number to another.</summary>
    public static Scale Logarithmic(double from, double to) => new(ScaleKind.Logarithmic, 0, from, to, false, false, false);

    /// <summary>
    /// The scale on which some numbers are best seen: logarithmic where they are positive and span a hundredfold, symmetric where they have
    /// both signs and span as much.
    /// </summary>
    public static Scale For(NumberSpan span, bool prefersLogarithm = true)
    {
        var kind = !prefersLogarithm || !span.IsWide ? ScaleKind.Linear : span.HasNegative ? ScaleKind.SymmetricLogarithmic
            : ScaleKind.Logarithmic;
        var (from, to, band) = kind switch
        {
            ScaleKind.Logarithmic => Widened(span.SmallestPositive, span.Largest),
            ScaleKind.SymmetricLogarithmic => (span.Smallest, span.Largest,
                FuncGrad.Ticks.Power((int)Math.Floor(Math.Log10(span.TypicalMagnitude)))),
            _ => Padded(span.Smallest, span.Largest),
        };
        return new Scale(kind, band, from, to, span.HasZero, span.HasInfinity, span.HasMinusInfinity);
    }

    /// <summary>
    /// The scale on which some numbers are best told by colours: without rails, for what is not a number of it has a colour of its own.
    /// </summary>
    public static Scale ForColours(NumberSpan span)
    {
        var whole = For(span);
        return span.IsKnown && span.Smallest < span.Largest
            ? new Scale(whole.Kind, whole.Band, whole.Kind == ScaleKind.Logarithmic ? span.SmallestPositive
                : span.Smallest, span.Largest, false, false, false)
            : Linear(whole.From, whole.To);
    }

    /// <summary>Where a number lies, 0 to 1 within the ends; NaN for NaN.</summary>
    public double Place(double value)
    {
        if (double.IsPositiveInfinity(value)) return 1 - Inset;
        if (double.IsNegativeInfinity(value) || (Kind == ScaleKind.Logarithmic && value == 0)) return Inset;
        var share = (Warped(value) - _low) / (_high - _low);
        return _bottom + (share * (_top - _bottom));
    }

    /// <summary>The number at a place between the rails.</summary>
    public double At(double place)
    {
        var warped = _low + ((place - _bottom) / (_top - _bottom) * (_high - _low));
        return Kind switch
        {
            ScaleKind.Logarithmic => Math.Pow(10, warped),
            ScaleKind.SymmetricLogarithmic => Math.Sign(warped) * Band * (Math.Pow(10, Math.Abs(warped)) - 1),
            _ => warped / Half,
        };
    }

    /// <summary>The marks of the axis.</summary>
    /// <param name="most">About how many there is room for.</param>
    public IReadOnlyList<Tick> Ticks(int most)
    {
        var ticks = Kind switch
        {
            ScaleKind.Logarithmic => FuncGrad.Ticks.Logarithmic(From, To, most),
            ScaleKind.SymmetricLogarithmic => FuncGrad.Ticks.Symmetric(From, To, Band, most),
            _ => FuncGrad.Ticks.Linear(From, To, most),
        };
        var placed = ticks.Select(tick => new Tick(Place(tick.Value), tick.Label)).Where(tick => tick.Place > _bottom - 1e-9
            && tick.Place < _top + 1e-9).ToList();
        if (HasZeroRail) placed.Insert(0, new(Inset, "0", true));
        if (HasMinusInfinityRail) placed.Insert(0, new(Inset, "−∞", true));
        if (HasInfinityRail) placed.Add(new(1 - Inset, "∞", true));
        return placed;
    }

    // Of a correctly rounded logarithm, so that no platform's own shows in a picture.
    private double Warped(double value) => Kind switch
    {
        ScaleKind.Logarithmic => value > 0 ? Decades(value) : double.NaN,
        ScaleKind.SymmetricLogarithmic => double.IsNaN(value) ? value : Math.Sign(value) * Decades(1 + (Math.Abs(value) / Band)),
        _ => value * Half,
    };

    /// <summary>log₁₀ of a positive number, also of a subnormal one.</summary>
    private static double Decades(double value) => value < 1e-290 ? Decades(value * 1e200) - 200
        : StableMath.Log(value) * 0.4342944819032518;

    private static (double, double, double) Widened(double from, double to)
    {
        if (!(from < to)) (from, to) = (from / 2, from * 2);
        var margin = Math.Pow(10, 0.02 * (Decades(to) - Decades(from)));
        return (Math.Max(from / margin, double.Epsilon), Math.Min(to * margin, double.MaxValue), 0);
    }

    private static (double, double, double) Padded(double from, double to)
    {
        if (!(from < to)) (from, to) = (from - Math.Max(1, Math.Abs(from)) / 2, from + Math.Max(1, Math.Abs(from)) / 2);
        var margin = ((to / 2) - (from / 2)) * 0.08;
        return (Math.Max(from - margin, -double.MaxValue), Math.Min(to + margin, double.MaxValue), 0);
    }
}
