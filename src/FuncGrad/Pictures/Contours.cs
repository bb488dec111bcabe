namespace FuncGrad;

/// <summary>
/// Where a function of a grid is below a level, as closed rings, by marching squares (Lorensen and Cline 1987 in two dimensions). The grid
/// is surrounded by infinitely high
/// ground, so that every ring closes, along the edge if need be; what is no number is infinitely high too.
/// </summary>
internal sealed class Contours
{
    private readonly double[] _values;
    private readonly int _width, _height;

    /// <param name="values">Row by row, row 0 at the bottom.</param>
    /// <param name="width">The length of a row.</param>
    public Contours(double[] values, int width) => (_values, _width, _height) = (values, width, values.Length / width);

    /// <summary>
    /// The rings around all that is at or below a level, in units of the grid: (0, 0) is the first value, (width − 1, height − 1) the last.
    /// </summary>
    public IReadOnlyList<IReadOnlyList<Spot>> Rings(double level)
    {
        var next = new Dictionary<long, long>();
        for (var y = -1; y < _height; y++)
            for (var x = -1; x < _width; x++) AddSegments(next, x, y, level);
        var rings = new List<IReadOnlyList<Spot>>();
        foreach (var start in next.Keys.Order().ToArray())
            if (next.ContainsKey(start)) rings.Add(Ring(next, start, level));
        return rings;
    }

    /// <summary>The parts of a ring that do not run along the edge of the grid.</summary>
    public IEnumerable<IReadOnlyList<Spot>> Inner(IReadOnlyList<Spot> ring)
    {
        var (piece, count) = (new List<Spot>(), ring.Count);
        var start = Enumerable.Range(0, count).FirstOrDefault(i => IsAlongEdge(ring[i], ring[(i + 1) % count]), -1);
        for (var k = 1; k <= count; k++)
        {
            var (from, to) = (ring[(start + k + count) % count], ring[(start + k + 1) % count]);
            if (IsAlongEdge(from, to))
            {
                if (piece.Count > 1) yield return piece;
                piece = [];
                continue;
            }
            if (piece.Count == 0) piece.Add(from);
            piece.Add(to);
        }
        if (piece.Count > 1) yield return piece;
    }

    private bool IsAlongEdge(Spot a, Spot b) =>
        (a.X == b.X && (a.X == 0 || a.X == _width - 1)) || (a.Y == b.Y && (a.Y == 0 || a.Y == _height - 1))
            || (IsAtEdge(a) && IsAtEdge(b) && Math.Abs(a.X - b.X) + Math.Abs(a.Y - b.Y) < 1e-9);

    private bool IsAtEdge(Spot spot) => spot.X == 0 || spot.Y == 0 || spot.X == _width - 1 || spot.Y == _height - 1;

    private List<Spot> Ring(Dictionary<long, long> next, long start, double level)
    {
        var (ring, edge) = (new List<Spot>(), start);
        while (next.Remove(edge, out var follower))
        {
            ring.Add(Crossing(edge, level));
            edge = follower;
        }
        return ring;
    }

    // The edges of a cell counted around it: bottom, right, top, left; its corners likewise from the lower left. A ring leaves a cell's low
    // ground where that ends, counted
    // around, and comes back where it begins; the neighbour counts the common edge the other way round, so that segments join.
    private void AddSegments(Dictionary<long, long> next, int x, int y, double level)
    {
        var (a, b, c, d) = (At(x, y), At(x + 1, y), At(x + 1, y + 1), At(x, y + 1));
        var low = (a <= level ? 1 : 0) | (b <= level ? 2 : 0) | (c <= level ? 4 : 0) | (d <= level ? 8 : 0);
        if (low is 0 or 15) return;
        // Of a saddle the middle decides whether the low corners are joined.
        var turn = low is 5 or 10 && (a + b + c + d) / 4 <= level ? 1 : 3;
        for (var side = 0; side < 4; side++)
            if (IsLow(low, side) && !IsLow(low, side + 1)) next[Edge(x, y, side)] = Edge(x, y, low is 5 or 10 ? (side + turn) % 4
                : Beginning(low));
    }

    /// <summary>The side at which low ground begins, counted around.</summary>
    private static int Beginning(int low) => Enumerable.Range(0, 4).First(side => !IsLow(low, side) && IsLow(low, side + 1));

    private static bool IsLow(int low, int corner) => (low >> (corner % 4) & 1) == 1;

    /// <summary>The name of an edge of a cell: its lower or left grid point, and whether it goes up.</summary>
    private long Edge(int x, int y, int side) => side switch
    {
        0 => Name(x, y, false),
        1 => Name(x + 1, y, true),
        2 => Name(x, y + 1, false),
        _ => Name(x, y, true),
    };

    private long Name(int x, int y, bool isUp) => ((((y + 1L) * (_width + 2)) + x + 1) * 2) + (isUp ? 1 : 0);

    private Spot Crossing(long edge, double level)
    {
        var (isUp, point) = (edge % 2 == 1, edge / 2);
        var (x, y) = ((int)(point % (_width + 2)) - 1, (int)(point / (_width + 2)) - 1);
        var (from, to) = (At(x, y), isUp ? At(x, y + 1) : At(x + 1, y));
        var share = double.IsInfinity(to) ? 0 : double.IsInfinity(from) ? 1 : (level - from) / (to - from);
        return isUp ? new(Math.Clamp(x, 0, _width - 1), Math.Clamp(y + share, 0, _height - 1))
            : new(Math.Clamp(x + share, 0, _width - 1), Math.Clamp(y, 0, _height - 1));
    }

    private double At(int x, int y) => x < 0 || y < 0 || x >= _width || y >= _height || double.IsNaN(_values[(y * _width) + x])
        ? double.PositiveInfinity : _values[(y * _width) + x];
}
