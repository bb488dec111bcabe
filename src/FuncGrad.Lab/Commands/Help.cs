using System.CommandLine;
using System.CommandLine.Help;
using System.CommandLine.Invocation;

namespace FuncGrad.Lab;

/// <summary>Help that begins with what most people look for: a command line to start from.</summary>
internal sealed class Help(HelpAction rest) : SynchronousCommandLineAction
{
    public override bool ClearsParseErrors => true;

    /// <summary>The examples of a command; one of each for the program as a whole.</summary>
    public static IEnumerable<string> ExamplesOf(Command command) => command is RootCommand
        ? command.Subcommands.SelectMany(known => ExamplesOf(known).Take(1))
        : (command as ExampledCommand)?.Examples ?? [];

    public override int Invoke(ParseResult parseResult)
    {
        var output = parseResult.InvocationConfiguration.Output;
        output.Write("Examples:\n");
        foreach (var example in ExamplesOf(parseResult.CommandResult.Command)) output.Write($"  {example}\n");
        output.Write("\n");
        return rest.Invoke(parseResult);
    }
}
