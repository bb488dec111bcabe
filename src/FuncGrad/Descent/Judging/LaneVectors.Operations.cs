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
            for (; i < count; i++) One<T>(lane, i);
        }

        private void One<T>(int lane, int i)
            where T : struct, ILanes<T, double>
        {
            var (dot, lanes, first) = (default(T), dots[0].Length, a[i]);
            for (var at = lane; at < b.Length; at += lanes) dot = T.MultiplyAdd(Get<T>(first, at), Get<T>(b, at), dot);
            Put(dots[i], lane, dot);
        }

        private void Four<T>(int lane, int i)
            where T : struct, ILanes<T, double>
        {
            T dot0 = default, dot1 = default, dot2 = default, dot3 = default;
            double[] a0 = a[i], a1 = a[i + 1], a2 = a[i + 2], a3 = a[i + 3];
            var lanes = dots[0].Length;
            for (var at = lane; at < b.Length; at += lanes)
            {
                var factor = Get<T>(b, at);
                dot0 = T.MultiplyAdd(Get<T>(a0, at), factor, dot0);
                dot1 = T.MultiplyAdd(Get<T>(a1, at), factor, dot1);
                dot2 = T.MultiplyAdd(Get<T>(a2, at), factor, dot2);
                dot3 = T.MultiplyAdd(Get<T>(a3, at), factor, dot3);
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
            var (factor, lanes, first) = (Factor<T>(lane, i), factors[0].Length, a[i]);
            for (var at = lane; at < b.Length; at += lanes) Put(b, at, T.MultiplyAdd(factor, Get<T>(first, at), Get<T>(b, at)));
        }

        private void Four<T>(int lane, int i)
            where T : struct, ILanes<T, double>
        {
            T factor0 = Factor<T>(lane, i), factor1 = Factor<T>(lane, i + 1), factor2 = Factor<T>(lane, i + 2), factor3 = Factor<T>(lane, i + 3);
            double[] a0 = a[i], a1 = a[i + 1], a2 = a[i + 2], a3 = a[i + 3];
            var lanes = factors[0].Length;
            for (var at = lane; at < b.Length; at += lanes)
            {
                var sum = T.MultiplyAdd(factor0, Get<T>(a0, at), Get<T>(b, at));
                sum = T.MultiplyAdd(factor1, Get<T>(a1, at), sum);
                sum = T.MultiplyAdd(factor2, Get<T>(a2, at), sum);
                Put(b, at, T.MultiplyAdd(factor3, Get<T>(a3, at), sum));
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
            Put(length, lane, T.Any(isUnsafe) ? T.Select(isUnsafe, Scaled<T>(lane), T.Sqrt(squares)) : T.Sqrt(squares));
        }

        private T Scaled<T>(int lane)
            where T : struct, ILanes<T, double>
        {
            T greatest = T.Of(0), sum = T.Of(0), magnitude = T.OfBits(long.MaxValue);
            for (var at = lane; at < a.Length; at += length.Length) greatest = T.Maximum(greatest, Get<T>(a, at) & magnitude);
            var unit = T.Select(T.AreEqual(greatest, T.Of(0)), T.Of(1), greatest);
            for (var at = lane; at < a.Length; at += length.Length)
            {
                var share = Get<T>(a, at) / unit;
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
            var (divisor, lanes, zero) = (Get<T>(divisors, lane), divisors.Length, T.Of(0));
            var isNothing = T.AreEqual(divisor, zero);
            for (var at = lane; at < a.Length; at += lanes) Put(quotient, at, T.Select(isNothing, zero, Get<T>(a, at) / divisor));
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
