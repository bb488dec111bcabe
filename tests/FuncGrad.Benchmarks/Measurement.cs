using System.Diagnostics;

namespace FuncGrad.Benchmarks;

/// <summary>Timing by the protocol of the peers: warm up, repeat the work until a repetition lasts long enough, take the best repetition.</summary>
internal static class Measurement
{
    private const int Repetitions = 5, Rounds = 3;

    /// <summary>Seconds that a repetition lasts at least; FUNCGRAD_BENCH_SECONDS shortens it while one works on the code.</summary>
    private static readonly double Least = double.TryParse(Environment.GetEnvironmentVariable("FUNCGRAD_BENCH_SECONDS"), out var seconds) ? seconds : 1;

    /// <summary>Units per second of the best of 5 repetitions; while the median is more than 20 % above it, up to two further rounds.</summary>
    /// <param name="workload">Such as W4.</param>
    /// <param name="peer">Such as funcgrad-fused.</param>
    /// <param name="units">How much work one call does.</param>
    /// <param name="unit">What is counted.</param>
    /// <param name="work">The work; what it returns shows that it was done.</param>
    public static Figure Rate(string workload, string peer, double units, string unit, Func<string> work)
    {
        work();
        var check = "";
        var loops = Math.Max(1, (int)Math.Ceiling(Least / Time(() => check = work())));
        var times = new List<double>();
        for (var round = 0; round < Rounds && (round == 0 || Spread(times) > 0.2); round++)
            for (var r = 0; r < Repetitions; r++)
                times.Add(Time(() => { for (var l = 0; l < loops; l++) work(); }) / loops);
        var figure = new Figure(workload, peer, units / times.Min(), unit, Spread(times), check);
        Console.Error.WriteLine(figure);
        return figure;
    }

    /// <summary>The cost of one work in terms of another: slices of both in turn, the best of each, so that what disturbs one disturbs the other.</summary>
    public static double Ratio(Action numerator, Action denominator, int slices = 40)
    {
        Action[] works = [numerator, denominator];
        double[] best = [double.PositiveInfinity, double.PositiveInfinity];
        int[] loops = [.. works.Select(work =>
        {
            work();
            return Math.Max(1, (int)Math.Ceiling(Least / 20 / Time(work)));
        })];
        for (var slice = 0; slice < slices; slice++)
            for (var i = 0; i < 2; i++)
                best[i] = Math.Min(best[i], Time(() => { for (var l = 0; l < loops[i]; l++) works[i](); }) / loops[i]);
        return best[0] / best[1];
    }

    public static double Time(Action action)
    {
        var start = Stopwatch.GetTimestamp();
        action();
        return Stopwatch.GetElapsedTime(start).TotalSeconds;
    }

    /// <summary>All parts, on a second thread and on this one.</summary>
    public static void OnTwoThreads(int count, Action<int> part)
    {
        var next = -1;
        void Work()
        {
            for (int i; (i = Interlocked.Increment(ref next)) < count;) part(i);
        }
        var other = new Thread(Work);
        other.Start();
        Work();
        other.Join();
    }

    private static double Spread(List<double> times)
    {
        double[] sorted = [.. times.Order()];
        var (half, isOdd) = (sorted.Length / 2, sorted.Length % 2 == 1);
        return ((isOdd ? sorted[half] : (sorted[half - 1] + sorted[half]) / 2) / sorted[0]) - 1;
    }
}
