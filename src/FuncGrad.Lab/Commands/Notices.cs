namespace FuncGrad.Lab;

/// <summary>What an experiment may do but hardly is meant to: told on stderr by <c>funcgrad check</c>, and no mistake.</summary>
internal static class Notices
{
    /// <param name="experiment">Whose places are named.</param>
    /// <param name="loss">Its loss.</param>
    /// <param name="point">The start point with the data.</param>
    /// <param name="isSmooth">Whether the gradient at the point was found to be one, so that it is finite.</param>
    /// <param name="streams">Where it is told.</param>
    public static void Tell(Experiment experiment, Loss loss, IReadOnlyDictionary<Expr, Tensor> point, bool isSmooth, Streams streams)
    {
        foreach (var notice in Stretched(experiment, loss)) streams.Error.Write($"notice: {Messages.Render([notice], experiment.Formula)}");
        foreach (var notice in Unused(experiment, loss).Concat(isSmooth ? [] : NotFinite(experiment, loss, point))) streams.Say($"notice: {notice}");
    }

    private static IEnumerable<InputError> Stretched(Experiment experiment, Loss loss) =>
        Formula.Read(experiment.Formula, loss.Parameters.Concat(loss.Data).ToDictionary(symbol => symbol.InputName!)).Notices.Select(notice => notice.At($"column {notice.Column}"));

    private static IEnumerable<string> Unused(Experiment experiment, Loss loss)
    {
        var used = Ordering.Inputs([loss.Value!]).ToHashSet();
        string Notice(string table, string name) => $"{experiment.LocationOf($"{table}.{name}")}: '{name}' of [{table}] does not occur in the loss.";
        return loss.Parameters.Where(symbol => !used.Contains(symbol)).Select(symbol => Notice("parameters", symbol.InputName!))
            .Concat(loss.Data.Where(symbol => !used.Contains(symbol)).Select(symbol => Notice("data", symbol.InputName!)));
    }

    private static IEnumerable<string> NotFinite(Experiment experiment, Loss loss, IReadOnlyDictionary<Expr, Tensor> point)
    {
        var values = new Evaluation([loss.Value!, .. Differentiation.Gradient(loss.Value!, loss.Parameters)]).At(point);
        var (value, isFinite) = (values[0].ToDouble(), values.Skip(1).All(part => part.ToArray().All(double.IsFinite)));
        if (!double.IsFinite(value)) yield return $"{experiment.LocationOf("loss")}: the loss is {Numbers.Exact(value)} at the start point, so that a run from there is diverged at step 0.";
        else if (!isFinite) yield return $"{experiment.LocationOf("loss")}: the gradient is not finite at the start point, so that a run from there is diverged at step 0.";
    }
}
