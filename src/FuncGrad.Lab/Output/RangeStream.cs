namespace FuncGrad.Lab;

/// <summary>A part of a file as a stream that can be read more than once.</summary>
internal sealed class RangeStream(string path, long offset, long length) : Stream
{
    private readonly FileStream _file = new(Disk.OpenToRead(path), FileAccess.Read, 1) { Position = offset };

    public override bool CanRead => true;
    public override bool CanSeek => true;
    public override bool CanWrite => false;
    public override long Length => length;

    public override long Position
    {
        get => _file.Position - offset;
        set => _file.Position = offset + value;
    }

    public override int Read(byte[] buffer, int start, int count) => _file.Read(buffer, start, (int)Math.Min(count, length - Position));

    public override long Seek(long distance, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int start, int count) => throw new NotSupportedException();

    public override void Flush() { }

    protected override void Dispose(bool disposing)
    {
        if (disposing) _file.Dispose();
        base.Dispose(disposing);
    }
}
