using System.Globalization;

namespace FuncGrad.Lab;

/// <summary>
/// The folder that copies of tables go into, with a list of those that were put there: they may be replaced while they are as they were
/// written. What people sorted or drew charts in is theirs, as are files of other names.
/// </summary>
internal sealed class ExportFolder
{
    private const string ListName = ".funcgrad", Format = "funcgrad-export-1";

    private const long MostBytes = 1 << 28;

    private readonly string _path;
    private readonly string _owner;
    private readonly ILookup<string, uint> _written;
    private readonly List<(string Temporary, string Path)> _copies = [];

    /// <exception cref="OutputFailure">The folder is a link or a file.</exception>
    public ExportFolder(string path, string owner)
    {
        (_path, _owner) = (path, owner);
        if (DiskEntry.At(path).Kind is not (EntryKind.Folder or EntryKind.Nothing))
            throw OutputFailure.Refused($"{path} is a link or a file, but must be a folder. Move it away.");
        Directory.CreateDirectory(path);
        Disk.DeleteTemporaries(path, owner);
        _written = Listed(Disk.Read(Path.Combine(path, ListName), MostBytes)).ToLookup(file => file.Name, file => file.Checksum);
    }

    /// <exception cref="OutputFailure">A file of this name was changed since, or is somebody else's.</exception>
    public void RefuseForeign(string name)
    {
        var path = Path.Combine(_path, name);
        if (DiskEntry.At(path).Kind != EntryKind.Nothing && !IsAsWritten(name))
            throw OutputFailure.Refused(
                $"{path} was changed since it was exported, or is not funcgrad's: nothing was exported. Move it away.");
    }

    /// <summary>Writes a copy aside.</summary>
    public void Add(string name, Action<string> write)
    {
        var path = Path.Combine(_path, name);
        var temporary = Disk.TemporaryName(path, _owner);
        _copies.Add((temporary, path));
        write(temporary);
        using var file = Disk.OpenOrCreate(temporary);
        Disk.Flush(file, temporary);
    }

    /// <summary>All copies take their places, and those of earlier exports that have none any more go; the paths.</summary>
    public IReadOnlyList<string> Publish()
    {
        (string Name, uint Checksum)[] copies = [.. _copies.Select(copy => (Path.GetFileName(copy.Path), ChecksumOf(copy.Temporary)))];
        WriteList(copies.Concat(_written.SelectMany(file => file.Select(checksum => (file.Key, checksum)))).Distinct());
        foreach (var (temporary, path) in _copies) Disk.MoveOver(temporary, path);
        foreach (var name in _written.Select(file => file.Key).Except(copies.Select(copy => copy.Name)).Where(IsAsWritten))
            Disk.Delete(Path.Combine(_path, name));
        Disk.FlushFolder(_path);
        WriteList(copies);
        return [.. _copies.Select(copy => copy.Path)];
    }

    /// <summary>Deletes what was written aside after a failure; what was exported before is whole.</summary>
    public void Discard()
    {
        foreach (var (temporary, _) in _copies) Disk.TryDelete(temporary);
    }

    private bool IsAsWritten(string name) =>
        _written.Contains(name) && DiskEntry.At(Path.Combine(_path, name)).Kind == EntryKind.File
            && _written[name].Contains(ChecksumOf(Path.Combine(_path, name)));

    private static uint ChecksumOf(string path)
    {
        using var file = Disk.OpenToRead(path);
        return Checksum.Of(file);
    }

    private void WriteList(IEnumerable<(string Name, uint Checksum)> files) => Disk.Replace(
        Path.Combine(_path, ListName), [.. JournalLine.Of(Format),
            .. files.SelectMany(file => JournalLine.Of(FormattableString.Invariant($"{file.Checksum:x8} {file.Name}")))], _owner);

    private static IEnumerable<(string Name, uint Checksum)> Listed(byte[]? list)
    {
        string?[] lines = list is null ? [] : [.. JournalLine.All(list)];
        if (lines.Length == 0 || lines[0] != Format) yield break;
        foreach (var line in lines.Skip(1).OfType<string>())
            if (line.Split(' ') is [var checksum, var name]
                && uint.TryParse(checksum, NumberStyles.HexNumber, CultureInfo.InvariantCulture, out var known)
                && (RowFiles.IsTable(name) || RowFiles.IsTable(name, ".xlsx"))) yield return (name, known);
    }
}
