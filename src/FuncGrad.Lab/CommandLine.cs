using System.CommandLine;
using System.CommandLine.Help;

namespace FuncGrad.Lab;

/// <summary>The commands with their arguments.</summary>
internal sealed class CommandLine(Streams streams)
{
    /// <summary>EPIPE: whoever read the output has seen enough.</summary>
    private const int BrokenPipe = 32;

    /// <summary>Obeys a command; the exit code.</summary>
    public int Run(string[] args)
    {
        try
        {
            return Obey(args);
        }
        catch (OutputFailure failure)
        {
            streams.Say(failure.Message);
            return failure.Code;
        }
        catch (Exception error) when (Exhaustion.Of(error) is { } exhaustion)
        {
            streams.Say(exhaustion.Message);
            return exhaustion.Code;
        }
        catch (IOException error) when (error.HResult == BrokenPipe)
        {
            return ExitCode.OutputFailure;
        }
        catch (IOException error)
        {
            streams.Say($"Input or output failed: {error.Message}");
            return ExitCode.OutputFailure;
        }
        catch (UnauthorizedAccessException error)
        {
            streams.Say($"No permission: {error.Message}");
            return ExitCode.OutputFailure;
        }
        catch (Exception error)
        {
            streams.Say($"Unexpected error, please report it: {error.GetType().Name}: {error.Message}");
            return ExitCode.Unexpected;
        }
    }

    /// <summary>All commands, for whoever asks what there is.</summary>
    public RootCommand Root()
    {
        var root = new RootCommand("A laboratory for gradient methods.")
        {
            RunFile(), Plan(), CheckFile(), ShowFormula(),
            Listing("rules", "every rule and link of a chain, or one as a block to be copied into a file", RuleList.Rules, () => UpdateRules.All.Concat(UpdateRules.Links).Select(rule => rule.Name)),
            Listing("schedules", "every schedule of a hyperparameter with its settings, or one as it is written", RuleList.Schedules, () => ScheduleReader.Names),
            Listing("functions", "every built-in test function with its minimum, or one as an experiment file", FunctionList.Print, () => TestFunctions.All.Select(function => function.Name)),
            StatusOf(), MergeShards(), ExportTables(), EvaluateCommand.Of(streams), PlotCommand.Of(streams), ReportCommand.Of(streams), CompareCommand.Of(streams), WatchCommand.Of(streams), NewCommand.Of(streams), SchemaCommand.Of(streams), CompletionCommand.Of(streams), SubmitCommand.Of(streams),
        };
        foreach (var help in root.Options.OfType<HelpOption>()) help.Action = new Help((HelpAction)help.Action!);
        return root;
    }

    private int Obey(string[] args)
    {
        if (args.Any(argument => argument.Contains('\0'))) return streams.Refuse("An argument holds the character NUL, which no name or formula does.");
        var root = Root();
        var parsed = root.Parse(args.Length == 0 ? ["--help"] : args, new ParserConfiguration { ResponseFileTokenReplacer = null });
        if (parsed.Errors.Count == 0 || parsed.Action is Help)
            return parsed.Invoke(new InvocationConfiguration { Output = streams.Output, Error = streams.Error, EnableDefaultExceptionHandler = false, ProcessTerminationTimeout = null });
        var command = parsed.CommandResult.Command;
        foreach (var error in parsed.Errors) streams.Say(error.Message);
        foreach (var hint in parsed.UnmatchedTokens.Select(token => OptionHint(token, command)).OfType<string>()) streams.Say(hint);
        if (command is RootCommand && NearestName.Of(args[0], root.Subcommands.Select(known => known.Name)) is { } nearest) streams.Say($"Perhaps you meant `{nearest}`.");
        return streams.Refuse(command is RootCommand ? "`funcgrad --help` shows examples." : $"`funcgrad {command.Name} --help` shows examples.");
    }

    /// <summary>A setting as an option, or an option of another name.</summary>
    private static string? OptionHint(string token, Command command)
    {
        if (!token.StartsWith("--", StringComparison.Ordinal)) return null;
        var name = token[2..].Split('=')[0].Replace('-', '_');
        if (NearestName.Of(token.Split('=')[0], command.Options.Select(option => option.Name)) is { } nearest) return $"Perhaps you meant `{nearest}`.";
        return Settings.PathOf(name) is { } path && command.Options.Any(option => option.Name == "--set") ? $"A setting is given as --set {path}=VALUE." : null;
    }

    private Command RunFile()
    {
        var (file, set, memory) = (Given.File(), Given.Set(), Given.Memory());
        var output = new Option<string?>("--output", "-o") { Description = "the folder for the results; results/<name of the file> if left out", HelpName = "DIR" };
        var workers = new Option<int>("--workers") { Description = "how many blocks, or parts of one large trial, are computed at once", HelpName = "N", DefaultValueFactory = _ => Environment.ProcessorCount };
        var shard = new Option<string?>("--shard") { Description = "only share I of N, to be merged with the others", HelpName = "I/N" };
        var fresh = new Option<bool>("--fresh") { Description = "start over, whatever the folder holds" };
        var (unlock, verify) = (Given.Unlock(), new Option<bool>("--verify") { Description = "say also that every byte of a finished folder was found as it was written" });
        var json = new Option<bool>("--json") { Description = "events on stdout, one JSON object per line" };
        var noPicture = new Option<bool>("--no-picture") { Description = "no picture at the end, which is there only on a terminal" };
        var report = new Option<bool>("--report") { Description = $"DIR/{Report.DefaultName}, written again while it runs" };
        var command = new Command("run", "run, or resume, an experiment") { file, set, output, workers, shard, fresh, unlock, verify, json, noPicture, report, memory };
        command.SetAction(result => RunFile(result.GetValue(file)!, result.GetValue(set) ?? [], result.GetValue(shard), result.GetValue(noPicture), Bound(result, memory), shard => new RunRequest(
            result.GetValue(output) ?? DefaultFolder(result.GetValue(file)!), shard, result.GetValue(workers), result.GetValue(fresh), result.GetValue(json)) { Unlocks = result.GetValue(unlock), Verifies = result.GetValue(verify), Reports = result.GetValue(report) }));
        return command;
    }

    private int RunFile(string path, string[] set, string? share, bool noPicture, MemoryBound memory, Func<Shard, RunRequest> asked)
    {
        var shard = share is null ? Shard.Whole : Shard.Parse(share);
        if (shard is null) return streams.Refuse($"--shard {share}: {Shard.Problem(share!)}");
        var request = asked(shard);
        if (request.Workers < 1) return streams.Refuse($"--workers {request.Workers}: it takes 1 or more.");
        if (ExperimentFile.Read(path, set, memory, streams) is not { } file) return ExitCode.BadInput;
        if (request.Folder.Length == 0) return streams.Refuse("The name of the folder for the results is missing: choose one with -o.");
        var work = BlockComputation.Work(file.Experiment, file.Identity, request.Workers);
        if (MemoryCheck.OfRun(work, request.Workers, memory) is { } refusal) return streams.Refuse(refusal);
        if (MemoryCheck.OfGradient(file.Experiment.Value, file.Experiment.Symbols(), memory) is null) Notices.Tell(file.Experiment, streams);
        if (request.Reports && !shard.IsWhole) return streams.Refuse("--report shows a whole run; of shards `funcgrad report` shows what `funcgrad merge` has put together.");
        var (code, manifest) = Computed(work, request);
        if (request.AsEvents) Summary.WriteEvent(request.Folder, code, manifest);
        else if (manifest is { Status: Manifest.Complete })
        {
            Summary.Print(file.Experiment, request.Folder, manifest, streams);
            if (!noPicture) TerminalPicture.Print(request.Folder, manifest, streams);
        }
        return code;
    }

    /// <summary>Runs, with a page beside it if one was asked for.</summary>
    private (int Code, Manifest? Manifest) Computed(BatchWork work, RunRequest request)
    {
        if (!request.Reports) return new RunCommand(work, request).Run(streams.Say);
        DrawnFile.RefuseForeign(LiveReport.PathIn(request.Folder));
        (int Code, Manifest? Manifest) run;
        using (LiveReport.Begin(request.Folder)) run = new RunCommand(work, request).Run(streams.Say);
        if (run.Manifest is { Status: Manifest.Complete }) Report.Run([request.Folder], null, null, request.AsEvents ? streams.Silent() : streams);
        else LiveReport.WriteStopped(request.Folder);
        return run;
    }

    /// <summary>Below <c>results</c>, by the name of the file; empty for a file whose name is no name of a folder.</summary>
    internal static string DefaultFolder(string path) => Path.GetFileNameWithoutExtension(path) is var name && name.Trim('.', ' ').Length > 0 ? Path.Combine("results", name) : "";

    private Command Plan()
    {
        var (file, set, memory) = (Given.File(), Given.Set(), Given.Memory());
        var count = new Option<bool>("--count") { Description = "only how many trials there are" };
        var csv = new Option<bool>("--csv") { Description = "all of them as CSV" };
        var command = new Command("plan", "the trials an experiment would run") { file, set, count, csv, memory };
        command.SetAction(result => ExperimentFile.Read(result.GetValue(file)!, result.GetValue(set) ?? [], Bound(result, memory), streams) is { } read
            ? Planned(read, Bound(result, memory), result.GetValue(count), result.GetValue(csv))
            : ExitCode.BadInput);
        return command;
    }

    private int Planned(ExperimentFile file, MemoryBound memory, bool count, bool csv) =>
        MemoryCheck.OfRun(BlockComputation.Work(file.Experiment, file.Identity), 1, memory) is { } refusal ? streams.Refuse(refusal) : Lists.Plan(file.Experiment, count, csv, streams);

    private Command CheckFile()
    {
        var (file, set, memory) = (Given.File(), Given.Set(), Given.Memory());
        var command = new Command("check", "validate, and compare exact and numerical gradients at the start point") { file, set, memory };
        command.SetAction(result => ExperimentFile.Read(result.GetValue(file)!, result.GetValue(set) ?? [], Bound(result, memory), streams) is { } read ? Checked(read.Experiment, Bound(result, memory)) : ExitCode.BadInput);
        return command;
    }

    private int Checked(Experiment experiment, MemoryBound memory) => MemoryCheck.OfGradient(experiment.Value, experiment.Symbols(), memory) is { } refusal
        ? streams.Refuse(refusal)
        : Check.Run(experiment, streams);

    private Command ShowFormula()
    {
        var formula = new Argument<string>("formula") { Description = "a formula, or an experiment file" };
        var at = new Option<string?>("--at") { Description = "the point: x0=3,x1=4", HelpName = "NAME=VALUE,..." };
        var data = new Option<string?>("--data") { Description = "names that are not learned: x,t", HelpName = "NAMES" };
        var program = new Option<bool>("--program") { Description = "the straight-line program of a step: by gradient descent, or as the experiment says" };
        var memory = Given.Memory();
        var inFull = new Option<bool>("--formula") { Description = "the gradient as a formula however long it is, operation by operation" };
        var command = new Command("show", "value and gradient at a point, symbolic and numerical") { formula, at, data, program, inFull, memory };
        command.SetAction(result =>
        {
            var (text, point, constants, bound) = (result.GetValue(formula)!, result.GetValue(at), result.GetValue(data), Bound(result, memory));
            var form = result.GetValue(program) ? ShownForm.Program : result.GetValue(inFull) ? ShownForm.InFull : ShownForm.Brief;
            if (!text.EndsWith(".toml", StringComparison.Ordinal) && System.IO.File.Exists(text + ".toml")) return streams.Refuse($"'{text}' was read as a formula. For the experiment write {text}.toml.");
            if (!text.EndsWith(".toml", StringComparison.Ordinal))
            {
                var names = constants?.Split(',') ?? [];
                return ShowMemory.OfFormula(text, point, names, result.GetValue(program), bound) is { } tooLarge ? streams.Refuse(tooLarge) : Show.Run(text, point, names, form, streams);
            }
            if (constants is not null) return streams.Refuse("--data belongs to a formula; an experiment file has its own [data].");
            if (ExperimentFile.Read(text, [], bound, streams) is not { } read) return ExitCode.BadInput;
            return ShowMemory.OfExperiment(read.Experiment, point, bound) is { } refusal ? streams.Refuse(refusal) : Show.Run(read.Experiment, point, form, streams);
        });
        return command;
    }

    private Command StatusOf()
    {
        var folder = Given.Folder();
        var command = new Command("status", "what a folder of results holds, counted from the disk") { folder };
        command.SetAction(result => Status.Print(result.GetValue(folder)!, streams));
        return command;
    }

    private Command MergeShards()
    {
        var folders = new Argument<string[]>("dir") { Description = "the folders that the shards were computed in", Arity = ArgumentArity.OneOrMore };
        var output = new Option<string?>("--output", "-o") { Description = "the folder for the result; the first DIR if left out", HelpName = "DIR" };
        var (unlock, mixed) = (Given.Unlock(), new Option<bool>("--mixed") { Description = "also of shards that different builds computed" });
        var command = new Command("merge", "put the shards of a batch together") { folders, output, mixed, unlock };
        command.SetAction(result =>
        {
            var from = result.GetValue(folders)!;
            var target = result.GetValue(output) ?? from[0];
            if (target.Length == 0) return streams.Refuse("The name of a folder is missing.");
            var (code, manifest) = new Merge(from, target, new MergeRequest(result.GetValue(mixed), result.GetValue(unlock)), streams.Say).Run();
            if (manifest is not null) Summary.PrintFiles(target, manifest, streams);
            return code;
        });
        return command;
    }

    private Command ExportTables()
    {
        var folder = Given.Folder();
        var kind = new Option<string>("--for") { Description = "excel or libreoffice: CSV as the program reads it; xlsx: workbooks, for both", Required = true };
        var locale = new Option<string?>("--locale") { Description = "for CSV, whose decimal sign and separator: de-DE; en-US if left out" };
        kind.AcceptOnlyFromAmong(Export.Excel, Export.LibreOffice, Export.Workbooks);
        var command = new Command("export", "copies of the tables for spreadsheets") { folder, kind, locale };
        command.SetAction(result => ExportTables(result.GetValue(folder)!, result.GetValue(kind)!, result.GetValue(locale)));
        return command;
    }

    private int ExportTables(string folder, string kind, string? locale)
    {
        if (kind == Export.Workbooks && locale is not null) return streams.Refuse("--locale belongs to CSV; the numbers of a workbook are the same in every country.");
        return SheetFormat.Of(locale ?? "en-US") is { } format
            ? Export.Run(folder, kind, format, streams)
            : streams.Refuse($"--locale {locale}: not known. Any of the same decimal sign will do: en-US for 0.5, de-DE for 0,5.");
    }

    private Command Listing(string name, string description, Func<string?, Streams, int> print, Func<IEnumerable<string>> names)
    {
        var one = new Argument<string?>("name") { Description = "one of them; all if left out", Arity = ArgumentArity.ZeroOrOne };
        one.CompletionSources.Add(_ => names().Select(known => new System.CommandLine.Completions.CompletionItem(known)));
        var command = new Command(name, description) { one };
        command.SetAction(result => print(result.GetValue(one), streams));
        return command;
    }

    private static MemoryBound Bound(ParseResult result, Option<MemoryBound?> memory) => result.GetValue(memory) ?? MemoryBound.OfMachine;
}
