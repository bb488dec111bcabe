namespace FuncGrad;

/// <summary>
/// The one list of what is observed of a state: what the judge needs, all parameters, and what the tables show beside. Everything that
/// knows the layout of a row (the graph, the log, the columns) takes it from here.
/// </summary>
internal sealed class Row
{
    private static readonly Observable[] OfJudge =
    [
        Observable.Loss, Observable.GradientNorm, Observable.UpdateNorm, Observable.BestScore, Observable.BestStep,
        Observable.FirstNonFinite, Observable.FirstLost,
        Observable.Step, Observable.OneLearningRate,
    ];

    /// <param name="parameters">The symbols that are learned.</param>
    /// <param name="logged">What a row of the log shows behind its step, in order.</param>
    /// <param name="atEnd">What is told of the end of a trial beside what the judge tells.</param>
    /// <param name="stop">Stop conditions that are formulas.</param>
    /// <param name="keepsBest">Whether the best point is remembered.</param>
    public Row(IReadOnlyList<Expr> parameters, IEnumerable<Observable> logged, IReadOnlyList<Observable>? atEnd = null,
        StopConditions? stop = null, bool keepsBest = false)
    {
        Observable[] shown = [.. logged];
        var ofEach = Enumerable.Range(0, parameters.Count);
        Observable[] all =
        [
            .. OfJudge, .. ofEach.Select(i => Observable.Parameter(parameters, i)), .. shown, .. atEnd ?? [],
            .. stop is null ? [] : StopConditions.Observables,
            .. keepsBest ? ofEach.Select(i => Observable.Best(parameters, i)).Append(Observable.KeptStep) : [],
        ];
        Observables = [.. all.DistinctBy(KeyOf)];
        (KeepsBest, FirstBest, KeptStep) =
            (keepsBest, keepsBest ? IndexOf(Observable.Best(parameters, 0)) : -1, keepsBest ? IndexOf(Observable.KeptStep) : -1);
        (ParameterCount, FirstParameter) = (parameters.Count, OfJudge.Length);
        (Logged, AtEnd, Stop) = ([.. shown.Select(IndexOf)], [.. (atEnd ?? []).Select(IndexOf)], stop);
        LoggedCount = 1 + shown.Sum(one => one.Count);
        (Loss, GradientNorm, BestScore, BestStep) =
            (IndexOf(Observable.Loss), IndexOf(Observable.GradientNorm), IndexOf(Observable.BestScore), IndexOf(Observable.BestStep));
        (FirstNonFinite, FirstLost, Step, LearningRate) =
            (IndexOf(Observable.FirstNonFinite), IndexOf(Observable.FirstLost), IndexOf(Observable.Step),
                IndexOf(Observable.OneLearningRate));
    }

    /// <summary>What is observed, each once.</summary>
    public IReadOnlyList<Observable> Observables { get; }

    /// <summary>How many of them are parameters, one after the other.</summary>
    public int ParameterCount { get; }

    /// <summary>Where the first parameter stands.</summary>
    public int FirstParameter { get; }

    /// <summary>Whether the best point is remembered, where it stands, and the step that led there.</summary>
    public bool KeepsBest { get; }

    /// <inheritdoc cref="KeepsBest"/>
    public int FirstBest { get; }

    /// <inheritdoc cref="KeepsBest"/>
    public int KeptStep { get; }

    /// <summary>
    /// How many updates were made before step 0, where a run goes on with the state of another: those of batches and schedules are counted
    /// from there.
    /// </summary>
    public long UpdatesBefore { get; init; }

    /// <summary>Where the columns of a logged row behind its step stand, in their order.</summary>
    public IReadOnlyList<int> Logged { get; }

    /// <summary>Where the figures of the end of a trial stand.</summary>
    public IReadOnlyList<int> AtEnd { get; }

    /// <summary>Stop conditions that are formulas of what is observed; null if there are none.</summary>
    public StopConditions? Stop { get; private set; }

    /// <summary>The same row with other stop conditions, of which as much is observed.</summary>
    public Row With(StopConditions? stop)
    {
        if (stop == Stop) return this;
        var other = (Row)MemberwiseClone();
        other.Stop = stop;
        return other;
    }

    /// <summary>How many numbers a logged row has, its step included.</summary>
    public int LoggedCount { get; }

    /// <summary>Whether the log shows something that only a graph of the last half remembers.</summary>
    public bool NeedsLastChange => Logged.Contains(Array.IndexOf(OfJudge, Observable.UpdateNorm));

    public int Loss { get; }

    public int GradientNorm { get; }

    public int BestScore { get; }

    public int BestStep { get; }

    public int FirstNonFinite { get; }

    public int FirstLost { get; }

    /// <summary>How many updates the lane made.</summary>
    public int Step { get; }

    /// <summary>The learning rate of the update that follows.</summary>
    public int LearningRate { get; }

    /// <summary>Where an observable stands.</summary>
    public int IndexOf(Observable observable)
    {
        for (var i = 0; i < Observables.Count; i++)
            if (KeyOf(Observables[i]) == KeyOf(observable)) return i;
        throw new ArgumentException($"'{observable.Name}' is not observed.", nameof(observable));
    }

    // A program may call a parameter "loss".
    private static (string, bool) KeyOf(Observable observable) => (observable.Name, observable.Elements is null);
}
