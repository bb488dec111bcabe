using System.CommandLine;

namespace FuncGrad.Lab;

/// <summary>The commands with their arguments: <c>run plan check show rules functions</c>.</summary>
internal static class CommandLine
{
    private const string About = """
        A laboratory for gradient methods. Examples:

          funcgrad run experiments/learning-rates.toml
          funcgrad run experiments/learning-rates.toml --set method.steps=1000 -o results/longer
          funcgrad show "x0^2 + x1^2" --at x0=3,x1=4
          funcgrad plan experiments/optimizer-paths.toml
        """;

    public static int Run(string[] args)
    {
        var root = new RootCommand(About);
        foreach (var command in new[] { RunFile(), Plan(), Check(), ShowFormula(), Listing("rules", "every rule with its hyperparameters, defaults and formula", Lists.Rules), Listing("functions", "every built-in test function with its minimum", Lists.Functions) })
            root.Subcommands.Add(command);
        var parsed = root.Parse(args.Length == 0 ? ["--help"] : args);
        if (parsed.Errors.Count == 0 || args.Any(arg => arg is "--help" or "-h" or "-?" or "--version")) return parsed.Invoke(new InvocationConfiguration { EnableDefaultExceptionHandler = false });
        foreach (var error in parsed.Errors) Console.Error.WriteLine(error.Message);
        Console.Error.WriteLine("`funcgrad --help` shows examples.");
        return ExitCode.BadInput;
    }

    private static Command RunFile()
    {
        var (file, set) = (File(), Set());
        var output = new Option<string?>("--output", "-o") { Description = "the folder for the results; results/<name of the file> if left out" };
        var workers = new Option<int>("--workers") { Description = "how many blocks are computed at once", DefaultValueFactory = _ => Environment.ProcessorCount };
        var fresh = new Option<bool>("--fresh") { Description = "start over, whatever the folder holds" };
        var command = new Command("run", "run an experiment") { file, set, output, workers, fresh };
        command.SetAction(result => Run(result.GetValue(file)!, result.GetValue(set) ?? [], result.GetValue(output), result.GetValue(workers), result.GetValue(fresh)));
        return command;
    }

    private static int Run(string path, string[] set, string? output, int workers, bool fresh)
    {
        if (workers < 1) return Refuse($"--workers {workers}: it takes 1 or more.");
        if (ExperimentFile.Read(path, set) is not { } file) return ExitCode.BadInput;
        var folder = output ?? Path.Combine("results", Path.GetFileNameWithoutExtension(path));
        var work = BlockComputation.Work(file.Experiment, file.Identity);
        var manifest = WholeRun.Run(work, folder, workers, fresh);
        Summary.Print(file.Experiment, folder, manifest);
        return ExitCode.Done;
    }

    private static Command Plan()
    {
        var (file, set) = (File(), Set());
        var count = new Option<bool>("--count") { Description = "only how many trials there are" };
        var csv = new Option<bool>("--csv") { Description = "all of them as CSV" };
        var command = new Command("plan", "the trials an experiment would run") { file, set, count, csv };
        command.SetAction(result => ExperimentFile.Read(result.GetValue(file)!, result.GetValue(set) ?? []) is { } read
            ? Lists.Plan(read.Experiment, result.GetValue(count), result.GetValue(csv))
            : ExitCode.BadInput);
        return command;
    }

    private static Command Check()
    {
        var (file, set) = (File(), Set());
        var command = new Command("check", "validate, and compare exact and numerical gradients at the start point") { file, set };
        command.SetAction(result => ExperimentFile.Read(result.GetValue(file)!, result.GetValue(set) ?? []) is { } read ? Lists.Check(read.Experiment) : ExitCode.BadInput);
        return command;
    }

    private static Command ShowFormula()
    {
        var formula = new Argument<string>("formula") { Description = "a formula, or an experiment file" };
        var at = new Option<string?>("--at") { Description = "the point: x0=3,x1=4" };
        var data = new Option<string?>("--data") { Description = "names that are not learned: x,t" };
        var command = new Command("show", "value and gradient at a point, symbolic and numerical") { formula, at, data };
        command.SetAction(result =>
        {
            var text = result.GetValue(formula)!;
            if (!text.EndsWith(".toml", StringComparison.Ordinal)) return Show.Run(text, result.GetValue(at), result.GetValue(data)?.Split(',') ?? []);
            return ExperimentFile.Read(text, []) is { } read ? Show.Run(read.Experiment) : ExitCode.BadInput;
        });
        return command;
    }

    private static Command Listing(string name, string description, Func<int> print)
    {
        var command = new Command(name, description);
        command.SetAction(_ => print());
        return command;
    }

    private static Argument<string> File() => new("file") { Description = "an experiment file (TOML)" };

    private static Option<string[]> Set() => new("--set") { Description = "KEY=VALUE as if the file said so; may be repeated" };

    private static int Refuse(string message)
    {
        Console.Error.WriteLine(message);
        return ExitCode.BadInput;
    }
}
