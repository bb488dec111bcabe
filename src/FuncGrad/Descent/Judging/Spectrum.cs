namespace FuncGrad;

/// <summary>Eigenvalues and eigenvectors of a small symmetric matrix by rotations that annul one pair of entries after the other (Jacobi 1846, doi:10.1515/crll.1846.30.51).</summary>
internal static class Spectrum
{
    /// <summary>Each sweep squares the share that is left outside the diagonal; six or seven are enough for any size met here.</summary>
    private const int MostSweeps = 30;

    /// <summary>
    /// Turns a row-major symmetric matrix of n × n into its eigenvalues, on the diagonal, and writes the eigenvectors as columns: <c>vectors[row · n + k]</c> belongs
    /// to <c>matrix[k · n + k]</c>.
    /// </summary>
    public static void Decompose(Span<double> matrix, Span<double> vectors, int n)
    {
        vectors[..(n * n)].Clear();
        for (var i = 0; i < n; i++) vectors[(i * n) + i] = 1;
        for (var sweep = 0; sweep < MostSweeps; sweep++)
        {
            var rotated = false;
            for (var p = 0; p < n; p++)
                for (var q = p + 1; q < n; q++)
                    rotated |= Annul(matrix, vectors, n, p, q);
            if (!rotated) return;
        }
    }

    /// <summary>Annuls the entry (p, q) unless it is nothing beside the diagonal.</summary>
    private static bool Annul(Span<double> a, Span<double> vectors, int n, int p, int q)
    {
        var (entry, difference) = (a[(p * n) + q], a[(q * n) + q] - a[(p * n) + p]);
        var scale = Math.Abs(a[(p * n) + p]) + Math.Abs(a[(q * n) + q]);
        if (scale + (Math.Abs(entry) / 16) == scale) return false;
        var theta = difference / (2 * entry);
        var tangent = (theta >= 0 ? 1 : -1) / (Math.Abs(theta) + Math.Sqrt((theta * theta) + 1));
        var cosine = 1 / Math.Sqrt((tangent * tangent) + 1);
        var sine = tangent * cosine;
        for (var k = 0; k < n; k++) Rotate(ref a[(k * n) + p], ref a[(k * n) + q], cosine, sine);
        for (var k = 0; k < n; k++) Rotate(ref a[(p * n) + k], ref a[(q * n) + k], cosine, sine);
        for (var k = 0; k < n; k++) Rotate(ref vectors[(k * n) + p], ref vectors[(k * n) + q], cosine, sine);
        a[(p * n) + q] = a[(q * n) + p] = 0;
        return true;
    }

    private static void Rotate(ref double x, ref double y, double cosine, double sine) => (x, y) = ((cosine * x) - (sine * y), (sine * x) + (cosine * y));
}
