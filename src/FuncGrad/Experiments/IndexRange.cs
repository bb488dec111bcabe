using System.Globalization;

namespace FuncGrad;

/// <summary>
/// Positions as Python's slices write them: <c>0:64</c>, <c>10:</c>, <c>:-1</c>; the end is not included, negative numbers count from the
/// end.
/// </summary>
/// <param name="From">The first; null: from the beginning.</param>
/// <param name="To">Behind the last; null: to the end.</param>
public readonly record struct IndexRange(long? From, long? To)
{
    /// <summary>All there are.</summary>
    public static IndexRange All => default;

    /// <summary>A range, or a single position; null if a text is none.</summary>
    /// <param name="text"><c>0:64</c> or <c>3</c>.</param>
    public static IndexRange? Parse(string text)
    {
        var parts = Arguments.Given(text).Split(':');
        if (parts.Length > 2 || !TryNumber(parts[0], out var from)) return null;
        if (parts.Length == 1) return from is { } position ? new(position, position == -1 ? null : position + 1) : null;
        return TryNumber(parts[1], out var to) ? new(from, to) : null;
    }

    /// <summary>The positions among so many; null if there is none, or if they are not all there.</summary>
    /// <param name="count">How many there are.</param>
    public (long From, long To)? Of(long count)
    {
        var (from, to) = (FromStart(From ?? 0, count), FromStart(To ?? count, count));
        return from >= 0 && from < to && to <= count ? (from, to) : null;
    }

    /// <inheritdoc/>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{From}:{To}");

    private static long FromStart(long position, long count) => position < 0 ? position + count : position;

    private static bool TryNumber(string text, out long? number)
    {
        number = long.TryParse(text.Trim(), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var parsed) ? parsed : null;
        return number is not null || text.Trim().Length == 0;
    }
}
