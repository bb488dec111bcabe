using static FuncGrad.Lanewise;

namespace FuncGrad;

/// <summary>The operations themselves, for as many lanes as a register holds.</summary>
internal static partial class LaneVectors
{
    /// <summary>Vectors that are gone through side by side, so that one sum need not wait for the other.</summary>
    private const int AtOnce = 4;

    private readonly struct Sums(double[] a, double factor, double[] b, double[] sum) : ILaneOperation
    {
        public void Apply<T>(int lane)
            where T : struct, ILanes<T, double> => Put(sum, lane, Get<T>(a, lane) + (T.Of(factor) * Get<T>(b, lane)));
    }

    private readonly struct DotProducts(double[][] a, int count, double[] b, double[][] dots) : ILaneOperation
    {
        public void Apply<T>(int lane)
            where T : struct, ILanes<T, double>
        {
            var i = 0;
            for (; i + AtOnce <= count; i += AtOnce) Four<T>(lane, i);
            // The last four, some of them once more, which costs less than to wait for one sum after the other.
            if (i < count && count > AtOnce) Four<T>(lane, count - AtOnce);
            else for (; i < count; i++) One<T>(lane, i);
        }

        private void One<T>(int lane, int i)
            where T : struct, ILanes<T, double>
        {
            ref double first = ref From(a[i], lane, b.Length), other = ref From(b, lane, b.Length);
            var (dot, lanes, end) = (default(T), (nint)dots[0].Length, (nint)b.Length - lane);
            for (nint at = 0; at < end; at += lanes) dot = T.MultiplyAdd(Get<T>(ref first, at), Get<T>(ref other, at), dot);
            Put(dots[i], lane, dot);
        }

        private void Four<T>(int lane, int i)
            where T : struct, ILanes<T, double>
        {
            ref double a0 = ref From(a[i], lane, b.Length), a1 = ref From(a[i + 1], lane, b.Length);
            ref double a2 = ref From(a[i + 2], lane, b.Length), a3 = ref From(a[i + 3], lane, b.Length);
            ref var other = ref From(b, lane, b.Length);
            T dot0 = default, dot1 = default, dot2 = default, dot3 = default;
            nint lanes = dots[0].Length, end = b.Length - lane;
            for (nint at = 0; at < end; at += lanes)
            {
                var factor = Get<T>(ref other, at);
                dot0 = T.MultiplyAdd(Get<T>(ref a0, at), factor, dot0);
                dot1 = T.MultiplyAdd(Get<T>(ref a1, at), factor, dot1);
                dot2 = T.MultiplyAdd(Get<T>(ref a2, at), factor, dot2);
                dot3 = T.MultiplyAdd(Get<T>(ref a3, at), factor, dot3);
            }
            Put(dots[i], lane, dot0);
            Put(dots[i + 1], lane, dot1);
            Put(dots[i + 2], lane, dot2);
            Put(dots[i + 3], lane, dot3);
        }
    }

    private readonly struct Combinations(double sign, double[][] factors, double[][] a, int count, double[] b) : ILaneOperation
    {
        public void Apply<T>(int lane)
            where T : struct, ILanes<T, double>
        {
            var i = 0;
            for (; i + AtOnce <= count; i += AtOnce) Four<T>(lane, i);
            for (; i < count; i++) One<T>(lane, i);
        }

        private T Factor<T>(int lane, int i)
            where T : struct, ILanes<T, double> => T.Of(sign) * Get<T>(factors[i], lane);

        private void One<T>(int lane, int i)
            where T : struct, ILanes<T, double>
        {
            ref double first = ref From(a[i], lane, b.Length), sums = ref From(b, lane, b.Length);
            var (factor, lanes, end) = (Factor<T>(lane, i), (nint)factors[0].Length, (nint)b.Length - lane);
            for (nint at = 0; at < end; at += lanes) Put(ref sums, at, T.MultiplyAdd(factor, Get<T>(ref first, at), Get<T>(ref sums, at)));
        }

        private void Four<T>(int lane, int i)
            where T : struct, ILanes<T, double>
        {
            ref double a0 = ref From(a[i], lane, b.Length), a1 = ref From(a[i + 1], lane, b.Length);
            ref double a2 = ref From(a[i + 2], lane, b.Length), a3 = ref From(a[i + 3], lane, b.Length);
            ref var sums = ref From(b, lane, b.Length);
            T factor0 = Factor<T>(lane, i), factor1 = Factor<T>(lane, i + 1);
            T factor2 = Factor<T>(lane, i + 2), factor3 = Factor<T>(lane, i + 3);
            nint lanes = factors[0].Length, end = b.Length - lane;
            for (nint at = 0; at < end; at += lanes)
            {
                var sum = T.MultiplyAdd(factor0, Get<T>(ref a0, at), Get<T>(ref sums, at));
                sum = T.MultiplyAdd(factor1, Get<T>(ref a1, at), sum);
                sum = T.MultiplyAdd(factor2, Get<T>(ref a2, at), sum);
                Put(ref sums, at, T.MultiplyAdd(factor3, Get<T>(ref a3, at), sum));
            }
        }
    }

    /// <summary>√Σ a² of Σ a²; where that was not safely formed, of a / max|a|.</summary>
    private readonly struct Roots(double[] a, double[] length) : ILaneOperation
    {
        public void Apply<T>(int lane)
            where T : struct, ILanes<T, double>
        {
            var squares = Get<T>(length, lane);
            var isUnsafe = (squares <= T.Of(LeastSquare)) | (squares >= T.Of(GreatestSquare));
            Put(length, lane, T.Any(isUnsafe) ? T.Select(isUnsafe, Scaled<T>(lane, isUnsafe), T.Sqrt(squares)) : T.Sqrt(squares));
        }

        private T Scaled<T>(int lane, T isUnsafe)
            where T : struct, ILanes<T, double>
        {
            ref var first = ref From(a, lane, a.Length);
            T greatest = T.Of(0), sum = T.Of(0), magnitude = T.OfBits(long.MaxValue);
            nint lanes = length.Length, end = a.Length - lane;
            for (nint at = 0; at < end; at += lanes) greatest = T.Maximum(greatest, Get<T>(ref first, at) & magnitude & isUnsafe);
            var isNothing = T.AreEqual(greatest, T.Of(0));
            if (T.All(isNothing)) return greatest;
            var unit = T.Select(isNothing, T.Of(1), greatest);
            for (nint at = 0; at < end; at += lanes)
            {
                var share = Get<T>(ref first, at) / unit;
                sum += share * share;
            }
            return greatest * T.Sqrt(sum);
        }
    }

    private readonly struct Quotients(double[] a, double[] divisors, double[] quotient) : ILaneOperation
    {
        public void Apply<T>(int lane)
            where T : struct, ILanes<T, double>
        {
            ref double from = ref From(a, lane, a.Length), to = ref From(quotient, lane, a.Length);
            T divisor = Get<T>(divisors, lane), zero = T.Of(0);
            nint lanes = divisors.Length, end = a.Length - lane;
            var isNothing = T.AreEqual(divisor, zero);
            for (nint at = 0; at < end; at += lanes) Put(ref to, at, T.Select(isNothing, zero, Get<T>(ref from, at) / divisor));
        }
    }

    private readonly struct Products(double[] a, double[] factors, double[] scaled) : ILaneOperation
    {
        public void Apply<T>(int lane)
            where T : struct, ILanes<T, double>
        {
            var (factor, lanes) = (Get<T>(factors, lane), factors.Length);
            for (var at = lane; at < a.Length; at += lanes) Put(scaled, at, Get<T>(a, at) * factor);
        }
    }
}
