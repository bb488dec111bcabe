using System.Globalization;
using System.Text;

namespace FuncGrad;

/// <summary>Texts of users where they are shown: on one line, and without letters that would act instead of being seen.</summary>
internal static class PlainText
{
    /// <summary>
    /// The text without control characters (a terminal obeys them), without marks that turn the direction of what follows (U+202E would
    /// write the rest of a picture backwards),
    /// and without halves of surrogate pairs, which no file format may hold.
    /// </summary>
    public static string Of(string text)
    {
        var plain = new StringBuilder(text.Length);
        foreach (var rune in text.EnumerateRunes())
            if (rune.Value is '\n' or '\r' or '\t' or 0x2028 or 0x2029) plain.Append(' ');
            else if (IsShown(rune)) plain.Append(rune.ToString());
        return plain.ToString().Trim();
    }

    private static bool IsShown(Rune rune) =>
        Rune.GetUnicodeCategory(rune) is not (
            UnicodeCategory.Control or UnicodeCategory.Surrogate or UnicodeCategory.OtherNotAssigned or UnicodeCategory.PrivateUse)
        && rune.Value is not (0x061C or 0x200E or 0x200F or (>= 0x202A and <= 0x202E) or (
            >= 0x2066 and <= 0x2069) or 0xFEFF or 0xFFFE or 0xFFFF or 0xFFFD);
}
