using System.Diagnostics;

namespace FuncGrad.Lab;

/// <summary><c>funcgrad check</c>: the gradient of an experiment's loss at its start point beside differences of the loss.</summary>
internal static class Check
{
    /// <summary>Elements in the table.</summary>
    private const int Shown = 64;

    public static int Run(Experiment experiment, LossGradient derived, Streams streams)
    {
        streams.Output.WriteLine("The file is valid. Exact and numerical gradients at the start point:");
        var loss = experiment.Loss();
        var (point, start) = (new Dictionary<Expr, Tensor>(), experiment.Start());
        for (var i = 0; i < loss.Data.Count; i++) point[loss.Data[i]] = loss.DataValues[i];
        for (var i = 0; i < start.Count; i++) point[loss.Parameters[i]] = start[i];
        var check = GradientCheck.Of(loss.Value!, loss.Parameters, point, MostCoordinates(loss.Value!), new ShareDone(streams));
        Print(check, loss.Dimension, streams);
        Notices.Tell(experiment, derived, streams);
        return check.Verdict == GradientVerdict.Wrong ? ExitCode.SomeFailed : ExitCode.Done;
    }

    /// <summary>So many elements of the gradient that comparing them takes few seconds, however large the loss is.</summary>
    private static int MostCoordinates(Expr loss)
    {
        const double work = 3e7, ofNode = 64;
        return (int)Math.Clamp(work / Ordering.Of(loss).Sum(node => ofNode + node.Shape.ElementCount), 4, 1000);
    }

    private static void Print(GradientCheck check, int dimension, Streams streams)
    {
        if (check.Coordinates.Count > 0)
            Table([.. check.Coordinates.Take(Shown), .. check.Coordinates.Skip(Shown).Where(c => c == check.Worst)]).Print(streams);
        if (check.Coordinates.Count > Shown || (check.Coordinates.Count > 0 && check.Coordinates.Count < dimension))
            streams.Output.WriteLine(
                $"{Numbers.Grouped(check.Coordinates.Count)} of {Numbers.Grouped(dimension)} elements compared, evenly "
                    + $"spread{(check.Coordinates.Count > Shown ? $"; the first {Shown} shown" : "")}");
        if (check.Directions.Count > 0)
            streams.Output.WriteLine(
                $"{check.Directions.Count} directions through all elements compared: relative error at most "
                    + $"{Numbers.Short(check.Directions.Max(direction => direction.RelativeError))}");
        streams.Output.WriteLine(check.ToString());
    }

    private static TextTable Table(IReadOnlyList<CoordinateCheck> coordinates) => new(
        [new("element"), new("exact", true), new("numerical", true), new("relative error", true)],
        [.. coordinates.Select(c =>
            (string[])[c.Name, Numbers.Exact(c.Exact), Numbers.Exact(c.Numerical), Numbers.Short(c.RelativeError)])]);

    /// <summary>A line on stderr each second, from the first on.</summary>
    private sealed class ShareDone(Streams streams) : IProgress<double>
    {
        private const int Milliseconds = 1000;

        private readonly Stopwatch _sinceLast = Stopwatch.StartNew();

        public void Report(double value)
        {
            if (_sinceLast.ElapsedMilliseconds < Milliseconds) return;
            _sinceLast.Restart();
            streams.Say(FormattableString.Invariant($"comparing: {100 * value:0} % done"));
        }
    }
}
