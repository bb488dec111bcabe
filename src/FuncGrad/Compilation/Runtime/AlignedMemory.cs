using System.Runtime.InteropServices;

namespace FuncGrad;

/// <summary>
/// Memory that begins at a multiple of 64 bytes, a cache line and the widest register, so that no load crosses two lines.
/// </summary>
internal sealed unsafe class AlignedMemory
{
    public AlignedMemory(long bytes) => Start = (nint)NativeMemory.AlignedAlloc((nuint)Math.Max(bytes, 64), 64);

    ~AlignedMemory() => NativeMemory.AlignedFree((void*)Start);

    public nint Start { get; }
}
