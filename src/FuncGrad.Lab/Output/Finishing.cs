namespace FuncGrad.Lab;

/// <summary>
/// The tables leave the parts when their journal says that all is written, then the journal itself, then the manifest is complete, and then
/// the parts go. A kill in between leaves what the next run can put back: the journal names the tables that may stand outside.
/// </summary>
internal static class Finishing
{
    /// <summary>Puts the finished files where they belong, and deletes what is left of the work.</summary>
    public static void Finish(string parts, string folder, Manifest manifest, string owner)
    {
        MakeFolder(folder, manifest.Files);
        foreach (var file in manifest.Files) Disk.Move(Path.Combine(parts, file.Name), Path.Combine(folder, file.Name));
        FlushFolder(folder, manifest.Files);
        Disk.FlushFolder(folder);
        var journal = Path.Combine(folder, Journal.FileName);
        if (DiskEntry.At(journal).Kind != EntryKind.Nothing && !Journal.In(folder).IsOurs)
            throw OutputFailure.Refused($"{journal} was not made by funcgrad. Move it away; then the same command goes on.");
        Disk.MoveOver(Path.Combine(parts, Journal.FileName), journal);
        Disk.FlushFolder(folder);
        manifest.Write(folder, owner);
        Claims.DeleteParts(parts);
    }

    /// <summary>
    /// Deletes what writers of finished results left that were killed at their last file: a run, its shards or a merge. While one of them
    /// works, all stays.
    /// </summary>
    public static void DeleteTemporaries(string folder, Manifest finished)
    {
        if (Claims.CalledParts(folder).Any(parts => FolderLock.Holder(parts) is not null)) return;
        var owners = Directory.EnumerateFiles(folder, $".*.{finished.Owner}-*.*.tmp").Select(path => Path.GetFileName(path).Split('.')[^3])
            .Distinct().ToArray();
        foreach (var owner in owners.Where(owner => owner.StartsWith($"{finished.Owner}-", StringComparison.Ordinal)))
            Disk.DeleteTemporaries(folder, owner);
    }

    /// <summary>
    /// Puts journal and tables back among the parts, after a kill in between or because some are damaged. Tables without a journal cannot
    /// be mended: they are set aside until there are others.
    /// </summary>
    public static void TakeBack(string parts, string folder, Action<string> report)
    {
        var (inside, outside) = (Journal.In(parts), Journal.In(folder));
        var isOutside = inside.Header is null && outside.Header is { Shard.IsWhole: true };
        if (inside.Header is null && !isOutside)
            Earlier.SetAside(folder, Path.GetFileName(parts), [
                .. Claims.In(folder).Where(file => file == Journal.FileName || RowFiles.IsTable(file) || KeptFile.IsName(file))]);
        var files = (isOutside ? outside : inside).Files ?? (isOutside ? Manifest.ReadFile(folder)?.Files : null) ?? [];
        MakeFolder(parts, files);
        foreach (var name in files.Select(file => file.Name)) TakeBackTable(Path.Combine(folder, name), Path.Combine(parts, name), report);
        if (isOutside) Disk.MoveOver(Path.Combine(folder, Journal.FileName), Path.Combine(parts, Journal.FileName));
        Disk.DeleteIfEmpty(Path.Combine(folder, KeptFile.FolderName));
        Disk.FlushFolder(folder);
        FlushFolder(parts, files);
        Disk.FlushFolder(parts);
    }

    /// <summary>The folder of kept files, where there are some.</summary>
    private static void MakeFolder(string folder, IReadOnlyList<OutputFile> files)
    {
        if (files.Any(file => file.IsKept)) Directory.CreateDirectory(Path.Combine(folder, KeptFile.FolderName));
    }

    private static void FlushFolder(string folder, IReadOnlyList<OutputFile> files)
    {
        if (files.Any(file => file.IsKept)) Disk.FlushFolder(Path.Combine(folder, KeptFile.FolderName));
    }

    private static void TakeBackTable(string table, string part, Action<string> report)
    {
        var kind = DiskEntry.At(table).Kind;
        if (kind is not (EntryKind.File or EntryKind.Link) || DiskEntry.At(part).Kind != EntryKind.Nothing) return;
        if (kind == EntryKind.File)
        {
            Disk.Move(table, part);
            return;
        }
        report($"{table} is a link: it is replaced by a table, and what it leads to stays as it is.");
        Disk.Delete(table);
    }
}
