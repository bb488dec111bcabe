using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace FuncGrad.Lab;

/// <summary>Files that are whole after a power cut: written under another name, flushed to the disk, renamed, and the folder flushed too.</summary>
internal static partial class Durable
{
    /// <param name="path">Where the content is when this returns.</param>
    /// <param name="content">All of it.</param>
    /// <param name="writer">Tells apart those who may write the file at the same time; what one that was killed left is overwritten by the next of the same name.</param>
    public static void Write(string path, ReadOnlySpan<byte> content, string writer = "new")
    {
        var temporary = $"{path}.{writer}.tmp";
        try
        {
            using (var file = new FileStream(temporary, FileMode.Create, FileAccess.Write, FileShare.None, 1))
            {
                WriteAt(file.SafeFileHandle, content, 0);
                file.Flush(flushToDisk: true);
            }
            Rename(temporary, path);
        }
        catch
        {
            Discard(temporary);
            throw;
        }
    }

    /// <summary>Writes at a place of a file. That a file may not become so large is an error of output, though .NET takes it for one of the caller's argument.</summary>
    public static void WriteAt(SafeFileHandle file, ReadOnlySpan<byte> content, long offset)
    {
        try { RandomAccess.Write(file, content, offset); }
        catch (ArgumentOutOfRangeException error) { throw new IOException(error.Message, OutputFailure.TooLarge); }
    }

    public static void Rename(string from, string to)
    {
        File.Move(from, to, overwrite: true);
        FlushFolder(Path.GetDirectoryName(Path.GetFullPath(to))!);
    }

    /// <summary>Makes renames and new files in a folder last. Where the system has no such call, the system does it by itself.</summary>
    public static void FlushFolder(string folder)
    {
        if (OperatingSystem.IsWindows()) return;
        var handle = Open(folder, 0);
        if (handle < 0) return;
        _ = Fsync(handle);
        _ = Close(handle);
    }

    /// <summary>Opens a file for reading although another process holds its lock.</summary>
    public static SafeFileHandle OpenUnlocked(string path)
    {
        if (OperatingSystem.IsWindows()) return File.OpenHandle(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
        var handle = Open(path, 0);
        return handle >= 0 ? new SafeFileHandle(handle, ownsHandle: true) : throw new FileNotFoundException(null, path);
    }

    /// <summary>Deletes a file if it is there and can be deleted.</summary>
    public static void Discard(string path)
    {
        try { File.Delete(path); }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException) { }
    }

    /// <summary>The free bytes on the disk of a folder that may not exist yet.</summary>
    public static long FreeSpace(string folder)
    {
        var existing = Path.GetFullPath(folder);
        while (!Directory.Exists(existing)) existing = Path.GetDirectoryName(existing) ?? "/";
        try { return new DriveInfo(existing).AvailableFreeSpace; }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException or ArgumentException) { return long.MaxValue; }
    }

    [LibraryImport("libc", EntryPoint = "open", StringMarshalling = StringMarshalling.Utf8)]
    private static partial int Open(string path, int flags);

    [LibraryImport("libc", EntryPoint = "fsync")]
    private static partial int Fsync(int handle);

    [LibraryImport("libc", EntryPoint = "close")]
    private static partial int Close(int handle);
}
