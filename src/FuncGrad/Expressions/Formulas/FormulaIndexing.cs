using System.Globalization;

namespace FuncGrad;

/// <summary>One position between brackets: an element <c>2</c>, or a slice <c>1:3</c> whose ends may be left out.</summary>
internal readonly record struct IndexEntry(bool IsSlice, int? Start, int? Stop)
{
    public override string ToString() => IsSlice
        ? string.Create(CultureInfo.InvariantCulture, $"{Start}:{Stop}")
        : Start!.Value.ToString(CultureInfo.InvariantCulture);

    /// <summary>How long an axis must at least be for this position to exist.</summary>
    public int NeededExtent => Math.Max(Needed(Start, IsSlice ? 0 : 1), IsSlice ? Needed(Stop, 0) : 0);

    private static int Needed(int? position, int behind) =>
        position is not { } p ? 0 : p < 0 ? (p == int.MinValue ? int.MaxValue : -p) : p > int.MaxValue - behind ? p : p + behind;
}

/// <summary>
/// Elements and slices: <c>x[0]</c>, <c>W[0, 1]</c>, <c>x[1:]</c>, <c>x[:-1]</c>, <c>W[0:2, 1]</c>; negative positions count from the end.
/// </summary>
internal static class FormulaIndexing
{
    /// <summary>
    /// The entries between the bracket before <paramref name="position"/> and the closing one, after which position then stands.
    /// </summary>
    public static FormulaError? Read(string text, Lexeme[] tokens, ref int position, List<IndexEntry> entries)
    {
        while (true)
        {
            if (ReadEntry(text, tokens, ref position, out var entry) is { } error) return error;
            entries.Add(entry);
            var token = tokens[position];
            if (token.Kind is not (FormulaToken.Comma or FormulaToken.CloseBracket)) return Misplaced(text, token);
            position++;
            if (token.Kind == FormulaToken.CloseBracket) return null;
        }
    }

    private static FormulaError? ReadEntry(string text, Lexeme[] tokens, ref int position, out IndexEntry entry)
    {
        entry = default;
        var first = tokens[position];
        if (ReadWhole(text, tokens, ref position, out var start) is { } badStart) return badStart;
        if (tokens[position].Kind != FormulaToken.Colon)
        {
            entry = new IndexEntry(false, start, null);
            return start is null ? Misplaced(text, first) : null;
        }
        position++;
        if (ReadWhole(text, tokens, ref position, out var stop) is { } badStop) return badStop;
        entry = new IndexEntry(true, start, stop);
        return tokens[position].Kind == FormulaToken.Colon
            ? new(tokens[position].Column, "A second `:` was found in a slice, but slices have no step.", "Write x[start:stop].")
            : null;
    }

    /// <summary>A whole number with or without a minus; null if something else stands there.</summary>
    private static FormulaError? ReadWhole(string text, Lexeme[] tokens, ref int position, out int? number)
    {
        number = null;
        var isNegative = tokens[position].Kind == FormulaToken.Minus;
        var token = tokens[isNegative ? position + 1 : position];
        if (token.Kind != FormulaToken.Number) return isNegative ? Misplaced(text, token) : null;
        if (!int.TryParse(token.Of(text), NumberStyles.None, CultureInfo.InvariantCulture, out var digits))
            return new(token.Column, $"`{token.Of(text)}` cannot be a position.",
                "Positions are whole numbers: 0, 1, 2 ..., or -1, -2 ... from the end.");
        number = isNegative ? -digits : digits;
        position += isNegative ? 2 : 1;
        return null;
    }

    private static FormulaError Misplaced(string text, Lexeme token) => new(token.Column,
        $"{FormulaParser.Found(text, token)} where a position or a slice was expected.",
        "Between brackets stand whole numbers and slices: x[0], W[0, 1], x[1:], x[:-1]. gather picks by a computed position.");

    /// <summary>The part of <paramref name="x"/> at these positions: one slice, then the axes of single positions dropped.</summary>
    /// <exception cref="ShapeException">It does not exist.</exception>
    public static Expr Part(Expr x, IReadOnlyList<IndexEntry> entries)
    {
        var subject = x.InputName ?? "this expression";
        if (entries.Count > x.Shape.Rank) throw ShapeException.WrongIndexCount(subject, entries.Count, x.Shape);
        var (starts, extents) = (new int[x.Shape.Rank], x.Shape.ToArray());
        for (var axis = 0; axis < entries.Count; axis++)
            (starts[axis], extents[axis]) = entries[axis].IsSlice
                ? Slice(entries[axis], subject, axis, x.Shape)
                : (Element(entries[axis].Start!.Value, subject, axis, x.Shape), 1);
        var kept = extents.Where((_, axis) => axis >= entries.Count || entries[axis].IsSlice).ToArray();
        return Expr.Reshape(Expr.Slice(x, new Indices(starts), Shape.Of(extents)), Shape.Of(kept));
    }

    private static int Element(int index, string subject, int axis, Shape shape)
    {
        var position = index < 0 ? index + shape[axis] : index;
        return position >= 0 && position < shape[axis] ? position : throw ShapeException.NoSuchElement(subject, index, axis, shape);
    }

    private static (int Start, int Extent) Slice(IndexEntry slice, string subject, int axis, Shape shape)
    {
        var (start, stop) = (slice.Start ?? 0, slice.Stop ?? shape[axis]);
        if (start < 0) start += shape[axis];
        if (stop < 0) stop += shape[axis];
        var exists = start >= 0 && stop >= start && stop <= shape[axis];
        return exists ? (start, stop - start) : throw ShapeException.BadSlice(subject, start, stop, axis, shape);
    }
}
