using System.Buffers.Binary;
using System.IO.Compression;
using System.Text;
using Xunit;

namespace FuncGrad.Tests;

/// <summary>
/// The pixels of a PNG file of eight bits and unfiltered rows. Pictures are compared by these: how bytes are compressed is the runtime's
/// business.
/// </summary>
internal sealed record DecodedPng(int Width, int Height, Colour[] Pixels)
{
    public Colour this[int x, int y] => Pixels[(y * Width) + x];

    public static DecodedPng Read(byte[] file)
    {
        Assert.Equal([0x89, (byte)'P', (byte)'N', (byte)'G', 0x0D, 0x0A, 0x1A, 0x0A], file[..8]);
        var (chunks, data) = (new Dictionary<string, byte[]>(), new MemoryStream());
        for (var at = 8; at < file.Length;)
        {
            var length = BinaryPrimitives.ReadInt32BigEndian(file.AsSpan(at));
            var (type, content) = (Encoding.ASCII.GetString(file, at + 4, 4), file[(at + 8)..(at + 8 + length)]);
            if (type == "IDAT") data.Write(content);
            else chunks[type] = content;
            at += length + 12;
        }
        Assert.True(chunks.ContainsKey("IEND"));
        var header = chunks["IHDR"];
        return Decoded(BinaryPrimitives.ReadInt32BigEndian(header), BinaryPrimitives.ReadInt32BigEndian(header.AsSpan(4)),
            chunks.GetValueOrDefault("PLTE"), data);
    }

    private static DecodedPng Decoded(int width, int height, byte[]? palette, MemoryStream data)
    {
        data.Position = 0;
        using var inflated = new MemoryStream();
        using (var stream = new ZLibStream(data, CompressionMode.Decompress)) stream.CopyTo(inflated);
        var (bytes, bytesOfPixel) = (inflated.ToArray(), palette is null ? 3 : 1);
        Assert.Equal(height * ((width * bytesOfPixel) + 1), bytes.Length);
        Colour At(byte[] from, int at) => new(from[at], from[at + 1], from[at + 2]);
        var pixels = Enumerable.Range(0, width * height).Select(i => 1 + (i / width) + (i * bytesOfPixel)).Select(at => palette is null
            ? At(bytes, at) : At(palette, 3 * bytes[at]));
        return new(width, height, [.. pixels]);
    }
}
