using System.ComponentModel;
using System.Runtime.InteropServices;

namespace FuncGrad.Lab;

/// <summary>What the system has no more of, and what to do about it.</summary>
internal sealed partial record Exhaustion(string Message, int Code)
{
    private const int NoMoreFiles = 24, NoMoreFilesAtAll = 23, StandardError = 2, OpenFiles = 7;

    /// <summary>The parts of the program are files that stay open, about eighty.</summary>
    private const int FewestFiles = 128;

    private const string Kept = "What was recorded as done is kept.";

    public static Exhaustion Memory { get; } = new(
        "There is not enough memory for this. Make the arrays smaller, use fewer --workers, or allow less with --memory: then it is "
            + $"refused before it begins. {Kept}",
        ExitCode.BadInput);

    public static Exhaustion Files { get; } = new(
        $"This process may not open more files: `ulimit -n` shows how many, `ulimit -n 1024` allows more. {Kept}",
        ExitCode.OutputFailure);

    /// <summary>Whether an error, or what it was caused by, says that something is used up; null if not.</summary>
    public static Exhaustion? Of(Exception error)
    {
        for (Exception? cause = error; cause is not null; cause = cause.InnerException)
        {
            if (cause is OutOfMemoryException) return Memory;
            if (IsOfFiles(cause)) return Files;
        }
        return null;
    }

    /// <summary>The message without a console, which takes files of its own.</summary>
    public unsafe int TellPlainly()
    {
        Span<byte> bytes = stackalloc byte[Message.Length + 1];
        for (var i = 0; i < Message.Length; i++) bytes[i] = (byte)Message[i];
        bytes[^1] = (byte)'\n';
        fixed (byte* start = bytes) _ = Write(StandardError, start, bytes.Length);
        return Code;
    }

    private static bool IsOfFiles(Exception error) => error switch
    {
        Win32Exception system => system.NativeErrorCode is NoMoreFiles or NoMoreFilesAtAll,
        IOException or UnauthorizedAccessException => (error.HResult & 0xFFFF) is NoMoreFiles or NoMoreFilesAtAll,
        _ => false,
    };

    /// <summary>Whether this process may open fewer files than the program needs to come as far as its own messages.</summary>
    public static unsafe bool HasTooFewFiles()
    {
        if (!OperatingSystem.IsLinux()) return false;
        var limits = stackalloc ulong[2];
        return GetLimits(OpenFiles, limits) == 0 && limits[0] < FewestFiles;
    }

    [LibraryImport("libc", EntryPoint = "getrlimit")]
    private static unsafe partial int GetLimits(int resource, ulong* softAndHard);

    [LibraryImport("libc", EntryPoint = "write")]
    private static unsafe partial nint Write(int handle, byte* bytes, nint count);
}
