namespace FuncGrad.Lab;

/// <summary>A finished folder of results as tables.</summary>
internal static class OpenedResults
{
    private const int PieceBytes = 1 << 20;

    /// <summary>The experiment and the tables of a folder; null after it was told why not.</summary>
    public static ResultTables? Open(string folder, Streams streams)
    {
        if (Manifest.Read(folder) is not { Status: Manifest.Complete } manifest) return Refused(streams, $"{folder} holds no finished results.");
        if (OutputFile.Damage(manifest.Files, folder) is { } damage) return Refused(streams, $"{damage}. `funcgrad run` computes it again.");
        if (DataOf(folder, manifest, streams) is not { } data) return null;
        if (ExperimentFile.Read(Path.Combine(folder, ResultFolder.ExperimentFile), manifest.Overrides, MemoryBound.OfMachine, streams, name => data.GetValueOrDefault(name, name)) is not { } file) return null;
        try
        {
            var (trials, steps) = (Files(folder, manifest, ResultFolder.TrialsTable), Files(folder, manifest, ResultFolder.StepsTable));
            return new ResultTables(file.Experiment, new ResultTable(trials), steps.Length == 0 ? null : new ResultTable(steps));
        }
        catch (InvalidDataException error) { return Refused(streams, $"{folder}: {error.Message}"); }
    }

    /// <summary>Where the CSV files are as they were read; null after it was told which is not.</summary>
    private static Dictionary<string, string>? DataOf(string folder, Manifest manifest, Streams streams)
    {
        var found = new Dictionary<string, string>();
        foreach (var (name, hash) in manifest.DataHashes)
            if (KeptData.Find(folder, name, hash) is { } path) found[name] = path;
            else
            {
                Refused(streams, $"{Visible.Text(name)} was not kept with the results, or was changed: put the file with which they were computed back at {Path.Combine(folder, Visible.Text(name))}, or run the experiment again, which keeps up to {ByteSize.Text(KeptData.MostBytes)}.");
                return null;
            }
        return found;
    }

    private static ResultTables? Refused(Streams streams, string message)
    {
        streams.Say(message);
        return null;
    }

    private static Func<IEnumerable<ReadOnlyMemory<byte>>>[] Files(string folder, Manifest manifest, string table) =>
        [.. manifest.Files.Where(file => file.Name == $"{table}.csv" || file.Name.StartsWith($"{table}-", StringComparison.Ordinal))
            .Select(file => (Func<IEnumerable<ReadOnlyMemory<byte>>>)(() => Pieces(Path.Combine(folder, file.Name))))];

    /// <summary>The bytes of a file, each piece in the memory of the one before.</summary>
    private static IEnumerable<ReadOnlyMemory<byte>> Pieces(string path)
    {
        using var file = File.OpenHandle(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete, FileOptions.SequentialScan);
        var buffer = new byte[PieceBytes];
        var offset = 0L;
        for (int read; (read = RandomAccess.Read(file, buffer, offset)) > 0; offset += read) yield return buffer.AsMemory(0, read);
    }
}
