using System.Text;

namespace FuncGrad.Lab;

/// <summary>
/// The CSV files that an experiment was run with, kept below its results, so that its loss can be computed when they are long gone or
/// changed. A copy is named by its content, so that whoever writes it writes the same.
/// </summary>
internal static class KeptData
{
    public const string FolderName = "data";

    /// <summary>More, in all, is not copied.</summary>
    public const long MostBytes = 64L << 20;

    /// <summary>A copy with this and a temporary's mark still has a name that every disk takes.</summary>
    private const int LongestName = 100;

    private const int LettersOfHash = 12;

    /// <summary>Where the copy of a file belongs, relative to the folder of results.</summary>
    /// <param name="name">Its path as written in the experiment.</param>
    /// <param name="hash">SHA-256 of its content.</param>
    public static string NameOf(string name, string hash)
    {
        var (mark, file) = (hash[..Math.Min(LettersOfHash, hash.Length)], Path.GetFileName(name));
        return Path.Combine(FolderName, Encoding.UTF8.GetByteCount(file) > LongestName ? mark : $"{mark}-{file}");
    }

    /// <summary>The copies that a manifest says are there, relative to the folder.</summary>
    public static IEnumerable<string> NamesIn(Manifest manifest) =>
        manifest.DataHashes.Where(data => data.Value.Length > 0).Select(data => NameOf(data.Key, data.Value)).Distinct();

    /// <summary>
    /// Where a file is as it was when it was read: its copy, or what somebody has put beside the results; null if it is not.
    /// </summary>
    public static string? Find(string folder, string name, string hash)
    {
        string[] places = name.Contains('\0') ? [] : [Path.Combine(folder, NameOf(name, hash)), Path.Combine(folder, name)];
        return places.FirstOrDefault(path => IsWhole(path, hash));
    }

    /// <summary>
    /// Keeps the files of an experiment, unless they are too large; what is there already stays, what was damaged there is written again.
    /// </summary>
    /// <param name="folder">A folder of its results, claimed by a manifest.</param>
    /// <param name="hashes">The hash of each file, by the path written in the experiment.</param>
    /// <param name="sourceOf">Where each may be found.</param>
    /// <param name="owner">As in <see cref="Disk.Replace"/>.</param>
    /// <param name="say">Told what is not kept, and why.</param>
    public static void Keep(string folder, IReadOnlyDictionary<string, string> hashes, Func<string, string?> sourceOf, string owner,
        Action<string> say)
    {
        var missing = hashes.Where(data => !IsWhole(Path.Combine(folder, NameOf(data.Key, data.Value)), data.Value)).ToArray();
        if (missing.Length == 0) return;
        var bytes = hashes.Keys.Select(sourceOf).OfType<string>().Sum(path => DiskEntry.At(Real(path)).Length);
        if (bytes > MostBytes)
        {
            say(
                $"{ByteSize.Text(bytes)} of data are not kept with the results, since they are more than {ByteSize.Text(MostBytes)}: "
                    + $"pictures of them will need the files in {folder} as they are now.");
            return;
        }
        Directory.CreateDirectory(Path.Combine(folder, FolderName));
        Disk.DeleteTemporaries(Path.Combine(folder, FolderName), owner);
        foreach (var (name, hash) in missing)
            if (sourceOf(name) is { } path && Disk.Read(Real(path), MostBytes) is { } content && Identity.HashOf(content) == hash)
                Disk.Replace(Path.Combine(folder, NameOf(name, hash)), content, owner);
            else say($"{Visible.Text(name)} is not kept with the results: it could not be found as it was read.");
    }

    /// <summary>Nothing is written where a folder cannot be, through links, or over what nobody here has written.</summary>
    /// <exception cref="OutputFailure">Something of another is in the place of a copy.</exception>
    public static void RefuseForeign(string folder, IReadOnlyDictionary<string, string> hashes)
    {
        if (hashes.Count == 0) return;
        var below = Path.Combine(folder, FolderName);
        if (DiskEntry.At(below).Kind is not (EntryKind.Folder or EntryKind.Nothing))
            throw OutputFailure.Refused(
                $"{below} must be a folder, for copies of the CSV files. Move it away, or choose another folder with -o.");
        var own = Manifest.Read(folder) is { } manifest ? NamesIn(manifest).ToHashSet() : [];
        foreach (var (name, hash) in hashes)
            if (Path.Combine(folder, NameOf(name, hash)) is var path && DiskEntry.At(path).Kind is var kind && kind != EntryKind.Nothing
                && (kind != EntryKind.File || (!own.Contains(NameOf(name, hash)) && !IsWhole(path, hash))))
                throw OutputFailure.Refused($"{path} was not made by funcgrad. Move it away, or choose another folder with -o.");
    }

    /// <summary>
    /// What is wrong with the copies, as a part of a sentence; null if nothing is. One that is not there may have been too large.
    /// </summary>
    public static string? Damage(string folder, Manifest manifest) => manifest.DataHashes
        .Where(data => DiskEntry.At(Path.Combine(folder, NameOf(data.Key, data.Value))).Kind != EntryKind.Nothing
            && !IsWhole(Path.Combine(folder, NameOf(data.Key, data.Value)), data.Value))
        .Select(data => $"{Visible.Text(NameOf(data.Key, data.Value))} holds other bytes than were written").FirstOrDefault();

    private static bool IsWhole(string path, string hash)
    {
        if (DiskEntry.At(Real(path)).Kind != EntryKind.File) return false;
        try
        {
            using var file = new FileStream(Disk.OpenToRead(Real(path)), FileAccess.Read);
            return Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(file)) == hash;
        }
        catch (Exception error) when (error is FileNotFoundException or DirectoryNotFoundException or UnauthorizedAccessException)
        {
            return false;
        }
    }

    /// <summary>Experiments may read through links.</summary>
    private static string Real(string path)
    {
        try { return new FileInfo(path).ResolveLinkTarget(returnFinalTarget: true)?.FullName ?? path; }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException) { return path; }
    }
}
