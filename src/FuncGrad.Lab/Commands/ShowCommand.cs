using System.CommandLine;

namespace FuncGrad.Lab;

/// <summary><c>funcgrad show</c>: a formula, or the loss of an experiment, with its value and gradients.</summary>
internal static class ShowCommand
{
    public static Command Of(Streams streams)
    {
        var formula = new Argument<string>("FORMULA") { Description = "a formula, or an experiment file" };
        var at = new Option<string?>("--at") { Description = "the point: x0=3,x1=4", HelpName = "NAME=VALUE,..." };
        var data = new Option<string?>("--data") { Description = "names that are not learned: x,t", HelpName = "NAMES" };
        var program = new Option<bool>("--program")
        {
            Description = "the straight-line program of a step: by gradient descent, or as the experiment says",
        };
        var inFull = new Option<bool>("--formula")
        {
            Description = "the gradient as a formula however long it is, operation by operation",
        };
        var memory = Given.Memory();
        var command = new ExampledCommand("show", "value and gradient at a point, symbolic and numerical",
            "funcgrad show \"x0^2 + x1^2\" --at x0=3,x1=4",
            "funcgrad show \"mean((W @ x - t)^2)\" --data x,t --at \"W=[[1,2],[3,4]],x=[1,-1],t=[0,1]\"",
            "funcgrad show experiments/simple-net.toml")
        {
            formula, at, data, program, inFull, memory,
        };
        command.SetAction(result =>
        {
            var form = result.GetValue(program) ? ShownForm.Program : result.GetValue(inFull) ? ShownForm.InFull : ShownForm.Brief;
            var (text, names) = (result.GetValue(formula)!, result.GetValue(data));
            var (point, bound) = (result.GetValue(at), Given.Bound(result, memory));
            return IsFile(text) ? OfFile(text, point, names, form, bound, streams) : OfFormula(text, point, names, form, bound, streams);
        });
        return command;
    }

    private static bool IsFile(string text) => text.EndsWith(".toml", StringComparison.Ordinal);

    private static int OfFormula(string text, string? point, string? data, ShownForm form, MemoryBound memory, Streams streams)
    {
        if (File.Exists(text + ".toml")) return streams.Refuse($"'{text}' was read as a formula. For the experiment write {text}.toml.");
        var names = data?.Split(',') ?? [];
        return ShowMemory.OfFormula(text, point, names, form == ShownForm.Program, memory) is { } refusal
            ? streams.Refuse(refusal)
            : Show.Run(text, point, names, form, streams);
    }

    private static int OfFile(string path, string? point, string? data, ShownForm form, MemoryBound memory, Streams streams)
    {
        if (data is not null) return streams.Refuse("--data belongs to a formula; an experiment file has its own [data].");
        if (ExperimentFile.Read(path, [], memory, streams)?.Experiment is not { } experiment) return ExitCode.BadInput;
        return ShowMemory.OfExperiment(experiment, point, memory) is { } refusal ? streams.Refuse(refusal)
            : Show.Run(experiment, point, form, streams);
    }
}
