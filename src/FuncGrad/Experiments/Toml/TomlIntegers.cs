using System.Numerics;

namespace FuncGrad;

/// <summary>Whole numbers of TOML: decimal with a sign, hexadecimal 0x, octal 0o, binary 0b, with underscores between digits.</summary>
internal static class TomlIntegers
{
    /// <summary>The number that a text of the language stands for, of any size.</summary>
    public static BigInteger Parse(string text)
    {
        var digits = text.Replace("_", "", StringComparison.Ordinal);
        var isNegative = digits[0] == '-';
        if (digits[0] is '-' or '+') digits = digits[1..];
        var radix = digits.Length < 2 ? 10 : digits[1] switch { 'x' => 16, 'o' => 8, 'b' => 2, _ => 10 };
        var value = BigInteger.Zero;
        foreach (var digit in radix == 10 ? digits : digits[2..]) value = (value * radix) + Convert.ToInt32(digit.ToString(), 16);
        return isNegative ? -value : value;
    }
}
