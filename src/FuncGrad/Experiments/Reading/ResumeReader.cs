using LanguageExt;

namespace FuncGrad;

/// <summary>
/// <c>resume = true</c> of parameters that are those of a trial: the slots of the rule are taken too, and updates are counted on from
/// there.
/// </summary>
internal static class ResumeReader
{
    private const string All =
        "Write the same from, trial and resume = true for all parameters, or leave resume out: then the rule starts afresh at these "
            + "parameters.";

    /// <summary>The experiment with the state that it goes on from, or why it cannot.</summary>
    public static Validation<InputError, Experiment> Read(Experiment experiment, TomlTable root,
        Func<ArrayFile, Validation<InputError, Tensor>> read)
    {
        TomlEntry[] parameters = [.. (root["parameters"] as TomlTable)?.Entries ?? []];
        if (parameters.FirstOrDefault(IsResumed) is not { Value: TomlTable table } first) return experiment;
        var place = table["resume"]!.Place;
        if (parameters.FirstOrDefault(other => !IsResumed(other) || SourceOf(other) != SourceOf(first)) is { } other)
            return place.Error(
                $"'{first.Key}' continues earlier results, but '{other.Key}' at line {other.Place.Line} does not continue the same trial.",
                All);
        if (experiment.Sweep.Keys.Contains("method.rule"))
            return place.Error("A run continues with the slots of its rule, and here rules are swept.",
                "Name one rule, or leave resume out.");
        var file = ArrayFileReader.Read($"parameters.{first.Key}", table).Match(one => one, _ => throw new InvalidOperationException());
        return States(experiment, place, one => read(file with { Member = one })).Map(resumed => resumed.Resume(experiment));
    }

    private static Validation<InputError, Checkpoint> States(Experiment experiment, TextPlace place,
        Func<string, Validation<InputError, Tensor>> read)
    {
        var found = new Dictionary<string, Tensor>();
        foreach (var (name, shape) in new Batch(experiment).KeptStates().Append((Checkpoint.UpdatesName, Shape.Scalar)))
            if (read(name).MatchUnsafe<Tensor?>(tensor => tensor, _ => null) is { } tensor && tensor.Shape.Equals(shape))
                found[name] = tensor;
            else
                return place.Error($"'{name}' of shape {shape}, which the rule goes on with, is not kept there.",
                    "It was learned by another rule, or [keep] parameters = \"best\" kept it, which is without slots. Leave resume out, "
                        + "and the rule starts afresh at these parameters.");
        if (Checkpoint.SlotOfAnotherRule(experiment, found.Keys, name => read(name).IsSuccess) is { } other)
            return place.Error(
                $"'{other}' is kept there, and {experiment.Method.Rule.Name} has no such slot: it was learned by another rule.",
                "Take that rule, or leave resume out: then the rule starts afresh at these parameters.");
        var updates = (long)found[Checkpoint.UpdatesName][0];
        found.Remove(Checkpoint.UpdatesName);
        return new Checkpoint(experiment.Parameters
            .ToDictionary(parameter => parameter.Name, parameter => parameter.Source.Values(0, "")), found, updates);
    }

    private static bool IsResumed(TomlEntry entry) =>
        entry.Value is TomlTable table && table.Find("from") is not null && table["resume"] is TomlOther { Text: "true" };

    private static string SourceOf(TomlEntry entry) =>
        $"{((TomlTable)entry.Value)["from"]!.Described} {((TomlTable)entry.Value)["trial"]?.Described}";
}
