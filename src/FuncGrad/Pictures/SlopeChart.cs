namespace FuncGrad;

/// <summary>The steps of trials on the curve of their loss, which is a function of one number.</summary>
internal static class SlopeChart
{
    private const int PointsOfCurve = 401;

    public static Drawing Draw(PathFigures of, string x, ChartRequest request, string shown)
    {
        var stayed = of.Trials.Where(trial => of.Figures.HasStayed(trial)).ToArray();
        var span = NumberSpan.Of((stayed.Length > 0 ? stayed
            : of.Trials).SelectMany(trial => of.Series[trial][0].Take(stayed.Length > 0 ? int.MaxValue : 4)));
        if (!span.IsKnown) return Drawing.Refused("No step has a number to draw.");
        var reach = Math.Max(span.Largest - span.Smallest, 1e-3 * Math.Max(1, span.LargestMagnitude));
        var scale = Scale.Linear(span.Smallest - (0.25 * reach), span.Largest + (0.25 * reach));
        double[] places = [.. Enumerable.Range(0, PointsOfCurve).Select(i => scale.At(i / (PointsOfCurve - 1.0)))];
        var losses = LossSurface.Values(of.Loss, [.. places.Select(place => (double[])[place])]);
        var paths = of.Trials.Select(trial => (Trial: trial, X: of.Series[trial][0],
            Y: LossSurface.Values(of.Loss, [.. of.Series[trial][0].Select(value => (double[])[value])])));
        return new Chart
        {
            Title = request.TitleFor(of.Experiment),
            Subtitle = $"the steps of {shown} on {of.Experiment.Formula}",
            X = new(x, scale),
            Y = new("loss", Scale.For(NumberSpan.Of(losses), prefersLogarithm: false)),
            Layers =
            [
                new Layer.Curve(places, losses, Palette.Grey, 1.4),
                .. paths.SelectMany(path => Path(path.X, path.Y, of.Colours[path.Trial])),
                .. paths.Where(path => path.X.Count > 0)
                    .Select(path => new Layer.Points([path.X[0]], [path.Y[0]], Form.Ring, 6, Palette.Ink)),
            ],
            Keys = [.. of.Colours.Keys, new("start", KeyKind.Symbol, Palette.Ink, Form.Ring)],
            Bar = of.Colours.Bar,
            Notes = [.. of.Notes],
        };
    }

    private static IEnumerable<Layer> Path(List<double> x, double[] y, (Colour Colour, Form Form) look)
    {
        yield return new Layer.Curve(x, y, look.Colour, 1.2, Opacity: 0.7);
        yield return new Layer.Points(x, y, look.Form, 3.2, look.Colour);
    }
}
