using static FuncGrad.LaneVectors;

namespace FuncGrad;

/// <summary>
/// The look around the last points of many runs at once. Up to <see cref="MostElements"/> parameter elements the whole curvature matrix is
/// looked at, beyond that its share in a space of few directions. A direction costs about two gradients.
/// </summary>
internal sealed partial class Survey
{
    /// <summary>So many elements are looked at completely.</summary>
    public const int MostElements = 16;

    /// <summary>So many directions are looked at where there are more; and no more than a fifth of the steps.</summary>
    private const int MostDirections = 24, FewestDirections = 4, StepsForADirection = 5;

    /// <summary>
    /// So many directions are looked at first, all grown from the gradient: along them lies nearly all that is to be gained.
    /// </summary>
    private const int FirstDirections = 6;

    /// <summary>Numbers held at once at most, about 32 MB: it bounds the directions of a huge model.</summary>
    private const int MostNumbers = 1 << 22;

    /// <summary>
    /// Lanes that are looked at together: what is held of them, about half a megabyte, stays in the second-level cache, and a call is worth
    /// its while.
    /// </summary>
    private const int NumbersAtOnce = 1 << 16, FewestLanes = 8, MostLanes = 256;

    private readonly int _lanes;
    private readonly int _dimension;
    private readonly int _directions;
    private readonly bool _isOfElements;
    private readonly double _noise;
    private readonly LandscapeView _view;
    private readonly CurvatureBasis _basis;
    private readonly Outlooks _outlooks;
    private readonly double[] _gradient;
    private readonly double[] _product;
    private readonly double[] _newton;
    private readonly double[] _point;
    private readonly double[] _scores;
    private readonly double[] _gone;
    private readonly double[] _recent;
    private readonly Quadratics _seen;
    private readonly double[] _room;
    private readonly Waypoints _ownWay;
    private Waypoints _way;

    private Survey(Landscape landscape, LaneData data, int directions, int fromGradient)
    {
        (_lanes, _dimension, _directions, _noise) = (data.Lanes, landscape.Dimension, directions, landscape.CurvatureNoise);
        (_isOfElements, _view) = (directions == _dimension, landscape.In(data));
        (_basis, _outlooks) = (new CurvatureBasis(_view, directions, fromGradient), new Outlooks(_lanes, _isOfElements ? 0 : directions));
        double[] Vector() => new double[_dimension * _lanes];
        (_gradient, _product, _newton, _point, _scores) = (Vector(), Vector(), Vector(), Vector(), new double[_lanes]);
        (_gone, _recent, _way) = (Vector(), Vector(), _ownWay = Waypoints.Room(_dimension * _lanes));
        (_seen, _room) = (Quadratics.Of(_basis.Curvature, _lanes), new double[QuadraticLook.Room(directions)]);
    }

    /// <summary>
    /// Shows what is seen from the ends of the runs, one after the other; it holds until the next is shown. Where there are many
    /// directions, the first few tell already which runs do not stand, and only of the others all are looked at.
    /// </summary>
    /// <param name="landscape">What was descended.</param>
    /// <param name="data">The data of all lanes.</param>
    /// <param name="way">Where they were.</param>
    /// <param name="steps">How many were planned.</param>
    /// <param name="isDecided">Whether a lane's verdict is known already; of it only the start is looked at.</param>
    /// <param name="mayStand">Whether by what was seen a lane may stand at a minimum, a saddle or a plateau.</param>
    /// <param name="show">Is shown a lane and what is seen from there.</param>
    public static void Of(Landscape landscape, LaneData data, Waypoints way, long steps,
        Func<int, bool> isDecided, Func<int, Outlook, bool> mayStand, Action<int, Outlook> show)
    {
        var directions = Directions(landscape.Dimension, steps);
        var (decided, undecided) = Parted(data.Lanes, isDecided);
        Looks(decided, directions, 0, isUndecided: false, show);
        if (directions != landscape.Dimension && directions > FirstDirections) undecided = Standing();
        Looks(undecided, directions, directions / 2, isUndecided: true, show);

        int[] Standing()
        {
            var standing = new List<int>();
            Looks(undecided, FirstDirections, FirstDirections, isUndecided: true, (lane, outlook) =>
            {
                if (mayStand(lane, outlook)) standing.Add(lane);
                else show(lane, outlook);
            });
            return [.. standing];
        }

        void Looks(int[] lanes, int count, int fromGradient, bool isUndecided, Action<int, Outlook> shown) =>
            Survey.Looks(landscape, data, way, lanes, count, fromGradient, isUndecided, shown);
    }

    /// <summary>The lanes of which the condition holds, and the others.</summary>
    private static (int[] Those, int[] Others) Parted(int lanes, Func<int, bool> condition)
    {
        int[] those = new int[lanes], others = new int[lanes];
        var count = 0;
        for (var lane = 0; lane < lanes; lane++)
            if (condition(lane)) those[count++] = lane;
            else others[lane - count] = lane;
        return (those[..count], others[..(lanes - count)]);
    }

    private static void Looks(Landscape landscape, LaneData data, Waypoints way, int[] all,
        int directions, int fromGradient, bool isUndecided, Action<int, Outlook> show)
    {
        var atOnce = Math.Clamp(NumbersAtOnce / landscape.Dimension / directions / FewestLanes * FewestLanes, FewestLanes, MostLanes);
        Survey? survey = null;
        for (var first = 0; first < all.Length; first += atOnce)
        {
            var lanes = all.AsSpan(first, Math.Min(atOnce, all.Length - first));
            var chosen = data.Of(lanes);
            if (survey?._lanes != lanes.Length) survey = new Survey(landscape, chosen, directions, fromGradient);
            var outlooks = survey.Look(chosen, way.Of(data.Lanes, lanes, survey._ownWay), isUndecided);
            for (var i = 0; i < lanes.Length; i++) show(lanes[i], outlooks[i]);
        }
    }

    private Outlooks Look(LaneData data, Waypoints way, bool isUndecided)
    {
        _way = way;
        _view.Enter(data);
        LookBack();
        if (isUndecided) LookAroundTheEnd();
        return _outlooks;
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

    private double[] LaneNumbers() => new double[_lanes];

    private delegate bool Condition(Outlook outlook);

    private bool Any(Condition condition)
    {
        for (var lane = 0; lane < _lanes; lane++)
            if (condition(_outlooks[lane])) return true;
        return false;
    }

    /// <summary>H·vector, of the entries of H.</summary>
    private void Products(double[] vector) => Lanewise.Each(_lanes, new SymmetricProducts(_basis.Curvature, vector, _product));

    /// <summary>What there was to gain at the start, and the curvature along its gradient.</summary>
    private void LookBack()
    {
        var (first, slope) = (_outlooks.FirstCurvature, _point);
        if (_isOfElements) _basis.Look(_way.Start);
        else
        {
            _view.At(_way.Start);
            _view.Curvatures(_product, _basis.Scores, _basis.Gradient, _product);
        }
        Length(_basis.Gradient, _outlooks.FirstGradientNorm);
        Divide(_basis.Gradient, _outlooks.FirstGradientNorm, slope);
        if (_isOfElements) Products(slope);
        else _view.Curvatures(slope, _basis.Scores, _gradient, _product);
        Dot(slope, _product, first);
        _basis.Scores.CopyTo(_outlooks.StartScore, 0);
        first.CopyTo(_outlooks.FirstGreatestCurvature, 0);
        if (_isOfElements) Lanewise.Each(_lanes, new GreatestCurvatures(_basis.Curvature, _outlooks.FirstGreatestCurvature));
        if (_isOfElements) Lanewise.Each(_lanes, new ScalesByElements(_basis, _outlooks.FirstScale));
        else
            for (var lane = 0; lane < _lanes; lane++)
                _outlooks.FirstScale[lane] = ScaleAlong(_outlooks.FirstGradientNorm[lane], first[lane]);
    }

    /// <summary>½·slope² / |curvature|.</summary>
    private static double ScaleAlong(double slope, double curvature) => 0.5 * slope * (slope / Math.Abs(curvature));

    /// <summary>The greatest sum of a row's absolute entries.</summary>
    private readonly struct GreatestCurvatures(double[][][] matrix, double[] greatest) : ILaneOperation
    {
        public void Apply<T>(int lane)
            where T : struct, ILanes<T, double>
        {
            T most = T.Of(0), magnitude = T.OfBits(long.MaxValue);
            for (var i = 0; i < matrix.Length; i++)
            {
                var sum = T.Of(0);
                for (var j = 0; j < matrix.Length; j++) sum += Lanewise.Get<T>(matrix[Math.Min(i, j)][Math.Max(i, j)], lane) & magnitude;
                most = T.Maximum(most, sum);
            }
            Lanewise.Put(greatest, lane, most);
        }
    }

    private readonly struct SymmetricProducts(double[][][] matrix, double[] vector, double[] product) : ILaneOperation
    {
        public void Apply<T>(int lane)
            where T : struct, ILanes<T, double>
        {
            var lanes = matrix[0][0].Length;
            for (var i = 0; i < matrix.Length; i++)
            {
                var sum = T.Of(0);
                for (var j = 0; j < matrix.Length; j++)
                    sum += Lanewise.Get<T>(matrix[Math.Min(i, j)][Math.Max(i, j)], lane) * Lanewise.Get<T>(vector, (j * lanes) + lane);
                Lanewise.Put(product, (i * lanes) + lane, sum);
            }
        }
    }

    /// <summary>Σ ½·gᵢ² / |Hᵢᵢ| at the start, each element in units of its own curvature.</summary>
    private readonly struct ScalesByElements(CurvatureBasis basis, double[] scales) : ILaneOperation
    {
        public void Apply<T>(int lane)
            where T : struct, ILanes<T, double>
        {
            T scale = T.Of(0), zero = T.Of(0);
            for (var i = 0; i < basis.Curvature.Length; i++)
            {
                var slope = Lanewise.Get<T>(basis.Gradient, (i * scales.Length) + lane);
                var curvature = Lanewise.Get<T>(basis.Curvature[i][i], lane);
                scale += T.Select(T.AreEqual(slope, zero), zero, T.Of(0.5) * slope * (slope / (curvature & T.OfBits(long.MaxValue))));
            }
            Lanewise.Put(scales, lane, scale);
        }
    }
}
