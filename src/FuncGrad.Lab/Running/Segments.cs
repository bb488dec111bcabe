namespace FuncGrad.Lab;

/// <summary>Segments of about a tenth of a second, so that a stop is obeyed soon; 0 once it was asked for.</summary>
/// <param name="first">Updates of the first segment.</param>
/// <param name="stop">Asks for the end.</param>
/// <param name="most">Updates of a segment at most.</param>
/// <param name="clock">Milliseconds since some moment.</param>
internal sealed class Segments(long first, CancellationToken stop, long most = long.MaxValue, Func<long>? clock = null)
{
    /// <summary>With which work begins of which nobody knows how long it takes.</summary>
    public const long Shortest = 1;

    private const int Milliseconds = 100;

    private const long LongestFirst = 64, LongestSegment = 1L << 40;

    private readonly Func<long> _clock = clock ?? (() => Environment.TickCount64);
    private long _segment = first;
    private long? _began;

    /// <summary>With which further work of the kind may begin.</summary>
    public long Again => Math.Min(_segment, LongestFirst);

    public long Next()
    {
        if (stop.IsCancellationRequested) return 0;
        var now = _clock();
        if (now - _began is { } took) _segment = After(took);
        _began = now;
        return Math.Min(_segment, most);
    }

    private long After(long milliseconds) => milliseconds < Milliseconds ? Math.Min(_segment * 2, LongestSegment)
        : milliseconds > 4 * Milliseconds ? Math.Max(1, _segment * Milliseconds / milliseconds)
        : _segment;
}
