using System.IO.Compression;
using System.Text;
using LanguageExt;

namespace FuncGrad.Lab;

/// <summary>
/// Arrays of NumPy: .npy (format versions 1 to 3, "numpy.lib.format"), and .npz, a zip archive of them by name. Read by own code, since the
/// head is a line and the libraries that read it are either no longer kept or bring arrays of their own.
/// </summary>
internal static class NpyNumbers
{
    private const int LongestHead = 1 << 16;

    private static readonly byte[] Magic = [0x93, (byte)'N', (byte)'U', (byte)'M', (byte)'P', (byte)'Y'];

    public static Validation<InputError, Tensor> Read(ArrayFile file, Stream stream, long mostBytes)
    {
        var start = new byte[Magic.Length + 2];
        var got = BinaryNumbers.ReadAtMost(stream, start);
        if (got == 0) return new InputError(file.Path, "The file is empty.", "");
        if (got < start.Length || !start.AsSpan(0, Magic.Length).SequenceEqual(Magic))
            return new InputError($"{file.Path}:byte 0",
                $"The file begins with {Convert.ToHexString(start, 0, got)}, and is no array of NumPy.",
                "Such a file begins with 934E554D5059; numpy.save writes it.");
        if (Head(stream, start[Magic.Length]) is not { } text)
            return new InputError($"{file.Path}:byte {start.Length}", "The file ends within its head.", "Fetch it again.");
        return Understood(text) is { } head
            ? BinaryNumbers.Read(file, stream, head, mostBytes)
            : new InputError($"{file.Path}:byte {start.Length}", $"The array is of a kind that is not read: {Visible.Text(text.Trim())}.",
                "Numbers are read: save it with astype('float64').");
    }

    /// <summary>An array of an archive.</summary>
    /// <param name="file">What is asked.</param>
    /// <param name="stream">The archive, in which one can seek.</param>
    /// <param name="mostBytes">The memory that the numbers may take.</param>
    public static Validation<InputError, Tensor> ReadMember(ArrayFile file, Stream stream, long mostBytes)
    {
        try
        {
            using var archive = new ZipArchive(stream, ZipArchiveMode.Read, leaveOpen: true);
            string[] names = [
                .. archive.Entries.Where(entry => entry.FullName.EndsWith(".npy", StringComparison.Ordinal))
                    .Select(entry => entry.FullName[..^4])];
            var name = file.Member.Length == 0 && names.Length == 1 ? names[0] : file.Member;
            if (!names.Contains(name))
                return new InputError(file.LocationOf(file.Member.Length == 0 ? "npz" : "array"), name.Length == 0
                    ? $"{file.Path} holds {names.Length} arrays, and it is not said which." : $"{file.Path} holds no array '{name}'.",
                    file.Member.Length == 0 ? $"Write array = \"NAME\": {string.Join(", ", names.Take(12))}."
                        : NearestName.Hint(name, names, "Its arrays are"));
            using var member = archive.GetEntry(name + ".npy")!.Open();
            return Read(file, member, mostBytes);
        }
        catch (InvalidDataException error)
        {
            return new InputError(file.Path, $"The file is no whole zip archive: {error.Message.ReplaceLineEndings(" ")}",
                "numpy.savez writes such files. Fetch it again.");
        }
    }

    private static string? Head(Stream stream, byte version)
    {
        var length = new byte[version == 1 ? 2 : 4];
        if (BinaryNumbers.ReadAtMost(stream, length) < length.Length) return null;
        var count = version == 1 ? BitConverter.ToUInt16(length) : BitConverter.ToUInt32(length);
        var head = new byte[Math.Min(count, LongestHead)];
        return count <= LongestHead && BinaryNumbers.ReadAtMost(stream, head) == head.Length ? Encoding.UTF8.GetString(head) : null;
    }

    private static BinaryHead? Understood(string text) => NumpyHead.Parse(text) is { } head && BinaryHead.Kinds.Contains(head.Kind)
        ? new(head.Extents, head.Kind, head.ByteOrder == ">", head.IsColumnMajor)
        : null;
}
