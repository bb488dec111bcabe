using static FuncGrad.LaneVectors;

namespace FuncGrad;

/// <summary>
/// Directions V in which the curvature H of a loss is looked at, with VᵀHV: the unit vectors, or fewer (Lanczos 1950,
/// doi:10.6028/jres.045.026), grown from the gradient, of many the second half from a scattered vector, in which directions of negative
/// curvature show first.
/// </summary>
internal sealed class CurvatureBasis
{
    /// <summary>What is left of a unit vector at the size of rounding is nothing.</summary>
    private const double Nothing = 1e-12;

    /// <summary>
    /// A unit vector of which less is left has lost digits to rounding and is made orthogonal once more; twice is enough (Giraud, Langou
    /// and Rozložník 2005, doi:10.1016/j.camwa.2005.08.009).
    /// </summary>
    private const double Little = 0.1;

    private readonly LandscapeView _view;
    private readonly double[][] _basis;
    private readonly double[][][] _curvature;
    private readonly double[][] _shares;
    private readonly double[] _product;
    private readonly double[] _lengths;
    private readonly double[] _rests;
    private readonly bool[] _isDone;
    private readonly bool[] _vanishes;
    private readonly bool[] _isReplaced;
    private readonly bool[] _isScattered;
    private readonly bool[] _isSpent;
    private readonly double[] _spare;
    private readonly int _lanes;
    private readonly int _directions;
    private readonly int _fromGradient;
    private readonly bool _isOfElements;

    /// <param name="view">The loss.</param>
    /// <param name="directions">In how many directions; as many as there are elements: along these.</param>
    /// <param name="fromGradient">How many of them are grown from the gradient.</param>
    public CurvatureBasis(LandscapeView view, int directions, int fromGradient)
    {
        (_view, _lanes, _directions, _fromGradient) = (view, view.Lanes, directions, fromGradient);
        _isOfElements = directions == view.Dimension;
        var numbers = view.Dimension * _lanes;
        double[][] Arrays(int count, int length) => [.. Enumerable.Range(0, count).Select(_ => new double[length])];
        (_basis, _shares) = (Arrays(directions, numbers), Arrays(directions, _lanes));
        (Scores, Gradient) = (new double[_lanes], new double[numbers]);
        (_product, _spare) = (new double[numbers], new double[_isOfElements ? 0 : numbers]);
        (_lengths, _rests, _isDone, _vanishes) = (new double[_lanes], new double[_lanes], new bool[_lanes], new bool[_lanes]);
        (_isReplaced, _isScattered, _isSpent) = (new bool[_lanes], new bool[_lanes], new bool[_lanes]);
        _curvature = [.. Enumerable.Range(0, directions).Select(_ => Arrays(directions, _lanes))];
        for (var i = 0; i < directions && _isOfElements; i++) Unit(i, _lanes, _basis[i]);
    }

    /// <summary>The scores at the point.</summary>
    public double[] Scores { get; }

    /// <summary>The gradients of the score there.</summary>
    public double[] Gradient { get; }

    /// <summary>VᵀHV in every lane: the entries (i, j) of its upper triangle.</summary>
    public double[][][] Curvature => _curvature;

    /// <summary>Looks at a point of each lane.</summary>
    public void Look(double[] point)
    {
        _view.At(point);
        if (_isOfElements) LookAlongElements();
        else LookAlongGrown();
    }

    private void LookAlongElements()
    {
        for (var j = 0; j < _directions; j++)
        {
            _view.Curvatures(_basis[j], Scores, Gradient, _product);
            for (var i = 0; i <= j; i++) _product.AsSpan(i * _lanes, _lanes).CopyTo(_curvature[i][j]);
        }
    }

    private void LookAlongGrown()
    {
        Array.Clear(_isScattered);
        Array.Clear(_isSpent);
        _view.Curvatures(_product, Scores, Gradient, _product);
        for (var j = 0; j < _directions; j++)
        {
            if (!IsAllSeen) Grow(j);
            if (IsAllSeen) Array.Clear(_basis[j]);
            else
            {
                _view.Curvatures(_basis[j], Scores, Gradient, _product);
                Dots(_basis, j + 1, _product, _shares);
            }
            for (var i = 0; i <= j; i++)
                for (var lane = 0; lane < _lanes; lane++) _curvature[i][j][lane] = _isSpent[lane] ? 0 : _shares[i][lane];
        }
    }

    private bool IsAllSeen => Array.TrueForAll(_isSpent, spent => spent);

    /// <summary>The sum of the basis with weights for each lane.</summary>
    public void Combine(double[][] weights, double[] sum)
    {
        Array.Clear(sum);
        if (!_isOfElements) LaneVectors.Combine(1, weights, _basis, _directions, sum);
        else for (var i = 0; i < _directions; i++) weights[i].CopyTo(sum, i * _lanes);
    }

    /// <summary>Vᵀ·vector, for each direction a number in each lane.</summary>
    public void Coordinates(double[] vector, double[][] coordinates)
    {
        if (!_isOfElements) Dots(_basis, _directions, vector, coordinates);
        else for (var i = 0; i < _directions; i++) vector.AsSpan(i * _lanes, _lanes).CopyTo(coordinates[i]);
    }

    /// <summary>
    /// The next direction: the gradient, then what H made of the last one; later likewise from a scattered vector, where nothing is left
    /// of the gradient at once. Where nothing is left of a scattered vector either, all curvature was seen, and the directions from there
    /// on are 0.
    /// </summary>
    private void Grow(int number)
    {
        var (next, startsAnew) = (_basis[number], number == _fromGradient);
        if (startsAnew) Scattered(number, _lanes, next);
        else (number == 0 ? Gradient : _product).CopyTo(next, 0);
        MakeOrthonormal(next, number, sharesAreKnown: number > 0 && !startsAnew);
        if (startsAnew) Array.Fill(_isScattered, true);
        if (SortOut()) Replace(next, number);
    }

    /// <summary>Of lanes in which a vector vanished, which are spent; whether any needs a scattered one.</summary>
    private bool SortOut()
    {
        var isAny = false;
        for (var lane = 0; lane < _lanes; lane++)
        {
            _isSpent[lane] |= _vanishes[lane] && _isScattered[lane];
            _isReplaced[lane] = _vanishes[lane] && !_isScattered[lane];
            isAny |= _isReplaced[lane];
        }
        return isAny;
    }

    private void Replace(double[] next, int number)
    {
        Scattered(number + _directions, _lanes, _spare);
        MakeOrthonormal(_spare, number, sharesAreKnown: false);
        Where(_isReplaced, _spare, next, next);
        for (var lane = 0; lane < _lanes; lane++)
        {
            _isScattered[lane] |= _isReplaced[lane];
            _isSpent[lane] |= _isReplaced[lane] && _vanishes[lane];
        }
    }

    /// <summary>Takes from a vector its shares in the directions before it: those of the last product, if that is what it is.</summary>
    private void MakeOrthonormal(double[] vector, int count, bool sharesAreKnown)
    {
        Length(vector, _lengths);
        if (!sharesAreKnown) Dots(_basis, count, vector, _shares);
        LaneVectors.Combine(-1, _shares, _basis, count, vector);
        Length(vector, _rests);
        for (var lane = 0; lane < _lanes; lane++)
        {
            var left = _rests[lane] / _lengths[lane];
            if (_vanishes[lane] = _isSpent[lane] || !(left >= Nothing)) _rests[lane] = 0;
            _isDone[lane] = count == 0 || _vanishes[lane] || left >= Little;
        }
        Divide(vector, _rests, vector);
        if (Array.TrueForAll(_isDone, done => done)) return;
        Dots(_basis, count, vector, _shares);
        for (var i = 0; i < count; i++)
            for (var lane = 0; lane < _lanes; lane++) if (_isDone[lane]) _shares[i][lane] = 0;
        LaneVectors.Combine(-1, _shares, _basis, count, vector);
        Length(vector, _rests);
        for (var lane = 0; lane < _lanes; lane++) if (_isDone[lane]) _rests[lane] = 1;
        Divide(vector, _rests, vector);
    }
}
