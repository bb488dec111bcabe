namespace FuncGrad.Lab;

/// <summary>The few colours there are on a terminal: what is a heading, what went well, what did not.</summary>
internal static class Palette
{
    private const string Bold = "1", Dim = "2", Red = "31", Green = "32", Yellow = "33";

    public static string Heading(string text, bool isColoured) => Painted(text, Bold, isColoured);

    public static string Aside(string text, bool isColoured) => Painted(text, Dim, isColoured);

    /// <summary>A verdict in its colour, with the blanks around it; any other text as it is.</summary>
    public static string Cell(string text, bool isColoured) => Of(text.Trim()) is { } colour ? Painted(text, colour, isColoured) : text;

    private static string? Of(string word) => (VerdictWords.Find(word)?.Tone ?? GradientCheck.ToneOf(word)) switch
    {
        Tone.Good => Green,
        Tone.Bad => Red,
        Tone.Doubtful => Yellow,
        _ => null,
    };

    private static string Painted(string text, string code, bool isColoured) =>
        isColoured && text.Length > 0 ? $"\e[{code}m{text}\e[0m" : text;
}
