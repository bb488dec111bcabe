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

    private Survey(Landscape landscape, LaneData data, Waypoints way, int directions, Outlook[] outlooks)
    {
        (_landscape, _data, _way, _lanes, _dimension, _directions, _outlooks) = (landscape, data, way, data.Lanes, landscape.Dimension, directions, outlooks);
        _isOfElements = directions == _dimension;
        _product = new double[_dimension * _lanes];
    }

    /// <summary>What is seen from the ends of the runs, for some lanes after the other: the first of them, and their outlooks, which hold until the next are asked for.</summary>
    public static IEnumerable<(int First, Outlook[] Outlooks)> Of(Landscape landscape, LaneData data, Waypoints way, long steps)
    {
        var directions = Directions(landscape.Dimension, steps);
        var atOnce = Math.Min(data.Lanes, Math.Clamp(MostNumbers / landscape.Dimension / directions, 1, LanesAtOnce));
        var outlooks = new Outlook[atOnce];
        for (var first = 0; first < data.Lanes; first += atOnce)
        {
            var count = Math.Min(atOnce, data.Lanes - first);
            Array.Fill(outlooks, new Outlook { Directions = directions == landscape.Dimension ? 0 : directions });
            new Survey(landscape, data.Range(first, count), way.Range(data.Lanes, first, count), directions, outlooks).Look();
            yield return (first, outlooks);
        }
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

    private void Look()
    {
        var way = Difference(_way.End, _way.Start);
        var recent = Difference(_way.End, _way.ThreeQuarters);
        var basis = new CurvatureBasis(_landscape, _data, _way.End, _directions);
        LookBeyond(LookAround(basis, way, recent));
        if (Any(static (in outlook) => !outlook.IsBowl)) LookAhead(Difference(_way.End, _way.Half));
        if (Any(static (in outlook) => outlook.IsLevel)) LookNearby(way);
        LookAlongUpdate(basis);
        LookBack();
    }

    private delegate bool Condition(in Outlook outlook);

    private bool Any(Condition condition)
    {
        for (var lane = 0; lane < _lanes; lane++)
            if (condition(in _outlooks[lane])) return true;
        return false;
    }

    private double[] LookAround(CurvatureBasis basis, double[] way, double[] recent)
    {
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
            model.See(ref _outlooks[lane], _landscape.CurvatureNoise * _directions);
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
            ref var outlook = ref _outlooks[lane];
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
        for (var lane = 0; lane < _lanes; lane++) (_outlooks[lane].ScoresAhead[Outlook.PointsAhead - 1], _outlooks[lane].WaysAhead[Outlook.PointsAhead - 1]) = (scores[lane], far[lane]);
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

    /// <summary>The curvature along the last update: of the whole matrix where that is known.</summary>
    private void LookAlongUpdate(CurvatureBasis basis)
    {
        var update = Normalized(_way.LastUpdate, _lanes);
        if (_isOfElements) Products(update, basis.Curvature);
        else _landscape.Curvatures(_data, _way.End, update, new double[_lanes], _gradient, _product);
        double[] along = Dot(update, _product, _lanes), moved = Dot(update, update, _lanes);
        for (var lane = 0; lane < _lanes; lane++) _outlooks[lane].CurvatureAlongUpdate = moved[lane] > 0 ? along[lane] : double.NaN;
    }

    /// <summary>H·vector, of the entries of H.</summary>
    private void Products(double[] vector, Func<int, int, double[]> curvature)
    {
        Array.Clear(_product);
        for (var i = 0; i < _dimension; i++)
            for (var j = 0; j < _dimension; j++)
            {
                var entry = curvature(i, j);
                for (var lane = 0; lane < _lanes; lane++) _product[(i * _lanes) + lane] += entry[lane] * vector[(j * _lanes) + lane];
            }
    }

    /// <summary>What there was to gain at the start, and the curvature along its gradient.</summary>
    private void LookBack()
    {
        var basis = _isOfElements ? new CurvatureBasis(_landscape, _data, _way.Start, _directions) : null;
        var gradient = basis?.Gradient ?? GradientAtStart();
        var (slope, length) = (Normalized(gradient, _lanes), Length(gradient, _lanes));
        var scores = basis?.Scores ?? new double[_lanes];
        if (basis is not null) Products(slope, basis.Curvature);
        else _landscape.Curvatures(_data, _way.Start, slope, scores, _gradient, _product);
        var first = Dot(slope, _product, _lanes);
        for (var lane = 0; lane < _lanes; lane++)
        {
            var scale = basis is null ? 0.5 * length[lane] * (length[lane] / Math.Abs(first[lane])) : ScaleByElements(basis, lane);
            (_outlooks[lane].StartScore, _outlooks[lane].FirstGradientNorm, _outlooks[lane].FirstCurvature, _outlooks[lane].FirstScale) = (scores[lane], length[lane], first[lane], scale);
        }
    }

    private double[] GradientAtStart()
    {
        _landscape.Curvatures(_data, _way.Start, new double[_product.Length], new double[_lanes], _gradient, _product);
        return [.. _gradient];
    }

    /// <summary>Σ ½·gᵢ² / |Hᵢᵢ| at the start, each element in units of its own curvature.</summary>
    private double ScaleByElements(CurvatureBasis basis, int lane)
    {
        var scale = 0.0;
        for (var element = 0; element < _dimension; element++)
        {
            var g = basis.Gradient[(element * _lanes) + lane];
            scale += g == 0 ? 0 : 0.5 * g * (g / Math.Abs(basis.Curvature(element, element)[lane]));
        }
        return scale;
    }
}
