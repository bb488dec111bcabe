namespace FuncGrad;

internal static partial class SecantSlopes
{
    /// <summary>Below this the series of the quotients below are exact after three terms.</summary>
    private const double Small = 1.0 / 512;

    /// <summary>tan b − tan a = sin(b − a) / (cos a·cos b), and cos a·cos b = cos²((a + b)/2) − sin²((b − a)/2).</summary>
    private static Secants Tangent(Moving a, double cosine, double sineOfHalf) =>
        new(SinQuotient(a.By) / ((cosine * cosine) - (sineOfHalf * sineOfHalf)), Strain: a.By / cosine);

    /// <summary>tanh b − tanh a = sinh(b − a) / (cosh a·cosh b), and cosh a·cosh b = cosh²((a + b)/2) + sinh²((b − a)/2).</summary>
    private static Secants HyperbolicTangent(Moving a, double cosine)
    {
        var ratio = VectorMath.Sinh(a.By / 2) / cosine;
        return new(SinhQuotient(a.By) / cosine / cosine / (1 + (ratio * ratio)), Strain: a.By);
    }

    /// <summary>For 1 − tanh², times a factor: tanh² b − tanh² a = (tanh b + tanh a)(tanh b − tanh a).</summary>
    private static Secants SquareOfTanh(Moving a, double factor)
    {
        var (slopes, half) = (HyperbolicTangent(a, VectorMath.Cosh(a.At)), a.By / 2);
        return slopes with { A = -factor * (VectorMath.Tanh(a.At + half) + VectorMath.Tanh(a.At - half)) * slopes.A };
    }

    /// <summary>arctan b − arctan a = arctan((b − a) / (1 + a·b)), where the right side is on the main branch.</summary>
    private static Secants ArcTangent(Moving a, double divisor)
    {
        var quotient = a.By / divisor;
        var slope = Math.Abs(quotient) < Small ? 1 - (quotient * quotient / 3 * (1 - (0.6 * quotient * quotient)))
            : VectorMath.Atan(quotient) / quotient;
        return new(slope / divisor, Strain: a.By);
    }

    /// <summary>log(1 + eᵇ) − log(1 + eᵃ) = log(1 + σ(a)·(eᵇ⁻ᵃ − 1)).</summary>
    private static Secants Softplus(Moving a)
    {
        var half = a.By / 2;
        var slope = VectorMath.Sigmoid(a.At - half) * VectorMath.Exp(half) * SinhQuotient(half);
        var growth = slope * a.By;
        return new(slope / (1 + (growth / 2)) * ArtanhQuotient(growth / (2 + growth)), Strain: a.By);
    }

    private static readonly (double Node, double Weight)[] GaussLegendre =
        [(0, 0.5688888888888889), (0.5384693101056831, 0.47862867049936647), (-0.5384693101056831, 0.47862867049936647),
            (0.906179845938664, 0.23692688505618908), (-0.906179845938664, 0.23692688505618908)];

    /// <summary>The mean of 2/√π·exp(−t²) over the step, by quadrature over pieces short enough for all digits.</summary>
    private static Secants ErrorIntegral(Moving a, int sign)
    {
        const double longestPiece = 0.125, mostPieces = 256;
        var pieces = Math.Clamp(Math.Ceiling(Math.Abs(a.By) / longestPiece), 1, mostPieces);
        var (width, sum) = (a.By / pieces, 0.0);
        for (var piece = 0; piece < pieces; piece++)
            foreach (var (node, weight) in GaussLegendre)
            {
                var t = a.At - (a.By / 2) + (width * (piece + ((1 + node) / 2)));
                sum += weight * VectorMath.Exp(-t * t);
            }
        return new(sign * sum / pieces / Math.Sqrt(Math.PI), Strain: a.By * (1 + Math.Abs(a.At)));
    }

    /// <summary>sin(t) / t.</summary>
    private static double SinQuotient(double t) => Math.Abs(t) < Small ? 1 - (t * t / 6 * (1 - (t * t / 20))) : VectorMath.Sin(t) / t;

    /// <summary>sinh(t) / t.</summary>
    private static double SinhQuotient(double t) => Math.Abs(t) < Small ? 1 + (t * t / 6 * (1 + (t * t / 20))) : VectorMath.Sinh(t) / t;

    /// <summary>artanh(t) / t = (1 + t²/3 + t⁴/5 ...).</summary>
    private static double ArtanhQuotient(double t) => Math.Abs(t) < Small
        ? 1 + (t * t * ((1.0 / 3) + (t * t / 5 * (1 + (t * t * 5 / 7)))))
        : VectorMath.Log((1 + t) / (1 - t)) / 2 / t;
}
