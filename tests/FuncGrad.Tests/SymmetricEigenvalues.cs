namespace FuncGrad.Tests;

/// <summary>The eigenvalues of a small symmetric matrix by rotations that annul one pair after the other (Jacobi 1846).</summary>
internal static class SymmetricEigenvalues
{
    /// <summary>All eigenvalues, ascending.</summary>
    public static double[] Of(double[,] matrix)
    {
        var (a, n) = ((double[,])matrix.Clone(), matrix.GetLength(0));
        for (var sweep = 0; sweep < 60; sweep++)
            for (var p = 0; p < n; p++)
                for (var q = p + 1; q < n; q++)
                    if (a[p, q] != 0) Rotate(a, p, q, n);
        return [.. Enumerable.Range(0, n).Select(i => a[i, i]).Order()];
    }

    private static void Rotate(double[,] a, int p, int q, int n)
    {
        var theta = (a[q, q] - a[p, p]) / (2 * a[p, q]);
        var tangent = (theta >= 0 ? 1 : -1) / (Math.Abs(theta) + Math.Sqrt((theta * theta) + 1));
        var cosine = 1 / Math.Sqrt((tangent * tangent) + 1);
        var sine = tangent * cosine;
        for (var k = 0; k < n; k++) (a[k, p], a[k, q]) = ((cosine * a[k, p]) - (sine * a[k, q]), (sine * a[k, p]) + (cosine * a[k, q]));
        for (var k = 0; k < n; k++) (a[p, k], a[q, k]) = ((cosine * a[p, k]) - (sine * a[q, k]), (sine * a[p, k]) + (cosine * a[q, k]));
        a[p, q] = a[q, p] = 0;
    }
}
