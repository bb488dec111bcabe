namespace FuncGrad;

/// <summary>Where a run was: all parameter elements end to end, <c>[element · lanes + lane]</c>.</summary>
/// <param name="Start">Before the first update.</param>
/// <param name="Half">Where the last half began; the start, if the run is too short or was stopped.</param>
/// <param name="ThreeQuarters">At the middle of the last half; likewise.</param>
/// <param name="End">At the end.</param>
/// <param name="LastUpdate">The change that led to the end; zeros if it is not known.</param>
internal sealed record Waypoints(double[] Start, double[] Half, double[] ThreeQuarters, double[] End, double[] LastUpdate)
{
    /// <summary>The points of some of the lanes.</summary>
    public Waypoints Of(int lanes, ReadOnlySpan<int> chosen) => new(
        LaneData.Take(Start, lanes, chosen), LaneData.Take(Half, lanes, chosen), LaneData.Take(ThreeQuarters, lanes, chosen),
        LaneData.Take(End, lanes, chosen), LaneData.Take(LastUpdate, lanes, chosen));
}
