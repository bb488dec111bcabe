using System.ComponentModel;
using System.Diagnostics;
using System.Globalization;
using System.Text;

namespace FuncGrad.Lab;

/// <summary>Whether the process that a lock names still works.</summary>
internal enum OwnerState
{
    /// <summary>It ended without giving the lock back.</summary>
    Ended,

    Works,

    /// <summary>It is one of another host, or of another container: nobody here can know.</summary>
    Elsewhere,
}

/// <summary>Who holds a lock: in words for people, and what tells this process from others that had or will have its number.</summary>
internal sealed record LockOwner(string Text)
{
    private const string BootFile = "/proc/sys/kernel/random/boot_id", NamespaceLink = "/proc/self/ns/pid";

    private const int Host = 1, Number = 3, Words = 8;

    private static readonly string Place =
        $"boot {ReadOr(() => File.ReadAllText(BootFile).Trim())} space "
            + $"{ReadOr(() => File.ResolveLinkTarget(NamespaceLink, returnFinalTarget: false)?.Name ?? "-")}";

    /// <summary>This process, with a mark that no other claim has.</summary>
    public static LockOwner New() => new(string.Create(
        CultureInfo.InvariantCulture,
        $"host {Environment.MachineName} process {Environment.ProcessId} since {DateTime.UtcNow:yyyy-MM-dd HH:mm:ss} UTC\nstarted "
            + $"{StartOf(Environment.ProcessId)} {Place} mark {Guid.NewGuid():N}\n"));

    /// <summary>For messages: host, process and time.</summary>
    public string InWords => Visible.Text(Text.Split('\n')[0]) is { Length: > 0 } words ? words : "another process";

    /// <summary>Whether this program writes such texts: what somebody else called like a lock is not taken over.</summary>
    public bool IsOfThisProgram =>
        Text.StartsWith("host ", StringComparison.Ordinal) && Text.Contains(" process ", StringComparison.Ordinal);

    public byte[] ToBytes() => Encoding.UTF8.GetBytes(Text);

    /// <param name="locksWork">Whether the file system would have refused the lock if its holder, on this machine, still had it.</param>
    public OwnerState State(bool locksWork)
    {
        var words = Text.Split('\n')[0].Split(' ');
        if (words.Length != Words || words[Host] != Environment.MachineName
            || !int.TryParse(words[Number], NumberStyles.None, CultureInfo.InvariantCulture, out var process))
            return OwnerState.Elsewhere;
        var second = Text.Split('\n').ElementAtOrDefault(1) ?? "";
        if (!second.Contains($" {Place} ", StringComparison.Ordinal)) return locksWork ? OwnerState.Ended : OwnerState.Elsewhere;
        return second.StartsWith($"started {StartOf(process)} ", StringComparison.Ordinal) ? OwnerState.Works : OwnerState.Ended;
    }

    /// <summary>When a process started, in what its system counts; "-" if there is none.</summary>
    private static string StartOf(int process)
    {
        if (OperatingSystem.IsLinux())
            return ReadOr(() =>
                File.ReadAllText(FormattableString.Invariant($"/proc/{process}/stat")).Split(')')[^1].Trim().Split(' ')[19]);
        try
        {
            using var found = Process.GetProcessById(process);
            return found.StartTime.ToUniversalTime().ToString("yyyyMMddHHmmss", CultureInfo.InvariantCulture);
        }
        catch (Exception error) when (error is ArgumentException or InvalidOperationException or Win32Exception or NotSupportedException)
        {
            return "-";
        }
    }

    private static string ReadOr(Func<string> read)
    {
        try { return read(); }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException or IndexOutOfRangeException) { return "-"; }
    }
}
