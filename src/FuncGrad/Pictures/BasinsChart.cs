namespace FuncGrad;

/// <summary>Where each start leads: starts along the axes, coloured by the place where their trials converged.</summary>
internal static class BasinsChart
{
    private const int MostPlaces = 7;

    /// <summary>Ends within this share of the extent of the starts are the same place.</summary>
    private const double Nearness = 0.01;

    public static Drawing Draw(ResultTables tables, ChartRequest request)
    {
        var keys = new SweptKeys(tables.Experiment.Sweep);
        var starts = keys.Named.Where(key => key.Name.StartsWith("parameters.", StringComparison.Ordinal) && key.IsNumeric).ToArray();
        var wished = request with { X = request.X ?? starts.FirstOrDefault()?.Name,
            Y = request.Y ?? starts.Skip(1).FirstOrDefault()?.Name };
        if (starts.Length < 2) return Drawing.Refused("Basins need two swept starts: \"parameters.x\" and another.");
        if (MapChart.AxesOf(keys, wished, out var problem) is not var (x, y)) return Drawing.Refused(problem);
        string[] elements = [.. tables.Experiment.ElementNames.Take(tables.Experiment.ShownElements)];
        if (elements.Length == 0)
            return Drawing.Refused("Basins are found from the last parameters, of which trials.csv has none: [log] final_parameters is 0.");
        return Painted(tables, request, new MapGrid(keys, x, y), elements);
    }

    private static Chart Painted(ResultTables tables, ChartRequest request, MapGrid grid, string[] elements)
    {
        var (x, y) = (grid.X.GridAxis(), grid.Y.GridAxis());
        var places = new EndPlaces(MostPlaces,
            Nearness * Math.Max(Math.Abs(x.Scale.To - x.Scale.From), Math.Abs(y.Scale.To - y.Scale.From)));
        var (codes, walk, words) = (new byte[grid.Width * grid.Height], grid.Walk(), new VerdictPositions());
        Array.Fill(codes, (byte)Palette.Verdicts.Count);
        foreach (var rows in tables.Trials.Read(elements, ["verdict"]))
            for (var row = 0; row < rows.Count; row++)
                if (walk.Next() is >= 0 and var cell) codes[cell] = Code(rows, row, places, words);
        var (order, counts) = places.BySize(codes);
        Colour[] colours = [.. Palette.Verdicts.Select(verdict => verdict.Colour), Palette.Unknown,
            .. Enumerable.Range(0, MostPlaces + 1).Select(place => order[place] is var i && i < MostPlaces ? Palette.Series[i]
            : Palette.Grey)];
        colours[Palette.PositionOf(Verdict.Diverged)] = Colour.Of(VerdictWords.Failed.Colour);
        var verdicts = TrialFigures.Counted(codes.Where(code => code <= Palette.Verdicts.Count));
        return new Chart
        {
            Title = request.TitleFor(tables.Experiment),
            Subtitle = $"where {NumberLabel.Count(codes.Length)} starts lead{grid.OtherwiseText}",
            X = x,
            Y = y,
            Layers = [new Layer.Field(new(grid.Width, grid.Height, codes, colours) { Letters = Palette.Letters + "12345678" }),
                .. Crosses(places, grid, elements)],
            Keys =
            [
                Key.Heading(string.Join(", ", elements.Take(3)) + (elements.Length > 3 ? " …" : "")),
                .. places.Found.Select((place, i) => (place, i)).OrderBy(entry => order[entry.i])
                    .Select(entry => new Key($"{Text(entry.place)}: {NumberLabel.Count(counts[entry.i])}", KeyKind.Box,
                    colours[EndPlaces.First + entry.i])),
                .. counts[MostPlaces] > 0 ? [new Key($"elsewhere: {NumberLabel.Count(counts[MostPlaces])}", KeyKind.Box,
                    colours[EndPlaces.First + MostPlaces])] : Array.Empty<Key>(),
                .. verdicts.Select(counted => new Key($"{TrialFigures.WordOf(counted.Verdict)}: {NumberLabel.Count(counted.Count)}",
                    KeyKind.Box, colours[counted.Verdict])),
            ],
            HasGrid = false,
            Aspect = 0.86,
        };
    }

    private static byte Code(ResultRows rows, int row, EndPlaces places, VerdictPositions words)
    {
        var verdict = words.PositionOf(rows.Words[0][row]);
        return verdict == Palette.PositionOf(Verdict.Converged) ? places.CodeOf([.. rows.Numbers.Select(column => column[row])]) : verdict;
    }

    private static string Text(double[] place) =>
        $"({string.Join(", ", place.Take(3).Select(value => NumberLabel.Of(Math.Round(value, 3))))}{(place.Length > 3 ? ", …" : "")})";

    private static IEnumerable<Layer> Crosses(EndPlaces places, MapGrid grid, string[] elements)
    {
        var (x, y) = (Array.IndexOf(elements, grid.X.Name["parameters.".Length..]),
            Array.IndexOf(elements, grid.Y.Name["parameters.".Length..]));
        if (x < 0 || y < 0) yield break;
        double[] atX = [.. places.Found.Select(place => place[x])], atY = [.. places.Found.Select(place => place[y])];
        yield return new Layer.Points(atX, atY, Form.Cross, 8, Colour.White);
        yield return new Layer.Points(atX, atY, Form.Cross, 6, Colour.Black);
    }
}

/// <summary>The places where trials ended, found one after the other.</summary>
internal sealed class EndPlaces(int most, double nearness)
{
    /// <summary>Codes of places are behind those of verdicts.</summary>
    public static int First => Palette.Verdicts.Count + 1;

    public List<double[]> Found { get; } = [];

    /// <summary>The code of a place: that of one which is near, or of a new one; the last if there are too many.</summary>
    public byte CodeOf(double[] place)
    {
        var known = Found.FindIndex(other => IsNear(other, place));
        if (known < 0 && Found.Count < most)
        {
            known = Found.Count;
            Found.Add(place);
        }
        return (byte)(First + (known < 0 ? most : known));
    }

    /// <summary>For each place which in size it is, and its size.</summary>
    public (int[] Order, int[] Counts) BySize(byte[] codes)
    {
        var counts = new int[most + 1];
        foreach (var code in codes)
            if (code >= First) counts[code - First]++;
        int[] bySize = [.. Enumerable.Range(0, most).OrderByDescending(place => counts[place])], order = [.. Enumerable.Range(0, most + 1)];
        for (var i = 0; i < most; i++) order[bySize[i]] = i;
        return (order, counts);
    }

    private bool IsNear(double[] a, double[] b)
    {
        for (var i = 0; i < a.Length; i++)
            if (!(Math.Abs(a[i] - b[i]) <= nearness)) return false;
        return true;
    }
}
