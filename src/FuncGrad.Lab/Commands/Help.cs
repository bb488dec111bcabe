using System.CommandLine;
using System.CommandLine.Help;
using System.CommandLine.Invocation;
using System.Text;
using System.Text.RegularExpressions;

namespace FuncGrad.Lab;

/// <summary>
/// Help that begins with what most people look for: a command line to start from. It is as wide as the terminal; without one 80 letters, as
/// tables are.
/// </summary>
internal sealed partial class Help(HelpAction rest, int? width) : SynchronousCommandLineAction
{
    /// <summary>Half of a line must hold the longest option with its value, else the library breaks it within a word.</summary>
    private const int Narrowest = 60;

    private const string Indent = "  ";

    private int Width => Math.Max(width ?? TextTable.Usual, Narrowest);

    public override bool ClearsParseErrors => true;

    /// <summary>The examples of a command; one of each for the program as a whole.</summary>
    public static IEnumerable<string> ExamplesOf(Command command) => command is RootCommand
        ? command.Subcommands.SelectMany(known => ExamplesOf(known).Take(1))
        : (command as ExampledCommand)?.Examples ?? [];

    public override int Invoke(ParseResult parseResult)
    {
        var output = parseResult.InvocationConfiguration.Output;
        output.Write("Examples:\n");
        foreach (var example in ExamplesOf(parseResult.CommandResult.Command)) output.Write(InLines(example));
        output.Write("\n");
        rest.MaxWidth = Width;
        return rest.Invoke(parseResult);
    }

    /// <summary>A command line broken between its words, each line but the last with the sign by which a shell reads on.</summary>
    private string InLines(string example)
    {
        var goesOn = OperatingSystem.IsWindows() ? " `" : " \\";
        var (lines, line) = (new StringBuilder(), "");
        foreach (var word in Word().Matches(example).Select(match => match.Value))
        {
            var isFull = line.Length + 1 + word.Length + goesOn.Length > Width;
            if (isFull) lines.Append(line).Append(goesOn).Append('\n');
            line = isFull ? $"{Indent}{Indent}{Indent}{word}" : line.Length > 0 ? $"{line} {word}" : Indent + word;
        }
        return lines.Append(line).Append('\n').ToString();
    }

    /// <summary>
    /// What a shell takes for one word, quotation marks holding blanks together, with the option that it is the value of.
    /// </summary>
    [GeneratedRegex("(?:--?[a-z-]+ (?!-))?(?:\"[^\"]*\"|[^\" ])+")]
    private static partial Regex Word();
}
