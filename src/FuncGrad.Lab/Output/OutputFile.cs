using Microsoft.Win32.SafeHandles;

namespace FuncGrad.Lab;

/// <summary>A finished file of the folder, with what tells whether it still is as it was written.</summary>
internal sealed record OutputFile(string Name, long Bytes, long Rows)
{
    /// <summary>Null in the manifest of a program that kept none.</summary>
    public uint? Checksum { get; init; }

    /// <summary>Whether it holds the parameters of a trial and is no table.</summary>
    public bool IsKept => KeptFile.IsName(Name);

    /// <summary>
    /// What is wrong with the file, as a part of a sentence; null if it is as it was written. All its bytes are read: times prove nothing.
    /// </summary>
    public string? Damage(string folder)
    {
        var path = Path.Combine(folder, Name);
        try
        {
            // Tables may be moved to another disk and linked; what is no file in the end would make a reader wait.
            var actual = new FileInfo(path).ResolveLinkTarget(returnFinalTarget: true)?.FullName ?? path;
            var kind = DiskEntry.At(actual).Kind;
            if (kind != EntryKind.File) return $"{Name} {(kind == EntryKind.Nothing ? "is missing" : "is not a file")}";
            using var file = Disk.OpenToRead(actual);
            return Damage(file);
        }
        catch (Exception error) when (error is FileNotFoundException or DirectoryNotFoundException) { return $"{Name} is missing"; }
        catch (UnauthorizedAccessException) { return $"{Name} cannot be read"; }
    }

    /// <summary>What is wrong with the files of a folder, in one sentence without its end; null if nothing is.</summary>
    public static string? Damage(IEnumerable<OutputFile> files, string folder)
    {
        const int Shown = 5;
        string[] damages = [.. files.Select(file => file.Damage(folder)).OfType<string>()];
        var more = damages.Length > Shown ? $" and {damages.Length - Shown} more" : "";
        return damages.Length == 0 ? null : $"{string.Join(", ", damages.Take(Shown))}{more} in {folder}";
    }

    private string? Damage(SafeFileHandle file)
    {
        if (RandomAccess.GetLength(file) is var length && length != Bytes)
            return FormattableString.Invariant($"{Name} has {length} bytes instead of {Bytes}");
        return Checksum is not { } expected || FuncGrad.Lab.Checksum.Of(file) == expected ? null
            : $"{Name} holds other bytes than were written";
    }
}
