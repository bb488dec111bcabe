using LanguageExt;
using static LanguageExt.Prelude;

namespace FuncGrad;

/// <summary>The setting <c>sample</c> of [sweep].</summary>
internal static class SampleReader
{
    private const string Form = "Write sample = { count = 1000, by = \"sobol\" }.";

    /// <param name="node">Its value; null if there is none.</param>
    /// <param name="dimensions">How many axes it would sample.</param>
    public static Validation<InputError, Option<Sampling>> Read(TomlNode? node, int dimensions)
    {
        if (node is null) return Success<InputError, Option<Sampling>>(None);
        if (node is not TomlTable table) return node.Place.Error($"sweep.sample is {node.Described}, but must be a table.", Form);
        return (
            Sections.OnlyKeys(table, ["count", "by", "seed"], name => $"sweep.sample has no part '{name}'."),
            Part(table, "count", Domain.Whole(1), null),
            Part(table, "by", Domain.OneOf<SamplingKind>(), null),
            Part(table, "seed", Domain.Whole(0), new SettingValue(0)),
            Dimensions(table, dimensions)).Apply((_, count, by, seed, _) =>
                new Sampling((long)count.Number, by.As<SamplingKind>(), (long)seed.Number))
            .Bind(sampling => NotTooMany(table, sampling)).Map(Some);
    }

    private static Validation<InputError, Sampling> NotTooMany(TomlTable table, Sampling sampling) =>
        sampling.Count <= Sampling.MostPoints(sampling.By)
            ? sampling
            : (table["count"]?.Place ?? table.Place).Error(
                $"A sample by {Words.Of(sampling.By)} has at most {NumberText.Count(Sampling.MostPoints(sampling.By))} points, and this "
                    + $"one would have {NumberText.Count(sampling.Count)}.",
                sampling.By == SamplingKind.LatinHypercube ? "Use by = \"sobol\" or \"random\", or fewer points."
                    : "Use by = \"random\", or fewer points.");

    private static Validation<InputError, SettingValue> Part(TomlTable table, string name, Domain domain, SettingValue? standard) =>
        table[name] is { } node ? domain.Read($"sweep.sample.{name}", node)
        : Sections.IsMisnamed(table, name, "count", "by", "seed")
        ? Success<InputError, SettingValue>(domain.IsNumber ? new SettingValue(1) : SettingValue.Of(domain.Words[0]))
        : standard is { } value ? Success<InputError, SettingValue>(value)
        : table.Place.Error($"sweep.sample.{name} is missing.", Form);

    private static Validation<InputError, Unit> Dimensions(TomlTable table, int dimensions)
    {
        if (dimensions == 0)
            return table.Place.Error("There is nothing to sample: no axis of the sweep is a range.",
                "Give an axis as { from = 1e-4, to = 1.0, scale = \"log\" }.");
        return table["by"] is TomlText { Value: "sobol" } && dimensions > Sampling.SobolDimensions
            ? table.Place.Error($"A Sobol sample has at most {Sampling.SobolDimensions} axes, and this one has {dimensions}.",
                "Use by = \"latin_hypercube\" or \"random\".")
            : unit;
    }
}
