using System.Runtime.InteropServices;

namespace FuncGrad.Lab;

/// <summary>Whose a state is: the numbers in it mean something only to the same build with the same experiment and trial.</summary>
internal sealed record StateOwner(string Identity, string Build, long Trial);

/// <summary>
/// A progress with its owner and the rows it goes with, as bytes that end with their checksum; the lengths of its arrays are its layout.
/// </summary>
internal sealed record SavedState(StateOwner Owner, SavedProgress Progress, long RowBytes, uint RowChecksum)
{
    private const string Format = "funcgrad-state-2";

    public byte[] ToBytes()
    {
        using var memory = new MemoryStream();
        using var writer = new BinaryWriter(memory);
        writer.Write(Format);
        writer.Write(Owner.Identity);
        writer.Write(Owner.Build);
        writer.Write(Owner.Trial);
        writer.Write(RowBytes);
        writer.Write(RowChecksum);
        writer.Write(Progress.Iteration);
        writer.Write(Progress.Running);
        writer.Write(Progress.IsLate);
        writer.Write(Progress.LastLoggedStep);
        Write(writer, Progress.State);
        Write(writer, Progress.Taken);
        writer.Write(Checksum.Of(memory.GetBuffer().AsSpan(0, (int)memory.Length)));
        return memory.ToArray();
    }

    /// <summary>
    /// The state that some bytes are; null if they are torn, damaged, of another format, or of another than the expected owner.
    /// </summary>
    public static SavedState? Read(byte[] bytes, StateOwner? expected = null)
    {
        var content = bytes.Length - sizeof(uint);
        if (content < 0 || Checksum.Of(bytes.AsSpan(0, content)) != BitConverter.ToUInt32(bytes, content)) return null;
        using var reader = new BinaryReader(new MemoryStream(bytes, 0, content));
        try
        {
            if (reader.ReadString() != Format) return null;
            var owner = new StateOwner(reader.ReadString(), reader.ReadString(), reader.ReadInt64());
            return expected is null || owner == expected ? Read(owner, reader) : null;
        }
        catch (Exception error) when (error is EndOfStreamException or FormatException or OverflowException or ArgumentException)
        {
            return null;
        }
    }

    private static SavedState Read(StateOwner owner, BinaryReader reader)
    {
        var (rowBytes, rowChecksum) = (reader.ReadInt64(), reader.ReadUInt32());
        var (iteration, running, isLate, lastLogged) = (reader.ReadInt64(), reader.ReadInt32(), reader.ReadBoolean(), reader.ReadInt64());
        return new(owner, new SavedProgress(iteration, running, isLate, Arrays(reader), Arrays(reader), lastLogged), rowBytes, rowChecksum);
    }

    private static void Write(BinaryWriter writer, double[][] arrays)
    {
        writer.Write(arrays.Length);
        foreach (var array in arrays)
        {
            writer.Write(array.Length);
            writer.Write(MemoryMarshal.AsBytes(array.AsSpan()));
        }
    }

    private static double[][] Arrays(BinaryReader reader)
    {
        var arrays = new double[reader.ReadInt32()][];
        for (var i = 0; i < arrays.Length; i++)
        {
            arrays[i] = new double[reader.ReadInt32()];
            reader.ReadExactly(MemoryMarshal.AsBytes(arrays[i].AsSpan()));
        }
        return arrays;
    }
}
