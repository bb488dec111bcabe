namespace FuncGrad.Lab;

/// <summary>
/// What an experiment may do but hardly is meant to: told once on stderr by <c>funcgrad run</c> and <c>funcgrad check</c>, with the names
/// of the file, and no mistake.
/// </summary>
internal static class Notices
{
    /// <summary>So many elements of values are formed at once to look at the start: some hundredths of a second.</summary>
    private const double MostElements = 2e6;

    /// <summary>Tells them.</summary>
    /// <param name="experiment">The experiment.</param>
    /// <param name="derived">Its loss with the gradient, which whoever calls this needs too: the start of a process counts.</param>
    /// <param name="streams">Where they are told.</param>
    public static void Tell(Experiment experiment, LossGradient derived, Streams streams)
    {
        if (!System.Runtime.CompilerServices.RuntimeFeature.IsDynamicCodeSupported)
            streams.Say("notice: this runtime compiles no code of its own, so trials are interpreted: to the same bits, but slower.");
        var loss = experiment.Loss();
        foreach (var notice in Noticed(experiment.Formula, experiment.Scope()))
            streams.Error.Write($"notice: {Messages.Render([notice], experiment.Formula, width: streams.ErrorWidth)}");
        foreach (var notice in Unused(experiment, loss).Concat(WithoutEffect(experiment)).Concat(WithoutMove(experiment))
            .Concat(LeftOut(experiment)).Concat(NotFinite(experiment, derived)))
            streams.Say($"notice: {notice}");
    }

    private static IEnumerable<InputError> Noticed(string formula, FormulaScope scope) =>
        Formula.Read(formula, scope).Notices.Concat(scope.Definitions.Notices).Select(notice => notice.At(column => $"column {column}"))
            .Distinct();

    private static IEnumerable<string> Unused(Experiment experiment, Loss loss)
    {
        var used = Ordering.Inputs([loss.Value!, .. ObservedFormulas.Of(experiment).All(experiment)]).ToHashSet();
        string Notice(string table, string name) =>
            $"{experiment.LocationOf($"{table}.{name}")}: '{name}' of [{table}] does not occur in the loss.";
        return loss.Parameters.Where(symbol => !used.Contains(symbol)).Select(symbol => Notice("parameters", symbol.InputName!))
            .Concat(loss.Data.Where(symbol => !used.Contains(symbol)).Select(symbol => Notice("data", symbol.InputName!)));
    }

    /// <summary>A rule that changes the gradient alone, which only rules behind it in a chain would use.</summary>
    internal static IEnumerable<string> WithoutMove(Experiment experiment)
    {
        var trace = new RuleTrace(experiment.Method.Rule, [.. experiment.Parameters.Select(parameter => parameter.Source.Shape)]);
        if (experiment.Sweep.Keys.Contains("method.rule") || !trace.Move.Next.SequenceEqual(trace.Evaluated.Point)) yield break;
        var place = experiment.LocationOf(experiment.Places.ContainsKey("method.chain") ? "method.chain" : "method.rule");
        yield return $"{place}: {experiment.Method.Rule.Name} never changes x, so that nothing moves: what changes g alone stands before "
            + "a rule, as in chain = [\"clip_by_value\", \"adam\"].";
    }

    /// <summary>Whether anything depends on the seed: arrays, the order of batches, dropout, random numbers of a rule.</summary>
    private static bool IsDrawn(Experiment experiment)
    {
        Shape[] shapes = [.. experiment.Parameters.Select(parameter => parameter.Source.Shape)];
        var rules = experiment.Sweep.Axes.Where(axis => axis.Setting.Key == "method.rule").SelectMany(axis =>
            Enumerable.Range(0, (int)axis.Values.Count).Select(i => axis.Setting.Put(experiment, axis.Values.At(i)).Method.Rule));
        return experiment.Parameters.Concat(experiment.Data).Any(array => array.Source.IsDrawn) || DropoutNumbers.AreIn(experiment.Value)
            || (experiment.Batch is { } batch && BatchOrders.DependsOnSeed(batch.Order))
            || rules.Append(experiment.Method.Rule).Any(rule => new RuleTrace(rule, shapes).Draws);
    }

    /// <summary>Swept keys that change nothing, so that trials repeat each other.</summary>
    internal static IEnumerable<string> WithoutEffect(Experiment experiment)
    {
        string Notice(string key, string why) =>
            $"{experiment.LocationOf($"sweep.{key}")}: '{key}' is swept, but {why}: trials that differ in it alone are the same.";
        string[] keys = [.. experiment.Sweep.Keys];
        if (keys.Contains(Settings.Seed.Key) && !IsDrawn(experiment)) yield return Notice(Settings.Seed.Key, "nothing is drawn from it");
        if (keys.Contains("method.h") && !keys.Contains("method.gradient") && experiment.Method.Gradient == GradientKind.Exact)
            yield return Notice("method.h", "the gradient is exact");
    }

    /// <summary>That the default columns are without the parameters.</summary>
    private static IEnumerable<string> LeftOut(Experiment experiment)
    {
        if (experiment.Log.Every == 0 || experiment.Places.ContainsKey("log.columns")
            || experiment.Log.Columns.Contains(LogColumn.Parameters))
            return [];
        var columns = string.Join(", ", new LogSettings().Columns.Select(column => $"\"{Words.Of(column)}\""));
        return [
            $"steps.csv leaves out the {Numbers.Grouped(experiment.ElementCount)} parameter elements of each row, more than "
                + $"{LogSettings.MostParametersOfRow}. [log] columns = [{columns}] shows them."];
    }

    /// <summary>Loss or gradient at the start of the first trial. The whole graph is evaluated, which large losses are spared.</summary>
    private static IEnumerable<string> NotFinite(Experiment experiment, LossGradient derived)
    {
        var trials = new Trials(experiment);
        var first = trials.ExperimentOf(trials[0]);
        var (loss, point) = (first.Loss(), Point(first));
        if (!derived.IsOf(loss.Value!, loss.Parameters)) derived = new LossGradient(loss.Value!, loss.Parameters);
        if (Ordering.Of(derived.All).Sum(node => (double)node.Shape.ElementCount) > MostElements) yield break;
        var (value, gradient) = derived.At(point);
        var isFinite = gradient.All(part => part.ToArray().All(double.IsFinite));
        var where = trials.Count > 1 ? "at the start point of trial 0" : "at the start point";
        var what = !double.IsFinite(value) ? $"the loss is {NumberText.Exact(value)}" : !isFinite ? "the gradient is not finite" : null;
        if (what is not null)
            yield return $"{experiment.LocationOf("loss")}: {what} {where}, so a run from there is diverged at step 0.";
    }

    private static Dictionary<Expr, Tensor> Point(Experiment experiment)
    {
        var (loss, start, point) = (experiment.Loss(), experiment.Start(), new Dictionary<Expr, Tensor>());
        for (var i = 0; i < loss.Data.Count; i++) point[loss.Data[i]] = loss.DataValues[i];
        for (var i = 0; i < start.Count; i++) point[loss.Parameters[i]] = start[i];
        return point;
    }
}
