using System.Security.Cryptography;
using Microsoft.Win32.SafeHandles;

namespace FuncGrad.Lab;

/// <summary>
/// The one door through which files are made, written, renamed and deleted. New files are made where nothing is; what is there is only
/// opened if it is a file of its own and no link; a whole file is written under a name that nobody else can know, flushed, and renamed.
/// Whose a file is, <see cref="Claims"/> knows.
/// </summary>
internal static class Disk
{
    private const FileShare Readers = FileShare.Read | FileShare.Delete;

    /// <summary>A new file for writing; a link counts as something that is there.</summary>
    /// <exception cref="IOException">Something has this name.</exception>
    public static SafeFileHandle Create(string path) => File.OpenHandle(path, FileMode.CreateNew, FileAccess.ReadWrite, Readers);

    /// <summary>A new file as a stream, for libraries that write to one.</summary>
    public static FileStream CreateStream(string path) => new(path, FileMode.CreateNew, FileAccess.ReadWrite, Readers);

    /// <summary>
    /// Opens a file of one's own for writing, or makes it. If it has a second name elsewhere, it is copied before, so that what has that
    /// name stays as it is.
    /// </summary>
    public static SafeFileHandle OpenOrCreate(string path)
    {
        var found = DiskEntry.At(path);
        if (found.Kind == EntryKind.Nothing) return Create(path);
        RefuseIfNoFile(found.Kind, path);
        if (found.Names > 1) MakeSingle(path);
        return OperatingSystem.IsWindows() ? File.OpenHandle(path, FileMode.Open, FileAccess.ReadWrite, Readers)
            : SystemCalls.Open(Path.GetFullPath(path), writes: true);
    }

    /// <summary>Opens a file for reading although another process holds its lock or writes to it.</summary>
    public static SafeFileHandle OpenToRead(string path)
    {
        if (OperatingSystem.IsWindows())
            return File.OpenHandle(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
        var file = SystemCalls.Open(Path.GetFullPath(path), writes: false);
        if (DiskEntry.Of(file, path).Kind == EntryKind.File) return file;
        file.Dispose();
        throw new IOException($"'{path}' is not a file.");
    }

    /// <summary>
    /// All bytes of a file that is no link; null if there is none, or a device, a FIFO, a folder, or more than a file of its kind can have.
    /// </summary>
    public static byte[]? Read(string path, long most)
    {
        if (DiskEntry.At(path) is not { Kind: EntryKind.File } found || found.Length > most) return null;
        try
        {
            using var file = OpenToRead(path);
            var (bytes, at) = (new byte[RandomAccess.GetLength(file)], 0);
            for (int read; at < bytes.Length && (read = RandomAccess.Read(file, bytes.AsSpan(at), at)) > 0; at += read) { }
            return bytes[..at];
        }
        catch (FileNotFoundException) { return null; }
    }

    /// <summary>
    /// Writes at a place of a file. That a file may not become so large is an error of output, though .NET takes it for one of the caller's
    /// argument.
    /// </summary>
    public static void WriteAt(SafeFileHandle file, ReadOnlySpan<byte> content, long offset)
    {
        try { RandomAccess.Write(file, content, offset); }
        catch (ArgumentOutOfRangeException error) { throw new IOException(error.Message, OutputFailure.TooLarge); }
    }

    /// <summary>What was written to a file is there for good when this returns.</summary>
    public static void Flush(SafeFileHandle file, string path)
    {
        if (OperatingSystem.IsWindows()) RandomAccess.FlushToDisk(file);
        else SystemCalls.Flush(file, path);
    }

    /// <summary>What was renamed, made and deleted in a folder stays so. Where the system has no such call, it does it by itself.</summary>
    public static void FlushFolder(string folder)
    {
        if (!OperatingSystem.IsWindows()) SystemCalls.FlushFolder(Path.GetFullPath(folder));
    }

    /// <summary>A whole file in place of another of one's own, or of none: after a power cut there is the one or the other.</summary>
    /// <param name="path">Where the content is when this returns.</param>
    /// <param name="content">All of it.</param>
    /// <param name="owner">Marks what is left if the process is killed meanwhile, for <see cref="DeleteTemporaries"/>.</param>
    public static void Replace(string path, ReadOnlySpan<byte> content, string owner)
    {
        var temporary = TemporaryName(path, owner);
        try
        {
            using (var file = Create(temporary))
            {
                WriteAt(file, content, 0);
                Flush(file, temporary);
            }
            MoveOver(temporary, path);
        }
        catch
        {
            TryDelete(temporary);
            throw;
        }
        FlushFolder(FolderOf(path));
    }

    /// <summary>A name beside a file that nobody can guess, with its owner in it.</summary>
    public static string TemporaryName(string path, string owner) =>
        Path.Combine(FolderOf(path), $".{Path.GetFileName(path)}.{owner}.{RandomNumberGenerator.GetHexString(16, lowercase: true)}.tmp");

    /// <summary>Deletes what writers of this mark left when they were killed.</summary>
    public static void DeleteTemporaries(string folder, string owner)
    {
        foreach (var path in Directory.EnumerateFiles(folder, $".*.{owner}.*.tmp"))
            if (Path.GetFileName(path).Split('.') is var parts && parts[^2].Length == 16 && parts[^3] == owner) Delete(path);
    }

    /// <summary>Renames; nothing must have the new name.</summary>
    public static void Move(string from, string to)
    {
        if (DiskEntry.At(to).Kind != EntryKind.Nothing)
            throw OutputFailure.Refused(
                $"{to} is there already and was not made by this run. Move it away; then the same command goes on.");
        MoveOver(from, to);
    }

    /// <summary>Renames; a file of one's own that has the new name is replaced.</summary>
    public static void MoveOver(string from, string to)
    {
        if (OperatingSystem.IsWindows()) File.Move(from, to, overwrite: true);
        else SystemCalls.Rename(Path.GetFullPath(from), Path.GetFullPath(to));
    }

    /// <summary>Deletes a file of one's own, or a link; never what a link leads to. Nothing there is as good.</summary>
    public static void Delete(string path)
    {
        try { File.Delete(path); }
        catch (DirectoryNotFoundException) { }
    }

    /// <summary>Deletes a file of one's own if that is possible, where something else has failed already.</summary>
    public static void TryDelete(string path)
    {
        try { Delete(path); }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException) { }
    }

    /// <summary>Deletes a folder in which nothing is left; otherwise it stays.</summary>
    public static void DeleteIfEmpty(string folder)
    {
        if (DiskEntry.At(folder).Kind != EntryKind.Folder || Directory.EnumerateFileSystemEntries(folder).Any()) return;
        try { Directory.Delete(folder, recursive: false); }
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

    private static string FolderOf(string path) => Path.GetDirectoryName(Path.GetFullPath(path))!;

    private static void RefuseIfNoFile(EntryKind kind, string path)
    {
        if (kind == EntryKind.Link)
            throw OutputFailure.Refused(
                $"{path} is a link. Nothing is written through links: remove it, or choose another folder with -o.");
        if (kind != EntryKind.File)
            throw OutputFailure.Refused($"{path} is not a file, but must be one. Move it away, or choose another folder with -o.");
    }

    /// <summary>A copy takes the place of a file that has other names too.</summary>
    private static void MakeSingle(string path)
    {
        var temporary = TemporaryName(path, "copy");
        using (var from = OpenToRead(path))
        using (var to = Create(temporary))
        {
            var (buffer, at) = (new byte[1 << 20], 0L);
            for (int read; (read = RandomAccess.Read(from, buffer, at)) > 0; at += read) WriteAt(to, buffer.AsSpan(0, read), at);
            Flush(to, temporary);
        }
        MoveOver(temporary, path);
        FlushFolder(FolderOf(path));
    }
}
