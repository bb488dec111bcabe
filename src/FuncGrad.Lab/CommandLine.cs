using System.CommandLine;
using System.CommandLine.Help;

namespace FuncGrad.Lab;

/// <summary>The commands with their arguments.</summary>
internal sealed class CommandLine(Streams streams)
{
    /// <summary>The commands, in the order of the help: each is a file with its name, its examples, its options and what it does.</summary>
    private static readonly Func<Streams, Command>[] Commands =
    [
        RunCommand.Of, PlanCommand.Of, CheckCommand.Of, ShowCommand.Of, ListCommands.Rules, ListCommands.Schedules, ListCommands.Functions,
        StatusCommand.Of, MergeCommand.Of, ExportCommand.Of, EvaluateCommand.Of, PlotCommand.Of, ReportCommand.Of, CompareCommand.Of,
        WatchCommand.Of,
        NewCommand.Of, SchemaCommand.Of, CompletionCommand.Of, SubmitCommand.Of,
    ];

    /// <summary>Other systems ask for help by these; they are obeyed, and nobody wants them completed.</summary>
    private static readonly string[] OtherHelps = ["-?", "/?", "/h"];

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
        var root = new RootCommand("A laboratory for gradient methods.");
        foreach (var command in Commands) root.Add(command(streams));
        foreach (var help in root.Options.OfType<HelpOption>()) help.Action = new Help((HelpAction)help.Action!, streams.Width);
        return root;
    }

    private int Obey(string[] args)
    {
        if (args.Any(argument => argument.Contains('\0')))
            return streams.Refuse("An argument holds the character NUL, which no name or formula does.");
        var root = Root();
        if (args is [{ } first, ..] && first.StartsWith("[suggest", StringComparison.Ordinal)) LeaveOutOtherHelps(root);
        var parsed = root.Parse(args.Length == 0 ? ["--help"] : args, new ParserConfiguration { ResponseFileTokenReplacer = null });
        if (parsed.Errors.Count == 0 || parsed.Action is Help)
            return parsed.Invoke(new InvocationConfiguration
            {
                Output = streams.Output,
                Error = streams.Error,
                EnableDefaultExceptionHandler = false,
                ProcessTerminationTimeout = null,
            });
        var command = parsed.CommandResult.Command;
        foreach (var error in parsed.Errors) streams.Say(error.Message);
        foreach (var hint in parsed.UnmatchedTokens.Select(token => OptionHint(token, command)).OfType<string>()) streams.Say(hint);
        if (command is RootCommand && NearestName.Of(args[0], root.Subcommands.Select(known => known.Name)) is { } nearest)
            streams.Say($"Perhaps you meant `{nearest}`.");
        return streams.Refuse(command is RootCommand ? "`funcgrad --help` shows examples."
            : $"`funcgrad {command.Name} --help` shows examples.");
    }

    private static void LeaveOutOtherHelps(RootCommand root)
    {
        foreach (var help in root.Options.OfType<HelpOption>())
            foreach (var alias in OtherHelps) help.Aliases.Remove(alias);
    }

    /// <summary>A setting as an option, or an option of another name.</summary>
    private static string? OptionHint(string token, Command command)
    {
        if (!token.StartsWith("--", StringComparison.Ordinal)) return null;
        var name = token[2..].Split('=')[0].Replace('-', '_');
        if (NearestName.Of(token.Split('=')[0], command.Options.Select(option => option.Name)) is { } nearest)
            return $"Perhaps you meant `{nearest}`.";
        return Settings.PathOf(name) is { } path && command.Options.Any(option => option.Name == "--set")
            ? $"A setting is given as --set {path}=VALUE." : null;
    }
}
