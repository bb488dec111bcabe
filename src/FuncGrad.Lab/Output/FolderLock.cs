using System.Globalization;
using System.Text;

namespace FuncGrad.Lab;

/// <summary>
/// One process at a time works on a folder. The system's own file lock decides, which dies with its process; the file's text, host and process id, is there to
/// tell others who holds it.
/// </summary>
internal sealed class FolderLock : IDisposable
{
    private const string FileName = "lock";

    /// <summary>Where this means a lock of the system, none but the holder can open the file by ordinary means; elsewhere others may read who holds it.</summary>
    private static readonly FileShare Exclusive = OperatingSystem.IsWindows() ? FileShare.Read : FileShare.None;

    private readonly FileStream _file;

    private const int Attempts = 3, MillisecondsBetween = 50;

    private readonly string _folder;

    private FolderLock(FileStream file, string folder) => (_file, _folder) = (file, folder);

    /// <summary>Waits a moment for who only looks who holds it.</summary>
    /// <exception cref="OutputFailure">Another process holds it.</exception>
    public static FolderLock Take(string folder, Action<string> report)
    {
        var path = Path.Combine(folder, FileName);
        for (var attempt = 1; ; attempt++)
        {
            Directory.CreateDirectory(folder);
            try
            {
                var file = new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, Exclusive, 1);
                if (Claim(file, path, report)) return new FolderLock(file, folder);
                file.Dispose();
            }
            catch (DirectoryNotFoundException) when (attempt < Attempts) { }
            catch (IOException error) when (File.Exists(path) && !OutputFailure.IsOfTheDisk(error))
            {
                if (attempt == Attempts) throw OutputFailure.Refused($"{folder} is in use by {Owner(path)}. Wait for it to end, or choose another folder with -o.");
                Thread.Sleep(MillisecondsBetween);
            }
        }
    }

    /// <summary>Deletes the folder that it locks, and everything in it.</summary>
    public void DeleteFolder()
    {
        foreach (var file in Directory.EnumerateFiles(_folder)) Durable.Discard(file);
        Dispose();
        try { Directory.Delete(_folder, recursive: true); }
        catch (IOException) { }
    }

    /// <summary>Who works on a folder now, or null.</summary>
    public static string? Holder(string folder)
    {
        var path = Path.Combine(folder, FileName);
        if (!File.Exists(path)) return null;
        try
        {
            using var file = new FileStream(path, FileMode.Open, FileAccess.ReadWrite, Exclusive, 1);
            return null;
        }
        catch (IOException) { return Owner(path); }
        catch (UnauthorizedAccessException) { return null; }
    }

    public void Dispose()
    {
        if (!_file.CanWrite) return;
        _file.SetLength(0);
        _file.Dispose();
    }

    /// <summary>False if the file was deleted between its opening and its locking: then another process may hold a new one of the same name.</summary>
    private static bool Claim(FileStream file, string path, Action<string> report)
    {
        var before = Text(file);
        var mine = string.Create(CultureInfo.InvariantCulture, $"host {Environment.MachineName} process {Environment.ProcessId} since {DateTime.UtcNow:yyyy-MM-dd HH:mm:ss.fffffff} UTC");
        file.SetLength(0);
        file.Write(Encoding.UTF8.GetBytes(mine));
        file.Flush();
        if (Owner(path) != mine) return false;
        if (before.Length > 0) report($"Took over from {before}, which ended without finishing.");
        return true;
    }

    private static string Owner(string path)
    {
        try
        {
            using var file = Durable.OpenUnlocked(path);
            var bytes = new byte[500];
            return Encoding.UTF8.GetString(bytes, 0, RandomAccess.Read(file, bytes, 0)) is { Length: > 0 } text ? text : "another process";
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException) { return "another process"; }
    }

    private static string Text(FileStream file)
    {
        var bytes = new byte[500];
        return Encoding.UTF8.GetString(bytes, 0, RandomAccess.Read(file.SafeFileHandle, bytes, 0));
    }
}
