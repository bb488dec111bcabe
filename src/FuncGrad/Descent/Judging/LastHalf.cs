namespace FuncGrad;

/// <summary>
/// The part of a run that growth, oscillation and pace are read from: four windows of equal length that end with the planned steps. The
/// length is even where there are steps enough, so that a loss that alternates between two values has the same mean in all.
/// </summary>
/// <param name="Start">The first step of the first window.</param>
/// <param name="Window">The length of each window; 0 if the run is too short to be judged by its end.</param>
internal readonly record struct LastHalf(long Start, long Window)
{
    /// <summary>How many windows there are.</summary>
    public const int Windows = 4;

    /// <summary>
    /// The windows of a run of so many planned steps: none below 4. With batches each is whole epochs, so that it has seen every row as
    /// often; none below 4 epochs.
    /// </summary>
    /// <param name="steps">How many steps are planned.</param>
    /// <param name="epoch">How many of them are an epoch; 1 without batches.</param>
    public static LastHalf Of(long steps, long epoch = 1)
    {
        var window = epoch > 1 ? Math.Max(steps / (2 * Windows * epoch), steps >= Windows * epoch ? 1 : 0) * epoch
            : steps >= 16 ? steps / 16 * 2 : steps >= 4 ? 1 : 0;
        return new LastHalf(steps - (Windows * window), window);
    }

    /// <summary>Whether there are windows.</summary>
    public bool IsJudged => Window > 0;

    /// <summary>The step at which a window begins; window 4 would begin where the run ends.</summary>
    public long StartOf(int window) => Start + (window * Window);
}

/// <summary>
/// What the scores of a window of a run came to: a lane of three columns. A score is the loss, for ascent its negative: less is always
/// better.
/// </summary>
/// <param name="columns">The means of all lanes at <paramref name="first"/>, then the least scores, then the greatest.</param>
/// <param name="first">Where they begin.</param>
/// <param name="lane">The place in each.</param>
internal readonly struct WindowFigures(double[][] columns, int first, int lane)
{
    /// <summary>How many columns a window has.</summary>
    public const int Columns = 3;

    public double Mean => columns[first][lane];

    public double Low => columns[first + 1][lane];

    public double High => columns[first + 2][lane];
}

/// <summary>
/// The windows of <see cref="LastHalf"/>, if the run came to its end and has any. Their figures are read where they lie, since most
/// verdicts ask for few of them.
/// </summary>
/// <param name="columns">Those of the first window begin at <paramref name="first"/>; null: there are no windows.</param>
/// <param name="first">Where they begin.</param>
/// <param name="lane">The place in each.</param>
internal readonly struct FourWindows(double[][]? columns, int first, int lane)
{
    /// <summary>Whether there are windows.</summary>
    public bool AreThere => columns is not null;

    /// <summary>A window, 0 to 3.</summary>
    public WindowFigures this[int window] => new(columns!, first + (window * WindowFigures.Columns), lane);

    /// <summary>The windows of one run: mean, least and greatest score by their numbers.</summary>
    public static FourWindows Of(Func<int, double[]> window) =>
        new([.. Enumerable.Range(0, LastHalf.Windows).SelectMany(window).Select(figure => new[] { figure })], 0, 0);

    /// <inheritdoc cref="this"/>
    public WindowFigures First => this[0];

    /// <inheritdoc cref="this"/>
    public WindowFigures Second => this[1];

    /// <inheritdoc cref="this"/>
    public WindowFigures Third => this[2];

    /// <inheritdoc cref="this"/>
    public WindowFigures Fourth => this[3];

    /// <summary>The least score of all.</summary>
    public double Low => Math.Min(Math.Min(First.Low, Second.Low), Math.Min(Third.Low, Fourth.Low));

    /// <summary>The greatest score of all.</summary>
    public double High => Math.Max(Math.Max(First.High, Second.High), Math.Max(Third.High, Fourth.High));
}
