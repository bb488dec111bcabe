using System.CommandLine;

namespace FuncGrad.Lab;

/// <summary><c>funcgrad status</c>.</summary>
internal static class StatusCommand
{
    public static Command Of(Streams streams)
    {
        var folder = Given.Folder();
        var command = new ExampledCommand("status", "what a folder of results holds, counted from the disk",
            "funcgrad status results/learning-rates")
        {
            folder,
        };
        command.SetAction(result => Status.Print(result.GetValue(folder)!, streams));
        return command;
    }
}
