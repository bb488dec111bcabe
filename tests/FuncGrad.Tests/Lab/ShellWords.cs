using System.Text.RegularExpressions;

namespace FuncGrad.Tests;

/// <summary>Command lines as shells take them.</summary>
internal static partial class ShellWords
{
    /// <summary>The words of a command line; quotation marks keep blanks together.</summary>
    public static string[] Of(string line) => [.. Word().Matches(line).Select(match => match.Value.Replace("\"", "", StringComparison.Ordinal))];

    /// <summary>What stands outside quotation marks and means something of its own to zsh or bash: brackets and braces to be expanded, patterns, pipes, comments.</summary>
    public static string Special(string line) => string.Concat(Quoted().Replace(line, "").Where("[]{}()*?<>|;&$!#~^'`\\".Contains));

    [GeneratedRegex("(?:[^\\s\"]|\"[^\"]*\")+")]
    private static partial Regex Word();

    [GeneratedRegex("\"[^\"$`\\\\!]*\"")]
    private static partial Regex Quoted();
}
