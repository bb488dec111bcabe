using System.CommandLine;

namespace FuncGrad.Lab;

/// <summary><c>funcgrad check</c>: all mistakes of a file, and whether its gradients are right.</summary>
internal static class CheckCommand
{
    public static Command Of(Streams streams)
    {
        var (file, set, memory) = (Given.File(), Given.Set(), Given.Memory());
        var command = new ExampledCommand("check", "validate, and compare exact and numerical gradients at the start point",
            "funcgrad check experiments/simple-net.toml")
        {
            file, set, memory,
        };
        command.SetAction(result =>
        {
            var bound = Given.Bound(result, memory);
            if (ExperimentFile.Read(result.GetValue(file)!, result.GetValue(set) ?? [], bound, streams)?.Experiment is not { } experiment)
                return ExitCode.BadInput;
            var derived = new LossGradient(experiment.Value, experiment.Symbols());
            return MemoryCheck.OfGradient(derived, bound) is { } refusal ? streams.Refuse(refusal)
                : Check.Run(experiment, derived, streams);
        });
        return command;
    }
}
