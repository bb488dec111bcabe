using System.Buffers.Binary;
using LanguageExt;

namespace FuncGrad.Lab;

/// <summary>
/// IDX, the format of the MNIST files (LeCun, Cortes and Burges 1998): two bytes 0, the type of the numbers, how many axes, their extents,
/// the numbers, the highest byte first.
/// </summary>
internal static class IdxNumbers
{
    private const int BytesOfMagic = 4;

    private static readonly Dictionary<byte, string> Types = new()
    {
        [0x08] = "u1",
        [0x09] = "i1",
        [0x0B] = "i2",
        [0x0C] = "i4",
        [0x0D] = "f4",
        [0x0E] = "f8",
    };

    public static Validation<InputError, Tensor> Read(ArrayFile file, Stream stream, long mostBytes)
    {
        var magic = new byte[BytesOfMagic];
        var got = BinaryNumbers.ReadAtMost(stream, magic);
        if (got == 0)
            return new InputError(file.Path, "The file is empty.",
                "An IDX file begins with 4 bytes that tell its type and its number of axes.");
        if (got < magic.Length || magic[0] != 0 || magic[1] != 0 || magic[3] == 0 || !Types.TryGetValue(magic[2], out var kind))
            return new InputError($"{file.Path}:byte 0", $"The file begins with {Convert.ToHexString(magic, 0, got)}, and is no IDX file.",
                FileSignature.Hint(BinaryNumbers.More(stream, magic.AsSpan(0, got)), ArrayFileKind.Idx)
                    ?? "IDX begins with 00000803 for images and 00000801 for labels.");
        var extents = new byte[4 * magic[3]];
        if (BinaryNumbers.ReadAtMost(stream, extents) < extents.Length)
            return new InputError($"{file.Path}:byte {BytesOfMagic}", $"The file ends before the extents of its {magic[3]} axes.",
                "Fetch it again.");
        return BinaryNumbers.Read(file, stream,
            new([.. extents.Chunk(4).Select(extent => (long)BinaryPrimitives.ReadUInt32BigEndian(extent))], kind, IsBigEndian: true),
            mostBytes);
    }
}
