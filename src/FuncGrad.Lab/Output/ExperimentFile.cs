using System.Text;

namespace FuncGrad.Lab;

/// <summary>An experiment file with the CSV files it names, read from the disk.</summary>
internal sealed record ExperimentFile(Experiment Experiment, Identity Identity)
{
    /// <summary>Larger files are data and not experiments.</summary>
    private const long LargestFile = 4 << 20;

    /// <summary>The experiment of a file, or null after its mistakes were told.</summary>
    /// <param name="path">The file.</param>
    /// <param name="overrides">As if the file said so.</param>
    /// <param name="memory">What its numbers may take.</param>
    /// <param name="streams">Where mistakes are told.</param>
    /// <param name="dataPath">Where a CSV file is that it names; relative to it if left out.</param>
    public static ExperimentFile? Read(string path, IReadOnlyList<string> overrides, MemoryBound memory, Streams streams,
        Func<string, string>? dataPath = null)
    {
        if (Bytes(path, streams) is not { } bytes) return null;
        var text = Encoding.UTF8.GetString(bytes);
        var pathOf = dataPath ?? (name => PathOf(name, Path.GetDirectoryName(Path.GetFullPath(path))!));
        var numbers = new NumberFiles(pathOf, memory, streams.Say);
        var parsed = ExperimentParser.Parse(text, path, numbers.Read, overrides);
        var found = parsed.Match<ExperimentFile[]>(
            Succ: experiment =>
                [new ExperimentFile(experiment,
                    new Identity(Path.GetFileName(path), bytes, numbers.Hashes, overrides) { DataPath = pathOf,
                        Classes = numbers.Classes })],
            Fail: errors =>
            {
                Messages.Tell(streams, errors, text, path);
                return [];
            });
        if (found.Length == 0) return null;
        if (MemoryCheck.OfArrays(found[0].Experiment, memory) is not { } refusal) return found[0];
        streams.Say(refusal);
        return null;
    }

    /// <summary>Files of numbers are beside the experiment file; results also in the folder from which they were computed.</summary>
    private static string PathOf(string name, string folder) =>
        Path.Combine(folder, name) is var beside && !Path.Exists(beside)
            && name.Replace('\\', '/').Split('/') is [.., KeptFile.FolderName, var file] && KeptFile.IsName($"{KeptFile.FolderName}/{file}")
            && File.Exists(name) ? name : beside;

    private static byte[]? Bytes(string path, Streams streams)
    {
        if (InputFile.Refusal(path, LargestFile, "Numbers that need so much room belong in a CSV file.") is { } refusal)
            return Refused(refusal == InputFile.NoSuchFile ? refusal + OtherFiles.Near(path) : refusal);
        try
        {
            var bytes = File.ReadAllBytes(path);
            return (NotText(bytes) ?? OtherFiles.Kind(path)) is { } problem ? Refused(problem) : bytes;
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException) { return Refused(InputFile.WhyNot(error)); }

        byte[]? Refused(string why)
        {
            streams.Say($"{(path.Length == 0 ? "''" : path)}: {why}");
            return null;
        }
    }

    /// <summary>Why bytes are no text in UTF-8; null if they are.</summary>
    private static string? NotText(byte[] bytes)
    {
        if (bytes is [0xFF, 0xFE, ..] or [0xFE, 0xFF, ..]) return "is written in UTF-16; save it as UTF-8.";
        if (bytes.AsSpan().Contains((byte)0)) return "is not a text file.";
        return System.Text.Unicode.Utf8.IsValid(bytes) ? null : "holds letters that are not UTF-8; save it as UTF-8.";
    }
}
