using LanguageExt;
using static LanguageExt.Prelude;

namespace FuncGrad;

/// <summary>The table [batch]: the rows that an update sees.</summary>
internal static class BatchReader
{
    private const string Form = "Write size = 32 and of = [\"X\", \"t\"], the arrays of [data] whose first axis counts the rows.";

    /// <summary>Its keys.</summary>
    public static readonly string[] Keys = ["size", "of", "order", "drop_last"];

    public static Validation<InputError, Change> Read(TomlTable root, Declared declared)
    {
        if (root["batch"] is not { } node)
            return Epochs(root) is { } epochs
                ? epochs.Place.Error("method.epochs counts passes over all rows by batches, and there are no batches.",
                    "Add [batch] and below it size = 32 and of = [\"X\", \"t\"]; without batches write steps.")
                        : Success<InputError, Change>(e => e);
        if (node is not TomlTable table) return Sections.NotATable("batch", node);
        return (
            Sections.OnlyKeys(table, Keys, key => $"[batch] has no setting '{key}'."),
            table["size"] is { } size ? Domain.Whole(1).Read("batch.size", size).Map(value => (int)Math.Min(value.Number, int.MaxValue))
                : table.Place.Error("[batch] has no size.", Form),
            Of(table, declared),
            Order(table["order"]),
            ArrayFileReader.Truth("batch.drop_last", table["drop_last"]),
            OneLength(root))
            .Apply((_, rows, of, order, drops, _) => new BatchSettings(rows, of, order.Word, drops.IfNone(false)) { Orders = order.Rows })
            .Bind(batch => Fitting(batch, table, declared)).Map<Change>(batch => e => (e with { Batch = batch }).WithSteps());
    }

    /// <summary>A word, or the rows of each epoch.</summary>
    private static Validation<InputError, (BatchOrder Word, Arr<Arr<int>> Rows)> Order(TomlNode? node) => node switch
    {
        null => (BatchOrder.Shuffle, Arr<Arr<int>>.Empty),
        TomlArray { Items: [TomlArray, ..] } epochs => epochs.Items.Select(epoch => epoch is TomlArray rows
                ? rows.Items.Select(row => Domain.Whole(0).Read("batch.order", row).Map(value => (int)Math.Min(value.Number, int.MaxValue)))
                    .Collected().Map(all => all.ToArr())
                : epoch.Place.Error("batch.order has something that is not an array of rows.",
                    "Write the rows of each epoch in an array of their own.")).Collected()
                        .Map(all => (BatchOrder.Given, all.ToArr())),
        _ => Domain.OneOf([.. Words.Of<BatchOrder>().Where(word => word != Words.Of(BatchOrder.Given))]).Read("batch.order", node)
            .Map(word => (word.As<BatchOrder>(), Arr<Arr<int>>.Empty)),
    };

    private static TomlEntry? Epochs(TomlTable root) => (root["method"] as TomlTable)?.Find("epochs");

    private static Validation<InputError, Unit> OneLength(TomlTable root) =>
        Epochs(root) is { } epochs && (root["method"] as TomlTable)?.Find("steps") is { } steps
            ? epochs.Place.Error($"method.epochs and, at line {steps.Place.Line}, method.steps both say how long learning lasts.",
                "Remove one of them.")
            : unit;

    private static Validation<InputError, Arr<string>> Of(TomlTable table, Declared declared) => table["of"] switch
    {
        null => table.Place.Error("[batch] does not say which arrays have the rows.", Form),
        TomlArray { Items.Count: > 0 } array =>
            array.Items.Select(item => Named(item, declared)).Collected().Map(names => names.Distinct().ToArr()),
        TomlText text => Named(text, declared).Map(name => Array(name)),
        var other => other.Place.Error($"batch.of is {other.Described}, but must be an array of names.", Form),
    };

    private static Validation<InputError, string> Named(TomlNode item, Declared declared) => item is not TomlText text
        ? item.Place.Error($"batch.of has {item.Described}, but must name arrays of [data].", Form)
        : declared.Datum(text.Value) is null && !declared.BrokenKeys.Contains(text.Value)
            ? item.Place.Error(declared.Parameter(text.Value) is null ? $"batch.of names '{text.Value}', which is not an array of [data]."
                : $"batch.of names '{text.Value}', which is learned; batches are rows of data.", NearestName.Hint(text.Value, declared.Data
                    .Select(data => data.Name), "Data"))
            : text.Value;

    /// <summary>All arrays have as many rows, and a batch no more.</summary>
    private static Validation<InputError, BatchSettings> Fitting(BatchSettings batch, TomlTable table, Declared declared)
    {
        var arrays = batch.Of.Select(declared.Datum).Where(array => array?.Source is not null)
            .Select(array => (array!.Name, array.Source!.Shape)).ToArray();
        if (arrays.FirstOrDefault(array => array.Shape.Rank == 0) is { Name: { } single })
            return table["of"]!.Place.Error($"batch.of names '{single}', which is a single number and has no rows.", Form);
        if (arrays.Length == 0) return batch;
        var rows = arrays[0].Shape[0];
        if (arrays.FirstOrDefault(array => array.Shape[0] != rows) is { Name: { } other } odd)
            return table["of"]!.Place.Error($"'{arrays[0].Name}' has {rows} rows and '{other}' {odd.Shape[0]}.",
                "The arrays of a batch have the same rows: the same parts of the same files.");
        if (batch.Orders.Exists(order => order.Count != rows || order.Exists(row => row >= rows)))
            return table["order"]!.Place.Error($"batch.order does not name {rows} rows, from 0 to {rows - 1}, for each epoch.",
                "Each epoch has as many rows as the arrays.");
        return batch.Size <= rows ? batch
            : table["size"]!.Place.Error($"batch.size is {batch.Size}, and there are {rows} rows.",
                "A batch has no more rows than there are.");
    }

    /// <summary>What is wrong with the loss where it sees fewer rows, and with a gradient that cannot be taken so.</summary>
    public static IReadOnlyList<InputError> Mistakes(Experiment experiment, TomlTable root)
    {
        if (experiment.Batch is not { } batch) return [];
        var place = (root["batch"] as TomlTable)?["of"]?.Place ?? root.Place;
        if (StepGraph.NeedsOutsideGradient(experiment.Loss(), experiment.Method.ToMethod()))
            return [new TextPlace(root.Place.Source, 0, 0).Error(
                "A central difference of so many parameter elements sees all rows, not batches.",
                "Use gradient = \"exact\", or leave [batch] out.") with { Location = experiment.LocationOf("method.gradient") }];
        var sizes = experiment.Sweep.Axes.Where(axis => axis.Setting.Key == "batch.size")
            .SelectMany(axis => Enumerable.Range(0, (int)Math.Min(axis.Values.Count, 1000)).Select(i => axis.Values.At(i).Number));
        var rows = ExperimentBatches.RowsOf(experiment, batch);
        if (sizes.Any(size => size > rows))
            return [new InputError(experiment.LocationOf("sweep.batch.size"),
                $"batch.size would be {NumberText.Exact(sizes.Max())}, and there are {rows} rows.",
                "A batch has no more rows than there are.")];
        var (made, errors) = ExperimentBatches.Of(experiment);
        if (made is not null) return [];
        return errors.Count == 0
            ? [place.Error("With the rows of a batch the loss is not a single number.", "Reduce it with sum or mean over the rows.")]
            : [.. errors.Take(1).Select(error =>
                place.Error($"With {batch.Size} rows of {string.Join(", ", batch.Of)} the loss cannot be computed: {error.Problem}",
                    "Name all arrays of the loss that have these rows, and no others."))];
    }
}
