using static FuncGrad.Lanewise;

namespace FuncGrad;

/// <summary>
/// The quadratics of a few lanes. Where the basis is that of the parameter elements, each is measured in units of its own curvature first
/// (Jacobi scaling), which makes all figures independent of the elements' units.
/// </summary>
internal readonly ref struct QuadraticModel<T>
    where T : struct, ILanes<T, double>
{
    /// <summary>A direction counts as gone if the way in it is at least a hundred times what remains.</summary>
    private const double Reached = 0.01;

    /// <summary>Slopes are sums of terms as large as curvature times size, and cannot be told from 0 below this share of them.</summary>
    private const double SlopeNoise = 1e-13;

    private readonly ref readonly Quadratics _seen;
    private readonly bool _isOfElements;
    private readonly double _noise;
    private readonly Outlooks _outlooks;
    private readonly int _lane;
    private readonly int _size;
    private readonly Span<T> _curvature;
    private readonly Span<T> _vectors;
    private readonly Span<T> _unit;
    private readonly Span<T> _gradient;
    private readonly Span<T> _way;
    private readonly Span<T> _recentWay;
    private readonly Span<T> _terms;
    private readonly Span<T> _newton;
    private readonly Span<T> _downward;

    public QuadraticModel(in Quadratics seen, bool isOfElements, double noise, Span<T> room, Outlooks outlooks, int lane)
    {
        (_isOfElements, _noise, _outlooks, _lane, _size) = (isOfElements, noise, outlooks, lane, seen.Gradient.Length);
        _seen = ref seen;
        _curvature = Taken(ref room, _size * _size);
        _vectors = Taken(ref room, _size * _size);
        _unit = Taken(ref room, _size);
        _gradient = Taken(ref room, _size);
        _way = Taken(ref room, _size);
        _recentWay = Taken(ref room, _size);
        _terms = Taken(ref room, _size);
        _newton = Taken(ref room, _size);
        _downward = Taken(ref room, _size);
    }

    private static Span<T> Taken(scoped ref Span<T> room, int count)
    {
        var taken = room[..count];
        room = room[count..];
        return taken;
    }

    private static T Zero => T.Of(0);

    public void See()
    {
        Scale();
        T greatestCurvature = Greatest(), greatestSlope = Greatest(_gradient);
        var isSeen = IsFinite(greatestCurvature + greatestSlope);
        Flags(_outlooks.IsSeen, isSeen);
        Flags(_outlooks.NoGradient, isSeen & T.AreEqual(greatestSlope, Zero));
        Flags(_outlooks.NoCurvature, isSeen & T.AreEqual(greatestCurvature, Zero));
        Forget(isSeen);
        if (_isOfElements) Terms(isSeen);
        Spectrum<T>.Decompose(_curvature, _vectors, _size);
        if (_isOfElements) Lengths(isSeen);
        Weigh();
        Downwards();
    }

    private T Of(double[][] values, int i) => Get<T>(values[i], _lane);

    private static T Absolute(T x) => x & T.OfBits(long.MaxValue);

    private static T IsFinite(T x) => T.AreEqual(x - x, Zero);

    private void Flags(bool[] flags, T mask)
    {
        for (var lane = 0; lane < T.Count; lane++) flags[_lane + lane] = BitConverter.DoubleToInt64Bits(mask[lane]) != 0;
    }

    /// <summary>Units of which each element's curvature is 1; where it has none, those of the greatest entry.</summary>
    private void Scale()
    {
        for (var i = 0; i < _size; i++)
            for (var j = i; j < _size; j++) _curvature[(i * _size) + j] = Get<T>(_seen.Curvature[i][j], _lane);
        var greatest = Greatest();
        for (var i = 0; i < _size; i++)
        {
            var own = Absolute(_curvature[(i * _size) + i]);
            var unit = T.Sqrt(T.Select(own > Zero, own, greatest));
            _unit[i] = _isOfElements ? T.Select(T.AreEqual(greatest, Zero), T.Of(1), unit) : T.Of(1);
            _gradient[i] = Of(_seen.Gradient, i);
            (_way[i], _recentWay[i]) = (Of(_seen.Way, i) * _unit[i], Of(_seen.RecentWay, i) * _unit[i]);
        }
        for (var i = 0; i < _size && _isOfElements; i++)
            for (var j = i; j < _size; j++) _curvature[(i * _size) + j] = _curvature[(i * _size) + j] / _unit[i] / _unit[j];
    }

    /// <summary>What is not finite in a lane would disturb nobody but cost time.</summary>
    private void Forget(T isSeen)
    {
        foreach (ref var entry in _curvature) entry &= isSeen;
        for (var i = 0; i < _size; i++)
        {
            (_gradient[i], _way[i], _recentWay[i]) = (_gradient[i] / _unit[i] & isSeen, _way[i] & isSeen, _recentWay[i] & isSeen);
            _unit[i] = T.Select(isSeen, _unit[i], T.Of(1));
        }
    }

    /// <summary>
    /// The size of the terms of which each element's slope is the sum, Σ|Aᵢⱼ|(|xⱼ| + |wayⱼ|): nothing where an element has a slope of its
    /// own and bends with none.
    /// </summary>
    private void Terms(T isSeen)
    {
        for (var i = 0; i < _size; i++)
        {
            var sum = Zero;
            for (var j = 0; j < _size; j++)
            {
                var reach = Absolute(Of(_seen.Point, j) * _unit[j]) + Absolute(_way[j]);
                sum += Absolute(_curvature[(Math.Min(i, j) * _size) + Math.Max(i, j)]) * reach;
            }
            _terms[i] = sum & isSeen;
        }
    }

    private void Lengths(T isSeen)
    {
        var (way, recent, point) = (Zero, Zero, Zero);
        for (var i = 0; i < _size; i++)
        {
            var at = Of(_seen.Point, i) * _unit[i];
            (way, recent, point) = (way + (_way[i] * _way[i]), recent + (_recentWay[i] * _recentWay[i]), point + (at * at));
        }
        Put(_outlooks.Way, _lane, T.Select(isSeen, T.Sqrt(way), Get<T>(_outlooks.Way, _lane)));
        Put(_outlooks.RecentWay, _lane, T.Select(isSeen, T.Sqrt(recent), Get<T>(_outlooks.RecentWay, _lane)));
        Put(_outlooks.Size, _lane, T.Select(isSeen, T.Sqrt(point), Get<T>(_outlooks.Size, _lane)));
    }

    private T Eigenvalue(int k) => _curvature[(k * _size) + k];

    private T Along(int k, Span<T> values)
    {
        var sum = Zero;
        for (var i = 0; i < _size; i++) sum += _vectors[(k * _size) + i] * values[i];
        return sum;
    }

    private T TermsAlong(int k)
    {
        var sum = Zero;
        for (var i = 0; i < _size; i++) sum += Absolute(_vectors[(k * _size) + i]) * _terms[i];
        return sum;
    }

    private void Weigh()
    {
        T gain = Zero, unreached = Zero, local = Zero, gainBefore = Zero, distance = Zero, hasSlope = Zero;
        T half = T.Of(0.5), greatest = GreatestEigenvalue();
        var size = greatest * (Get<T>(_outlooks.Size, _lane) + Get<T>(_outlooks.Way, _lane));
        _newton.Clear();
        for (var k = 0; k < _size; k++)
        {
            T curvature = Absolute(Eigenvalue(k)), slope = Along(k, _gradient), way = Along(k, _way), back = Along(k, _recentWay);
            var isBent = curvature > T.Of(_noise) * greatest;
            hasSlope |= T.Select(isBent, Zero, Absolute(slope) > T.Of(SlopeNoise * _size) * (_isOfElements ? TermsAlong(k) : size));
            var step = slope / curvature & isBent;
            var gained = half * slope * step;
            gain += gained;
            unreached += gained & (Absolute(step) > T.Of(Reached) * Absolute(way));
            local += half * curvature * way * way & isBent;
            gainBefore += half * curvature * (step - back) * (step - back) & isBent;
            distance += step * step;
            for (var i = 0; i < _size; i++) _newton[i] += _vectors[(k * _size) + i] * step;
        }
        Flags(_outlooks.HasSlope, hasSlope);
        Put(_outlooks.Gain, _lane, gain);
        Put(_outlooks.UnreachedGain, _lane, unreached);
        Put(_outlooks.LocalGain, _lane, local);
        Put(_outlooks.Distance, _lane, T.Sqrt(distance));
        Put(_outlooks.Pace, _lane, gain / gainBefore);
        for (var i = 0; i < _size; i++) Put(_seen.Newton[i], _lane, _newton[i] / _unit[i]);
    }

    private void Downwards()
    {
        var (least, squares, greatest) = (Eigenvalue(0), Zero, GreatestEigenvalue());
        _vectors[.._size].CopyTo(_downward);
        for (var k = 1; k < _size; k++)
        {
            var isLess = Eigenvalue(k) < least;
            least = T.Select(isLess, Eigenvalue(k), least);
            for (var i = 0; i < _size; i++) _downward[i] = T.Select(isLess, _vectors[(k * _size) + i], _downward[i]);
        }
        for (var i = 0; i < _size; i++)
        {
            var weight = _downward[i] / _unit[i];
            Put(_seen.Downward[i], _lane, weight);
            squares += weight * weight;
        }
        Put(_outlooks.LeastCurvature, _lane, T.Select(T.AreEqual(greatest, Zero), Zero, least / greatest));
        Put(_outlooks.DownwardCurvature, _lane, least / squares);
    }

    private T GreatestEigenvalue()
    {
        var greatest = Zero;
        for (var k = 0; k < _size; k++) greatest = T.Maximum(greatest, Absolute(Eigenvalue(k)));
        return greatest;
    }

    /// <summary>The greatest absolute entry of the curvature; NaN if any is.</summary>
    private T Greatest()
    {
        var greatest = Zero;
        for (var i = 0; i < _size; i++) greatest = T.Maximum(greatest, Greatest(_curvature[((i * _size) + i)..((i + 1) * _size)]));
        return greatest;
    }

    private static T Greatest(Span<T> values)
    {
        var greatest = Zero;
        foreach (var value in values) greatest = T.Maximum(greatest, Absolute(value));
        return greatest;
    }
}
