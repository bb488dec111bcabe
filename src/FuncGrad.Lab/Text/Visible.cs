using System.Globalization;
using System.Text;

namespace FuncGrad.Lab;

/// <summary>
/// Texts of users as a terminal may show them: a title, a note or a file name can hold letters that move the cursor, change colours, answer
/// in the user's place, or turn the direction of reading. They are shown as what they are, <c>\u001b</c>.
/// </summary>
internal static class Visible
{
    /// <summary>Where a line ends or is drawn over; the rest of what is below the space commands the terminal.</summary>
    public static string Text(string text) =>
        text.Any(IsCommand) ? string.Concat(text.Select(c => IsCommand(c) ? Escaped(c) : c.ToString())) : text;

    /// <summary>The same for whole texts, whose line ends and tabs are meant.</summary>
    public static string Lines(string text)
    {
        if (!text.Any(c => IsCommand(c) && !IsLayout(c))) return text;
        var shown = new StringBuilder(text.Length + 16);
        foreach (var c in text)
            if (IsCommand(c) && !IsLayout(c)) shown.Append(Escaped(c));
            else shown.Append(c);
        return shown.ToString();
    }

    private static bool IsLayout(char c) => c is '\n' or '\r' or '\t';

    private static bool IsCommand(char c) =>
        char.IsControl(c) || c is >= '\u202a' and <= '\u202e' or >= '\u2066' and <= '\u2069' or '\u200e' or '\u200f' or '\u061c';

    private static string Escaped(char c) => string.Create(CultureInfo.InvariantCulture, $"\\u{(int)c:x4}");
}

/// <summary>Writes to a terminal or a file without what would command it.</summary>
internal sealed class VisibleWriter(TextWriter inner) : TextWriter(CultureInfo.InvariantCulture)
{
    public override Encoding Encoding => inner.Encoding;

    public override void Write(char value) => inner.Write(Visible.Lines(value.ToString()));

    public override void Write(string? value)
    {
        if (value is not null) inner.Write(Visible.Lines(value));
    }

    public override void Write(char[] buffer, int index, int count) => Write(new string(buffer, index, count));

    public override void Write(ReadOnlySpan<char> buffer) => Write(buffer.ToString());

    public override void WriteLine(string? value) => Write(value + CoreNewLine.AsSpan().ToString());

    public override void Flush() => inner.Flush();
}
