namespace FuncGrad.Tests;

/// <summary>The README as data: its samples, and the texts that it says they print.</summary>
internal static class Readme
{
    private static readonly string[] Lines = File.ReadAllLines(Path.Combine(SourceCode.Root, "README.md"));

    /// <summary>The code between <c>```language</c> and <c>```</c>, the first there is.</summary>
    public static string Sample(string language) => Joined(Lines.SkipWhile(line => line != $"```{language}").Skip(1).TakeWhile(line => line != "```"));

    /// <summary>The first indented block that begins after a line.</summary>
    /// <param name="line">A part of the line.</param>
    public static string BlockAfter(string line) => Joined(Lines
        .SkipWhile(text => !text.Contains(line, StringComparison.Ordinal)).Skip(1)
        .SkipWhile(text => !IsIndented(text))
        .TakeWhile(text => IsIndented(text) || text.Length == 0)
        .Select(text => text.Length == 0 ? "" : text[4..])).TrimEnd('\n') + "\n";

    /// <summary>What the README says a sample prints.</summary>
    public static string OutputOf(string language) => Joined(Lines
        .SkipWhile(line => line != $"```{language}")
        .SkipWhile(line => line != "prints").Skip(2)
        .TakeWhile(IsIndented).Select(line => line[4..]));

    private static bool IsIndented(string line) => line.StartsWith("    ", StringComparison.Ordinal);

    private static string Joined(IEnumerable<string> lines) => string.Concat(lines.Select(line => line + "\n"));
}
