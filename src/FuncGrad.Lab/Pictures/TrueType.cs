using System.Buffers.Binary;
using System.Reflection;

namespace FuncGrad.Lab;

/// <summary>
/// The outlines of a TrueType font (Apple, TrueType Reference Manual: tables cmap, glyf, head, hhea, hmtx, loca). The fonts travel with the
/// program, so that a picture is
/// the same on a machine that has none.
/// </summary>
internal sealed class TrueType
{
    /// <summary>A curve becomes so many straight pieces: no corner is seen at four times the size of a label.</summary>
    private const int PiecesOfCurve = 5;

    private readonly byte[] _file;
    private readonly Dictionary<string, int> _tables = [];
    private readonly Dictionary<int, IReadOnlyList<Spot[]>> _known = [];
    private readonly Dictionary<int, int> _glyphs;
    private readonly bool _hasLongOffsets;
    private readonly int _metrics;

    private TrueType(byte[] file)
    {
        _file = file;
        for (var i = 0; i < U16(4); i++) _tables[System.Text.Encoding.ASCII.GetString(file, 12 + (16 * i), 4)] =
            (int)U32(12 + (16 * i) + 8);
        UnitsPerEm = U16(_tables["head"] + 18);
        _hasLongOffsets = U16(_tables["head"] + 50) == 1;
        _metrics = U16(_tables["hhea"] + 34);
        _glyphs = Mapping();
    }

    public static TrueType Regular { get; } = Embedded("DejaVuSans.ttf");

    public static TrueType Bold { get; } = Embedded("DejaVuSans-Bold.ttf");

    public double UnitsPerEm { get; }

    /// <summary>Whether the font has a letter; marks and spaces that show nothing need none.</summary>
    public bool Has(int letter) => _glyphs.ContainsKey(letter);

    /// <summary>
    /// The rings of a letter around the places right and up from its origin, in units of the font; a box for one it does not have.
    /// </summary>
    public IReadOnlyList<Spot[]> Outline(int letter)
    {
        var glyph = _glyphs.GetValueOrDefault(letter);
        if (!_known.TryGetValue(glyph, out var outline)) _known[glyph] = outline = [.. Rings(glyph)];
        return outline;
    }

    /// <summary>How far a letter moves the place of the next, in units of the font.</summary>
    public double Advance(int letter) => U16(_tables["hmtx"] + (4 * Math.Min(_glyphs.GetValueOrDefault(letter), _metrics - 1)));

    private static TrueType Embedded(string name)
    {
        using var stream = Assembly.GetExecutingAssembly()
            .GetManifestResourceStream(name) ?? throw new InvalidOperationException($"{name} is missing.");
        var file = new byte[stream.Length];
        stream.ReadExactly(file);
        return new TrueType(file);
    }

    /// <summary>Letters ↦ glyphs, from a table of format 4: segments of the first plane.</summary>
    private Dictionary<int, int> Mapping()
    {
        var (glyphs, cmap) = (new Dictionary<int, int>(), _tables["cmap"]);
        var table = Enumerable.Range(0, U16(cmap + 2)).Select(i => cmap + (int)U32(cmap + 4 + (8 * i) + 4)).First(at => U16(at) == 4);
        var count = U16(table + 6) / 2;
        for (var s = 0; s < count; s++)
        {
            var (end, start) = (U16(table + 14 + (2 * s)), U16(table + 16 + (2 * (count + s))));
            var (delta, at) = (U16(table + 16 + (2 * ((2 * count) + s))), table + 16 + (2 * ((3 * count) + s)));
            for (var letter = start; letter <= end && letter != 0xFFFF; letter++)
            {
                var glyph = U16(at) == 0 ? (letter + delta) & 0xFFFF : U16(at + U16(at) + (2 * (letter - start)));
                if (glyph != 0) glyphs[letter] = U16(at) == 0 ? glyph : (glyph + delta) & 0xFFFF;
            }
        }
        return glyphs;
    }

    private IEnumerable<Spot[]> Rings(int glyph)
    {
        var (at, end) = (Offset(glyph), Offset(glyph + 1));
        if (at == end) return [];
        return I16(at) >= 0 ? Simple(at) : Composite(at + 10);
    }

    private IEnumerable<Spot[]> Composite(int at)
    {
        const int Words = 1, Offsets = 2, Scale = 8, More = 0x20, TwoScales = 0x40, Matrix = 0x80;
        int flags;
        do
        {
            flags = U16(at);
            var rings = Rings(U16(at + 2)).ToArray();
            var (dx, dy) = (flags & Offsets) == 0 ? (0, 0) : (flags & Words) != 0 ? (I16(at + 4), I16(at + 6))
                : ((sbyte)_file[at + 4], (sbyte)_file[at + 5]);
            at += (flags & Words) != 0 ? 8 : 6;
            var (xx, xy, yx, yy) = (1.0, 0.0, 0.0, 1.0);
            if ((flags & Scale) != 0) xx = yy = F2Dot14(at);
            else if ((flags & TwoScales) != 0) (xx, yy) = (F2Dot14(at), F2Dot14(at + 2));
            else if ((flags & Matrix) != 0) (xx, xy, yx, yy) = (F2Dot14(at), F2Dot14(at + 2), F2Dot14(at + 4), F2Dot14(at + 6));
            at += (flags & Scale) != 0 ? 2 : (flags & TwoScales) != 0 ? 4 : (flags & Matrix) != 0 ? 8 : 0;
            foreach (var ring in rings) yield return [
                .. ring.Select(spot => new Spot((spot.X * xx) + (spot.Y * yx) + dx, (spot.X * xy) + (spot.Y * yy) + dy))];
        }
        while ((flags & More) != 0);
    }

    private IEnumerable<Spot[]> Simple(int at)
    {
        var contours = I16(at);
        int[] ends = [.. Enumerable.Range(0, contours).Select(i => U16(at + 10 + (2 * i)))];
        var (position, count) = (at + 10 + (2 * contours), ends[^1] + 1);
        position += 2 + U16(position);
        var flags = new byte[count];
        for (var i = 0; i < count; i++)
        {
            flags[i] = _file[position++];
            for (var repeat = (flags[i] & 8) != 0 ? _file[position++] : 0; repeat > 0; repeat--, i++) flags[i + 1] = flags[i];
        }
        var x = Coordinates(flags, 2, 16, ref position);
        var y = Coordinates(flags, 4, 32, ref position);
        return ends.Select((end, c) => Ring(x, y, flags, c == 0 ? 0 : ends[c - 1] + 1, end));
    }

    private int[] Coordinates(byte[] flags, int isShort, int isSame, ref int position)
    {
        var (values, value) = (new int[flags.Length], 0);
        for (var i = 0; i < flags.Length; i++)
        {
            if ((flags[i] & isShort) != 0) value += (flags[i] & isSame) != 0 ? _file[position++] : -_file[position++];
            else if ((flags[i] & isSame) == 0)
            {
                value += I16(position);
                position += 2;
            }
            values[i] = value;
        }
        return values;
    }

    /// <summary>
    /// A ring of points on the curve and control points between them; between two control points lies a point of the curve.
    /// </summary>
    private static Spot[] Ring(int[] x, int[] y, byte[] flags, int first, int last)
    {
        var count = last - first + 1;
        Spot At(int i) => new(x[first + (i % count)], y[first + (i % count)]);
        bool IsOn(int i) => (flags[first + (i % count)] & 1) != 0;
        Spot Middle(Spot a, Spot b) => new((a.X + b.X) / 2, (a.Y + b.Y) / 2);
        var ring = new List<Spot>();
        for (var i = 0; i < count; i++)
        {
            if (IsOn(i))
            {
                ring.Add(At(i));
                continue;
            }
            var (from, to) = (IsOn(i + count - 1) ? At(i + count - 1) : Middle(At(i + count - 1), At(i)), IsOn(i + 1) ? At(i + 1)
                : Middle(At(i), At(i + 1)));
            for (var piece = IsOn(i + count - 1) ? 1
                : 0; piece < PiecesOfCurve; piece++) ring.Add(Curve(from, At(i), to, piece / (double)PiecesOfCurve));
        }
        return [.. ring];
    }

    private static Spot Curve(Spot from, Spot control, Spot to, double t)
    {
        var (a, b, c) = ((1 - t) * (1 - t), 2 * t * (1 - t), t * t);
        return new((a * from.X) + (b * control.X) + (c * to.X), (a * from.Y) + (b * control.Y) + (c * to.Y));
    }

    private int Offset(int glyph) => _tables["glyf"] + (_hasLongOffsets ? (int)U32(_tables["loca"] + (4 * glyph))
        : 2 * U16(_tables["loca"] + (2 * glyph)));

    private int U16(int at) => BinaryPrimitives.ReadUInt16BigEndian(_file.AsSpan(at));

    private int I16(int at) => BinaryPrimitives.ReadInt16BigEndian(_file.AsSpan(at));

    private uint U32(int at) => BinaryPrimitives.ReadUInt32BigEndian(_file.AsSpan(at));

    private double F2Dot14(int at) => I16(at) / 16384.0;
}
