using System.CommandLine;

namespace FuncGrad.Lab;

/// <summary><c>funcgrad compare</c>: what differs between runs, as tables.</summary>
internal static class CompareCommand
{
    /// <summary>Labels that are longer stand once above the tables, and letters in them.</summary>
    private const int LongestHeading = 14, Width = 80;

    public static Command Of(Streams streams)
    {
        var folders = new Argument<string[]>("DIR") { Description = "folders of results", Arity = new ArgumentArity(2, 26) };
        var command = new ExampledCommand("compare", "what differs between runs, and which trials changed their verdict",
            "funcgrad compare results/learning-rates results/longer") { folders };
        command.SetAction(result => Run(result.GetValue(folders)!, streams));
        return command;
    }

    private static int Run(IReadOnlyList<string> folders, Streams streams)
    {
        if (OpenedResults.ReadAll(folders, streams) is not { } opened) return ExitCode.BadInput;
        try
        {
            Print(Comparison.Of(opened), streams);
            return ExitCode.Done;
        }
        catch (InvalidDataException error) { return streams.Refuse(error.Message); }
    }

    /// <summary>Lines as wide as the tables also where no terminal says how wide it is.</summary>
    private static void Tell(string text, Streams streams)
    {
        foreach (var line in Paragraph.Lines(text, streams.Width ?? Width, 3)) streams.Output.Write($"{line}\n");
    }

    private static void Print(Comparison comparison, Streams streams)
    {
        var areShort = comparison.Labels.All(label => label.Length <= LongestHeading);
        string[] labels = areShort ? [.. comparison.Labels] : [.. comparison.Labels.Select((_, r) => ((char)('A' + r)).ToString())];
        for (var r = 0; r < labels.Length; r++)
            Tell(areShort ? $"{labels[r]}: {comparison.Runs[r].Folder}"
                : $"{labels[r]}: {comparison.Runs[r].Folder}, {comparison.Labels[r]}", streams);
        foreach (var (heading, table) in ComparisonTable.Of(comparison, labels))
        {
            streams.Output.WriteLine();
            Tell(table.Columns.Count > 0 ? $"{heading}:" : $"{heading}.", streams);
            if (table.Columns.Count > 0) (table with { Indent = 2 }).Print(streams);
        }
    }
}
