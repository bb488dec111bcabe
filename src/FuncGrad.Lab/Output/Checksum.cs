using System.Numerics;
using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace FuncGrad.Lab;

/// <summary>
/// CRC-32C (Castagnoli): finds every torn tail and every burst of up to 32 flipped bits, at several GB/s by the processor's own
/// instruction.
/// </summary>
internal struct Checksum
{
    private uint _state = uint.MaxValue;

    public Checksum() { }

    public readonly uint Value => ~_state;

    public static uint Of(ReadOnlySpan<byte> bytes)
    {
        var checksum = new Checksum();
        checksum.Add(bytes);
        return checksum.Value;
    }

    /// <summary>Of all bytes of a file.</summary>
    public static uint Of(SafeFileHandle file)
    {
        var (checksum, buffer, at) = (new Checksum(), new byte[1 << 20], 0L);
        for (int read; (read = RandomAccess.Read(file, buffer, at)) > 0; at += read) checksum.Add(buffer.AsSpan(0, read));
        return checksum.Value;
    }

    public void Add(ReadOnlySpan<byte> bytes)
    {
        var state = _state;
        var words = MemoryMarshal.Cast<byte, ulong>(bytes);
        foreach (var word in words) state = BitOperations.Crc32C(state, word);
        foreach (var single in bytes[(words.Length * sizeof(ulong))..]) state = BitOperations.Crc32C(state, single);
        _state = state;
    }
}
