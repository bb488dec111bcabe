using LanguageExt;
using static LanguageExt.Prelude;

namespace FuncGrad;

/// <summary>What [sweep] says of one key ↦ its values: a list, or a table { from, to, count, scale }.</summary>
internal static class AxisReader
{
    private const double SmallestNormal = 2.2250738585072014e-308;
    private const string Forms = "Write a list as [0.1, 0.2] or { from = 0.0, to = 1.0, count = 11 }.";

    /// <summary>Whether a sample takes this axis: every interval but the seeds, which are replicates.</summary>
    public static bool IsInterval(string key, TomlNode value) => key != Settings.Seed.Key && value is TomlTable;

    /// <summary>The axis of a setting.</summary>
    /// <param name="setting">What is swept.</param>
    /// <param name="node">Its values.</param>
    /// <param name="sampled">The sample and the dimension of this axis in it, if the sweep is sampled.</param>
    public static Validation<InputError, Axis> Read(Setting setting, TomlNode node, Option<(Sampling Sampling, int Dimension)> sampled) =>
        (node switch
        {
            TomlArray { Items.Count: 0 } => node.Place.Error($"{setting.Key} is swept over no values.", Forms),
            TomlArray list =>
                list.Items.Map(item => setting.Domain.Read(setting.Key, item)).Collected()
                    .Map<AxisValues>(values => new AxisValues.Listed([.. values])),
            TomlTable table when setting == Settings.Seed => Seeds(table),
            TomlTable when !setting.Domain.IsNumber =>
                node.Place.Error($"{setting.Key} is {setting.Domain.Expected}, and has no range.",
                    $"Write a list as [{string.Join(", ", setting.Domain.Words.Take(2).Select(word => $"\"{word}\""))}]."),
            TomlTable table => Range(setting, table, sampled),
            _ => node.Place.Error($"{setting.Key} is swept over {node.Described}, but needs a list or a range.", node is TomlNumber number
                ? $"For this one value write [{number.Text}]." : Forms),
        }).Map(values => new Axis(setting, values));

    private static Validation<InputError, AxisValues> Seeds(TomlTable table) => (
        Only(table, "seed", "from", "count"),
        Optional(table, "from", "seed.from", Domain.Whole(0), 0),
        Required(table, "count", "seed.count", Domain.Whole(1))).Apply((_, from, count) => (from, count)).Bind(seeds =>
            (long)seeds.from + (long)seeds.count - 1 <= (long)Domain.LargestWhole
                ? Success<InputError, AxisValues>(new AxisValues.Consecutive(seeds.from, (long)seeds.count))
                : table.Place.Error("The last seed would pass 2^53.", "Use a smaller from or count."));

    private static Validation<InputError, AxisValues> Range(Setting setting, TomlTable table,
        Option<(Sampling Sampling, int Dimension)> sampled) => sampled.Match(
        sample => (Only(table, setting.Key, "from", "to", "scale"),
            Ends(setting, table)).Apply((_, interval) => (AxisValues)new AxisValues.Sampled(
            interval, sample.Sampling.Coordinate(sample.Dimension), sample.Sampling.Count)),
        () => (Only(table, setting.Key, "from", "to", "count", "scale"), Ends(setting, table),
            Required(table, "count", $"{setting.Key}.count", Domain.Whole(1)))
            .Apply((_, interval, count) => new AxisValues.Gridded(interval, (long)count))
            .Bind(grid => Whole(setting, table, grid)));

    private static Validation<InputError, Interval> Ends(Setting setting, TomlTable table) => (
        Required(table, "from", $"{setting.Key}.from", setting.Domain),
        Required(table, "to", $"{setting.Key}.to", setting.Domain),
        Scale(setting, table)).Apply((from, to, isLogarithmic) => new Interval(from, to, isLogarithmic, setting.Domain.IsWhole))
        .Bind(interval => interval.IsLogarithmic && Math.Min(interval.From, interval.To) < SmallestNormal
            ? table[interval.From < SmallestNormal ? "from" : "to"]!.Place.Error(
                $"{setting.Key} has a logarithmic scale, whose ends must be above 0 (and at least 2.3e-308).",
                "Use a positive end, or leave scale out.")
            : Success<InputError, Interval>(interval));

    private static Validation<InputError, bool> Scale(Setting setting, TomlTable table) => table["scale"] is { } scale
        ? Domain.OneOf(["linear", "log"]).Read($"{setting.Key}.scale", scale).Map(value => value.Word == "log")
        : Success<InputError, bool>(false);

    // Evenly spaced from a whole number, all points are whole if the second is; in equal ratios they outgrow all numbers before the
    // thousandth.
    private static Validation<InputError, AxisValues> Whole(Setting setting, TomlTable table, AxisValues.Gridded grid)
    {
        if (!setting.Domain.IsWhole) return grid;
        var broken = Enumerable.Range(0, (int)Math.Min(grid.Count, grid.Interval.IsLogarithmic ? 1100 : 2)).Select(i => grid.At(i))
            .FirstOrDefault(value => !setting.Domain.Allows(value));
        return broken == default
            ? grid
            : table.Place.Error($"{setting.Key} takes {broken} in this range, but must be {setting.Domain.Expected}.",
                "Choose a count that divides the range, or write a list.");
    }

    private static Validation<InputError, Unit> Only(TomlTable table, string key, params string[] known) =>
        Sections.OnlyKeys(table, known, name =>
            name == "count" ? $"{key} has a count, but is sampled: sample gives the count." : $"The range of {key} has no part '{name}'.");

    private static Validation<InputError, double> Required(TomlTable table, string name, string key, Domain domain) =>
        table[name] is { } node
            ? domain.Read(key, node).Map(value => value.Number)
            : Sections.IsMisnamed(table, name, "from", "to", "count", "scale") ? Success<InputError, double>(1)
            : table.Place.Error($"{key} is missing.", Forms);

    private static Validation<InputError, double> Optional(TomlTable table, string name, string key, Domain domain, double standard) =>
        table[name] is null ? Success<InputError, double>(standard) : Required(table, name, key, domain);
}
