namespace FuncGrad;

/// <summary>
/// Random matrices whose columns (or, if there are fewer, rows) are orthonormal, evenly from all such: normal draws made orthonormal one
/// after the other, which is a QR decomposition with a positive diagonal (Mezzadri 2007, "How to generate random matrices from the
/// classical compact groups"). Each is freed twice from those before it ("twice is enough": Giraud, Langou &amp; Rozloznik 2005,
/// doi:10.1016/j.camwa.2005.08.009). Sums are formed in order, the same on every machine.
/// </summary>
internal static class OrthogonalDraw
{
    private const int Times = 2;

    /// <summary>The elements in row-major order.</summary>
    public static double[] Of(int rows, int columns, double gain, Randomness stream)
    {
        var (count, length) = (Math.Min(rows, columns), Math.Max(rows, columns));
        var vectors = new double[count][];
        for (var v = 0; v < count; v++)
        {
            vectors[v] = new double[length];
            for (var i = 0; i < length; i++) vectors[v][i] = stream.Normal(((long)v * length) + i);
            for (var time = 0; time < Times; time++)
                for (var before = 0; before < v; before++) Free(vectors[v], vectors[before]);
            Normalise(vectors[v]);
        }
        var values = new double[rows * columns];
        for (var row = 0; row < rows; row++)
            for (var column = 0; column < columns; column++)
                values[(row * columns) + column] = gain * (rows >= columns ? vectors[column][row] : vectors[row][column]);
        return values;
    }

    private static void Free(double[] vector, double[] from)
    {
        var share = Dot(vector, from);
        for (var i = 0; i < vector.Length; i++) vector[i] -= share * from[i];
    }

    private static void Normalise(double[] vector)
    {
        var norm = Math.Sqrt(Dot(vector, vector));
        for (var i = 0; i < vector.Length; i++) vector[i] /= norm;
    }

    private static double Dot(double[] a, double[] b)
    {
        var sum = 0.0;
        for (var i = 0; i < a.Length; i++) sum += a[i] * b[i];
        return sum;
    }
}
