using System.Security.Cryptography;

namespace FuncGrad.Lab;

/// <summary>
/// Results that <c>--fresh</c> sets aside, by renames, and that go only when there are new ones. A list in the folder says which files were
/// put there, so that no others are deleted with them.
/// </summary>
internal static class Earlier
{
    private const string Prefix = "earlier-", ListName = "earlier", Format = "funcgrad-earlier-1", FileWord = "file ";

    private const int Digits = 8;

    private const long MostBytes = 1 << 28;

    /// <summary>Files move into a folder of their own in the folder they are in.</summary>
    /// <param name="folder">The result folder.</param>
    /// <param name="writer">Which run it is: those of other shards have their own.</param>
    /// <param name="files">Below the folder, in the order in which they go.</param>
    public static void SetAside(string folder, string writer, IReadOnlyList<string> files)
    {
        if (files.Count == 0) return;
        var name = Prefix + RandomNumberGenerator.GetHexString(Digits, lowercase: true);
        var aside = Directory.CreateDirectory(Path.Combine(folder, name)).FullName;
        Disk.Replace(Path.Combine(aside, ListName), [.. JournalLine.Of($"{Format} {writer} {name}"),
            .. files.SelectMany(file => JournalLine.Of(FileWord + file))], writer);
        foreach (var file in files)
        {
            Directory.CreateDirectory(Path.GetDirectoryName(Path.Combine(aside, file))!);
            Disk.MoveOver(Path.Combine(folder, file), Path.Combine(aside, file));
        }
        Disk.FlushFolder(folder);
        DeleteEmptied(folder, files);
    }

    /// <summary>Deletes what was set aside by runs of this kind; other files that are there by now stay.</summary>
    public static void Delete(string folder, string writer)
    {
        foreach (var aside in Directory.EnumerateDirectories(folder, Prefix + "*")
            .Where(path => DiskEntry.At(path).Kind == EntryKind.Folder).ToArray())
        {
            var list = Path.Combine(aside, ListName);
            Disk.DeleteTemporaries(aside, writer);
            if (IsName(Path.GetFileName(aside))) Disk.DeleteIfEmpty(aside);
            string?[] lines = Disk.Read(list, MostBytes) is { } bytes ? [.. JournalLine.All(bytes)] : [];
            if (lines.Length == 0 || lines[0] != $"{Format} {writer} {Path.GetFileName(aside)}") continue;
            string[] files = [
                .. lines.OfType<string>().Where(line => line.StartsWith(FileWord, StringComparison.Ordinal))
                    .Select(line => line[FileWord.Length..]).Where(file => !file.Split('/', '\\').Contains(".."))];
            foreach (var file in files) Disk.Delete(Path.Combine(aside, file));
            DeleteEmptied(aside, files);
            Disk.Delete(list);
            Disk.DeleteIfEmpty(aside);
        }
    }

    private static bool IsName(string name) =>
        name.Length == Prefix.Length + Digits && name[Prefix.Length..].All(char.IsAsciiHexDigitLower);

    private static void DeleteEmptied(string folder, IReadOnlyList<string> files)
    {
        foreach (var below in files.Select(file => Path.GetDirectoryName(file)!).Where(below => below.Length > 0).Distinct()
            .OrderByDescending(below => below.Length))
        {
            Disk.DeleteIfEmpty(Path.Combine(folder, below));
            if (Path.GetDirectoryName(below) is { Length: > 0 } above) Disk.DeleteIfEmpty(Path.Combine(folder, above));
        }
    }
}
