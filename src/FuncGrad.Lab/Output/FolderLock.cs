using System.Text;

namespace FuncGrad.Lab;

/// <summary>
/// One process at a time works on a folder. The file is made by whoever makes it first, and says whose it is; where the system has file
/// locks, one that dies with its process is held on it too. Where it has none, on some network disks, the owner's number decides, and
/// whoever lost a race finds another's mark in the file.
/// </summary>
internal sealed class FolderLock : IDisposable
{
    public const string FileName = "lock";

    /// <summary>
    /// Where this means a lock of the system, none but the holder can open the file by ordinary means; elsewhere others may read who holds
    /// it.
    /// </summary>
    private static readonly FileShare Exclusive = OperatingSystem.IsWindows() ? FileShare.Read : FileShare.None;

    private const int Attempts = 3, MillisecondsBetween = 50, MillisecondsOfARace = 200, MostBytes = 500;

    private readonly FileStream _file;
    private readonly string _folder;
    private readonly LockOwner _owner;
    private bool _isReleased;

    private FolderLock(FileStream file, string folder, LockOwner owner) => (_file, _folder, _owner) = (file, folder, owner);

    private string FilePath => Path.Combine(_folder, FileName);

    /// <summary>Waits a moment for who only looks who holds it.</summary>
    /// <param name="folder">Made if it is not there.</param>
    /// <param name="unlocks">Whether a lock is taken over whose owner cannot be asked.</param>
    /// <param name="report">Told of one that is taken over.</param>
    /// <exception cref="OutputFailure">Another process holds it, or may hold it.</exception>
    public static FolderLock Take(string folder, bool unlocks, Action<string> report)
    {
        var path = Path.Combine(folder, FileName);
        for (var attempt = 1; ; attempt++)
        {
            Directory.CreateDirectory(folder);
            try
            {
                if (Claimed(folder, path, unlocks, report) is { } taken) return taken;
                if (attempt >= Attempts) throw InUse(folder, path);
            }
            catch (DirectoryNotFoundException) when (attempt < Attempts) { }
            catch (IOException error) when (!OutputFailure.IsOfTheDisk(error) && DiskEntry.At(path).Kind == EntryKind.File)
            {
                if (attempt >= Attempts) throw InUse(folder, path);
                Thread.Sleep(MillisecondsBetween);
            }
        }
    }

    /// <summary>Who works on a folder now, or null.</summary>
    public static string? Holder(string folder) =>
        Text(Path.Combine(folder, FileName)) is { Length: > 0 } text && new LockOwner(text) is var owner
            && owner.State(locksWork: true) != OwnerState.Ended ? owner.InWords : null;

    /// <summary>Ends a run that goes on although another took the lock over, before it writes down what it did.</summary>
    /// <exception cref="OutputFailure">Another process holds it now.</exception>
    public void RefuseIfLost()
    {
        if (Text(FilePath) != _owner.Text)
            throw OutputFailure.Refused(
                $"{_folder} no longer belongs to this run: {new LockOwner(Text(FilePath) ?? "").InWords} took it over.");
    }

    /// <summary>Gives the lock back, and deletes the folder if nothing else is in it.</summary>
    public void Dispose()
    {
        if (_isReleased) return;
        _isReleased = true;
        if (OperatingSystem.IsWindows()) _file.Dispose();
        if (Text(FilePath) == _owner.Text) Disk.TryDelete(FilePath);
        _file.Dispose();
        Disk.DeleteIfEmpty(_folder);
    }

    /// <summary>Null if the file was deleted, or written by another, between its opening and its claiming.</summary>
    private static FolderLock? Claimed(string folder, string path, bool unlocks, Action<string> report)
    {
        var kind = DiskEntry.At(path).Kind;
        if (kind is not (EntryKind.Nothing or EntryKind.File))
            throw OutputFailure.Refused($"{path} is not a file of funcgrad. Move it away, or choose another folder with -o.");
        var file = new FileStream(path, kind == EntryKind.Nothing ? FileMode.CreateNew : FileMode.Open, FileAccess.ReadWrite, Exclusive, 1);
        try
        {
            var locksWork = IsLocked(path);
            if (kind == EntryKind.File) TakeOver(file, folder, path, locksWork, unlocks, report);
            var owner = LockOwner.New();
            file.SetLength(0);
            Disk.WriteAt(file.SafeFileHandle, owner.ToBytes(), 0);
            if (!locksWork) Thread.Sleep(MillisecondsOfARace);
            if (Text(path) == owner.Text) return new FolderLock(file, folder, owner);
        }
        catch
        {
            file.Dispose();
            throw;
        }
        file.Dispose();
        return null;
    }

    private static void TakeOver(FileStream file, string folder, string path, bool locksWork, bool unlocks, Action<string> report)
    {
        if (file.Length == 0 && !locksWork) Thread.Sleep(MillisecondsOfARace);
        if (Text(path) is not { Length: > 0 } text) return;
        var owner = new LockOwner(text);
        if (!owner.IsOfThisProgram)
            throw OutputFailure.Refused(
                $"{path} is not a lock that funcgrad wrote. If no run works there, delete it, or choose another folder with -o.");
        var state = owner.State(locksWork);
        if (state == OwnerState.Works) throw InUse(folder, path);
        if (state == OwnerState.Elsewhere && !unlocks)
            throw OutputFailure.Refused(
                $"{folder} is locked by {owner.InWords}, which cannot be asked from here. If it has ended, take the folder over with "
                    + "--unlock.");
        report($"Took over from {owner.InWords}, which ended without finishing.");
    }

    /// <summary>Whether the system keeps others from what this process has locked.</summary>
    private static bool IsLocked(string path)
    {
        try
        {
            using var second = new FileStream(path, FileMode.Open, FileAccess.ReadWrite, Exclusive, 1);
            return false;
        }
        catch (IOException) { return true; }
    }

    private static OutputFailure InUse(string folder, string path) =>
        OutputFailure.Refused(
            $"{folder} is in use by {new LockOwner(Text(path) ?? "").InWords}. Wait for it to end, or choose another folder with -o.");

    /// <summary>What the file says; null if there is none.</summary>
    private static string? Text(string path)
    {
        try
        {
            using var file = Disk.OpenToRead(path);
            var bytes = new byte[MostBytes];
            return Encoding.UTF8.GetString(bytes, 0, RandomAccess.Read(file, bytes, 0));
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException) { return null; }
    }
}
