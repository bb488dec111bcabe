namespace FuncGrad.Tests;

/// <summary>Folders as they stand on the disk: copied, listed, compared.</summary>
internal static class FolderCopies
{
    /// <summary>A copy of all files of a folder; what was there before goes.</summary>
    public static void Copy(string from, string to)
    {
        if (Directory.Exists(to)) Directory.Delete(to, recursive: true);
        Directory.CreateDirectory(to);
        foreach (var folder in Directory.EnumerateDirectories(from, "*", SearchOption.AllDirectories)) Directory.CreateDirectory(Path.Combine(to, Path.GetRelativePath(from, folder)));
        foreach (var file in Files(from)) File.Copy(Path.Combine(from, file), Path.Combine(to, file));
    }

    /// <summary>All files below a folder, by their path from there.</summary>
    public static IReadOnlyList<string> Files(string folder) =>
        [.. Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories).Select(file => Path.GetRelativePath(folder, file)).Order(StringComparer.Ordinal)];
}
