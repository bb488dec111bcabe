namespace FuncGrad.Lab;

/// <summary>
/// How much of each pixel some rings cover, by the signed areas that their edges cut off to the right (Levien 2016, font-rs): exact for
/// polygons, and only sums and
/// products, so that every machine has the same pixels.
/// </summary>
internal sealed class Coverage(int width, int height)
{
    private readonly float[] _areas = new float[(width + 2) * height];
    private int _top = int.MaxValue, _bottom = -1, _left = int.MaxValue, _right = -1;

    /// <summary>Adds a ring, in pixels.</summary>
    public void Add(IReadOnlyList<Spot> ring)
    {
        for (var i = 0; i < ring.Count; i++) Edge(ring[i], ring[(i + 1) % ring.Count]);
    }

    /// <summary>Tells each covered pixel with its share, 0 to 1, and begins anew.</summary>
    /// <param name="isEvenOdd">Whether what two rings cover is outside again; else it is inside.</param>
    /// <param name="clip">Pixels outside of it are not told.</param>
    /// <param name="paint">Column, row, share.</param>
    public void Flush(bool isEvenOdd, (int Left, int Top, int Right, int Bottom) clip, Action<int, int, float> paint)
    {
        for (var y = Math.Max(_top, 0); y <= Math.Min(_bottom, height - 1); y++)
        {
            var row = _areas.AsSpan(y * (width + 2), width + 2);
            var sum = 0f;
            for (var x = _left; x <= width; x++)
            {
                sum += row[x];
                row[x] = 0;
                if (x > _right && Math.Abs(sum) < 1e-4f) break;
                var share = isEvenOdd ? Folded(Math.Abs(sum)) : Math.Min(Math.Abs(sum), 1);
                if (share > 1f / 512 && x < clip.Right && x >= clip.Left && y >= clip.Top && y < clip.Bottom) paint(x, y, share);
            }
            row.Clear();
        }
        (_top, _bottom, _left, _right) = (int.MaxValue, -1, int.MaxValue, -1);
    }

    private static float Folded(float windings)
    {
        var rest = windings - (2 * MathF.Floor(windings / 2));
        return rest > 1 ? 2 - rest : rest;
    }

    private void Edge(Spot a, Spot b)
    {
        if (a.Y == b.Y) return;
        var (direction, from, to) = a.Y < b.Y ? (1.0, a, b) : (-1.0, b, a);
        var slope = (to.X - from.X) / (to.Y - from.Y);
        var (first, last) = (Math.Max(0, (int)Math.Floor(from.Y)), Math.Min(height - 1, (int)Math.Ceiling(to.Y) - 1));
        if (first > last) return;
        (_top, _bottom) = (Math.Min(_top, first), Math.Max(_bottom, last));
        for (var y = first; y <= last; y++)
        {
            var (above, below) = (Math.Max(from.Y, y), Math.Min(to.Y, y + 1));
            if (below > above) Row(y, direction * (below - above), Clamped(from.X + ((above - from.Y) * slope)),
                Clamped(from.X + ((below - from.Y) * slope)));
        }
    }

    private double Clamped(double x) => Math.Clamp(x, 0, width);

    /// <summary>An edge within a row: of a height, from one place to another.</summary>
    private void Row(int y, double height, double x0, double x1)
    {
        if (x0 > x1) (x0, x1) = (x1, x0);
        var (first, last) = ((int)x0, (int)Math.Ceiling(x1) - 1);
        (_left, _right) = (Math.Min(_left, first), Math.Max(_right, Math.Max(last, first)));
        var row = _areas.AsSpan(y * (width + 2));
        if (last <= first)
        {
            var right = ((x0 + x1) / 2) - first;
            row[first] += (float)(height * (1 - right));
            row[first + 1] += (float)(height * right);
            return;
        }
        var (density, before) = (height / (x1 - x0), 0.0);
        for (var x = first; x <= last; x++)
        {
            var (from, to) = (Math.Max(x0, x), Math.Min(x1, x + 1));
            var inside = density * (to - from);
            var area = before + (inside * (x + 1 - ((from + to) / 2)));
            row[x] += (float)(area - before);
            before += inside;
            row[x + 1] += (float)(before - area);
        }
    }
}
