using System.Buffers;

namespace FuncGrad.Lab;

/// <summary>
/// Rows as bytes, in chunks that stay where they are. One array that grows is copied at every doubling into memory that the system has to
/// clear first, which takes as long as formatting the rows.
/// </summary>
internal sealed class RowBytes : Stream
{
    /// <summary>
    /// Below the size from which the garbage collector treats an array as a large object, of which a few are enough for a full collection.
    /// </summary>
    private const int ChunkLength = 1 << 16;

    private readonly List<(byte[] Bytes, int Length)> _chunks = [];
    private byte[] _last = [];
    private int _lastLength;
    private long _closed;

    public override bool CanRead => false;
    public override bool CanSeek => false;
    public override bool CanWrite => true;
    public override long Length => _closed + _lastLength;

    public override long Position
    {
        get => Length;
        set => throw new NotSupportedException();
    }

    /// <summary>What was written, in order.</summary>
    public IEnumerable<ReadOnlyMemory<byte>> Chunks =>
        _chunks.Select(chunk => (ReadOnlyMemory<byte>)chunk.Bytes.AsMemory(0, chunk.Length)).Append(_last.AsMemory(0, _lastLength))
            .Where(chunk => chunk.Length > 0);

    public override void Write(ReadOnlySpan<byte> buffer)
    {
        while (buffer.Length > 0)
        {
            if (_lastLength == _last.Length) StartChunk();
            var length = Math.Min(buffer.Length, _last.Length - _lastLength);
            buffer[..length].CopyTo(_last.AsSpan(_lastLength));
            _lastLength += length;
            buffer = buffer[length..];
        }
    }

    public override void Write(byte[] buffer, int offset, int count) => Write(buffer.AsSpan(offset, count));

    /// <summary>Takes over the chunks of others behind its own; they are empty afterwards.</summary>
    public void Take(RowBytes other)
    {
        CloseChunk();
        other.CloseChunk();
        _chunks.AddRange(other._chunks);
        _closed += other._closed;
        other._chunks.Clear();
        other._closed = 0;
    }

    /// <summary>Forgets what was written and gives its memory to those who write next: nobody may read the chunks any more.</summary>
    public void Clear()
    {
        CloseChunk();
        foreach (var (bytes, _) in _chunks) ArrayPool<byte>.Shared.Return(bytes);
        _chunks.Clear();
        _closed = 0;
    }

    public byte[] ToArray()
    {
        var (all, at) = (new byte[Length], 0);
        foreach (var chunk in Chunks)
        {
            chunk.Span.CopyTo(all.AsSpan(at));
            at += chunk.Length;
        }
        return all;
    }

    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Flush() { }

    private void StartChunk()
    {
        CloseChunk();
        _last = ArrayPool<byte>.Shared.Rent(ChunkLength);
    }

    private void CloseChunk()
    {
        if (_last.Length > 0) _chunks.Add((_last, _lastLength));
        (_last, _lastLength, _closed) = ([], 0, _closed + _lastLength);
    }
}
