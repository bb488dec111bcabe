namespace FuncGrad.Lab;

/// <summary>Output could not be written or must not be: what happened and what to do, for the user.</summary>
internal sealed class OutputFailure(string message, int exitCode = ExitCode.OutputFailure, Exception? cause = null)
    : Exception(message, cause)
{
    public const int TooLarge = 27;

    private const int NoSpace = 28, QuotaExceeded = 122, ReadOnly = 30;

    public int Code => exitCode;

    /// <summary>A refusal: the folder is whole, but it is not for this run.</summary>
    public static OutputFailure Refused(string message) => new(message, ExitCode.BadInput);

    /// <summary>Whether an error says that the disk takes no more, and not that a file is in use.</summary>
    public static bool IsOfTheDisk(Exception error) => (error.HResult & 0xFFFF) is NoSpace or QuotaExceeded or TooLarge or ReadOnly;

    /// <summary>What an input/output error means for a folder. Whatever was recorded as done before stays whole.</summary>
    public static OutputFailure From(Exception error, string folder, long bytesToCome)
    {
        if (error is OutputFailure known) return known;
        if (Exhaustion.Of(error) is { } exhaustion) return new(exhaustion.Message, exhaustion.Code, error);
        var kept = "Nothing that was done before is lost; the same command goes on from there.";
        return (error.HResult & 0xFFFF) switch
        {
            NoSpace => new(
                $"No space left for {folder}: {ByteSize.Text(Disk.FreeSpace(folder))} are free, about {ByteSize.Text(bytesToCome)} are "
                    + $"still needed. Free some space or choose another folder with -o. {kept}", cause: error),
            QuotaExceeded => new($"The disk quota for {folder} is used up; about {ByteSize.Text(bytesToCome)} are still needed. {kept}",
                cause: error),
            TooLarge => new(
                $"A file in {folder} may not become larger (file size limit of the system or of `ulimit -f`); about "
                    + $"{ByteSize.Text(bytesToCome)} are still needed. {kept}", cause: error),
            ReadOnly => new($"{folder} is on a read-only file system. Choose another folder with -o.", cause: error),
            _ => error is UnauthorizedAccessException
                ? new($"No permission to write to {folder}: {error.Message} Choose another folder with -o.", cause: error)
                : new($"Cannot write to {folder}: {error.Message} {kept}", cause: error),
        };
    }
}
