using System.Buffers.Binary;
using System.IO.Hashing;
using System.Text;

namespace FuncGrad;

/// <summary>
/// Arrays of NumPy by name, as a zip archive (.npz; "APPNOTE.TXT", PKWARE) whose entries are stored as they are and have no time, so that
/// the same arrays are the same bytes on every system. Written by own code, since the library's archives tell which system and hour they
/// were written in, and their length only when they are.
/// </summary>
/// <param name="arrays">The arrays, in this order.</param>
internal sealed class NumpyArchive(IReadOnlyList<NumpyArray> arrays)
{
    private const int LocalHead = 30, CentralHead = 46, End = 22, LargeEnd = 56 + 20, LargeLocal = 20, LargeCentral = 28;

    /// <summary>
    /// 2.0, and 4.5 for what has sizes of 64 bits; the first of January 1980; from where on sizes and places have 64 bits.
    /// </summary>
    private const ushort Plain = 20, Large = 45, FirstDay = (1 << 5) | 1;

    private const uint Elsewhere = uint.MaxValue;

    private readonly byte[][] _names = [.. arrays.Select(array => Encoding.UTF8.GetBytes(array.Name + ".npy"))];

    /// <summary>How many bytes it takes.</summary>
    public long Length =>
        EndOfEntries + Enumerable.Range(0, arrays.Count).Sum(i => (long)CentralHead + _names[i].Length + (IsLarge(i) ? LargeCentral : 0))
            + (IsLargeArchive ? LargeEnd : 0) + End;

    private long EndOfEntries => StartOf(arrays.Count);

    private bool IsLargeArchive => EndOfEntries >= Elsewhere;

    /// <summary>Writes all of it.</summary>
    public void Write(Stream stream)
    {
        var checks = new uint[arrays.Count];
        for (var i = 0; i < arrays.Count; i++)
        {
            var check = new Crc32();
            foreach (var piece in arrays[i].Pieces()) check.Append(piece.Span);
            stream.Write(Local(i, checks[i] = check.GetCurrentHashAsUInt32()));
            foreach (var piece in arrays[i].Pieces()) stream.Write(piece.Span);
        }
        for (var i = 0; i < arrays.Count; i++) stream.Write(Central(i, checks[i]));
        stream.Write(EndOfArchive());
    }

    private bool IsLarge(int i) => arrays[i].Length >= Elsewhere || StartOf(i) >= Elsewhere;

    private long StartOf(int entry) =>
        Enumerable.Range(0, entry)
            .Sum(i => LocalHead + _names[i].Length + (arrays[i].Length >= Elsewhere ? LargeLocal : 0) + arrays[i].Length);

    private byte[] Local(int i, uint check)
    {
        var (bytes, length) = (new Fields(), arrays[i].Length);
        var isLarge = length >= Elsewhere;
        bytes.Add(0x04034B50u).Add(isLarge ? Large : Plain).Add(NameIsUtf8).Add((ushort)0).Add((ushort)0).Add(FirstDay).Add(check);
        bytes.Add(Short(length)).Add(Short(length)).Add((ushort)_names[i].Length).Add((ushort)(isLarge ? LargeLocal : 0)).Add(_names[i]);
        if (isLarge) bytes.Add((ushort)1).Add((ushort)(LargeLocal - 4)).Add(length).Add(length);
        return bytes.ToArray();
    }

    private byte[] Central(int i, uint check)
    {
        var (bytes, length, start, isLarge) = (new Fields(), arrays[i].Length, StartOf(i), IsLarge(i));
        bytes.Add(0x02014B50u).Add(isLarge ? Large : Plain).Add(isLarge ? Large : Plain).Add(NameIsUtf8).Add((ushort)0).Add((ushort)0)
            .Add(FirstDay).Add(check);
        bytes.Add(isLarge ? Elsewhere : (uint)length).Add(isLarge ? Elsewhere : (uint)length).Add((ushort)_names[i].Length)
            .Add((ushort)(isLarge ? LargeCentral : 0));
        bytes.Add((ushort)0).Add((ushort)0).Add((ushort)0).Add(0u).Add(isLarge ? Elsewhere : (uint)start).Add(_names[i]);
        if (isLarge) bytes.Add((ushort)1).Add((ushort)(LargeCentral - 4)).Add(length).Add(length).Add(start);
        return bytes.ToArray();
    }

    private byte[] EndOfArchive()
    {
        var (bytes, count, start) = (new Fields(), arrays.Count, EndOfEntries);
        var size = Length - start - End - (IsLargeArchive ? LargeEnd : 0);
        if (IsLargeArchive)
        {
            bytes.Add(0x06064B50u).Add(44L).Add(Large).Add(Large).Add(0u).Add(0u).Add((long)count).Add((long)count).Add(size).Add(start);
            bytes.Add(0x07064B50u).Add(0u).Add(start + size).Add(1u);
        }
        bytes.Add(0x06054B50u).Add((ushort)0).Add((ushort)0).Add((ushort)count).Add((ushort)count).Add(Short(size)).Add(Short(start))
            .Add((ushort)0);
        return bytes.ToArray();
    }

    private const ushort NameIsUtf8 = 1 << 11;

    private static uint Short(long number) => (uint)Math.Min(number, Elsewhere);

    /// <summary>Numbers one behind the other, lowest byte first.</summary>
    private sealed class Fields
    {
        private readonly List<byte> _bytes = [];

        public Fields Add(ReadOnlySpan<byte> bytes)
        {
            _bytes.AddRange(bytes);
            return this;
        }

        public Fields Add(ushort number) => Add([(byte)number, (byte)(number >> 8)]);

        public Fields Add(uint number) => Add((ushort)number).Add((ushort)(number >> 16));

        public Fields Add(long number)
        {
            Span<byte> bytes = stackalloc byte[sizeof(long)];
            BinaryPrimitives.WriteInt64LittleEndian(bytes, number);
            return Add(bytes);
        }

        public byte[] ToArray() => [.. _bytes];
    }
}
