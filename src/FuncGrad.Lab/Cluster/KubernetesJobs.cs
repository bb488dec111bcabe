using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace FuncGrad.Lab;

/// <summary>What the user says of a Kubernetes cluster.</summary>
/// <param name="Image">The container image that holds funcgrad and the experiment's files are mounted into.</param>
/// <param name="Claim">The persistent volume claim that holds the experiment file, and the results.</param>
/// <param name="Mount">Where it is mounted: the folder that holds both here.</param>
internal sealed record KubernetesOptions(string Image, string Claim, string Mount)
{
    /// <summary>Where <c>dotnet publish /t:PublishContainer</c> puts the program.</summary>
    public const string Program = "/app/FuncGrad.Lab";
}

/// <summary>
/// Jobs for Kubernetes (<see href="https://kubernetes.io/docs/concepts/workloads/controllers/job/"/>, batch/v1): an indexed job of which
/// each index computes a shard, and one that merges them, which waits until it is told to begin. A pod that was told to end saves what it
/// has and answers 75: then, as after an eviction, the index is tried again without being counted as failed.
/// </summary>
internal static class KubernetesJobs
{
    private const int Retries = 6, SecondsToSave = 60;

    private static readonly JsonSerializerOptions Form =
        new() { WriteIndented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>Both jobs, or only the merge where no shard is missing, as one text that is JSON and so also YAML.</summary>
    public static string Text(Submission work, KubernetesOptions options)
    {
        JsonObject[] jobs = work.Missing.Count == 0 ? [Merge(work, options)] : [Shards(work, options), Merge(work, options)];
        return string.Join("---\n", jobs.Select(job => job.ToJsonString(Form) + "\n"));
    }

    private static JsonObject Shards(Submission work, KubernetesOptions options)
    {
        var numbers = string.Join(' ', work.Missing);
        var script = $$"""
            set -- {{numbers}}
            shift "$JOB_COMPLETION_INDEX"
            {{work.RunLine("\"$1\"", "--unlock")}} &
            task=$!
            trap '{{ShellText.TellTask}}' TERM
            {{ShellText.WaitForTask}}
            [ "$code" = {{ExitCode.SomeFailed}} ] && code=0
            exit "$code"
            """;
        var spec = new JsonObject
        {
            ["completionMode"] = "Indexed",
            ["completions"] = work.Missing.Count,
            ["parallelism"] = work.Missing.Count,
            ["backoffLimitPerIndex"] = Retries,
            ["podFailurePolicy"] = new JsonObject
            {
                ["rules"] = new JsonArray(
                    Rule("Ignore", new() { ["onExitCodes"] = Codes(ExitCode.StoppedEarly, ExitCode.Killed(15)) }),
                    Rule("Ignore", new() { ["onPodConditions"] = new JsonArray(IsDisrupted()) }),
                    Rule("FailIndex", new() { ["onExitCodes"] = Codes(ExitCode.BadInput) })),
            },
            ["template"] = Template(work, options, script, work.Processors),
        };
        return Job(work.Name, spec);
    }

    private static JsonObject Merge(Submission work, KubernetesOptions options) => Job($"{work.Name}-merge", new JsonObject
    {
        ["suspend"] = work.Missing.Count > 0,
        ["backoffLimit"] = Retries,
        ["template"] = Template(work, options, $"exec {work.MergeLine("--unlock")}", 1),
    });

    private static JsonObject Rule(string action, JsonObject condition)
    {
        condition["action"] = action;
        return condition;
    }

    private static JsonObject Codes(params int[] codes) => new()
    {
        ["containerName"] = "funcgrad",
        ["operator"] = "In",
        ["values"] = new JsonArray([.. codes.Order().Select(code => (JsonNode)code)]),
    };

    private static JsonObject Job(string name, JsonObject spec) => new()
    {
        ["apiVersion"] = "batch/v1",
        ["kind"] = "Job",
        ["metadata"] = new JsonObject { ["name"] = name, ["labels"] = new JsonObject { ["app.kubernetes.io/name"] = "funcgrad" } },
        ["spec"] = spec,
    };

    private static JsonObject IsDisrupted() => new() { ["type"] = "DisruptionTarget", ["status"] = "True" };

    private static JsonObject Template(Submission work, KubernetesOptions options, string script, int processors)
    {
        var requests = new JsonObject { ["cpu"] = processors.ToString(CultureInfo.InvariantCulture) };
        var resources = new JsonObject { ["requests"] = requests };
        if (work.Memory is not null)
        {
            var bytes = MemoryBound.Parse(work.Memory)!.Value.Bytes.ToString(CultureInfo.InvariantCulture);
            requests["memory"] = bytes;
            resources["limits"] = new JsonObject { ["memory"] = bytes };
        }
        var container = new JsonObject
        {
            ["name"] = "funcgrad",
            ["image"] = options.Image,
            ["command"] = new JsonArray("/bin/sh", "-c", script.ReplaceLineEndings("\n")),
            ["resources"] = resources,
            ["volumeMounts"] = new JsonArray(new JsonObject { ["name"] = "work", ["mountPath"] = options.Mount }),
        };
        var claim = new JsonObject { ["claimName"] = options.Claim };
        return new()
        {
            ["spec"] = new JsonObject
            {
                ["restartPolicy"] = "Never",
                ["terminationGracePeriodSeconds"] = SecondsToSave,
                ["containers"] = new JsonArray(container),
                ["volumes"] = new JsonArray(new JsonObject { ["name"] = "work", ["persistentVolumeClaim"] = claim }),
            },
        };
    }
}
