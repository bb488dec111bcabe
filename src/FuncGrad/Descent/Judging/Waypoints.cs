namespace FuncGrad;

/// <summary>Where a run was: all parameter elements end to end, <c>[element · lanes + lane]</c>.</summary>
/// <param name="Start">Before the first update.</param>
/// <param name="Half">Where the last half began; the start, if the run is too short or was stopped.</param>
/// <param name="ThreeQuarters">At the middle of the last half; likewise.</param>
/// <param name="End">At the end.</param>
/// <param name="LastUpdate">The change that led to the end; zeros if it is not known.</param>
internal sealed record Waypoints(double[] Start, double[] Half, double[] ThreeQuarters, double[] End, double[] LastUpdate)
{
    /// <summary>Room for so many numbers of each.</summary>
    public static Waypoints Room(int numbers)
    {
        double[] Point() => new double[numbers];
        return new(Point(), Point(), Point(), Point(), Point());
    }

    /// <summary>The points of some of the lanes, in this room.</summary>
    public Waypoints Of(int lanes, ReadOnlySpan<int> chosen, Waypoints room) => new(
        LaneData.Take(Start, lanes, chosen, room.Start), LaneData.Take(Half, lanes, chosen, room.Half),
        LaneData.Take(ThreeQuarters, lanes, chosen, room.ThreeQuarters), LaneData.Take(End, lanes, chosen, room.End),
        LaneData.Take(LastUpdate, lanes, chosen, room.LastUpdate));
}
