namespace FuncGrad;

/// <summary>
/// (x − mean) / deviation for each column, mean and deviation over the rows (Σ(x − mean)² divided by their number). A column that is the
/// same in all rows is divided by 1. Sums are formed row after row, so that they are the same everywhere.
/// </summary>
internal sealed class Standardisation
{
    private readonly double[] _means, _deviations;

    private Standardisation(double[] means, double[] deviations) => (_means, _deviations) = (means, deviations);

    /// <summary>That of the rows of an array, its first axis.</summary>
    public static Standardisation Of(Tensor example)
    {
        var values = example.Values;
        var rows = example.Shape.Rank == 0 ? 1 : example.Shape[0];
        var width = values.Length / rows;
        var (means, squares) = (new double[width], new double[width]);
        for (var i = 0; i < values.Length; i++) means[i % width] += values[i];
        for (var c = 0; c < width; c++) means[c] /= rows;
        for (var i = 0; i < values.Length; i++) squares[i % width] += (values[i] - means[i % width]) * (values[i] - means[i % width]);
        for (var c = 0; c < width; c++) squares[c] = squares[c] > 0 ? Math.Sqrt(squares[c] / rows) : 1;
        return new(means, squares);
    }

    /// <summary>An array of the same columns, made standard.</summary>
    public Tensor Applied(Tensor array)
    {
        var values = array.Values;
        var width = _means.Length;
        var standard = new double[values.Length];
        for (var i = 0; i < standard.Length; i++) standard[i] = (values[i] - _means[i % width]) / _deviations[i % width];
        return Tensor.Own(array.Shape, standard);
    }
}
