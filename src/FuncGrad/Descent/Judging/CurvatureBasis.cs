using static FuncGrad.LaneVectors;

namespace FuncGrad;

/// <summary>
/// Directions V in which the curvature H of a loss is looked at, with VᵀHV: the unit vectors, or fewer (Lanczos 1950, doi:10.6028/jres.045.026), one half grown from
/// the gradient, the other from a scattered vector, in which directions of negative curvature show first.
/// </summary>
internal sealed class CurvatureBasis
{
    private readonly List<double[]> _basis = [];
    private readonly double[][][] _curvature;
    private readonly double[] _product;
    private readonly int _lanes;
    private readonly int _dimension;
    private readonly int _directions;
    private readonly bool _isOfElements;

    /// <param name="landscape">The loss.</param>
    /// <param name="data">Its data.</param>
    /// <param name="point">Where it is looked at, in every lane.</param>
    /// <param name="directions">In how many directions; as many as there are elements: along these.</param>
    public CurvatureBasis(Landscape landscape, LaneData data, double[] point, int directions)
    {
        (_lanes, _dimension, _directions, _isOfElements) = (data.Lanes, landscape.Dimension, directions, directions == landscape.Dimension);
        (Scores, Gradient, _product) = (new double[_lanes], new double[point.Length], new double[point.Length]);
        _curvature = new double[directions][][];
        for (var i = 0; i < directions; i++) _curvature[i] = new double[directions][];
        if (!_isOfElements) landscape.Curvatures(data, point, new double[point.Length], Scores, Gradient, _product);
        for (var j = 0; j < directions; j++)
        {
            _basis.Add(_isOfElements ? Unit(j, _dimension, _lanes) : Next());
            landscape.Curvatures(data, point, _basis[j], Scores, Gradient, _product);
            for (var i = 0; i <= j; i++) _curvature[i][j] = _isOfElements ? _product.AsSpan(i * _lanes, _lanes).ToArray() : Dot(_basis[i], _product, _lanes);
        }
    }

    /// <summary>The scores at the point.</summary>
    public double[] Scores { get; }

    /// <summary>The gradients of the score there.</summary>
    public double[] Gradient { get; }

    /// <summary>The entry (i, j) of VᵀHV in every lane.</summary>
    public double[] Curvature(int i, int j) => _curvature[Math.Min(i, j)][Math.Max(i, j)];

    /// <summary>Adds to the vector of a lane the sum of the basis with these weights.</summary>
    public void Combine(double[] weights, double[] vector, int lane)
    {
        for (var i = 0; i < _directions; i++)
        {
            var (first, end) = _isOfElements ? (i, i + 1) : (0, _dimension);
            for (var element = first; element < end; element++) vector[(element * _lanes) + lane] += weights[i] * _basis[i][(element * _lanes) + lane];
        }
    }

    /// <summary>The element with the greatest share in the sum of the basis with these weights.</summary>
    public int GreatestElement(double[] weights, int lane)
    {
        var (vector, greatest) = (new double[_dimension * _lanes], 0);
        Combine(weights, vector, lane);
        for (var element = 1; element < _dimension; element++)
            if (Math.Abs(vector[(element * _lanes) + lane]) > Math.Abs(vector[(greatest * _lanes) + lane])) greatest = element;
        return greatest;
    }


    /// <summary>The next direction: the gradient, then what H made of the last one; from the middle on likewise from a scattered vector.</summary>
    private double[] Next()
    {
        var (number, startsAnew) = (_basis.Count, _basis.Count == _directions / 2);
        var next = startsAnew ? Scattered(number, _dimension, _lanes) : number == 0 ? Gradient : _product;
        next = Orthonormal(next);
        var missing = Dot(next, next, _lanes);
        var isThere = missing.Select(square => square > 0.5).ToArray();
        return isThere.All(there => there) ? next : Where(isThere, next, Orthonormal(Scattered(number + _directions, _dimension, _lanes)));
    }

    /// <summary>Twice is enough: the second pass takes what the rounding of the first left (Giraud, Langou and Rozložník 2005, doi:10.1016/j.camwa.2005.08.009).</summary>
    private double[] Orthonormal(double[] vector)
    {
        var next = Normalized(vector, _lanes);
        for (var pass = 0; pass < 2; pass++)
        {
            foreach (var earlier in _basis) Add(next, [.. Dot(earlier, next, _lanes).Select(share => -share)], earlier, _lanes);
            if (pass == 0) next = NormalizedUnlessRounding(next);
        }
        return Normalized(next, _lanes);
    }

    /// <summary>What is left of a unit vector at the size of rounding is nothing.</summary>
    private double[] NormalizedUnlessRounding(double[] vector)
    {
        var isLeft = Length(vector, _lanes).Select(length => length >= 1e-12).ToArray();
        return Normalized(Where(isLeft, vector, new double[vector.Length]), _lanes);
    }

    /// <summary>Vᵀ·vector, for each direction a number in each lane.</summary>
    public double[][] Coordinates(double[] vector) => _isOfElements
        ? [.. _basis.Select((_, i) => vector.AsSpan(i * _lanes, _lanes).ToArray())]
        : [.. _basis.Select(direction => Dot(direction, vector, _lanes))];
}
