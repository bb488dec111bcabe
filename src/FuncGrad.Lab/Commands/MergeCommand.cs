using System.CommandLine;

namespace FuncGrad.Lab;

/// <summary><c>funcgrad merge</c>.</summary>
internal static class MergeCommand
{
    public static Command Of(Streams streams)
    {
        var folders = new Argument<string[]>("DIR")
        {
            Description = "the folders that the shards were computed in",
            Arity = ArgumentArity.OneOrMore,
        };
        var output = new Option<string?>("--output", "-o")
        {
            Description = "the folder for the result; the first DIR if left out",
            HelpName = "DIR",
        };
        var (unlock, mixed) =
            (Given.Unlock(), new Option<bool>("--mixed") { Description = "also shards that different builds computed" });
        var command = new ExampledCommand("merge", "put the shards of a batch together",
            "funcgrad merge results/simple-net",
            "funcgrad merge results/from-one-machine results/from-another -o results/whole")
        {
            folders, output, mixed, unlock,
        };
        command.SetAction(result =>
        {
            var from = result.GetValue(folders)!;
            var target = result.GetValue(output) ?? from[0];
            if (target.Length == 0) return streams.Refuse("The name of a folder is missing.");
            var (code, manifest) =
                new Merge(from, target, new MergeRequest(result.GetValue(mixed), result.GetValue(unlock)), streams.Say).Run();
            if (manifest is not null) Summary.PrintFiles(target, manifest, streams);
            return code;
        });
        return command;
    }
}
