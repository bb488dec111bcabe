using System.IO.Compression;
using System.IO.Hashing;
using System.Runtime.InteropServices;
using System.Text;

namespace FuncGrad;

/// <summary>
/// The arrays of an archive of NumPy as this library writes them: in row-major order, lowest byte first, of numbers that are f8, f4 or i8.
/// </summary>
internal static class NumpyReading
{
    private const int BeforeHead = 10;

    private static readonly string[] Kinds = ["f8", "f4", "i8"];

    /// <summary>The arrays by name.</summary>
    /// <exception cref="FormatException">The bytes are no such archive.</exception>
    public static Dictionary<string, Tensor> Of(byte[] archive)
    {
        const string extension = ".npy";
        try
        {
            using var entries = new ZipArchive(new MemoryStream(archive));
            return entries.Entries.Where(entry => entry.FullName.EndsWith(extension, StringComparison.Ordinal))
                .ToDictionary(entry => entry.FullName[..^extension.Length], Array);
        }
        catch (Exception error) when (error is InvalidDataException or ArgumentException or EndOfStreamException or OverflowException)
        {
            throw new FormatException($"These are not arrays of NumPy: {error.Message}", error);
        }
    }

    /// <summary>Whether what an entry unpacks to has its checksum, at which the library's archives do not look.</summary>
    public static bool HasItsChecksum(ZipArchiveEntry entry)
    {
        using var stream = entry.Open();
        var check = new Crc32();
        check.Append(stream);
        return check.GetCurrentHashAsUInt32() == entry.Crc32;
    }

    private static Tensor Array(ZipArchiveEntry entry)
    {
        if (!HasItsChecksum(entry)) throw new FormatException($"The array {entry.FullName} is damaged: its checksum does not fit.");
        using var stream = entry.Open();
        var bytes = new byte[entry.Length];
        stream.ReadExactly(bytes);
        var end = BeforeHead + (bytes.Length < BeforeHead ? 0 : BitConverter.ToUInt16(bytes, BeforeHead - 2));
        if (end > bytes.Length
            || NumpyHead.Parse(Encoding.ASCII.GetString(bytes, 0, end)) is not { ByteOrder: "<", IsColumnMajor: false } head
            || !Kinds.Contains(head.Kind))
            throw new FormatException(
                $"The array {entry.FullName} is of a kind that is not read here: numbers of 8 or 4 bytes are, row by row.");
        return Tensor.Of(Shape.Of([.. head.Extents.Select(extent => checked((int)extent))]), Numbers(head.Kind, bytes.AsSpan(end)));
    }

    private static double[] Numbers(string kind, ReadOnlySpan<byte> bytes) => kind switch
    {
        "f8" => MemoryMarshal.Cast<byte, double>(bytes).ToArray(),
        "f4" => [.. MemoryMarshal.Cast<byte, float>(bytes).ToArray().Select(number => (double)number)],
        _ => [.. MemoryMarshal.Cast<byte, long>(bytes).ToArray().Select(number => (double)number)],
    };
}
