using Microsoft.Win32.SafeHandles;

namespace FuncGrad.Lab;

/// <summary>A finished file of the folder, with what tells whether it still is as it was written.</summary>
internal sealed record OutputFile(string Name, long Bytes, long Rows)
{
    /// <summary>Reading so much takes some milliseconds, so that smaller files are read whatever their time says.</summary>
    public const long QuicklyRead = 32 << 20;

    /// <summary>Null in the manifest of a program that kept none.</summary>
    public uint? Checksum { get; init; }

    /// <summary>When it was last written, as the file system says.</summary>
    public DateTime? Modified { get; init; }

    /// <summary>What is wrong with the file, as a part of a sentence; null if it is as it was written.</summary>
    /// <param name="folder">The folder it stands in.</param>
    /// <param name="trustTime">
    /// Whether a large file of the right length that was not written to since need not be read. A time that is not exactly the recorded one proves nothing: copies
    /// have times of their own, and file systems keep times with different precision. Then the bytes decide.
    /// </param>
    public string? Damage(string folder, bool trustTime)
    {
        var path = Path.Combine(folder, Name);
        try
        {
            if (!File.Exists(path)) return $"{Name} is missing";
            using var file = File.OpenHandle(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
            return Damage(file, trustTime);
        }
        catch (FileNotFoundException) { return $"{Name} is missing"; }
        catch (UnauthorizedAccessException) { return $"{Name} cannot be read"; }
    }

    /// <summary>What is wrong with the files of a folder, in one sentence without its end; null if nothing is.</summary>
    public static string? Damage(IEnumerable<OutputFile> files, string folder, bool trustTime)
    {
        const int Shown = 5;
        string[] damages = [.. files.Select(file => file.Damage(folder, trustTime)).OfType<string>()];
        return damages.Length == 0 ? null : $"{string.Join(", ", damages.Take(Shown))}{(damages.Length > Shown ? $" and {damages.Length - Shown} more" : "")} in {folder}";
    }

    private string? Damage(SafeFileHandle file, bool trustTime)
    {
        if (RandomAccess.GetLength(file) is var length && length != Bytes) return FormattableString.Invariant($"{Name} has {length} bytes instead of {Bytes}");
        if (Checksum is not { } expected || (trustTime && Bytes > QuicklyRead && File.GetLastWriteTimeUtc(file) == Modified)) return null;
        return FuncGrad.Lab.Checksum.Of(file) == expected ? null : $"{Name} holds other bytes than were written";
    }
}
