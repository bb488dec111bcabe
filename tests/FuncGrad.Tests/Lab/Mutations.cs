using System.Text;

namespace FuncGrad.Tests;

/// <summary>Texts made of right ones by damage: cut, repeated, exchanged, with letters and pieces put in that mean something.</summary>
internal static class Mutations
{
    private const string Letters = "[]{}()\"'=.,;:#\n\r\t 0123456789-+*/^@|&<>!~`\\eExX_π×−²\0\uFEFF\uD800";

    private static readonly string[] Numbers =
        ["1e308", "1e309", "-1e-320", "NaN", "inf", "2147483647", "2147483648", "9223372036854775807", "9223372036854775808", "0x7fffffffffffffff", "1_000", "00", "-0", "1e", ".5", "5."];

    /// <summary>One of some texts with 1 to 4 damages; what it is depends on the seed alone.</summary>
    /// <param name="seed">Which.</param>
    /// <param name="texts">Right ones.</param>
    /// <param name="pieces">What may be put in, beside letters and odd numbers.</param>
    public static string Of(ulong seed, IReadOnlyList<string> texts, IReadOnlyList<string> pieces)
    {
        var choices = new Choices(seed);
        var text = new StringBuilder(choices.Of(texts));
        for (var damages = 1 + choices.Below(4); damages > 0; damages--) Damage(text, choices, texts, pieces);
        return text.ToString();
    }

    private static void Damage(StringBuilder text, Choices choices, IReadOnlyList<string> texts, IReadOnlyList<string> pieces)
    {
        var at = choices.Below(text.Length + 1);
        var length = Math.Min(choices.Below(1 + choices.Below(40)), text.Length - at);
        switch (choices.Below(9))
        {
            case 0: text.Remove(at, length); break;
            case 1: text.Insert(at, Letters[choices.Below(Letters.Length)]); break;
            case 2: text.Insert(at, choices.Of(pieces)); break;
            case 3: text.Insert(at, choices.Of(Numbers)); break;
            case 4: text.Insert(at, text.ToString(at, length)); break;
            case 5: text.Insert(at, new StringBuilder().Insert(0, choices.Below(2) == 0 ? choices.Of(pieces) : Letters[choices.Below(Letters.Length)].ToString(), 1 + choices.Below(1 + choices.Below(300)))); break;
            case 6: text.Length = at; break;
            case 7: text.Insert(at, (char)choices.Below(65536)); break;
            default: text.Insert(at, Part(choices.Of(texts), choices)); break;
        }
    }

    private static string Part(string text, Choices choices)
    {
        var start = choices.Below(text.Length + 1);
        return text.Substring(start, choices.Below(Math.Min(80, text.Length - start) + 1));
    }
}
