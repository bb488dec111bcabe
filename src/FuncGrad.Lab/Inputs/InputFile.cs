using System.Buffers.Binary;
using System.Runtime.InteropServices;

namespace FuncGrad.Lab;

/// <summary>
/// Files that a user names. What is no file is refused before it is opened: a pipe would be waited for, a device never ends.
/// </summary>
internal static partial class InputFile
{
    /// <summary>Of what is not there.</summary>
    public const string NoSuchFile = "cannot be read: there is no such file.";

    private const int NotThere = 2, Forbidden = 13, NoFolder = 20, NameTooLong = 36, LinksInACircle = 40;

    private const int FromHere = -100, KindAndSize = 0x200 | 1, StatusBytes = 256, ModeOffset = 28;

    /// <summary>Why a path cannot be read as a file of at most so many bytes, to be put behind its name; null if it can.</summary>
    public static string? Refusal(string path, long largest = long.MaxValue, string tooLarge = "")
    {
        if (path.Length == 0 || path.Contains('\0')) return "is not the name of a file.";
        if (Kind(path) is { } kind) return kind;
        if (Directory.Exists(path)) return "is a folder, not a file.";
        try
        {
            var length = new FileInfo(path) is { Exists: true } file
                ? (file.ResolveLinkTarget(returnFinalTarget: true) as FileInfo ?? file).Length : 0;
            return length > largest ? $"has {ByteSize.Text(length)}, and at most {ByteSize.Text(largest)} are read. {tooLarge}".TrimEnd()
                : null;
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException or ArgumentException) { return WhyNot(error); }
    }

    /// <summary>What an error says about a file that was to be read.</summary>
    public static string WhyNot(Exception error) => Exhaustion.Of(error)?.Message ?? error switch
    {
        FileNotFoundException or DirectoryNotFoundException => NoSuchFile,
        UnauthorizedAccessException => "cannot be read: no permission.",
        _ => $"cannot be read: {error.Message}",
    };

    private static string? Kind(string path)
    {
        if (!OperatingSystem.IsLinux()) return null;
        var status = new byte[StatusBytes];
        if (Status(FromHere, path, 0, KindAndSize, status) != 0)
            return Marshal.GetLastPInvokeError() switch
            {
                NotThere or NoFolder => NoSuchFile,
                Forbidden => "cannot be read: no permission.",
                NameTooLong => "is too long for the name of a file.",
                LinksInACircle => "is a link in a circle: it leads back to itself.",
                _ => null,
            };
        return (BinaryPrimitives.ReadUInt16LittleEndian(status.AsSpan(ModeOffset)) >> 12) switch
        {
            4 => "is a folder, not a file.",
            1 => "is a pipe, which can be read only once; write what it gives into a file first.",
            2 or 6 => "is a device, not a file.",
            12 => "is a socket, not a file.",
            _ => null,
        };
    }

    /// <summary>statx(2), whose structure is the same on all processors.</summary>
    [LibraryImport("libc", EntryPoint = "statx", StringMarshalling = StringMarshalling.Utf8, SetLastError = true)]
    private static partial int Status(int folder, string path, int flags, uint mask, [Out] byte[] status);
}
