using System.Globalization;

namespace FuncGrad.Lab;

/// <summary>Refuses what would take more memory than is allowed, with the figure and what to change, before any is taken.</summary>
internal static class MemoryCheck
{
    /// <summary>Elements or columns, less than arrays have room for.</summary>
    private const long Most = 2_000_000_000;

    private const string More = "allow more with --memory";

    /// <summary>The numbers of an experiment themselves; null if they fit.</summary>
    public static string? OfArrays(Experiment experiment, MemoryBound memory)
    {
        var learned = experiment.Parameters.Sum(Elements);
        if (TooMany(experiment, learned) is { } tooMany) return tooMany;
        var bytes = 8 * (learned + experiment.Data.Sum(Elements));
        if (bytes <= memory.Bytes) return null;
        var (table, largest) =
            experiment.Parameters.Select(array => ("parameters", array)).Concat(experiment.Data.Select(array => ("data", array)))
                .MaxBy(named => Elements(named.array));
        return $"{experiment.LocationOf($"{table}.{largest.Name}")}: the arrays take {ByteSize.Text(bytes)}, '{largest.Name}' of shape "
            + $"{largest.Source.Shape} alone {ByteSize.Text(8 * Elements(largest))}; {Allowed(memory)}. Make it smaller, or {More}.";
    }

    /// <summary>A run; null if it fits.</summary>
    /// <param name="need">What it takes.</param>
    /// <param name="mayTakeFewer">Whether fewer workers would take less.</param>
    /// <param name="memory">What is allowed.</param>
    public static string? OfRun(MemoryNeed? need, bool mayTakeFewer, MemoryBound memory) =>
        Refusal("The run", need, memory, mayTakeFewer ? $", use fewer --workers, or {More}" : $", or {More}");

    /// <summary>A loss and its gradient, as <c>check</c> and <c>show</c> evaluate them; null if they fit.</summary>
    public static string? OfGradient(LossGradient derived, MemoryBound memory) => OfValues(derived.All, memory);

    /// <summary>The values of some expressions; null if they fit.</summary>
    public static string? OfValues(IReadOnlyList<Expr> outputs, MemoryBound memory) =>
        Refusal("This", FuncGrad.MemoryNeed.OfValues(outputs), memory, $", or {More}");

    private static string? Refusal(string what, MemoryNeed? need, MemoryBound memory, string remedy) =>
        need is null || need.Bytes <= memory.Bytes
            ? null
            : $"{what} would take about {ByteSize.Text(need.Bytes)} of memory, and {Allowed(memory)}. The largest array, "
                + $"{Name(need.Largest)} of shape {need.Largest.Shape}, takes {ByteSize.Text(8.0 * need.Largest.Shape.ElementCount)}: "
                + $"make it smaller{remedy}.";

    private static string Name(Expr node) =>
        node.InputName is { } name ? $"'{name}'" : node.ConstantValue is null ? $"`{node.Operation}`" : "a constant";

    private static string Allowed(MemoryBound memory) => $"{ByteSize.Text(memory.Bytes)} are allowed";

    private static string? TooMany(Experiment experiment, double learned)
    {
        if (learned > Most) return Told("parameters", "elements are learned", learned, "");
        var columns = experiment.Log.Every == 0 ? 0
            : learned * experiment.Log.Columns.Sum(column =>
                column is LogColumn.Parameters or LogColumn.Gradient ? 1 : column is LogColumn.Slots ? experiment.Method.Rule.Slots.Count
                    : 0);
        return columns > Most
            ? Told("log.columns", "columns would be logged", columns, " Log fewer ([log] columns), or nothing (every = 0).") : null;

        string Told(string key, string what, double count, string remedy) =>
            $"{experiment.LocationOf(key)}: {count.ToString("N0", CultureInfo.InvariantCulture)} {what}, and at most "
                + $"{Numbers.Grouped(Most)} are possible.{remedy}";
    }

    private static double Elements(NamedArray array) => array.Source.Shape.ElementCount;
}
