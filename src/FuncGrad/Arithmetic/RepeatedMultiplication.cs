using System.Runtime.CompilerServices;

namespace FuncGrad;

/// <summary>x^n by repeated multiplication: the factors x^(2^i) of the binary digits of |n|, from the lowest digit up.</summary>
internal static class RepeatedMultiplication
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static L Apply<L, T>(L x, int n, L one)
        where L : struct, ILanes<L, T>
        where T : struct
    {
        if (n == 0) return one;
        var digits = uint.CreateChecked(Math.Abs((long)n));
        var square = x;
        while ((digits & 1) == 0) (square, digits) = (square * square, digits >> 1);
        var result = square;
        while ((digits >>= 1) != 0)
        {
            square *= square;
            if ((digits & 1) != 0) result *= square;
        }
        return n < 0 ? one / result : result;
    }
}
