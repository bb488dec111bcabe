using Tomlyn.Parsing;
using Tomlyn.Syntax;

namespace FuncGrad;

/// <summary>The parser's answer to any text at all: its syntax, or a mistake with a place where the parser itself gives up.</summary>
/// <param name="Document">The syntax; null if there is none.</param>
/// <param name="Failure">What is wrong with the text, if the parser threw.</param>
internal sealed record TomlSyntax(DocumentSyntax? Document, InputError? Failure)
{
    private const string Hint = "See https://toml.io for how such a file is written.";

    public static TomlSyntax Of(string text, string source)
    {
        // The parser looks for the letter behind the last backslash; a line feed gives it one, and the mistake its place.
        var whole = text.EndsWith('\\') ? text + "\n" : text;
        try
        {
            return new(SyntaxParser.Parse(whole, source, validate: false), null);
        }
        catch (Exception error) when (error is not OutOfMemoryException)
        {
            return new(null, new TextPlace(source, BreakingLine(whole, source), 1).Error(
                $"This line is not TOML: {error.Message.TrimEnd('.')}.", Hint));
        }
    }

    /// <summary>The line with which the text begins to break the parser, by halves.</summary>
    private static int BreakingLine(string text, string source)
    {
        int[] ends = [.. Enumerable.Range(0, text.Length).Where(i => text[i] == '\n'), text.Length];
        var (whole, broken) = (-1, ends.Length - 1);
        while (broken - whole > 1)
        {
            var middle = (whole + broken) / 2;
            if (Breaks(text[..ends[middle]], source)) broken = middle;
            else whole = middle;
        }
        return broken + 1;
    }

    private static bool Breaks(string text, string source)
    {
        try
        {
            SyntaxParser.Parse(text, source, validate: false);
            return false;
        }
        catch (Exception error) when (error is not OutOfMemoryException) { return true; }
    }
}
