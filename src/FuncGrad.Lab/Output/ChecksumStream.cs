namespace FuncGrad.Lab;

/// <summary>Takes bytes that are valid until it returns.</summary>
internal delegate void TakeBytes(ReadOnlySpan<byte> bytes);

/// <summary>Passes bytes on and keeps their number and checksum.</summary>
/// <param name="write">Where they go.</param>
internal sealed class ChecksumStream(TakeBytes write) : Stream
{
    private Checksum _checksum = new();
    private long _length;

    /// <summary>Of all bytes so far.</summary>
    public uint Checksum => _checksum.Value;

    public override bool CanRead => false;
    public override bool CanSeek => false;
    public override bool CanWrite => true;
    public override long Length => _length;

    public override long Position
    {
        get => _length;
        set => throw new NotSupportedException();
    }

    public override void Write(ReadOnlySpan<byte> buffer)
    {
        _checksum.Add(buffer);
        _length += buffer.Length;
        write(buffer);
    }

    public override void Write(byte[] buffer, int offset, int count) => Write(buffer.AsSpan(offset, count));

    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Flush() { }
}
