using Microsoft.Win32.SafeHandles;

namespace FuncGrad.Lab;

/// <summary>What a name in a folder stands for.</summary>
internal enum EntryKind
{
    Nothing,
    File,
    Folder,
    Link,

    /// <summary>A device, a FIFO, a socket.</summary>
    Other,
}

/// <summary>What is at a path: a link itself and not what it leads to.</summary>
/// <param name="Kind">What it is.</param>
/// <param name="Names">How many names a file has (hard links); 1 where the system does not say.</param>
/// <param name="Length">Of a file, in bytes.</param>
internal readonly record struct DiskEntry(EntryKind Kind, long Names, long Length)
{
    private const int Folder = 4, RegularFile = 8, SymbolicLink = 10;

    /// <exception cref="IOException">It cannot be found out: that is not the same as that nothing is there.</exception>
    public static DiskEntry At(string path) => Of(SystemCalls.Facts(Path.GetFullPath(path))) ?? ByAttributes(path);

    /// <summary>What an open file is.</summary>
    public static DiskEntry Of(SafeFileHandle file, string path) =>
        (OperatingSystem.IsLinux() ? Of(SystemCalls.Facts(path, file)) : null) ?? new(EntryKind.File, 1, RandomAccess.GetLength(file));

    private static DiskEntry? Of((int Type, long Names, long Length)? facts) => facts switch
    {
        null => null,
        (0, _, _) => new(EntryKind.Nothing, 0, 0),
        (RegularFile, var names, var length) => new(EntryKind.File, names, length),
        (Folder, _, _) => new(EntryKind.Folder, 1, 0),
        (SymbolicLink, _, _) => new(EntryKind.Link, 1, 0),
        _ => new(EntryKind.Other, 1, 0),
    };

    private static DiskEntry ByAttributes(string path)
    {
        try
        {
            var attributes = File.GetAttributes(path);
            if (attributes.HasFlag(FileAttributes.ReparsePoint)) return new(EntryKind.Link, 1, 0);
            return attributes.HasFlag(FileAttributes.Directory) ? new(EntryKind.Folder, 1, 0)
                : new(EntryKind.File, 1, new FileInfo(path).Length);
        }
        catch (Exception error) when (error is FileNotFoundException or DirectoryNotFoundException) { return new(EntryKind.Nothing, 0, 0); }
    }
}
