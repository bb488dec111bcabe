using LanguageExt;

namespace FuncGrad;

/// <summary>Updates by batches of rows instead of all.</summary>
/// <param name="Size">How many rows a batch has, 1 or more.</param>
/// <param name="Of">The data whose first axis counts the rows.</param>
/// <param name="Order">In what order the rows are taken.</param>
/// <param name="DropsLast">Whether rows that fill no batch are left out of an epoch; else they are its last batch.</param>
public sealed record BatchSettings(int Size, Arr<string> Of, BatchOrder Order = BatchOrder.Shuffle, bool DropsLast = false)
{
    /// <summary>The rows of each epoch in their order, where they are written out; the first again behind the last.</summary>
    public Arr<Arr<int>> Orders { get; init; } = Arr<Arr<int>>.Empty;
}

/// <summary>In what order batches take the rows of an epoch.</summary>
public enum BatchOrder
{
    /// <summary>Each row once, in an order that the seed and the number of the epoch decide.</summary>
    Shuffle,

    /// <summary>Each row once, as the arrays have them.</summary>
    Sequential,

    /// <summary>Drawn with replacement, as many as there are rows.</summary>
    Random,

    /// <summary>As written out.</summary>
    Given,
}

/// <summary>What the batches of an experiment come to.</summary>
internal static class ExperimentBatches
{
    /// <summary>The experiment with as many steps as its epochs are, if it has any.</summary>
    public static Experiment WithSteps(this Experiment experiment) =>
        experiment.Method.Epochs is { } epochs ? experiment with { Method = experiment.Method with { Steps = Steps(experiment, epochs) } }
            : experiment;

    /// <summary>The rows that the batches of an experiment are taken from.</summary>
    public static int RowsOf(Experiment experiment, BatchSettings batch) =>
        experiment.Data.First(data => batch.Of.Contains(data.Name)).Source.Shape[0];

    /// <summary>How many updates so many epochs are.</summary>
    public static long Steps(Experiment experiment, long epochs)
    {
        if (experiment.Batch is not { } batch) return epochs;
        var (rows, size) = (RowsOf(experiment, batch), Math.Max(1, batch.Size));
        return epochs * Math.Max(1, batch.DropsLast ? rows / size : ((rows - 1) / size) + 1);
    }

    /// <summary>
    /// The loss of the batches of an experiment, its formula read again with as many rows; null without batches, or what does not fit.
    /// </summary>
    public static (Minibatches? Batches, IReadOnlyList<FormulaError> Errors) Of(Experiment experiment)
    {
        if (experiment.Batch is not { } batch) return (null, []);
        if (experiment.OfArrays is null && experiment.Value != experiment.ValueOfFormula)
            return (null, [new(1, "A loss that a program has made as a graph has its rows built in, and is none of fewer.",
                "Give it as a function of its arrays: Experiment.Of(a => ..., parameters, data).")]);
        int[] data = [.. Enumerable.Range(0, experiment.Data.Count).Where(d => batch.Of.Contains(experiment.Data[d].Name))];
        var rows = RowsOf(experiment, batch);
        var (first, errors) = Loss(experiment, data, batch.Size);
        if (first is null) return (null, errors);
        var rest = batch.DropsLast ? 0 : rows % batch.Size;
        var (last, more) = rest == 0 ? (null, errors) : Loss(experiment, data, rest);
        return last is null && rest > 0 ? (null, more) : (new Minibatches(data, rows, batch.Size, first, last), []);
    }

    /// <summary>So many rows are always looked at, if there are; and a share of all that the learning goes through.</summary>
    private const int FewestLookedAt = 2048, ShareLookedAt = 64;

    /// <summary>
    /// How many rows the judge looks at, so that it takes about as long as the learning at most: a look takes about as many gradients over
    /// them. A function of the experiment alone.
    /// </summary>
    public static int RowsLookedAt(Minibatches batches, long steps) =>
        (int)Math.Clamp(batches.Rows * ((double)steps / batches.PerEpoch) / ShareLookedAt, Math.Min(batches.Rows, FewestLookedAt),
            batches.Rows);

    /// <summary>The loss of some rows, the same for all trials.</summary>
    public static Loss? Look(Experiment experiment, Minibatches batches)
    {
        var rows = RowOrder.Shuffled(0, "judge", batches.Rows)[..RowsLookedAt(batches, experiment.Method.Steps)];
        if (rows.Length == batches.Rows) return null;
        var data = experiment.DataValues().Select((all, d) => batches.Data.Contains(d) ? all.Rows(rows) : all)
            .Select((value, d) => (Symbol: Expr.Symbol(experiment.Data[d].Name, value.Shape), Value: value)).ToArray();
        var reading = Value(experiment, batches.Data.ToDictionary(d => experiment.Data[d].Name, d => data[d].Symbol));
        return reading.Value is { Shape.Rank: 0 } value ? FuncGrad.Loss.Unchecked(value, experiment.Symbols(), data) : null;
    }

    /// <summary>The loss with symbols of fewer rows in place of some data: formula or function once more.</summary>
    private static (Expr? Value, IReadOnlyList<FormulaError> Errors) Value(Experiment experiment, Dictionary<string, Expr> symbols)
    {
        if (experiment.OfArrays is { } loss)
            return (loss(experiment.Parameters.Concat(experiment.Data).ToDictionary(array => array.Name,
                array => symbols.GetValueOrDefault(array.Name) ?? Expr.Symbol(array.Name, array.Source.Shape))), []);
        var reading = Formula.Read(experiment.Formula, experiment.Scope(symbols));
        return (reading.Expression, reading.Errors);
    }

    private static (BatchLoss? Loss, IReadOnlyList<FormulaError> Errors) Loss(Experiment experiment, int[] data, int rows)
    {
        var symbols = data.ToDictionary(d => experiment.Data[d].Name, d =>
            experiment.Data[d].Source.Shape is var shape ? Expr.Symbol(experiment.Data[d].Name, Shape.Of([rows, .. shape.Skip(1)]))
                : Expr.Zero);
        var reading = Value(experiment, symbols);
        if (reading.Errors.Count > 0 || reading.Value is not { Shape.Rank: 0 } value) return (null, reading.Errors);
        Expr[] inputs = [.. symbols.Values.Select(symbol => Expr.Input($"batch.{symbol.InputName}", symbol.Shape))];
        var replaced = Substitution.Replace([value], symbols.Values.Zip(inputs, KeyValuePair.Create).ToDictionary());
        return (new BatchLoss(replaced[0], inputs), []);
    }
}
