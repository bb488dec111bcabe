namespace FuncGrad;

/// <summary>
/// Eigenvalues and eigenvectors of small symmetric matrices, one in each lane, by rotations that annul one pair of entries after the other
/// (Jacobi 1846, doi:10.1515/crll.1846.30.51).
/// </summary>
internal static class Spectrum<T>
    where T : struct, ILanes<T, double>
{
    /// <summary>Each sweep squares the share that is left outside the diagonal; six or seven are enough for any size met here.</summary>
    private const int MostSweeps = 30;

    /// <summary>
    /// Turns row-major symmetric matrices of n × n, of which the upper triangle counts, into their eigenvalues, on the diagonal, and writes
    /// the eigenvectors as rows:
    /// <c>vectors[k · n + element]</c> belongs to <c>matrix[k · n + k]</c>. All entries are finite.
    /// </summary>
    public static void Decompose(Span<T> matrix, Span<T> vectors, int n)
    {
        vectors[..(n * n)].Clear();
        for (var i = 0; i < n; i++) vectors[(i * n) + i] = T.Of(1);
        for (var sweep = 0; sweep < MostSweeps; sweep++)
        {
            var rotated = false;
            for (var p = 0; p < n; p++)
                for (var q = p + 1; q < n; q++)
                    rotated |= Annul(matrix, vectors, n, p, q);
            if (!rotated) return;
        }
    }

    /// <summary>
    /// Annuls the entry (p, q) in the lanes in which it is something beside the diagonal; the others are turned by no angle, which changes
    /// no bit.
    /// </summary>
    private static bool Annul(Span<T> a, Span<T> vectors, int n, int p, int q)
    {
        T entry = a[(p * n) + q], first = a[(p * n) + p], second = a[(q * n) + q], one = T.Of(1), zero = T.Of(0);
        var scale = Absolute(first) + Absolute(second);
        var isNothing = T.AreEqual(scale + (Absolute(entry) * T.Of(1.0 / 16)), scale);
        if (T.All(isNothing)) return false;
        var theta = (second - first) / (T.Of(2) * entry);
        var tangent = T.Select(theta >= zero, one, -one) / (Absolute(theta) + T.Sqrt((theta * theta) + one));
        var cosine = T.Select(isNothing, one, one / T.Sqrt((tangent * tangent) + one));
        var sine = T.Select(isNothing, zero, tangent * cosine);
        for (var k = 0; k < p; k++) Rotate(ref a[(k * n) + p], ref a[(k * n) + q], cosine, sine);
        for (var k = p + 1; k < q; k++) Rotate(ref a[(p * n) + k], ref a[(k * n) + q], cosine, sine);
        for (var k = q + 1; k < n; k++) Rotate(ref a[(p * n) + k], ref a[(q * n) + k], cosine, sine);
        for (var k = 0; k < n; k++) Rotate(ref vectors[(p * n) + k], ref vectors[(q * n) + k], cosine, sine);
        RotateDiagonal(ref a[(p * n) + p], ref a[(q * n) + q], entry, cosine, sine);
        a[(p * n) + q] = T.Select(isNothing, entry, zero);
        return true;
    }

    /// <summary>Columns first, then rows.</summary>
    private static void RotateDiagonal(ref T first, ref T second, T entry, T cosine, T sine)
    {
        var (lower, upper) = (entry, entry);
        Rotate(ref first, ref upper, cosine, sine);
        Rotate(ref lower, ref second, cosine, sine);
        Rotate(ref first, ref lower, cosine, sine);
        Rotate(ref upper, ref second, cosine, sine);
    }

    private static void Rotate(ref T x, ref T y, T cosine, T sine) => (x, y) = ((cosine * x) - (sine * y), (sine * x) + (cosine * y));

    private static T Absolute(T x) => x & T.OfBits(long.MaxValue);
}
