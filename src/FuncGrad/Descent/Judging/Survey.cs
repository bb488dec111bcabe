using static FuncGrad.LaneVectors;

namespace FuncGrad;

/// <summary>
/// The look around the last points of many runs at once. Up to <see cref="MostElements"/> parameter elements the whole curvature matrix is looked at, beyond that
/// its share in a space of few directions. A direction costs about two gradients.
/// </summary>
internal sealed class Survey
{
    /// <summary>So many elements are looked at completely.</summary>
    private const int MostElements = 16;

    /// <summary>So many directions are looked at where there are more; and no more than a fifth of the steps.</summary>
    private const int MostDirections = 24, FewestDirections = 4, StepsForADirection = 5;

    /// <summary>Numbers held at once, about 32 MB; it bounds the lanes of a look and the directions of a huge model.</summary>
    private const int MostNumbers = 1 << 22;

    /// <summary>Lanes that are looked at together, so that what is held stays near the processor.</summary>
    private const int LanesAtOnce = 1024;

    /// <summary>How far beyond Newton's step, how near by, and in which plain units a point at the origin is left.</summary>
    private const double Beyond = 4, Nearby = 1e-3;

    private readonly Landscape _landscape;
    private readonly LaneData _data;
    private readonly Waypoints _way;
    private readonly int _lanes;
    private readonly int _dimension;
    private readonly int _directions;
    private readonly bool _isOfElements;
    private readonly double[] _product;
    private readonly Outlook[] _outlooks;
    private double[] _scores = [];
    private double[] _gradient = [];

    private Survey(Landscape landscape, LaneData data, Waypoints way, int directions)
    {
        (_landscape, _data, _way, _lanes, _dimension, _directions) = (landscape, data, way, data.Lanes, landscape.Dimension, directions);
        _isOfElements = directions == _dimension;
        _product = new double[_dimension * _lanes];
        _outlooks = [.. Enumerable.Range(0, _lanes).Select(_ => new Outlook { Directions = _isOfElements ? 0 : directions })];
    }

    /// <summary>What is seen from the end of every lane's run.</summary>
    public static Outlook[] Of(Landscape landscape, LaneData data, Waypoints way, long steps)
    {
        var directions = Directions(landscape.Dimension, steps);
        var atOnce = Math.Clamp(MostNumbers / landscape.Dimension / directions, 1, LanesAtOnce);
        var outlooks = new List<Outlook>(data.Lanes);
        for (var first = 0; first < data.Lanes; first += atOnce)
        {
            var count = Math.Min(atOnce, data.Lanes - first);
            outlooks.AddRange(new Survey(landscape, data.Range(first, count), way.Range(data.Lanes, first, count), directions).Look());
        }
        return [.. outlooks];
    }

    /// <summary>In how many directions is looked: a function of the experiment alone, so that a verdict depends on nothing else.</summary>
    private static int Directions(int dimension, long steps)
    {
        if (dimension <= MostElements) return dimension;
        var most = Math.Clamp(MostNumbers / dimension, FewestDirections, MostDirections);
        return (int)Math.Min(dimension, Math.Clamp(steps / StepsForADirection, FewestDirections, most));
    }

    /// <summary>About how often the loss or its curvature is computed for a look.</summary>
    public static int Evaluations(int dimension) => Math.Min(dimension <= MostElements ? dimension : MostDirections, dimension) + 10;

    private Outlook[] Look()
    {
        var way = Difference(_way.End, _way.Start);
        var recent = Difference(_way.End, _way.ThreeQuarters);
        var newton = LookAround(way, recent);
        LookBeyond(newton);
        if (_outlooks.Any(outlook => !outlook.IsBowl)) LookAhead(Difference(_way.End, _way.Half));
        if (_outlooks.Any(outlook => outlook.IsLevel)) LookNearby(way);
        LookBack();
        return _outlooks;
    }

    private double[] LookAround(double[] way, double[] recent)
    {
        var basis = new CurvatureBasis(_landscape, _data, _way.End, _directions);
        (_scores, _gradient) = (basis.Scores, basis.Gradient);
        double[][] g = basis.Coordinates(_gradient), along = basis.Coordinates(way), back = basis.Coordinates(recent), at = basis.Coordinates(_way.End);
        var model = new QuadraticModel(_directions, _isOfElements);
        var newton = new double[_dimension * _lanes];
        PlainLengths(way, recent);
        for (var lane = 0; lane < _lanes; lane++)
        {
            for (var i = 0; i < _directions; i++)
            {
                (model.Gradient[i], model.Way[i], model.RecentWay[i], model.Point[i]) = (g[i][lane], along[i][lane], back[i][lane], at[i][lane]);
                for (var j = 0; j < _directions; j++) model.Curvature[(i * _directions) + j] = basis.Curvature(i, j)[lane];
            }
            model.See(_outlooks[lane], _landscape.CurvatureNoise * _directions);
            basis.Combine(model.Newton, newton, lane);
            if (_outlooks[lane].BendsDown) _outlooks[lane].DownwardElement = basis.GreatestElement(model.Downward, lane);
        }
        return newton;
    }

    /// <summary>Lengths in plain units: for a look in few directions, where the elements' own units are not known, and for the slope over the size.</summary>
    private void PlainLengths(double[] way, double[] recent)
    {
        double[] gone = Length(way, _lanes), lately = Length(recent, _lanes), size = Length(_way.End, _lanes), slope = Length(_gradient, _lanes);
        for (var lane = 0; lane < _lanes; lane++)
        {
            var outlook = _outlooks[lane];
            (outlook.Way, outlook.RecentWay, outlook.Size, outlook.Score) = (gone[lane], lately[lane], size[lane], _scores[lane]);
            outlook.GradientNorm = slope[lane];
        }
        for (var element = 0; element < _dimension; element++)
            for (var lane = 0; lane < _lanes; lane++)
            {
                var i = (element * _lanes) + lane;
                _outlooks[lane].SlopeOverSize += Math.Abs(_gradient[i]) * Math.Max(Math.Abs(way[i]), Math.Abs(_way.End[i]));
            }
    }

    private void LookBeyond(double[] newton)
    {
        var scores = new double[_lanes];
        _landscape.Curvatures(_data, Sum(_way.End, -Beyond, newton), newton, scores, _gradient, _product);
        var bend = Dot(newton, _product, _lanes);
        for (var lane = 0; lane < _lanes; lane++)
            _outlooks[lane].BendsDownBeyond = bend[lane] < -_landscape.CurvatureNoise * Math.Abs(_outlooks[lane].Gain);
    }

    private void LookAhead(double[] recent)
    {
        var length = Length(recent, _lanes);
        foreach (var outlook in _outlooks) (outlook.ScoresAhead, outlook.WaysAhead) = (new double[Outlook.Ahead.Length + 1], new double[Outlook.Ahead.Length + 1]);
        for (var k = 0; k < Outlook.Ahead.Length; k++)
        {
            var scores = new double[_lanes];
            _landscape.Scores(_data, Sum(_way.End, Outlook.Ahead[k], recent), scores);
            for (var lane = 0; lane < _lanes; lane++) (_outlooks[lane].ScoresAhead[k], _outlooks[lane].WaysAhead[k]) = (scores[lane], Outlook.Ahead[k] * length[lane]);
        }
        LookFarAhead(recent, length);
    }

    private void LookFarAhead(double[] recent, double[] length)
    {
        var (scores, far) = (new double[_lanes], length.Zip(Length(_way.End, _lanes), (way, size) => Outlook.FarAhead * Math.Max(way, size)).ToArray());
        _landscape.Scores(_data, Sum(_way.End, 1, Scaled(Normalized(recent, _lanes), far, _lanes)), scores);
        for (var lane = 0; lane < _lanes; lane++) (_outlooks[lane].ScoresAhead[^1], _outlooks[lane].WaysAhead[^1]) = (scores[lane], far[lane]);
    }

    /// <summary>To either side along the way that was gone; where none was gone, along a scattered direction of about the size of the point.</summary>
    private void LookNearby(double[] way)
    {
        double[] gone = Length(way, _lanes), size = Length(_way.End, _lanes);
        var scattered = Scaled(Scattered(0, _dimension, _lanes), [.. size.Select(length => Nearby * (length > 0 ? length : 1))], _lanes);
        var side = Where([.. gone.Select(length => length > 0)], Sum(new double[way.Length], Nearby, way), scattered);
        double[] before = new double[_lanes], behind = new double[_lanes];
        _landscape.Scores(_data, Difference(_way.End, side), before);
        _landscape.Scores(_data, Sum(_way.End, 1, side), behind);
        for (var lane = 0; lane < _lanes; lane++) (_outlooks[lane].ScoreBefore, _outlooks[lane].ScoreBehind) = (before[lane], behind[lane]);
    }

    /// <summary>The curvature along the last update, and what there was to gain at the start.</summary>
    private void LookBack()
    {
        var scores = new double[_lanes];
        var update = Normalized(_way.LastUpdate, _lanes);
        _landscape.Curvatures(_data, _way.End, update, scores, _gradient, _product);
        double[] along = Dot(update, _product, _lanes), moved = Dot(update, update, _lanes);
        for (var lane = 0; lane < _lanes; lane++) _outlooks[lane].CurvatureAlongUpdate = moved[lane] > 0 ? along[lane] : double.NaN;
        _landscape.Curvatures(_data, _way.Start, new double[update.Length], scores, _gradient, _product);
        var (slope, length) = (Normalized(_gradient, _lanes), Length(_gradient, _lanes));
        _landscape.Curvatures(_data, _way.Start, slope, scores, _gradient, _product);
        var first = Dot(slope, _product, _lanes);
        var scale = _isOfElements ? ScaleByElements() : [.. length.Select((norm, lane) => 0.5 * norm * (norm / Math.Abs(first[lane])))];
        for (var lane = 0; lane < _lanes; lane++)
            (_outlooks[lane].FirstGradientNorm, _outlooks[lane].FirstCurvature, _outlooks[lane].FirstScale) = (length[lane], first[lane], scale[lane]);
    }

    /// <summary>Σ ½·gᵢ² / |Hᵢᵢ| at the start, each element in units of its own curvature.</summary>
    private double[] ScaleByElements()
    {
        var (scores, scale) = (new double[_lanes], new double[_lanes]);
        for (var element = 0; element < _dimension; element++)
        {
            _landscape.Curvatures(_data, _way.Start, Unit(element, _dimension, _lanes), scores, _gradient, _product);
            for (var lane = 0; lane < _lanes; lane++)
            {
                var g = _gradient[(element * _lanes) + lane];
                scale[lane] += g == 0 ? 0 : 0.5 * g * (g / Math.Abs(_product[(element * _lanes) + lane]));
            }
        }
        return scale;
    }
}
