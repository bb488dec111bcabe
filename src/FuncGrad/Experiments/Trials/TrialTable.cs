using System.Collections;

namespace FuncGrad;

/// <summary>
/// Trials and what they came to, as columns: each figure is an array with a number for each trial. As a list it is the same as records,
/// each made when asked for.
/// </summary>
public sealed class TrialTable : IReadOnlyList<TrialRecord>
{
    private readonly TrialColumns _trials;
    private readonly Verdict?[] _verdicts;
    private readonly long[] _steps;
    private readonly long[] _bestSteps;
    private readonly double[] _losses;
    private readonly double[] _gradientNorms;
    private readonly double[] _bestLosses;
    private readonly double[][] _observed;
    private readonly double[][] _parameters;
    private readonly string[] _notes;
    private readonly IReadOnlyList<StopReason>[] _stopReasons;
    private readonly StepRows[] _rows;
    private readonly Checkpoint?[] _kept;

    internal TrialTable(TrialColumns trials, IReadOnlyList<string> names, int observed, int parameters)
    {
        (_trials, Names, Count) = (trials, names, trials.Count);
        (_verdicts, _steps, _bestSteps, _notes) = (new Verdict?[Count], new long[Count], new long[Count], new string[Count]);
        (_losses, _gradientNorms, _bestLosses) = (new double[Count], new double[Count], new double[Count]);
        (_stopReasons, _rows, _kept) = (new IReadOnlyList<StopReason>[Count], new StepRows[Count], new Checkpoint?[Count]);
        _observed = [.. Enumerable.Range(0, observed).Select(_ => new double[Count])];
        _parameters = [.. Enumerable.Range(0, parameters).Select(_ => new double[Count])];
    }

    /// <summary>How many trials.</summary>
    public int Count { get; }

    /// <summary>The index of the first trial; the others follow it.</summary>
    public long First => _trials.First;

    /// <summary>The names of the columns, as in <c>trials.csv</c>.</summary>
    public IReadOnlyList<string> Names { get; }

    /// <summary>
    /// A column of numbers: <c>trial</c>, a swept key, <c>steps</c>, <c>loss</c>, <c>gradient_norm</c>, <c>best_loss</c>, <c>best_step</c>,
    /// an observation or an element; of swept words NaN.
    /// </summary>
    /// <exception cref="KeyNotFoundException">There is no such column, or it holds words: id, verdict, note.</exception>
    public IReadOnlyList<double> this[string name] => Column(Arguments.Given(name))
        ?? throw new KeyNotFoundException($"There is no column of numbers '{name}'. Columns: {string.Join(", ", Names)}.");

    /// <summary>The word of a trial's verdict, or <c>failed</c> if its computation broke.</summary>
    public string Verdict(int trial) => WordOf(trial).Word;

    /// <summary>The evidence for it.</summary>
    public string Note(int trial) => _notes[trial];

    /// <summary>The id of a trial.</summary>
    public string Id(int trial) => _trials.Id(trial);

    /// <summary>The stop conditions that held at the end of a trial.</summary>
    public IReadOnlyList<StopReason> StopReasons(int trial) => _stopReasons[trial];

    /// <summary>The rows of a trial's log that were not written before.</summary>
    public StepRows Rows(int trial) => _rows[trial];

    /// <summary>
    /// The parameters that are kept of a trial, as <see cref="Experiment.Keep"/> says; null if none are, or if its computation broke.
    /// </summary>
    public Checkpoint? Kept(int trial) => _kept[trial];

    /// <summary>A trial as a record.</summary>
    public TrialRecord this[int trial] => new(
        First + trial,
        Id(trial),
        [.. _trials.Swept.Select(column => column[trial])],
        Verdict(trial),
        _steps[trial],
        _losses[trial],
        _gradientNorms[trial],
        _bestLosses[trial],
        _bestSteps[trial],
        [.. _observed.Select(column => column[trial])],
        [.. _parameters.Select(element => element[trial])],
        _notes[trial],
        [.. _stopReasons[trial].Select(reason => StopWords.Of(reason).Key)],
        _rows[trial]);

    /// <inheritdoc/>
    public IEnumerator<TrialRecord> GetEnumerator()
    {
        for (var trial = 0; trial < Count; trial++) yield return this[trial];
    }

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    /// <summary>"trials 0 to 99", for a reader.</summary>
    public override string ToString() => FormattableString.Invariant($"trials {First} to {First + Count - 1}: {string.Join(", ", Names)}");

    internal IReadOnlyList<SweptColumn> Swept => _trials.Swept;

    /// <summary>A column for each observation.</summary>
    internal IReadOnlyList<double[]> Observed => _observed;

    /// <summary>A column for each parameter element that is shown.</summary>
    internal IReadOnlyList<double[]> Parameters => _parameters;

    internal VerdictWord WordOf(int trial) => VerdictWords.Of(_verdicts[trial]);

    internal (long Steps, double Loss, double GradientNorm, double BestLoss, long BestStep) Figures(int trial) =>
        (_steps[trial], _losses[trial], _gradientNorms[trial], _bestLosses[trial], _bestSteps[trial]);

    internal void Set(int trial, in Evidence figures, Judgement judgement, StepRows rows)
    {
        (_verdicts[trial], _notes[trial]) = (judgement.Verdict, judgement.Note);
        (_stopReasons[trial], _rows[trial]) = (figures.StopReasons, rows);
        (_steps[trial], _losses[trial], _gradientNorms[trial]) = (figures.StepsMade, figures.LastLoss, figures.LastGradientNorm);
        (_bestLosses[trial], _bestSteps[trial]) = (figures.BestLoss, figures.BestStep);
    }

    /// <summary>Notes what is kept of a trial.</summary>
    internal void Keep(int trial, Checkpoint kept) => _kept[trial] = kept;

    /// <summary>Notes that the computation of a trial itself broke.</summary>
    internal void SetFailed(int trial, string note, StepRows rows)
    {
        (_verdicts[trial], _notes[trial], _stopReasons[trial], _rows[trial]) = (null, note, [], rows);
        (_steps[trial], _bestSteps[trial]) = (0, 0);
        _losses[trial] = _gradientNorms[trial] = _bestLosses[trial] = double.NaN;
        foreach (var column in _observed.Concat(_parameters)) column[trial] = double.NaN;
    }

    private double[]? Column(string name)
    {
        var place = Names.TakeWhile(known => known != name).Count();
        if (place == Names.Count) return null;
        if (place >= 2 && place < 2 + Swept.Count) return Swept[place - 2].Numbers;
        var after = place - Swept.Count - 2;
        return (place, after) switch
        {
            (0, _) => [.. Enumerable.Range(0, Count).Select(trial => (double)(First + trial))],
            (_, 1) => Array.ConvertAll(_steps, Convert.ToDouble),
            (_, 2) => _losses,
            (_, 3) => _gradientNorms,
            (_, 4) => _bestLosses,
            (_, 5) => Array.ConvertAll(_bestSteps, Convert.ToDouble),
            (_, >= 6) when after - 6 < _observed.Length => _observed[after - 6],
            (_, >= 6) when after - 6 - _observed.Length < _parameters.Length => _parameters[after - 6 - _observed.Length],
            _ => null,
        };
    }
}
