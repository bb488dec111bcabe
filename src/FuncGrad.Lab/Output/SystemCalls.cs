using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace FuncGrad.Lab;

/// <summary>
/// Calls of Unix that .NET does not offer, or whose errors it keeps to itself: a failed fsync is told by nobody but the call itself
/// (Rebello et al., "Can Applications Recover from fsync Failures?", USENIX ATC 2020). Nothing here is called on Windows.
/// </summary>
internal static partial class SystemCalls
{
    private const int NotPermitted = 1, NoEntry = 2, NoAccess = 13, NotADirectory = 20, InvalidArgument = 22, NoSuchCallHere = 38,
        NotSupported = 95, NotSupportedOnMac = 45;

    private const int LinksNotFollowed = 40, LinksNotFollowedOnMac = 62;

    /// <summary>F_FULLFSYNC: on macOS fsync alone leaves the data in the drive's own memory.</summary>
    private const int FullFlush = 51;

    private const int WorkingFolder = -100, ThisLink = 0x100, ThisHandle = 0x1000, BasicFacts = 0x7ff, FactsLength = 256;

    /// <summary>Opens what is there, and never what a link leads to; a FIFO does not make it wait.</summary>
    /// <exception cref="IOException">There is a link, or the system refuses.</exception>
    public static SafeFileHandle Open(string path, bool writes)
    {
        var handle = Open(path, (writes ? 2 : 0) | Flags.NoLink | Flags.NoWaiting | Flags.NotForChildren);
        return handle >= 0 ? new SafeFileHandle(handle, ownsHandle: true) : throw Error(Marshal.GetLastPInvokeError(), path);
    }

    /// <summary>
    /// Makes what was written to a file last. A failure is final: the system forgets what it could not write, so that a second call would
    /// succeed.
    /// </summary>
    public static void Flush(SafeFileHandle file, string path)
    {
        if (OperatingSystem.IsMacOS() && FileControl(file, FullFlush) == 0) return;
        if (Fsync(file) != 0 && Marshal.GetLastPInvokeError() is var error && !IsUnknownHere(error)) throw Error(error, path);
    }

    /// <summary>Makes new names, renames and deletions in a folder last.</summary>
    public static void FlushFolder(string folder)
    {
        var handle = Open(folder, Flags.NotForChildren);
        if (handle < 0) throw Error(Marshal.GetLastPInvokeError(), folder);
        using var opened = new SafeFileHandle(handle, ownsHandle: true);
        if (Fsync(opened) != 0 && Marshal.GetLastPInvokeError() is var error && !IsUnknownHere(error)) throw Error(error, folder);
    }

    /// <summary>Gives a file another name; what had that name is replaced.</summary>
    public static void Rename(string from, string to)
    {
        if (RenameCall(from, to) != 0) throw Error(Marshal.GetLastPInvokeError(), to);
    }

    /// <summary>
    /// Type, number of names and length of what is at a path (a link itself, not what it leads to), or of an open file; null where the
    /// system has no such call.
    /// </summary>
    public static (int Type, long Names, long Length)? Facts(string path, SafeFileHandle? opened = null)
    {
        if (!OperatingSystem.IsLinux()) return null;
        Span<byte> facts = stackalloc byte[FactsLength];
        try
        {
            var result = opened is null ? Statx(WorkingFolder, path, ThisLink, BasicFacts, ref facts[0])
                : Statx(opened, "", ThisHandle, BasicFacts, ref facts[0]);
            if (result == 0)
                return (BitConverter.ToUInt16(facts[28..]) >> 12, BitConverter.ToUInt32(facts[16..]), BitConverter.ToInt64(facts[40..]));
        }
        catch (EntryPointNotFoundException) { return null; }
        return Marshal.GetLastPInvokeError() switch
        {
            NoEntry or NotADirectory => (0, 0, 0),
            NoSuchCallHere or NotPermitted => null,
            var error => throw Error(error, path),
        };
    }

    /// <summary>An error number as .NET's own methods would throw it, with the number as its HResult.</summary>
    private static Exception Error(int number, string path)
    {
        var message = $"{Marshal.GetPInvokeErrorMessage(number)}: '{path}'";
        return number switch
        {
            NoAccess or NotPermitted => new UnauthorizedAccessException(message),
            NoEntry => new FileNotFoundException(message, path),
            LinksNotFollowed or LinksNotFollowedOnMac =>
                OutputFailure.Refused($"{path} is a link. Nothing is written through links: remove it, or choose another folder with -o."),
            _ => new IOException(message, number),
        };
    }

    /// <summary>Some file systems cannot be told to flush; then nothing has failed.</summary>
    private static bool IsUnknownHere(int error) => error is InvalidArgument or NotSupported or NotSupportedOnMac or NoSuchCallHere;

    [LibraryImport("libc", EntryPoint = "open", StringMarshalling = StringMarshalling.Utf8, SetLastError = true)]
    private static partial int Open(string path, int flags);

    [LibraryImport("libc", EntryPoint = "fsync", SetLastError = true)]
    private static partial int Fsync(SafeFileHandle handle);

    [LibraryImport("libc", EntryPoint = "fcntl", SetLastError = true)]
    private static partial int FileControl(SafeFileHandle handle, int command);

    [LibraryImport("libc", EntryPoint = "rename", StringMarshalling = StringMarshalling.Utf8, SetLastError = true)]
    private static partial int RenameCall(string from, string to);

    [LibraryImport("libc", EntryPoint = "statx", StringMarshalling = StringMarshalling.Utf8, SetLastError = true)]
    private static partial int Statx(int folder, string path, int flags, uint mask, ref byte facts);

    [LibraryImport("libc", EntryPoint = "statx", StringMarshalling = StringMarshalling.Utf8, SetLastError = true)]
    private static partial int Statx(SafeFileHandle handle, string path, int flags, uint mask, ref byte facts);

    /// <summary>The bits of <c>open</c>, which differ by system and, on Linux, O_NOFOLLOW by processor.</summary>
    private static class Flags
    {
        private static readonly bool IsMac = OperatingSystem.IsMacOS() || OperatingSystem.IsFreeBSD();

        public static readonly int NoLink = IsMac ? 0x100
            : RuntimeInformation.ProcessArchitecture is Architecture.Arm64 or Architecture.Arm or Architecture.Ppc64le ? 0x8000 : 0x20000;

        public static readonly int NoWaiting = IsMac ? 0x4 : 0x800;

        public static readonly int NotForChildren = OperatingSystem.IsFreeBSD() ? 0x100000 : IsMac ? 0x1000000 : 0x80000;
    }
}
