using System.Buffers.Binary;
using System.IO.Compression;
using System.Text;

namespace FuncGrad.Lab;

/// <summary>
/// PNG files (ISO/IEC 15948), written row by row. The compressed bytes may differ between versions of the runtime, the pixels in them do
/// not.
/// </summary>
internal sealed class Png : IDisposable
{
    private static readonly uint[] CrcTable = [.. Enumerable.Range(0, 256)
        .Select(byteValue => Enumerable.Range(0, 8).Aggregate((uint)byteValue, (crc, _) => (crc & 1) == 1 ? 0xEDB88320 ^ (crc >> 1)
        : crc >> 1))];

    private readonly Stream _file;
    private readonly ChunkStream _chunks;
    private readonly ZLibStream _compressed;

    /// <param name="file">Where the file goes.</param>
    /// <param name="width">Pixels in a row.</param>
    /// <param name="height">How many rows will come.</param>
    /// <param name="palette">The colours that a byte of a row stands for; null if a row is three bytes, red, green and blue, for each
    /// pixel.</param>
    public Png(Stream file, int width, int height, IReadOnlyList<Colour>? palette = null)
    {
        _file = file;
        file.Write([0x89, (byte)'P', (byte)'N', (byte)'G', 0x0D, 0x0A, 0x1A, 0x0A]);
        var header = new byte[13];
        BinaryPrimitives.WriteInt32BigEndian(header, width);
        BinaryPrimitives.WriteInt32BigEndian(header.AsSpan(4), height);
        (header[8], header[9]) = (8, (byte)(palette is null ? 2 : 3));
        WriteChunk(file, "IHDR", header);
        if (palette is not null) WriteChunk(file, "PLTE",
            [.. palette.SelectMany(colour => (byte[])[colour.Red, colour.Green, colour.Blue])]);
        _chunks = new ChunkStream(file);
        _compressed = new ZLibStream(_chunks, CompressionLevel.Optimal, leaveOpen: true);
    }

    /// <summary>Cells as a file, a pixel for each.</summary>
    public static byte[] Of(Cells cells)
    {
        using var memory = new MemoryStream();
        using (var png = new Png(memory, cells.Width, cells.Height, cells.Colours))
            for (var row = 0; row < cells.Height; row++) png.WriteRow(cells.Codes.AsSpan(row * cells.Width, cells.Width));
        return memory.ToArray();
    }

    /// <summary>One row, unfiltered: pictures of lines and cells are runs of the same bytes.</summary>
    public void WriteRow(ReadOnlySpan<byte> row)
    {
        _compressed.WriteByte(0);
        _compressed.Write(row);
    }

    public void Dispose()
    {
        _compressed.Dispose();
        _chunks.Dispose();
        WriteChunk(_file, "IEND", []);
    }

    /// <summary>Bytes of the last chunk.</summary>
    public const int EndLength = 12;

    /// <summary>A chunk of text, to stand before the last.</summary>
    public static byte[] Text(string keyword, string text)
    {
        using var memory = new MemoryStream();
        WriteChunk(memory, "tEXt", Encoding.Latin1.GetBytes($"{keyword}\0{text}"));
        return memory.ToArray();
    }

    private static void WriteChunk(Stream file, string type, ReadOnlySpan<byte> content)
    {
        Span<byte> number = stackalloc byte[4];
        BinaryPrimitives.WriteInt32BigEndian(number, content.Length);
        file.Write(number);
        byte[] named = [.. Encoding.ASCII.GetBytes(type), .. content];
        file.Write(named);
        BinaryPrimitives.WriteUInt32BigEndian(number, Crc(named));
        file.Write(number);
    }

    private static uint Crc(ReadOnlySpan<byte> bytes)
    {
        var crc = uint.MaxValue;
        foreach (var value in bytes) crc = CrcTable[(crc ^ value) & 0xFF] ^ (crc >> 8);
        return ~crc;
    }

    /// <summary>What is written to it goes into chunks of the file.</summary>
    private sealed class ChunkStream(Stream file) : Stream
    {
        private const int Size = 1 << 16;

        private readonly byte[] _waiting = new byte[Size];
        private int _count;

        public override bool CanRead => false;

        public override bool CanSeek => false;

        public override bool CanWrite => true;

        public override long Length => throw new NotSupportedException();

        public override long Position { get => throw new NotSupportedException(); set => throw new NotSupportedException(); }

        public override void Write(byte[] buffer, int offset, int count) => Write(buffer.AsSpan(offset, count));

        public override void Write(ReadOnlySpan<byte> buffer)
        {
            while (buffer.Length > 0)
            {
                var taken = Math.Min(buffer.Length, Size - _count);
                buffer[..taken].CopyTo(_waiting.AsSpan(_count));
                _count += taken;
                buffer = buffer[taken..];
                if (_count == Size) WriteOut();
            }
        }

        public override void Flush() { }

        public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

        public override void SetLength(long value) => throw new NotSupportedException();

        protected override void Dispose(bool disposing)
        {
            if (_count > 0) WriteOut();
            base.Dispose(disposing);
        }

        private void WriteOut()
        {
            WriteChunk(file, "IDAT", _waiting.AsSpan(0, _count));
            _count = 0;
        }
    }
}
