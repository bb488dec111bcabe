namespace FuncGrad;

/// <summary>
/// The part of a run that growth, oscillation and pace are read from: four windows of equal length that end with the planned steps. The length is even where
/// there are steps enough, so that a loss that alternates between two values has the same mean in all.
/// </summary>
/// <param name="Start">The first step of the first window.</param>
/// <param name="Window">The length of each window; 0 if the run is too short to be judged by its end.</param>
internal readonly record struct LastHalf(long Start, long Window)
{
    /// <summary>How many windows there are.</summary>
    public const int Windows = 4;

    /// <summary>The windows of a run of so many planned steps: none below 4. With batches each is whole epochs, so that it has seen every row as often; none below 4 epochs.</summary>
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

/// <summary>What the scores of a window of a run came to. A score is the loss, for ascent its negative: less is always better.</summary>
internal readonly record struct WindowFigures(double Mean, double Low, double High);

/// <summary>The figures of the windows of <see cref="LastHalf"/>, if the run came to its end and has any.</summary>
internal readonly record struct FourWindows(bool AreThere, WindowFigures First, WindowFigures Second, WindowFigures Third, WindowFigures Fourth)
{
    /// <summary>A window, 0 to 3.</summary>
    public WindowFigures this[int window] => window switch { 0 => First, 1 => Second, 2 => Third, _ => Fourth };

    /// <summary>The windows by their numbers.</summary>
    public static FourWindows Of(Func<int, WindowFigures> window) => new(true, window(0), window(1), window(2), window(3));

    /// <summary>The least score of all.</summary>
    public double Low => Math.Min(Math.Min(First.Low, Second.Low), Math.Min(Third.Low, Fourth.Low));

    /// <summary>The greatest score of all.</summary>
    public double High => Math.Max(Math.Max(First.High, Second.High), Math.Max(Third.High, Fourth.High));
}
