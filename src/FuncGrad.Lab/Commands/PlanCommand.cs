using System.CommandLine;

namespace FuncGrad.Lab;

/// <summary><c>funcgrad plan</c>: what an experiment would run.</summary>
internal static class PlanCommand
{
    public static Command Of(Streams streams)
    {
        var (file, set, memory) = (Given.File(), Given.Set(), Given.Memory());
        var count = new Option<bool>("--count") { Description = "only how many trials there are" };
        var csv = new Option<bool>("--csv") { Description = "all of them as CSV" };
        var command = new ExampledCommand("plan", "the trials an experiment would run",
            "funcgrad plan experiments/optimizer-paths.toml",
            "funcgrad plan experiments/optimizer-paths.toml --count",
            "funcgrad plan experiments/optimizer-paths.toml --csv")
        {
            file, set, count, csv, memory,
        };
        command.SetAction(result =>
        {
            var bound = Given.Bound(result, memory);
            if (ExperimentFile.Read(result.GetValue(file)!, result.GetValue(set) ?? [], bound, streams) is not { } read)
                return ExitCode.BadInput;
            return BlockComputation.Work(read.Experiment, read.Identity).Refusal(1, bound) is { } refusal
                ? streams.Refuse(refusal)
                : Lists.Plan(read.Experiment, result.GetValue(count), result.GetValue(csv), streams);
        });
        return command;
    }
}
