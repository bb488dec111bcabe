using System.Diagnostics;
using System.Globalization;

namespace FuncGrad.Benchmarks;

/// <summary>Timing and the JSON line, in the form of the peers.</summary>
internal static class Measurement
{
    /// <summary>Best of several repetitions; the first is not counted.</summary>
    public static double Report(string workload, string peer, double units, string unit, Func<string> work, int repetitions = 7, double seconds = 0.25)
    {
        var compile = Time(() => work());
        var once = Time(() => work());
        var loops = Math.Max(1, (int)Math.Ceiling(seconds / once));
        var times = new double[repetitions];
        var check = "";
        for (var r = 0; r < repetitions; r++)
            times[r] = Time(() => { for (var l = 0; l < loops; l++) check = work(); }) / loops;
        Array.Sort(times);
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"{{\"workload\": \"{workload}\", \"peer\": \"{peer}\", \"seconds\": {times[0]:g9}, \"rate\": {units / times[0]:g6}, \"unit\": \"{unit}\", \"final_loss\": \"{check}\", \"spread\": {(times[repetitions / 2] / times[0]) - 1:f3}, \"first\": {compile:g3}}}"));
        return units / times[0];
    }

    /// <summary>part(0) on a second thread and part(1) on this one.</summary>
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

    private static double Time(Action action)
    {
        var start = Stopwatch.GetTimestamp();
        action();
        return Stopwatch.GetElapsedTime(start).TotalSeconds;
    }
}
