namespace FuncGrad.Lab;

/// <summary>What a file of numbers is instead, by its first bytes.</summary>
internal static class FileSignature
{
    /// <summary>How many bytes tell.</summary>
    public const int Length = 24;

    /// <summary>What to do about a file that begins so, if that can be told.</summary>
    /// <param name="start">Its first bytes, unpacked.</param>
    /// <param name="asked">As what it was to be read.</param>
    public static string? Hint(ReadOnlySpan<byte> start, ArrayFileKind asked) => start switch
    {
        [(byte)'P', (byte)'K', 3 or 5, ..] when asked == ArrayFileKind.Csv =>
            "It is a workbook or another zip archive: save the table as CSV in UTF-8, or write npz in place of csv if NumPy made it.",
        [(byte)'P', (byte)'K', 3 or 5, ..] =>
            $"This is a zip archive: write npz in place of {Words.Of(asked)} if NumPy made it, else unpack it.",
        [0x93, (byte)'N', (byte)'U', ..] => $"This is an array of NumPy: write npy in place of {Words.Of(asked)}.",
        [0, 0, >= 8 and <= 14, > 0, ..] => $"This looks like IDX: write idx in place of {Words.Of(asked)}.",
        _ => Foreign(start, asked)
            ?? (asked != ArrayFileKind.Csv && IsText(start) ? $"This is text: write csv in place of {Words.Of(asked)}." : null),
    };

    /// <summary>Of kinds that are not read here.</summary>
    private static string? Foreign(ReadOnlySpan<byte> start, ArrayFileKind asked) => start switch
    {
        [0x1F, 0x8B, ..] => asked is ArrayFileKind.Csv or ArrayFileKind.Npz ? "It is packed with gzip: unpack it."
            : "It is packed with gzip twice: unpack it once.",
        [0x89, (byte)'H', (byte)'D', (byte)'F', ..] => "This is HDF5: save its array by numpy.save.",
        [(byte)'P', (byte)'A', (byte)'R', (byte)'1', ..] => "This is Parquet: save the table as CSV, or its columns by numpy.save.",
        _ when start.StartsWith("version https://git-lfs"u8) =>
            "This only points to the file, as Git LFS leaves it: git lfs pull fetches the file itself.",
        _ when start.StartsWith("<!DOCTYPE"u8) || start.StartsWith("<!doctype"u8) || start.StartsWith("<html"u8) =>
            "This is a web page: fetch the file itself.",
        _ => null,
    };

    private static bool IsText(ReadOnlySpan<byte> start)
    {
        foreach (var letter in start)
            if (letter is not ((byte)'\r' or (byte)'\n' or (byte)'\t' or >= 32 and < 127)) return false;
        return start.Length > 0;
    }
}
