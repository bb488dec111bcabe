using static FuncGrad.LaneVectors;

namespace FuncGrad;

/// <summary>What is looked at around the last point.</summary>
internal sealed partial class Survey
{
    /// <summary>How far beyond Newton's step, how near by, and in which plain units a point at the origin is left.</summary>
    private const double Beyond = 4, Nearby = 1e-3;

    private void LookAroundTheEnd()
    {
        _basis.Look(_way.End);
        _basis.Scores.CopyTo(_outlooks.Score, 0);
        Difference(_way.End, _way.Start, _gone);
        Difference(_way.End, _way.ThreeQuarters, _recent);
        PlainLengths();
        LookAround();
        LookAlongUpdate();
        LookBeyond();
        if (Any(static outlook => !outlook.IsBowl)) LookAhead();
        if (Any(static outlook => outlook.IsLevel)) LookNearby();
    }

    private void LookAround()
    {
        _basis.Coordinates(_basis.Gradient, _seen.Gradient);
        _basis.Coordinates(_gone, _seen.Way);
        _basis.Coordinates(_recent, _seen.RecentWay);
        _basis.Coordinates(_way.End, _seen.Point);
        Lanewise.Each(_lanes, new QuadraticLook(_seen, _isOfElements, _noise * _directions, _room, _outlooks));
        _basis.Combine(_seen.Newton, _newton);
        if (!Any(static outlook => outlook.BendsDown)) return;
        _basis.Combine(_seen.Downward, _point);
        for (var lane = 0; lane < _lanes; lane++)
            if (_outlooks[lane].BendsDown) _outlooks.DownwardElement[lane] = GreatestElement(_point, lane);
    }

    private int GreatestElement(double[] vector, int lane)
    {
        var greatest = 0;
        for (var element = 1; element < _dimension; element++)
            if (Math.Abs(vector[(element * _lanes) + lane]) > Math.Abs(vector[(greatest * _lanes) + lane])) greatest = element;
        return greatest;
    }

    /// <summary>
    /// Lengths in plain units: for a look in few directions, where the elements' own units are not known, and for the slope over the size.
    /// </summary>
    private void PlainLengths()
    {
        Length(_gone, _outlooks.Way);
        Length(_recent, _outlooks.RecentWay);
        Length(_way.End, _outlooks.Size);
        Length(_basis.Gradient, _outlooks.GradientNorm);
        Lanewise.Each(_lanes, new SlopesOverSize(_basis.Gradient, _gone, _way.End, _outlooks.SlopeOverSize));
    }

    private readonly struct SlopesOverSize(double[] gradient, double[] way, double[] point, double[] slopes) : ILaneOperation
    {
        public void Apply<T>(int lane)
            where T : struct, ILanes<T, double>
        {
            T sum = T.Of(0), magnitude = T.OfBits(long.MaxValue);
            for (var at = lane; at < gradient.Length; at += slopes.Length)
            {
                var size = T.Maximum(Lanewise.Get<T>(way, at) & magnitude, Lanewise.Get<T>(point, at) & magnitude);
                sum += (Lanewise.Get<T>(gradient, at) & magnitude) * size;
            }
            Lanewise.Put(slopes, lane, sum);
        }
    }

    private void LookBeyond()
    {
        Sum(_way.End, -Beyond, _newton, _point);
        _view.At(_point);
        _view.Curvatures(_newton, _scores, _gradient, _product);
        Dot(_newton, _product, _scores);
        for (var lane = 0; lane < _lanes; lane++)
            _outlooks.BendsDownBeyond[lane] = _scores[lane] < -_noise * Math.Abs(_outlooks.Gain[lane]);
    }

    private void ScoresAt(double[] point, double[] scores)
    {
        _view.At(point);
        _view.Scores(scores);
    }

    private void LookAhead()
    {
        Difference(_way.End, _way.Half, _recent);
        double[] length = LaneNumbers(), size = LaneNumbers();
        Length(_recent, length);
        for (var k = 0; k < Outlooks.Ahead.Length; k++)
        {
            Sum(_way.End, Outlooks.Ahead[k], _recent, _point);
            ScoresAt(_point, _outlooks.ScoresAhead[k]);
            for (var lane = 0; lane < _lanes; lane++) _outlooks.WaysAhead[k][lane] = Outlooks.Ahead[k] * length[lane];
        }
        var far = _outlooks.WaysAhead[^1];
        Length(_way.End, size);
        for (var lane = 0; lane < _lanes; lane++) far[lane] = Outlooks.FarAhead * Math.Max(length[lane], size[lane]);
        Divide(_recent, length, _recent);
        Scale(_recent, far, _recent);
        Sum(_way.End, 1, _recent, _point);
        ScoresAt(_point, _outlooks.ScoresAhead[^1]);
    }

    /// <summary>
    /// To either side along the way that was gone; where none was gone, along a scattered direction of about the size of the point.
    /// </summary>
    private void LookNearby()
    {
        double[] gone = LaneNumbers(), size = LaneNumbers(), side = _recent;
        Length(_gone, gone);
        Length(_way.End, size);
        Scattered(0, _lanes, side);
        Scale(side, Array.ConvertAll(size, length => Nearby * (length > 0 ? length : 1)), side);
        Scale(_gone, Array.ConvertAll(gone, _ => Nearby), _point);
        Where(Array.ConvertAll(gone, length => length > 0), _point, side, side);
        Difference(_way.End, side, _point);
        ScoresAt(_point, _outlooks.ScoreBefore);
        Sum(_way.End, 1, side, _point);
        ScoresAt(_point, _outlooks.ScoreBehind);
    }

    /// <summary>The curvature along the last update: of the whole matrix where that is known.</summary>
    private void LookAlongUpdate()
    {
        var (along, moved, update) = (_outlooks.CurvatureAlongUpdate, LaneNumbers(), _point);
        Length(_way.LastUpdate, moved);
        Divide(_way.LastUpdate, moved, update);
        if (_isOfElements) Products(update);
        else _view.Curvatures(update, _scores, _gradient, _product);
        Dot(update, _product, along);
        for (var lane = 0; lane < _lanes; lane++) if (!(moved[lane] > 0)) along[lane] = double.NaN;
    }
}
