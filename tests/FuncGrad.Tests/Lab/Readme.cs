namespace FuncGrad.Tests;

/// <summary>A README as data: its samples, and the texts that it says they print.</summary>
internal sealed class Readme(string text)
{
    private readonly string[] _lines = text.Split('\n');

    public static Readme At(string path) => new(File.ReadAllText(Path.Combine(SourceCode.Root, path)));

    /// <summary>The code between <c>```language</c> and <c>```</c>, the first there is.</summary>
    public string Sample(string language) => Joined(_lines.SkipWhile(line => line != $"```{language}").Skip(1).TakeWhile(line => line != "```"));

    /// <summary>The first indented block that begins after a line.</summary>
    /// <param name="line">A part of the line.</param>
    public string BlockAfter(string line) => Joined(_lines
        .SkipWhile(text => !text.Contains(line, StringComparison.Ordinal)).Skip(1)
        .SkipWhile(text => !IsIndented(text))
        .TakeWhile(text => IsIndented(text) || text.Length == 0)
        .Select(text => text.Length == 0 ? "" : text[4..])).TrimEnd('\n') + "\n";

    /// <summary>What the README says a sample prints.</summary>
    public string OutputOf(string language) => Joined(_lines
        .SkipWhile(line => line != $"```{language}")
        .SkipWhile(line => line != "prints").Skip(2)
        .TakeWhile(IsIndented).Select(line => line[4..]));

    private static bool IsIndented(string line) => line.StartsWith("    ", StringComparison.Ordinal);

    private static string Joined(IEnumerable<string> lines) => string.Concat(lines.Select(line => line + "\n"));
}
