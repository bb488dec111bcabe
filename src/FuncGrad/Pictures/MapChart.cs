namespace FuncGrad;

/// <summary>
/// A sweep over two settings: a cell is a trial, coloured by its verdict or a figure of it. Read once, a byte or a number for each cell.
/// </summary>
internal static class MapChart
{
    /// <summary>The most cells along an axis.</summary>
    public const int MostCells = 4096;

    private const int PointsOfLimit = 200;

    /// <summary>The colours of figures; what has no place among them has colours of its own.</summary>
    private const int Shades = 200, Zero = Shades, Lost = Shades + 1, Infinite = Shades + 2, Missing = Shades + 3;

    public static Drawing Draw(ResultTables tables, ChartRequest request)
    {
        var keys = new SweptKeys(tables.Experiment.Sweep);
        if (AxesOf(keys, request, out var problem) is not var (x, y)) return Drawing.Refused(problem);
        var colour = request.Colour ?? "verdict";
        if (colour is "id" or "note" || !tables.Trials.Has(
            colour))
                return Drawing.Refused(
                    $"--color {colour}: a map is coloured by verdict or by a number of trials.csv: "
                        + $"{string.Join(", ", tables.Trials.Columns.Where(name => name is not ("id" or "note" or "trial")))}.");
        var grid = new MapGrid(keys, x, y);
        return Painted(tables, request, grid, colour);
    }

    /// <summary>The two settings that lie along the axes, if there are two on a grid; else why not.</summary>
    public static (SweptKey X, SweptKey Y)? AxesOf(SweptKeys keys, ChartRequest request, out string problem)
    {
        problem = "";
        var gridded = keys.Named.Where(key => !key.IsSampled && key.Values.Count <= MostCells).ToArray();
        var x = request.X is { } wishX ? keys.Find(wishX)
            : gridded.FirstOrDefault(key => key.Name == "method.learning_rate") ?? gridded.FirstOrDefault();
        var y = request.Y is { } wishY ? keys.Find(wishY) : gridded.FirstOrDefault(key => key.Group != x?.Group);
        if (x is not null && y is not null && x.Group != y.Group && !x.IsSampled && !y.IsSampled
            && Math.Max(x.Values.Count, y.Values.Count) <= MostCells) return (x, y);
        problem = keys.All.Any(key => key.IsSampled)
            ? "A sampled sweep has no cells; --kind parallel or rates shows it."
            : $"A map needs two swept settings that do not advance together, with up to {MostCells} values each. {ChartKinds.Swept(keys)}";
        return null;
    }

    private static Chart Painted(ResultTables tables, ChartRequest request, MapGrid grid, string colour)
    {
        var isByVerdict = colour == "verdict";
        var (cells, keys, bar) = isByVerdict ? ByVerdict(tables.Trials, grid) : ByFigure(tables.Trials, grid, colour);
        var (x, y) = (grid.X.GridAxis(), grid.Y.GridAxis());
        var (limit, limitKeys) = Limit(tables.Experiment, grid, x.Scale, y.Scale);
        return new Chart
        {
            Title = request.TitleFor(tables.Experiment),
            Subtitle = $"{colour.Replace('_', ' ')} by {grid.X.Label} and {grid.Y.Label}: "
                + $"{NumberLabel.Count((long)cells.Width * cells.Height)} trials{grid.OtherwiseText}",
            X = x,
            Y = y,
            Layers = [new Layer.Field(cells), .. limit],
            Keys = [.. keys, .. limitKeys],
            Bar = bar,
            HasGrid = false,
            Aspect = 0.8,
        };
    }

    private static (Cells, IReadOnlyList<Key>, ColourBar?) ByVerdict(ResultTable trials, MapGrid grid)
    {
        var codes = new byte[grid.Width * grid.Height];
        Array.Fill(codes, (byte)Palette.Verdicts.Count);
        var (walk, words) = (grid.Walk(), new VerdictPositions());
        foreach (var rows in trials.Read([], ["verdict"]))
            foreach (var word in rows.Words[0])
                if (walk.Next() is >= 0 and var cell) codes[cell] = words.PositionOf(word);
        Colour[] colours = [.. Palette.Verdicts.Select(verdict => verdict.Colour), Palette.Unknown];
        return (new(grid.Width, grid.Height, codes, colours) { Letters = Palette.Letters }, TrialFigures.Keys(codes, KeyKind.Box), null);
    }

    private static (Cells, IReadOnlyList<Key>, ColourBar?) ByFigure(ResultTable trials, MapGrid grid, string column)
    {
        var values = new float[grid.Width * grid.Height];
        var codes = new byte[values.Length];
        Array.Fill(codes, (byte)Missing);
        var (all, stayed, walk, words) = (new NumberSpan(), new NumberSpan(), grid.Walk(), new VerdictPositions());
        foreach (var rows in trials.Read([column], ["verdict"]))
            for (var row = 0; row < rows.Count; row++)
                if (walk.Next() is >= 0 and var cell)
                {
                    var value = rows.Numbers[0][row];
                    (TrialFigures.HasStayed(words.PositionOf(rows.Words[0][row])) ? stayed : all).Add(value);
                    (values[cell], codes[cell]) = ((float)(double.IsFinite(value) ? Math.Clamp(value, -float.MaxValue, float.MaxValue)
                        : 0), CodeOf(value));
                }
        // Losses of diverged trials would leave no colours for the others.
        var span = stayed.IsKnown ? stayed : all;
        var scale = Scale.ForColours(span);
        for (var cell = 0; cell < values.Length; cell++)
            if (codes[cell] < Shades || (codes[cell] == Zero
                && scale.Kind != ScaleKind.Logarithmic)) codes[cell] = (byte)Math.Clamp(scale.Place(values[cell]) * Shades, 0, Shades - 1);
        Colour[] colours = [.. Enumerable.Range(0, Shades).Select(i => Palette.Quantity(i / (Shades - 1.0))), Colour.White, Colour.Black,
            Palette.Of(Verdict.Diverged), Palette.Unknown];
        (int Code, string Text)[] special = [(Zero, "exactly 0"), (Infinite, "infinite"), (Lost, "NaN"), (Missing, "no trial")];
        var keys = special.Where(entry => codes.AsSpan().Contains((byte)entry.Code))
            .Select(entry => new Key(entry.Text, KeyKind.Box, colours[entry.Code]));
        return (new(grid.Width, grid.Height, codes, colours), [.. keys], span.IsKnown
            ? new ColourBar(column.Replace('_', ' ') + (all.Largest > span.Largest ? ", or more" : ""), scale) : null);
    }

    private static byte CodeOf(double value) => (byte)(double.IsNaN(value) ? Lost : double.IsInfinity(value) ? Infinite : value == 0 ? Zero
        : 0);

    /// <summary>The greatest learning rate that settles, along the other axis.</summary>
    private static (IEnumerable<Layer>, IEnumerable<Key>) Limit(Experiment experiment, MapGrid grid, Scale x, Scale y)
    {
        var isAlongX = grid.X.Name == "method.learning_rate";
        if (!isAlongX && grid.Y.Name != "method.learning_rate") return ([], []);
        var other = isAlongX ? grid.Y : grid.X;
        var positions = Enumerable.Range(0, (int)Math.Min(PointsOfLimit, other.Values.Count))
            .Select(i => i * (other.Values.Count - 1) / Math.Max(1, Math.Min(PointsOfLimit, other.Values.Count) - 1)).Distinct().ToArray();
        var trials = positions.Select(position => PathFigures.OfTrial(experiment, isAlongX ? grid.TrialAt(0, position)
            : grid.TrialAt(position, 0))).ToArray();
        var limits = trials.Select(trial => Theory.GreatestLearningRate(trial)).ToArray();
        if (limits.All(limit => limit is null) || positions.Length < 2) return ([], []);
        double[] rates = [.. limits.Select(limit => limit ?? double.NaN)],
            along = [.. positions.Select(position => PlaceOf(other, position, isAlongX ? y : x))];
        var (curveX, curveY) = isAlongX ? (rates, along) : (along, rates);
        return ([new Layer.Curve(curveX, curveY, Colour.White, 3.2), new Layer.Curve(curveX, curveY, Colour.Black, 1.6, IsDashed: true)],
            [new Key($"{Theory.Formula(trials[0])}", KeyKind.Dashes, Colour.Black)]);
    }

    private static double PlaceOf(SweptKey key, long position, Scale scale) => scale.At((position + 0.5) / key.Values.Count);
}

/// <summary>Trials ↦ cells of a map.</summary>
internal sealed class MapGrid(SweptKeys keys, SweptKey x, SweptKey y)
{
    public SweptKey X => x;

    public SweptKey Y => y;

    public int Width => (int)x.Values.Count;

    public int Height => (int)y.Values.Count;

    /// <summary>What the settings are that neither axis shows: their first values.</summary>
    public string OtherwiseText
    {
        get
        {
            string[] others = [.. keys.Differing.Where(key => key.Group != x.Group
                && key.Group != y.Group).Select(key => $"{key.Label} {SweptKey.Text(key.Values.At(0))}")];
            return others.Length == 0 ? "" : $", with {string.Join(", ", others)}";
        }
    }

    /// <summary>The trial of a cell, counted along the axes.</summary>
    public long TrialAt(long column, long row) => keys.Trial(group => group == x.Group ? column : group == y.Group ? row : 0);

    /// <summary>The cells of all trials in order, row 0 on top.</summary>
    public CellWalk Walk() => new(keys, x.Group, y.Group, Width, Height);
}

/// <summary>Counts the trials of a sweep, and knows the cell of each without a division.</summary>
internal sealed class CellWalk
{
    private readonly long[] _lengths, _positions;
    private readonly int _x, _y, _width, _height;
    private long _others;
    private bool _isStarted;

    public CellWalk(SweptKeys keys, int x, int y, int width, int height)
    {
        (_x, _y, _width, _height) = (x, y, width, height);
        _lengths = [.. keys.Lengths];
        _positions = new long[_lengths.Length];
    }

    /// <summary>The cell of the next trial; −1 if it lies in none.</summary>
    public int Next()
    {
        if (_isStarted) Advance();
        _isStarted = true;
        return _others == 0 ? (int)(((_height - 1 - _positions[_y]) * _width) + _positions[_x]) : -1;
    }

    private void Advance()
    {
        for (var group = _lengths.Length - 1; group >= 0; group--)
        {
            var isOther = group != _x && group != _y;
            if (++_positions[group] < _lengths[group])
            {
                if (isOther) _others++;
                return;
            }
            if (isOther) _others -= _lengths[group] - 1;
            _positions[group] = 0;
        }
        _others = 1;
    }
}
