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
                FileSignature.Hint(BinaryNumbers.More(stream, start.AsSpan(0, got)), ArrayFileKind.Npy)
                    ?? "Such a file begins with 934E554D5059; numpy.save writes it.");
        return Head(file, stream, start[Magic.Length]).Bind(text => Understood(text) is { } head
            ? BinaryNumbers.Read(file, stream, head, mostBytes)
            : new InputError(AfterMagic(file), $"The array is of a kind that is not read: {Visible.Text(text.Trim())}.",
                "Numbers are read: save it with astype('float64')."));
    }

    private static string AfterMagic(ArrayFile file) => $"{file.Path}:byte {Magic.Length + 2}";

    /// <summary>An array of an archive.</summary>
    /// <param name="file">What is asked.</param>
    /// <param name="stream">The archive, in which one can seek.</param>
    /// <param name="mostBytes">The memory that the numbers may take.</param>
    public static Validation<InputError, Tensor> ReadMember(ArrayFile file, Stream stream, long mostBytes)
    {
        try
        {
            using var archive = new ZipArchive(stream, ZipArchiveMode.Read, leaveOpen: true);
            return Chosen(file, archive).Bind(member => Member(file, member, mostBytes));
        }
        catch (InvalidDataException error)
        {
            stream.Position = 0;
            var start = BinaryNumbers.More(stream, []);
            return new InputError(file.Path, $"The file is no whole zip archive: {error.Message.ReplaceLineEndings(" ")}",
                (start is [(byte)'P', (byte)'K', ..] ? null : FileSignature.Hint(start, ArrayFileKind.Npz))
                    ?? "numpy.savez writes such files. Fetch it again.");
        }
    }

    private static Validation<InputError, ZipArchiveEntry> Chosen(ArrayFile file, ZipArchive archive)
    {
        const string extension = ".npy";
        var arrays = archive.Entries.Where(entry => entry.FullName.EndsWith(extension, StringComparison.Ordinal))
            .DistinctBy(entry => entry.FullName).ToDictionary(entry => entry.FullName[..^extension.Length]);
        var isOnly = file.Member.Length == 0 && arrays.Count == 1;
        if (arrays.GetValueOrDefault(isOnly ? arrays.Keys.First() : file.Member) is { } chosen) return chosen;
        if (arrays.Count == 0)
            return new InputError(file.LocationOf("npz"), $"{file.Path} holds no array.",
                "numpy.savez writes archives of arrays, each a file that ends in .npy.");
        return file.Member.Length > 0
            ? new InputError(file.LocationOf("array"), $"{file.Path} holds no array '{file.Member}'.",
                NearestName.Hint(file.Member, arrays.Keys, "Its arrays are"))
            : new InputError(file.LocationOf("npz"), $"{file.Path} holds {arrays.Count} arrays, and it is not said which.",
                $"Write array = \"NAME\": {string.Join(", ", arrays.Keys.Take(12))}.");
    }

    /// <summary>The array, if its bytes have the checksum of the archive.</summary>
    private static Validation<InputError, Tensor> Member(ArrayFile file, ZipArchiveEntry entry, long mostBytes)
    {
        if (entry.IsEncrypted) return Unreadable(file, entry, "It is encrypted.", "Save it without a password.");
        Stream opened;
        try { opened = entry.Open(); }
        catch (InvalidDataException error)
        {
            return Unreadable(file, entry, error.Message.ReplaceLineEndings(" "),
                "numpy.savez and numpy.savez_compressed write what is read.");
        }
        using var member = opened;
        try
        {
            var numbers = Read(file, member, mostBytes);
            return numbers.IsFail || NumpyReading.HasItsChecksum(entry) ? numbers : Damaged(file, entry);
        }
        catch (InvalidDataException) { return Damaged(file, entry); }
    }

    private static InputError Damaged(ArrayFile file, ZipArchiveEntry entry) =>
        Unreadable(file, entry, "Its content is not what its checksum says: it is damaged.", "Fetch it again.");

    private static InputError Unreadable(ArrayFile file, ZipArchiveEntry entry, string why, string hint) =>
        new(file.Path, $"The array {entry.FullName} cannot be read. {why}", hint);

    private static Validation<InputError, string> Head(ArrayFile file, Stream stream, byte version)
    {
        if (version is < 1 or > 3)
            return new InputError(AfterMagic(file), $"The file is of version {version} of the format, and 1 to 3 are read.",
                "numpy.save writes these.");
        var length = new byte[version == 1 ? 2 : 4];
        var count = BinaryNumbers.ReadAtMost(stream, length) < length.Length ? 0
            : version == 1 ? BitConverter.ToUInt16(length) : BitConverter.ToUInt32(length);
        if (count > LongestHead)
            return new InputError(AfterMagic(file), $"The file has a head of {Numbers.Grouped(count)} bytes, and at most "
                + $"{Numbers.Grouped(LongestHead)} are read.", "An array of plain numbers has a head of about 118: save it anew.");
        var head = new byte[count];
        return count > 0 && BinaryNumbers.ReadAtMost(stream, head) == head.Length ? Encoding.UTF8.GetString(head)
            : new InputError(AfterMagic(file), "The file ends within its head.", "Fetch it again.");
    }

    private static BinaryHead? Understood(string text) => NumpyHead.Parse(text) is { } head && BinaryHead.Kinds.Contains(head.Kind)
        ? new(head.Extents, head.Kind, head.ByteOrder == ">", head.IsColumnMajor)
        : null;
}
