using System.CommandLine;
using System.CommandLine.Help;
using System.CommandLine.Invocation;

namespace FuncGrad.Lab;

/// <summary>The commands with their arguments.</summary>
internal static class CommandLine
{
    private const string Examples = """
        Examples:
          funcgrad run experiments/learning-rates.toml
          funcgrad run experiments/learning-rates.toml --set method.steps=1000 -o results/longer
          funcgrad show "x0^2 + x1^2" --at x0=3,x1=4
          funcgrad plan experiments/optimizer-paths.toml
          funcgrad status results/learning-rates
        """;

    public static int Run(string[] args)
    {
        var root = new RootCommand("A laboratory for gradient methods.")
        {
            RunFile(), Plan(), Check(), ShowFormula(),
            Listing("rules", "every rule with its hyperparameters, defaults and formula", Lists.Rules),
            Listing("functions", "every built-in test function with its minimum", Lists.Functions),
            StatusOf(), MergeShards(), ExportTables(),
        };
        foreach (var help in root.Options.OfType<HelpOption>()) help.Action = new ExamplesFirst((HelpAction)help.Action!, Examples);
        var parsed = root.Parse(args.Length == 0 ? ["--help"] : args, new ParserConfiguration { ResponseFileTokenReplacer = null });
        if (parsed.Errors.Count == 0 || parsed.Action is ExamplesFirst) return parsed.Invoke(new InvocationConfiguration { EnableDefaultExceptionHandler = false, ProcessTerminationTimeout = null });
        foreach (var error in parsed.Errors) Console.Error.WriteLine(error.Message);
        Console.Error.WriteLine(parsed.CommandResult.Command == root ? "`funcgrad --help` shows examples." : $"`funcgrad {parsed.CommandResult.Command.Name} --help` shows examples.");
        return ExitCode.BadInput;
    }

    private static Command RunFile()
    {
        var (file, set) = (File(), Set());
        var output = new Option<string?>("--output", "-o") { Description = "the folder for the results; results/<name of the file> if left out", HelpName = "DIR" };
        var workers = new Option<int>("--workers") { Description = "how many blocks are computed at once", HelpName = "N", DefaultValueFactory = _ => Environment.ProcessorCount };
        var shard = new Option<string?>("--shard") { Description = "only share I of N, to be merged with the others", HelpName = "I/N" };
        var fresh = new Option<bool>("--fresh") { Description = "start over, whatever the folder holds" };
        var json = new Option<bool>("--json") { Description = "events on stdout, one JSON object per line" };
        var command = new Command("run", "run, or resume, an experiment") { file, set, output, workers, shard, fresh, json };
        command.SetAction(result => RunFile(
            result.GetValue(file)!, result.GetValue(set) ?? [], result.GetValue(output), result.GetValue(workers), result.GetValue(shard), result.GetValue(fresh), result.GetValue(json)));
        return command;
    }

    private static int RunFile(string path, string[] set, string? output, int workers, string? share, bool fresh, bool json)
    {
        if (workers < 1) return Refuse($"--workers {workers}: it takes 1 or more.");
        var shard = share is null ? Shard.Whole : Shard.Parse(share);
        if (shard is null) return Refuse($"--shard {share}: it is I/N with 1 <= I <= N, as in --shard 2/7.");
        if (ExperimentFile.Read(path, set) is not { } file) return ExitCode.BadInput;
        var folder = output ?? Path.Combine("results", Path.GetFileNameWithoutExtension(path));
        var work = BlockComputation.Work(file.Experiment, file.Identity);
        var (code, manifest) = new RunCommand(work, new RunRequest(folder, shard, workers, fresh, json)).Run(Say);
        if (json) Summary.WriteEvent(folder, code, manifest);
        else if (manifest is { Status: Manifest.Complete }) Summary.Print(file.Experiment, folder, manifest);
        return code;
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
        var at = new Option<string?>("--at") { Description = "the point: x0=3,x1=4", HelpName = "NAME=VALUE,..." };
        var data = new Option<string?>("--data") { Description = "names that are not learned: x,t", HelpName = "NAMES" };
        var command = new Command("show", "value and gradient at a point, symbolic and numerical") { formula, at, data };
        command.SetAction(result =>
        {
            var text = result.GetValue(formula)!;
            if (!text.EndsWith(".toml", StringComparison.Ordinal)) return Show.Run(text, result.GetValue(at), result.GetValue(data)?.Split(',') ?? []);
            return ExperimentFile.Read(text, []) is { } read ? Show.Run(read.Experiment) : ExitCode.BadInput;
        });
        return command;
    }

    private static Command StatusOf()
    {
        var folder = Folder();
        var command = new Command("status", "what a folder of results holds, counted from the disk") { folder };
        command.SetAction(result => Status.Print(result.GetValue(folder)!));
        return command;
    }

    private static Command MergeShards()
    {
        var folders = new Argument<string[]>("dir") { Description = "the folders that the shards were computed in", Arity = ArgumentArity.OneOrMore };
        var output = new Option<string?>("--output", "-o") { Description = "the folder for the result; the first DIR if left out", HelpName = "DIR" };
        var command = new Command("merge", "put the shards of a batch together") { folders, output };
        command.SetAction(result =>
        {
            var from = result.GetValue(folders)!;
            var target = result.GetValue(output) ?? from[0];
            var (code, manifest) = Merge.Run(from, target, Say);
            if (manifest is not null) Summary.PrintFiles(target, manifest);
            return code;
        });
        return command;
    }

    private static Command ExportTables()
    {
        var folder = Folder();
        var program = new Option<string>("--for") { Description = "excel or libreoffice", Required = true };
        var locale = new Option<string>("--locale") { Description = "whose decimal sign and separator: de-DE", DefaultValueFactory = _ => "en-US" };
        program.AcceptOnlyFromAmong("excel", "libreoffice");
        var command = new Command("export", "copies of the tables for spreadsheets") { folder, program, locale };
        command.SetAction(result => SheetFormat.Of(result.GetValue(locale)!) is { } format
            ? Export.Run(result.GetValue(folder)!, result.GetValue(program)!, format, Say)
            : Refuse($"--locale {result.GetValue(locale)}: not known. Any of the same decimal sign will do: en-US for 0.5, de-DE for 0,5."));
        return command;
    }

    private static Command Listing(string name, string description, Func<int> print)
    {
        var command = new Command(name, description);
        command.SetAction(_ => print());
        return command;
    }

    private static Argument<string> File() => new("file") { Description = "an experiment file (TOML)" };

    private static Argument<string> Folder() => new("dir") { Description = "a folder of results" };

    private static Option<string[]> Set() => new("--set") { Description = "as if the file said so; may be repeated", HelpName = "KEY=VALUE" };

    private static void Say(string message) => StandardError.Say(message);

    private static int Refuse(string message)
    {
        Say(message);
        return ExitCode.BadInput;
    }

    /// <summary>Help that begins with what most people look for.</summary>
    private sealed class ExamplesFirst(HelpAction rest, string examples) : SynchronousCommandLineAction
    {
        public override bool ClearsParseErrors => true;

        public override int Invoke(ParseResult parseResult)
        {
            var lines = examples.Split('\n');
            var name = parseResult.CommandResult.Command.Name;
            var own = parseResult.CommandResult.Command is RootCommand ? lines[1..] : [.. lines.Where(line => line.StartsWith($"  funcgrad {name} ", StringComparison.Ordinal))];
            if (own.Length > 0) parseResult.InvocationConfiguration.Output.WriteLine($"{lines[0]}\n{string.Join('\n', own)}\n");
            return rest.Invoke(parseResult);
        }
    }
}
