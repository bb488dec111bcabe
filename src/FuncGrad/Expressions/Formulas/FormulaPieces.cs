using System.Globalization;

namespace FuncGrad;

/// <summary>Whether an operand is written out as a number or an array of numbers, without parentheses around it.</summary>
internal enum Literal
{
    None, Number, SignedNumber, Array,
}

/// <summary>An operand on the parser's stack; its value is null after a mistake that was already reported.</summary>
internal readonly record struct Operand(Expr? Value, Literal Literal);

internal enum PendingKind
{
    Minus, Infix, Group, Array, Call,
}

/// <summary>
/// An operator that waits for its right operand, or a bracket that waits to be closed. Operands from <paramref name="firstOperand"/> on are
/// its own.
/// </summary>
internal sealed class Pending(PendingKind kind, int column, int firstOperand, string name = "")
{
    public Pending(Infix infix, int column, int firstOperand) : this(PendingKind.Infix, column, firstOperand) => Infix = infix;

    public PendingKind Kind => kind;

    public int Column => column;

    public int FirstOperand => firstOperand;

    public string Name => name;

    public Infix? Infix { get; }

    /// <summary>The arguments by name, <c>axis=</c> or another: their names, and their positions among all.</summary>
    public List<(string Name, int Position)> Named { get; } = [];

    public bool IsOperator => kind is PendingKind.Minus or PendingKind.Infix;

    public Binding Binding => Infix?.Binding ?? Binding.Sign;

    public string Described => kind switch { PendingKind.Array => "`[`", PendingKind.Call => $"`{FormulaNames.Short(name)}(`", _ => "`(`" };

    public string Closing => kind == PendingKind.Array ? "]" : ")";
}

/// <summary>Numbers as the language writes them.</summary>
internal static class FormulaNumbers
{
    /// <summary>The double nearest to a number token, or the double of 64 bits given as <c>0x…</c>; null if there is none.</summary>
    public static double? Parse(ReadOnlySpan<char> token)
    {
        if (token.StartsWith("0x"))
            return token.Length == 18
                ? BitConverter.UInt64BitsToDouble(ulong.Parse(token[2..], NumberStyles.HexNumber, CultureInfo.InvariantCulture)) : null;
        var text = token.Contains('−') ? token.ToString().Replace('−', '-') : token;
        return double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var value) && double.IsFinite(value) ? value
            : null;
    }

    /// <summary>
    /// The shortest text that reads back as the same double, bit for bit: <c>0.1</c>, <c>1e-7</c>, <c>-0</c>, <c>inf</c>, <c>nan</c>.
    /// </summary>
    public static string Text(double value)
    {
        if (double.IsNaN(value)) return SameBits(value, double.NaN) ? "nan" : $"0x{BitConverter.DoubleToUInt64Bits(value):x16}";
        if (double.IsInfinity(value)) return value > 0 ? "inf" : "-inf";
        return value.ToString("R", CultureInfo.InvariantCulture).Replace("E+", "e", StringComparison.Ordinal)
            .Replace("E-0", "e-", StringComparison.Ordinal).Replace('E', 'e');
    }

    /// <summary>The number with its sign bit turned, also of zero and NaN.</summary>
    public static double Opposite(double value) => BitConverter.UInt64BitsToDouble(BitConverter.DoubleToUInt64Bits(value) ^ (1UL << 63));

    public static bool SameBits(double a, double b) => BitConverter.DoubleToUInt64Bits(a) == BitConverter.DoubleToUInt64Bits(b);

    /// <summary>Whether <see cref="Text"/> begins with a minus.</summary>
    public static bool HasSign(double value) => double.IsNegative(value) && !double.IsNaN(value);

    /// <summary>Superscript digits as digits.</summary>
    public static string Plain(ReadOnlySpan<char> superscripts) =>
        string.Concat(superscripts.ToArray().Select(c => (char)('0' + FormulaTokenizer.Superscripts.IndexOf(c))));
}

/// <summary>Arrays written out in brackets.</summary>
internal static class FormulaArrays
{
    /// <summary>The constant array of numbers, or of constant arrays of one shape.</summary>
    public static Expr Constant(IReadOnlyList<Operand> elements)
    {
        if (elements.Count == 0) return Expr.Constant(Tensor.Vector());
        var first = Checked([.. elements.Select(element => element.Value!)]);
        var values = elements.SelectMany(element => element.Value!.ConstantValue!.ToArray());
        return Expr.Constant(Tensor.Of(Shape.Of([elements.Count, .. first]), values));
    }

    /// <summary>Expressions of one shape as the rows of an array.</summary>
    public static Expr Stacked(IReadOnlyList<Expr> elements)
    {
        var row = Shape.Of([1, .. Checked(elements)]);
        return Expr.Concatenate(0, [.. elements.Select(element => Expr.Reshape(element, row))]);
    }

    private static Shape Checked(IReadOnlyList<Expr> elements)
    {
        var first = elements[0].Shape;
        if (first.Rank >= FormulaCall.MaxRank)
            throw new ShapeException($"An array is nested more than {FormulaCall.MaxRank} deep. Write fewer brackets.");
        var other = elements.FirstOrDefault(element => !element.Shape.Equals(first));
        return other is null ? first
            : throw new ShapeException($"The rows of an array have the shapes {first} and {other.Shape}. All must have one shape.");
    }
}
