namespace FuncGrad;

/// <summary>What a scale has to know of the numbers that it is for.</summary>
internal sealed class NumberSpan
{
    /// <summary>So much larger than the least must the greatest be, or than the typical one where there are both signs.</summary>
    private const double WideRatio = 50;

    private double _logarithms;
    private long _count;

    /// <summary>The least and the greatest finite number; NaN before any was seen.</summary>
    public double Smallest { get; private set; } = double.NaN;

    /// <inheritdoc cref="Smallest"/>
    public double Largest { get; private set; } = double.NaN;

    public double SmallestPositive { get; private set; } = double.PositiveInfinity;

    /// <summary>The geometric mean of the distances from 0.</summary>
    public double TypicalMagnitude => _count == 0 ? double.NaN : Math.Exp(_logarithms / _count);

    public double LargestMagnitude => Math.Max(Math.Abs(Smallest), Math.Abs(Largest));

    public bool HasZero { get; private set; }

    public bool HasNaN { get; private set; }

    public bool HasInfinity { get; private set; }

    public bool HasMinusInfinity { get; private set; }

    public bool HasNegative => Smallest < 0;

    /// <summary>Whether some finite number was seen.</summary>
    public bool IsKnown => !double.IsNaN(Smallest);

    /// <summary>Whether the numbers are of very different sizes.</summary>
    public bool IsWide => Largest > 0 && !HasNegative ? Largest / WideRatio > SmallestPositive : HasNegative
        && LargestMagnitude / WideRatio > TypicalMagnitude;

    public static NumberSpan Of(IEnumerable<double> numbers)
    {
        var span = new NumberSpan();
        foreach (var number in numbers) span.Add(number);
        return span;
    }

    public void Add(double number)
    {
        if (double.IsNaN(number)) HasNaN = true;
        else if (double.IsPositiveInfinity(number)) HasInfinity = true;
        else if (double.IsNegativeInfinity(number)) HasMinusInfinity = true;
        else AddFinite(number);
    }

    private void AddFinite(double number)
    {
        Smallest = number >= Smallest ? Smallest : number;
        Largest = number <= Largest ? Largest : number;
        if (number > 0) SmallestPositive = Math.Min(SmallestPositive, number);
        if (number == 0) HasZero = true;
        else (_logarithms, _count) = (_logarithms + Math.Log(Math.Abs(number)), _count + 1);
    }
}
