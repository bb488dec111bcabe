using System.CommandLine;

namespace FuncGrad.Lab;

/// <summary>The arguments of <c>funcgrad report</c>.</summary>
internal static class ReportCommand
{
    public static Command Of(Streams streams)
    {
        var folders = new Argument<string[]>("DIR")
        {
            Description = "a folder of results, or several to be compared",
            Arity = ArgumentArity.OneOrMore,
        };
        var output = new Option<string?>("--output", "-o")
        {
            Description = $"the file; DIR/{Report.DefaultName} if left out",
            HelpName = "FILE",
        };
        var title = new Option<string?>("--title") { Description = "instead of the experiment's own title", HelpName = "TEXT" };
        var command = new ExampledCommand("report", "results as one page of HTML that needs no network",
            "funcgrad report results/learning-rates",
            "funcgrad report results/learning-rates -o rates.html --title \"The learning rate decides\"",
            "funcgrad report results/learning-rates results/longer -o both.html") { folders, output, title };
        command.SetAction(result => Report.Run(result.GetValue(folders)!, result.GetValue(output), result.GetValue(title), streams));
        return command;
    }
}
