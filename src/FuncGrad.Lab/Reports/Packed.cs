using System.Buffers.Binary;
using System.IO.Compression;
using System.Text;
using System.Text.Json;

namespace FuncGrad.Lab;

/// <summary>
/// Columns in a page: bytes, first those of highest order of all numbers, then the next, so that what is alike lies together; deflated (RFC
/// 1951), in base64. The page unpacks them with what a browser has.
/// </summary>
internal static class Packed
{
    /// <summary>Whole doubles.</summary>
    public static void Doubles(Utf8JsonWriter json, string name, IReadOnlyList<double> values) =>
        Write(json, name, "f64", values.Count, 8, i => (ulong)BitConverter.DoubleToInt64Bits(values[i]));

    /// <summary>The upper halves of doubles: the whole range, 0, NaN and ±∞ with six digits, which a picture needs.</summary>
    public static void Halves(Utf8JsonWriter json, string name, IReadOnlyList<double> values) =>
        Write(json, name, "h64", values.Count, 4, i => Half(values[i]));

    /// <summary>A byte each.</summary>
    public static void Bytes(Utf8JsonWriter json, string name, byte[] values)
    {
        json.WriteStartObject(name);
        json.WriteString("form", "u8");
        json.WriteNumber("count", values.Length);
        json.WriteString("data", Deflated(values));
        json.WriteEndObject();
    }

    /// <summary>Texts, of which each different one is kept once.</summary>
    public static void Texts(Utf8JsonWriter json, string name, IReadOnlyList<string> texts)
    {
        var (known, different) = (new Dictionary<string, int>(StringComparer.Ordinal), new List<string>());
        foreach (var text in texts)
            if (known.TryAdd(text, different.Count)) different.Add(Visible.Text(text));
        json.WriteStartObject(name);
        json.WriteString("form", "texts");
        json.WriteNumber("count", texts.Count);
        json.WriteString("data", Deflated(Encoding.UTF8.GetBytes(string.Join('\n', different))));
        Doubles(json, "which", [.. texts.Select(text => (double)known[text])]);
        json.WriteEndObject();
    }

    private static uint Half(double value)
    {
        // Half of the last kept digit is added, which rounds; what is not finite must not move.
        var bits = (ulong)BitConverter.DoubleToInt64Bits(value);
        if (!double.IsFinite(value)) return double.IsNaN(value) ? 0x7FF80000 : (uint)(bits >> 32);
        var rounded = bits + 0x8000_0000;
        return (uint)((double.IsFinite(BitConverter.Int64BitsToDouble((long)rounded)) ? rounded : bits) >> 32);
    }

    private static void Write(Utf8JsonWriter json, string name, string form, int count, int width, Func<int, ulong> bits)
    {
        var (planes, word) = (new byte[count * width], new byte[8]);
        for (var i = 0; i < count; i++)
        {
            BinaryPrimitives.WriteUInt64BigEndian(word, bits(i));
            for (var plane = 0; plane < width; plane++) planes[(plane * count) + i] = word[8 - width + plane];
        }
        json.WriteStartObject(name);
        json.WriteString("form", form);
        json.WriteNumber("count", count);
        json.WriteString("data", Deflated(planes));
        json.WriteEndObject();
    }

    private static string Deflated(byte[] bytes)
    {
        using var memory = new MemoryStream();
        using (var deflate = new DeflateStream(memory, CompressionLevel.Optimal, leaveOpen: true)) deflate.Write(bytes);
        return Convert.ToBase64String(memory.GetBuffer(), 0, (int)memory.Length);
    }
}
