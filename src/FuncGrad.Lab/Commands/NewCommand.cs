using System.CommandLine;
using System.Text;

namespace FuncGrad.Lab;

/// <summary><c>funcgrad new</c>: an experiment file to begin with, or that of one trial. Nothing is written over.</summary>
internal static class NewCommand
{
    /// <summary>Where editors find what a file may say: the first line of each new file.</summary>
    public const string SchemaLine =
        "#:schema https://raw.githubusercontent.com/funcgrad/funcgrad/main/experiments/experiment.schema.json\n\n";

    private const string Extension = ".toml";

    /// <summary>The kinds of files, each a text that stands beside this program.</summary>
    public static IReadOnlyList<string> Kinds { get; } = ["descent", "sweep", "compare-rules", "fit", "network"];

    public static Command Of(Streams streams)
    {
        var kind = new Argument<string?>("KIND")
        {
            HelpName = "KIND",
            Description = $"{string.Join(", ", Kinds)}; what each is, if left out",
            Arity = ArgumentArity.ZeroOrOne,
        };
        kind.CompletionSources.Add(Given.Names(() => Kinds));
        var name = new Argument<string?>("NAME")
        {
            Description = "of the file; that of the kind if left out",
            Arity = ArgumentArity.ZeroOrOne,
        };
        var from = new Option<string?>("--from")
        {
            Description = "the experiment of one trial instead: results/digits/17",
            HelpName = "DIR/N",
        };
        var command = new ExampledCommand("new", "a commented experiment file to start from",
            "funcgrad new",
            "funcgrad new sweep lr",
            "funcgrad new network digits",
            "funcgrad new --from results/learning-rates/1 settled") { kind, name, from };
        command.SetAction(result => (result.GetValue(from), result.GetValue(kind), result.GetValue(name)) switch
        {
            ({ } trial, var given, null) => OfTrial(trial, given, streams),
            ({ }, _, _) => streams.Refuse("With --from there is no kind: funcgrad new --from results/digits/17 NAME."),
            (_, null, _) => List(streams),
            (_, { } asked, var given) => OfKind(asked, given ?? asked, streams),
        });
        return command;
    }

    /// <summary>The text of a kind, as it is written.</summary>
    public static string TextOf(string kind)
    {
        using var reader = new StreamReader(typeof(NewCommand).Assembly.GetManifestResourceStream($"new-{kind}{Extension}")!);
        return SchemaLine + reader.ReadToEnd();
    }

    private static int List(Streams streams)
    {
        foreach (var kind in Kinds)
            streams.Tell($"{kind,-14} {TextOf(kind)[SchemaLine.Length..].Split('\n')[0].TrimStart('#', ' ')}", hanging: 15);
        streams.Tell("\nfuncgrad new KIND NAME writes NAME.toml, which can be run at once.");
        return ExitCode.Done;
    }

    private static int OfKind(string kind, string name, Streams streams) => Kinds.Contains(kind)
        ? Write(name, _ => TextOf(kind), streams)
        : streams.Refuse($"There is no kind '{kind}' of experiment files. {NearestName.Hint(kind, Kinds, "There are")}");

    private static int OfTrial(string from, string? name, Streams streams)
    {
        var (folder, number) =
            (Path.GetDirectoryName(Path.TrimEndingDirectorySeparator(from)), Path.GetFileName(Path.TrimEndingDirectorySeparator(from)));
        if (string.IsNullOrEmpty(folder)
            || !long.TryParse(number, System.Globalization.NumberStyles.None, System.Globalization.CultureInfo.InvariantCulture,
                out var trial))
            return streams.Refuse($"--from {from}: it is a folder of results and the number of a trial, as in results/digits/17.");
        if (OpenedResults.Read(folder, streams) is not { } opened) return ExitCode.BadInput;
        var count = new Trials(opened.Tables.Experiment).Count;
        if (trial >= count) return streams.Refuse($"--from {from}: {folder} has trials 0 to {count - 1}.");
        var standard = $"{Path.GetFileName(Path.GetFullPath(folder))}-{number}";
        return Write(name ?? standard, target =>
            $"{SchemaLine}# Trial {number} of "
                + $"{Visible.Text(folder)}.\n\n{TrialFile.Of(opened, trial, Path.GetDirectoryName(Path.GetFullPath(target))!)}", streams);
    }

    private static int Write(string name, Func<string, string> text, Streams streams)
    {
        var path = name.EndsWith(Extension, StringComparison.Ordinal) ? name : name + Extension;
        if (Path.GetFileNameWithoutExtension(path).Trim('.', ' ').Length == 0) return streams.Refuse($"'{name}' is not a file name.");
        if (DiskEntry.At(path).Kind != EntryKind.Nothing)
            return streams.Refuse($"{path} is there already, and nothing is written over: choose another name.");
        using (var file = Disk.CreateStream(path)) file.Write(Encoding.UTF8.GetBytes(text(path)));
        streams.Tell($"{path}: funcgrad run {(path.Contains(' ') ? $"\"{path}\"" : path)}");
        return ExitCode.Done;
    }
}
