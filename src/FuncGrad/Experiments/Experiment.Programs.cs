using LanguageExt;

namespace FuncGrad;

// Experiments that programs make.
public sealed partial record Experiment
{
    /// <summary>The loss as a function of its arrays, by which it can be had for fewer rows; null if it is a formula or a graph.</summary>
    internal Func<IReadOnlyDictionary<string, Expr>, Expr>? OfArrays { get; init; }

    /// <summary>What is minimised, of what, by which rule, and what is swept, in short.</summary>
    public override string ToString() =>
        (Title.Length > 0 ? $"{Title}: " : "")
        + FormattableString.Invariant($"{Value} of {string.Join(", ", Parameters)}, by {Method.Rule}, {Method.Steps} steps; {Sweep}");

    /// <summary>
    /// An experiment of a loss that a program has made: these are its parameters and where they begin, in the order of the loss.
    /// </summary>
    /// <exception cref="ArgumentException">The loss is a black box, or the start does not fit it.</exception>
    public static Experiment Of(Loss loss, params (string Name, Tensor Value)[] start)
    {
        var values = StartPoint.ByName(Arguments.Given(loss), start);
        var value = loss.Value ?? throw new ArgumentException("A black box has no formula, which trials are made of.", nameof(loss));
        static NamedArray Named(Expr symbol, Tensor value) => new(symbol.InputName!, new ArraySource.Literal(value));
        return new Experiment
        {
            Formula = value.ToString(),
            Value = value,
            Parameters = loss.Parameters.Zip(values, Named).ToArr(),
            Data = loss.Data.Zip(loss.DataValues, Named).ToArr(),
        };
    }

    /// <summary>An experiment of a loss that is a function of its arrays, so that it can be learned in batches of their rows.</summary>
    /// <example><code>
    /// var experiment = Experiment
    ///     .Of(a => Expr.MeanSquaredError(a["X"].MatMul(a["w"]), a["y"]), [("w", start)], [("X", rows), ("y", right)])
    ///     .InBatches(32, epochs: 10, "X", "y");
    /// </code></example>
    /// <param name="loss">Parameters and data by name ↦ a single number.</param>
    /// <param name="parameters">What is learned, and where it begins.</param>
    /// <param name="data">The constants.</param>
    /// <exception cref="ArgumentException">A name is given twice, or the loss is no single number.</exception>
    public static Experiment Of(Func<IReadOnlyDictionary<string, Expr>, Expr> loss, (string Name, Tensor Value)[] parameters,
        (string Name, Tensor Value)[] data)
    {
        var symbols = Arguments.Given(parameters).Concat(Arguments.Given(data))
            .Select(array => (array.Name, Symbol: Expr.Symbol(array.Name, Arguments.Given(array.Value).Shape))).ToArray();
        Arguments.Symbols([.. symbols.Select(one => one.Symbol)], "an array");
        var value = Arguments.Given(loss)(symbols.ToDictionary(one => one.Name, one => one.Symbol));
        var ofParameters = symbols[..parameters.Length].Select(one => one.Symbol).ToArray();
        return Of(FuncGrad.Loss.WithData(value, ofParameters, [
            .. symbols[parameters.Length..].Select((one, d) => (one.Symbol, data[d].Value))]), parameters) with { OfArrays = loss };
    }

    /// <summary>
    /// The experiment learned in batches of rows, each of an epoch once, in an order that seed and epoch decide; another order by
    /// <see cref="Batch"/>.
    /// </summary>
    /// <param name="size">How many rows a batch has, 1 or more.</param>
    /// <param name="epochs">How often all rows are gone through.</param>
    /// <param name="of">The data whose first axis counts the rows.</param>
    /// <exception cref="ArgumentException">There is no such data, or their rows are fewer or not as many.</exception>
    public Experiment InBatches(int size, long epochs, params string[] of)
    {
        int[] rows = [.. Arguments.AllGiven(of).Select(name =>
            Data.FirstOrDefault(data => data.Name == name) is { Source.Shape: { Rank: > 0 } shape } ? shape[0]
                : throw new ArgumentException($"'{name}' is not data with rows.", nameof(of))).Distinct()];
        if (rows.Length != 1)
            throw new ArgumentException(rows.Length == 0 ? "It is not said which data has the rows."
                : $"The data have {string.Join(" and ", rows)} rows.", nameof(of));
        if (size < 1 || size > rows[0])
            throw new ArgumentOutOfRangeException(nameof(size), size, $"A batch has 1 to {rows[0]} rows, as many as there are.");
        return (this with { Batch = new BatchSettings(size, of.ToArr()), Method = Method with { Epochs = epochs } }).WithSteps();
    }
}
