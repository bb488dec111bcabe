using System.Globalization;

namespace FuncGrad;

/// <summary>The values that a swept setting takes. A closed union.</summary>
internal abstract record AxisValues
{
    private AxisValues() { }

    /// <summary>How many there are; an interval that is sampled has as many as its sample.</summary>
    public abstract long Count { get; }

    /// <summary>The value at a position, 0 to <see cref="Count"/> − 1.</summary>
    public abstract SettingValue At(long position);

    /// <summary>Values written down.</summary>
    public sealed record Listed(IReadOnlyList<SettingValue> Values) : AxisValues
    {
        public override long Count => Values.Count;

        public override SettingValue At(long position) => Values[(int)position];
    }

    /// <summary>Whole numbers one after the other: seeds.</summary>
    public sealed record Consecutive(double From, long Number) : AxisValues
    {
        public override long Count => Number;

        public override SettingValue At(long position) => new(From + position);
    }

    /// <summary>An interval cut evenly, both ends included.</summary>
    public sealed record Gridded(Interval Interval, long Number) : AxisValues
    {
        public override long Count => Number;

        public override SettingValue At(long position) => new(Interval.Point(position, Number));
    }

    /// <summary>An interval from which a sample takes its values.</summary>
    /// <param name="Interval">The interval.</param>
    /// <param name="Coordinate">The coordinate of a point, in [0, 1).</param>
    /// <param name="Number">The size of the sample.</param>
    public sealed record Sampled(Interval Interval, Func<long, double> Coordinate, long Number) : AxisValues
    {
        public override long Count => Number;

        public override SettingValue At(long position) => new(Interval.At(Coordinate(position)));
    }
}

/// <summary>An interval of numbers, measured evenly or in equal ratios.</summary>
/// <param name="From">The first end; may be the larger one.</param>
/// <param name="To">The last end.</param>
/// <param name="IsLogarithmic">Equal ratios: then both ends are above 0.</param>
/// <param name="IsWhole">Whole numbers only: then the ends are.</param>
internal sealed record Interval(double From, double To, bool IsLogarithmic = false, bool IsWhole = false)
{
    /// <summary>
    /// Point i of n: from + i·(to − from)/(n − 1), or from·(to/from)^(i/(n − 1)); the ends are exact, and the only point of one is
    /// <see cref="From"/>.
    /// </summary>
    public double Point(long position, long number)
    {
        if (position == 0) return From;
        if (position == number - 1) return To;
        if (IsLogarithmic) return Geometric((double)position / (number - 1));
        // Multiplied before it is divided: 0.3 on the way from 0 to 1 in tenths is then the double 0.3.
        var point = From + (position * (To - From) / (number - 1));
        return double.IsFinite(point) ? point : Between((double)position / (number - 1));
    }

    /// <summary>The value at a share t of the way, 0 ≤ t &lt; 1; of whole numbers each has an equal share.</summary>
    public double At(double t)
    {
        if (IsWhole && !IsLogarithmic)
        {
            var (low, high) = (Math.Min(From, To), Math.Max(From, To));
            return Math.Min(high, low + Math.Floor(t * (high - low + 1)));
        }
        var value = IsLogarithmic ? Geometric(t) : double.IsFinite(To - From) ? From + (t * (To - From)) : Between(t);
        return IsWhole ? Math.Round(value) : value;
    }

    private double Between(double t) => (From * (1 - t)) + (To * t);

    // Its relative rounding error grows with the logarithms. A point that close to a number of at most 12 digits is that number: 1e-3 ...
    // 1e3 in 7 steps are powers of ten. A random double is so close to such a number once in a thousand times at most.
    private double Geometric(double t)
    {
        var (first, last) = (StableMath.Log(From), StableMath.Log(To));
        var exponent = (first * (1 - t)) + (last * t);
        var (low, high) = (Math.Min(From, To), Math.Max(From, To));
        var value = Math.Clamp(StableMath.Exp(exponent), low, high);
        var round = double.Parse(value.ToString("E11", CultureInfo.InvariantCulture), CultureInfo.InvariantCulture);
        return Math.Abs(round - value) <= value * 2e-16 * (4 + Math.Abs(first) + Math.Abs(last)) ? Math.Clamp(round, low, high) : value;
    }
}

/// <summary>A swept setting with its values.</summary>
internal sealed record Axis(Setting Setting, AxisValues Values);
