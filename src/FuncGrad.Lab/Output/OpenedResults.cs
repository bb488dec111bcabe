namespace FuncGrad.Lab;

/// <summary>A folder of results with what else there is to know of it.</summary>
/// <param name="Folder">Where it is.</param>
/// <param name="Manifest">What it says of itself.</param>
/// <param name="Tables">Experiment and tables.</param>
/// <param name="Toml">The experiment file as it ran.</param>
internal sealed record OpenedRun(string Folder, Manifest Manifest, ResultTables Tables, string Toml);

/// <summary>A folder of results as tables.</summary>
internal static class OpenedResults
{
    private const int PieceBytes = 1 << 20;

    /// <summary>The experiment and the tables of a finished folder; null after it was told why not.</summary>
    public static ResultTables? Open(string folder, Streams streams) => Read(folder, streams)?.Tables;

    /// <summary>All folders opened; null after it was told which cannot be.</summary>
    public static IReadOnlyList<OpenedRun>? ReadAll(IReadOnlyList<string> folders, Streams streams)
    {
        var opened = new List<OpenedRun>();
        foreach (var folder in folders)
            if (Read(folder, streams) is { } run) opened.Add(run);
            else return null;
        return opened;
    }

    /// <summary>A finished folder; null after it was told why not.</summary>
    public static OpenedRun? Read(string folder, Streams streams)
    {
        if (Manifest.Read(folder) is not { Status: Manifest.Complete } manifest)
            return Refused(streams, $"{folder} holds no finished results.");
        if (OutputFile.Damage(manifest.Files, folder) is { } damage)
            return Refused(streams, $"{damage}. `funcgrad run` computes it again.");
        return Read(folder, manifest, folder, Pieces, streams);
    }

    /// <summary>
    /// What is there of a run that is not over, up to the last whole row that was written; null if there is nothing yet. The rows of its
    /// steps may be ahead of those of its trials.
    /// </summary>
    public static OpenedRun? ReadUnfinished(string folder, Streams streams)
    {
        var parts = Claims.PartsPath(folder, Shard.Whole);
        if (Manifest.Read(folder) is not { } manifest
            || LostBlocks.Found(Journal.In(parts), parts, manifest) is not { Count: > 0 } entries)
            return null;
        var files = Directory.EnumerateFiles(parts, "*.csv").Select(file => Path.GetFileName(file)).Where(name => RowFiles.IsTable(name))
            .Order(StringComparer.Ordinal).Select(name => new OutputFile(name, 0, 0));
        var rows = entries.Sum(entry => entry.Steps.Rows);
        var there = manifest with
        {
            Files = [.. files.Select(file =>
                file.Name == RowFiles.FileName(ResultFolder.StepsTable, 0) ? file with { Rows = rows } : file)],
            Tally = Tally.Sum(entries.Select(entry => entry.Tally)),
        };
        return Read(folder, there, parts, path => WholeLines(path), streams);
    }

    private static OpenedRun? Read(string folder, Manifest manifest, string tables, Func<string, IEnumerable<ReadOnlyMemory<byte>>> read,
        Streams streams)
    {
        if (DataOf(folder, manifest, streams) is not { } data) return null;
        var path = Path.Combine(folder, ResultFolder.ExperimentFile);
        if (ExperimentFile.Read(path, manifest.Overrides, MemoryBound.OfMachine, streams,
            name => data.GetValueOrDefault(name, name)) is not { } file)
            return null;
        try
        {
            Func<IEnumerable<ReadOnlyMemory<byte>>>[] Files(string table) =>
                [.. manifest.Files.Where(file => file.Name == $"{table}.csv" || file.Name.StartsWith($"{table}-", StringComparison.Ordinal))
                    .Select(file => (Func<IEnumerable<ReadOnlyMemory<byte>>>)(() => read(Path.Combine(tables, file.Name))))];
            var steps = Files(ResultFolder.StepsTable);
            var opened = new ResultTables(file.Experiment, new ResultTable(Files(ResultFolder.TrialsTable)), steps.Length == 0 ? null
                : new ResultTable(steps));
            return new(folder, manifest, opened, System.Text.Encoding.UTF8.GetString(file.Identity.Toml));
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
                Refused(streams,
                    $"{Visible.Text(name)} was not kept with the results, or was changed: put the file with which they were computed back "
                        + $"at {Path.Combine(folder, Visible.Text(name))}, or run the experiment again, which keeps up to "
                        + $"{ByteSize.Text(KeptData.MostBytes)}.");
                return null;
            }
        return found;
    }

    private static OpenedRun? Refused(Streams streams, string message)
    {
        streams.Say(message);
        return null;
    }

    /// <summary>A file of a table by itself.</summary>
    public static ResultTable TableOf(string path) => new([() => Pieces(path)]);

    /// <summary>The bytes of a file, each piece in the memory of the one before.</summary>
    private static IEnumerable<ReadOnlyMemory<byte>> Pieces(string path) => Pieces(path, long.MaxValue);

    /// <summary>Up to the last line feed that is there now: another process may be writing behind it.</summary>
    private static IEnumerable<ReadOnlyMemory<byte>> WholeLines(string path)
    {
        using var file = Disk.OpenToRead(path);
        var (end, buffer) = (RandomAccess.GetLength(file), new byte[1 << 16]);
        while (end > 0)
        {
            var from = Math.Max(0, end - buffer.Length);
            var read = RandomAccess.Read(file, buffer.AsSpan(0, (int)(end - from)), from);
            if (buffer.AsSpan(0, read).LastIndexOf((byte)'\n') is >= 0 and var last) return Pieces(path, from + last + 1);
            end = from;
        }
        return [];
    }

    private static IEnumerable<ReadOnlyMemory<byte>> Pieces(string path, long end)
    {
        using var file = File.OpenHandle(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete,
            FileOptions.SequentialScan);
        var buffer = new byte[PieceBytes];
        var offset = 0L;
        for (int read; (read = RandomAccess.Read(file, buffer.AsSpan(0, (int)Math.Min(PieceBytes, end - offset)),
            offset)) > 0; offset += read)
            yield return buffer.AsMemory(0, read);
    }
}
