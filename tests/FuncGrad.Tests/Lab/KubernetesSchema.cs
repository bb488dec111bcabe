using System.Text.Json;

namespace FuncGrad.Tests;

/// <summary>What a job of Kubernetes may consist of, by the list in <c>Reference/kubernetes-job.txt</c>.</summary>
internal static class KubernetesSchema
{
    private static readonly Dictionary<string, Dictionary<string, string>> Types = File.ReadLines(Path.Combine(SourceCode.Root, "tests", "FuncGrad.Tests", "Reference", "kubernetes-job.txt"))
        .Where(line => !line.StartsWith('#')).Select(line => line.Split(": ", 2))
        .ToDictionary(type => type[0].TrimEnd(':'), type => (type.ElementAtOrDefault(1) ?? "").Split(", ", StringSplitOptions.RemoveEmptyEntries).Select(property => property.Split(' ')).ToDictionary(property => property[0], property => property[1]));

    /// <summary>What is wrong with a job.</summary>
    public static IEnumerable<string> MistakesOf(JsonElement job) => Mistakes(job, "V1Job", "job");

    private static IEnumerable<string> Mistakes(JsonElement value, string type, string path) => (type, value.ValueKind) switch
    {
        ("string" or "scalar" or "time", JsonValueKind.String) or ("scalar" or "number", JsonValueKind.Number) or ("boolean", JsonValueKind.True or JsonValueKind.False) => [],
        ("integer", JsonValueKind.Number) when value.TryGetInt64(out _) => [],
        (['[', .. var element, ']'], JsonValueKind.Array) => value.EnumerateArray().SelectMany((item, i) => Mistakes(item, element, $"{path}[{i}]")),
        (['{', .. var element, '}'], JsonValueKind.Object) => value.EnumerateObject().SelectMany(entry => Mistakes(entry.Value, element, $"{path}.{entry.Name}")),
        (_, JsonValueKind.Object) when Types.TryGetValue(type, out var known) => value.EnumerateObject().SelectMany(property =>
            known.TryGetValue(property.Name, out var own) ? Mistakes(property.Value, own, $"{path}.{property.Name}") : [$"{path}.{property.Name} is unknown"]),
        _ => [$"{path} is no {type}"],
    };
}
