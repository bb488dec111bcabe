using System.Numerics;

namespace FuncGrad;

/// <summary>
/// What varies from trial to trial, as a function of the index of a trial: nothing is laid out, so that 10¹² trials cost as much as one.
/// </summary>
/// <remarks>
/// Axes multiply, the first key of the file slowest. Keys that are zipped, or sampled together, advance together and are one axis, which
/// stands where the first of them does.
/// </remarks>
public sealed class Sweep
{
    private readonly Axis[] _axes;
    private readonly int[] _groupOf;
    private readonly long[] _lengths;

    /// <param name="axes">In the order of the file.</param>
    /// <param name="groupOf">For each axis, which group it advances with; groups are numbered by their first axis.</param>
    internal Sweep(IEnumerable<Axis> axes, IEnumerable<int> groupOf)
    {
        _axes = [.. axes];
        _groupOf = [.. groupOf];
        _lengths = new long[_groupOf.Length == 0 ? 0 : _groupOf.Max() + 1];
        for (var axis = _axes.Length - 1; axis >= 0; axis--) _lengths[_groupOf[axis]] = _axes[axis].Values.Count;
        Size = Product(_lengths);
    }

    /// <summary>One trial, and nothing varies.</summary>
    public static Sweep Single { get; } = new([], []);

    /// <summary>The swept keys, in the order of the file: the columns of the table of trials.</summary>
    public IReadOnlyList<string> Keys => [.. _axes.Select(axis => axis.Setting.Key)];

    /// <summary>The number of trials, 1 or more. An experiment with more than 2⁶³ − 1 is refused when it is read.</summary>
    public long Count => (long)Size;

    /// <summary>The keys with how many values each has, and the number of trials.</summary>
    public override string ToString()
    {
        var keys = _axes.Select(axis => FormattableString.Invariant($"{axis.Setting.Key} ({axis.Values.Count})"));
        return _axes.Length == 0 ? "1 trial" : FormattableString.Invariant($"{Count} trials: {string.Join(", ", keys)}");
    }

    /// <summary>How many values each key takes, in the order of <see cref="Keys"/>.</summary>
    public IReadOnlyList<long> ValueCounts => [.. _axes.Select(axis => axis.Values.Count)];

    /// <summary>The number of trials without a bound.</summary>
    internal BigInteger Size { get; }

    internal IReadOnlyList<Axis> Axes => _axes;

    /// <summary>By halves: one factor after the other, a product of as many digits would be copied for each.</summary>
    private static BigInteger Product(ReadOnlySpan<long> factors) => factors.Length switch
    {
        0 => BigInteger.One,
        1 => factors[0],
        var count => Product(factors[..(count / 2)]) * Product(factors[(count / 2)..]),
    };

    /// <summary>
    /// For each key which group it advances with, and for each group how many positions it has; the first group is the slowest.
    /// </summary>
    internal (IReadOnlyList<int> GroupOf, IReadOnlyList<long> Lengths) Groups => (_groupOf, _lengths);

    /// <summary>The values of the swept keys in a trial, in the order of <see cref="Keys"/>.</summary>
    /// <param name="index">0 to <see cref="Count"/> − 1.</param>
    /// <exception cref="ArgumentOutOfRangeException">There is no such trial.</exception>
    public SettingValue[] ValuesAt(long index)
    {
        var positions = Positions(index);
        var values = new SettingValue[_axes.Length];
        for (var axis = 0; axis < values.Length; axis++) values[axis] = _axes[axis].Values.At(positions[_groupOf[axis]]);
        return values;
    }

    /// <summary>
    /// The position of each group: the digits of the index in the mixed radix of their lengths, first group most significant.
    /// </summary>
    internal long[] Positions(long index)
    {
        if (index < 0 || index >= Size)
            throw new ArgumentOutOfRangeException(nameof(index), index, $"This sweep has the trials 0 to {Size - 1}.");
        var positions = new long[_lengths.Length];
        for (var group = positions.Length - 1; group >= 0; group--) (index, positions[group]) = Math.DivRem(index, _lengths[group]);
        return positions;
    }

    /// <summary>From the positions of a trial to those of the next, in place.</summary>
    internal void Advance(long[] positions)
    {
        for (var group = positions.Length - 1; group >= 0; group--)
        {
            if (++positions[group] < _lengths[group]) return;
            positions[group] = 0;
        }
    }
}
