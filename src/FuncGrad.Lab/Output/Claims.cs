namespace FuncGrad.Lab;

/// <summary>
/// Which files of a folder are funcgrad's to write over and delete: those whose names a manifest or a journal there claims, never others. A
/// folder of parts with a journal, or beside a manifest of unfinished results, has the names below to itself.
/// </summary>
internal static class Claims
{
    private const string State = ".state", Rows = ".rows", Trial = "trial-";

    private const string PartsName = "parts";

    public static string PartsPath(string folder, Shard shard) =>
        Path.Combine(folder, shard.IsWhole ? PartsName : FormattableString.Invariant($"{PartsName}-{shard.Index}-of-{shard.Count}"));

    /// <summary>The folders in a folder that are called like folders of parts; links to folders are not.</summary>
    public static IEnumerable<string> CalledParts(string folder) => Directory.Exists(folder)
        ? Directory.EnumerateDirectories(folder, PartsName + "*")
            .Where(path => IsPartsName(Path.GetFileName(path)) && DiskEntry.At(path).Kind == EntryKind.Folder).Order(StringComparer.Ordinal)
        : [];

    /// <summary>What in a folder of parts has a name that is funcgrad's, whatever it is.</summary>
    public static IEnumerable<string> ReservedIn(string parts) => DiskEntry.At(parts).Kind == EntryKind.Folder
        ? Directory.EnumerateFileSystemEntries(parts).Where(path => IsReserved(Path.GetFileName(path))).Order(StringComparer.Ordinal)
            .Concat(KeptFile.In(parts))
        : [];

    /// <summary>The names in a result folder that a run makes; tables of all numbers.</summary>
    public static IEnumerable<string> ReservedInResults(string folder) => Directory.Exists(folder)
        ? Directory.EnumerateFileSystemEntries(folder).Where(path => Path.GetFileName(path) is var name
            && (name is Manifest.FileName or ResultFolder.ExperimentFile or Journal.FileName || RowFiles.IsTable(name)))
                .Order(StringComparer.Ordinal).Concat(KeptFile.In(folder))
        : [];

    /// <summary>
    /// The files of a result folder that are funcgrad's, below it, in the order in which they may be taken away: what tells whose the
    /// others are goes last.
    /// </summary>
    public static IReadOnlyList<string> In(string folder)
    {
        var manifest = Manifest.Read(folder);
        string[] parts = [.. CalledParts(folder).Where(path => IsOwned(path, manifest)).SelectMany(InParts)];
        if (manifest is null) return Below(folder, parts);
        var tables = ResultFolder.AllParts(folder).SelectMany(path => Journal.In(path).Files ?? []).Concat(manifest.Files)
            .Select(file => file.Name).Distinct();
        return Below(folder, [
            .. tables.Concat(KeptData.NamesIn(manifest)).Append(ResultFolder.ExperimentFile).Select(name => Path.Combine(folder, name)),
            .. parts, .. Journal.In(folder).IsOurs ? [Path.Combine(folder, Journal.FileName)] : (string[])[],
            Path.Combine(folder, Manifest.FileName)]);
    }

    /// <summary>
    /// Whether a folder of parts is one that funcgrad made: its journal says so, or, if that is lost, the manifest of a run without shards.
    /// </summary>
    public static bool IsOwned(string parts, Manifest? manifest) => Journal.In(parts).IsOurs
        || (manifest is { Status: Manifest.Running } && Path.GetFileName(parts) == PartsName
            && DiskEntry.At(Path.Combine(parts, Journal.FileName)).Kind == EntryKind.Nothing
            && ResultFolder.AllParts(Path.GetDirectoryName(Path.GetFullPath(parts))!).Count == 0);

    /// <summary>The files in a folder of parts that are funcgrad's, its journal last.</summary>
    public static IEnumerable<string> InParts(string parts)
    {
        var (ahead, journal) = (Path.Combine(parts, Ahead.FolderName), Path.Combine(parts, Journal.FileName));
        return [.. DiskEntry.At(ahead).Kind == EntryKind.Folder ? InParts(ahead) : [],
            .. ReservedIn(parts).Where(path => path != journal && IsDeletable(path)), .. IsDeletable(journal) ? [journal] : (string[])[]];
    }

    /// <summary>
    /// Deletes what is funcgrad's in a folder of parts, and the folder if nothing else is in it. Whoever calls this knows that it is one.
    /// </summary>
    public static void DeleteParts(string parts)
    {
        if (DiskEntry.At(parts).Kind != EntryKind.Folder) return;
        if (Journal.In(parts).Batch is { } batch) Disk.DeleteTemporaries(parts, batch.Owner);
        foreach (var path in InParts(parts)) Disk.Delete(path);
        foreach (var below in (string[])[Path.Combine(Ahead.FolderName, KeptFile.FolderName), Ahead.FolderName, KeptFile.FolderName])
            Disk.DeleteIfEmpty(Path.Combine(parts, below));
        Disk.DeleteIfEmpty(parts);
    }

    private static string[] Below(string folder, IEnumerable<string> paths) =>
        [.. paths.Where(IsDeletable).Select(path => Path.GetRelativePath(folder, path)).Distinct()];

    private static bool IsDeletable(string path) => DiskEntry.At(path).Kind is EntryKind.File or EntryKind.Link;

    private static bool IsPartsName(string name) =>
        name == PartsName || (name.Split('-') is [PartsName, var index, "of", var count] && Shard.Parse($"{index}/{count}") is not null);

    private static bool IsReserved(string name) =>
        name == Journal.FileName || RowFiles.IsTable(name) || IsOfTrial(name, State) || IsOfTrial(name, Rows);

    private static bool IsOfTrial(string name, string extension) =>
        name.StartsWith(Trial, StringComparison.Ordinal) && name.EndsWith(extension, StringComparison.Ordinal)
        && name.Length > Trial.Length + extension.Length && name[Trial.Length..^extension.Length].All(char.IsAsciiDigit);
}
