using System.Text.Json;
using System.Text.Json.Nodes;
using static FuncGrad.Lab.SchemaParts;

namespace FuncGrad.Lab;

/// <summary>
/// What an experiment file may say as a JSON schema (draft 07), by which editors complete and check while one writes: formed from the
/// tables that files are read by. It accepts every file that is right; of the wrong ones it finds what needs no look at formulas, shapes
/// and other files.
/// </summary>
internal static class ExperimentSchema
{
    private static readonly JsonSerializerOptions Indented = new()
    {
        WriteIndented = true,
        NewLine = "\n",
        Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    /// <summary>The schema as text.</summary>
    public static string Text() => Schema().ToJsonString(Indented) + "\n";

    private static JsonObject Schema() => new()
    {
        ["$schema"] = "http://json-schema.org/draft-07/schema#",
        ["title"] = "An experiment of FuncGrad",
        ["type"] = "object",
        ["properties"] = Properties(ExperimentParser.TopLevel, TopLevel),
        ["additionalProperties"] = false,
        ["required"] = new JsonArray("loss", "parameters"),
        // Rules of the file's own have hyperparameters that no table knows.
        ["if"] = new JsonObject { ["required"] = new JsonArray("rule") },
        ["else"] = new JsonObject { ["properties"] = Properties(["method"], _ => new() { ["propertyNames"] = Words(KeysOfMethod()) }) },
        ["definitions"] = new JsonObject
        {
            ["array"] = ArraySchema.Source(),
            ["numbers"] = OneOf(Number(), new JsonObject { ["type"] = "array", ["items"] = Reference("numbers") }),
            ["axis"] = SweepSchema.Axis(),
            ["axes"] = SweepSchema.Axes(),
        },
    };

    private static JsonObject TopLevel(string key) => key switch
    {
        "title" => Of("string", "what the experiment shows, for tables and pictures"),
        "loss" => Of("string", "the formula that is minimised (or maximised)"),
        "parameters" => MapOf(Reference("array"), "what is learned, and where it begins; the order is that of the columns"),
        "data" => MapOf(Reference("array"), "constants of the formulas, which are not learned"),
        "define" => MapOf(Of("string"), "names and functions for formulas: h = \"tanh(X @ W)\", \"net(x)\" = \"...\""),
        "observe" => MapOf(Of("string"), "further columns: formulas of single numbers"),
        "method" => Described(new JsonObject { ["type"] = "object", ["properties"] = Properties(KeysOfMethod(), Method) },
            "how the parameters are changed"),
        "batch" => Table("batch", BatchReader.Keys, Batch, "the rows of data that an update sees"),
        "rule" => MapOf(Closed(RuleReader.Keys, Rule), "update rules of your own"),
        "stop" => Table("stop", ObserveReader.KeysOfStop, Stop, "when a trial ends before its last step"),
        "judge" => Table("judge", [], _ => [], "the tolerances of the verdict `converged`"),
        "sweep" => SweepSchema.Sweep(),
        "log" => Table("log", ["columns"], _ => ListOf(Words(FuncGrad.Words.Of<LogColumn>()), "columns of steps.csv"),
            "what is written down"),
        "keep" => Table("keep", [], _ => [], "what is kept of each trial beside the tables"),
        _ => [],
    };

    /// <summary>A table of plain settings, and others.</summary>
    private static JsonObject Table(string name, IEnumerable<string> others, Func<string, JsonObject> other, string meaning) =>
        Described(Closed([.. Settings.Keys($"{name}.").Concat(others).Distinct()], key => Plain($"{name}.{key}") ?? other(key)), meaning);

    private static JsonObject? Plain(string key) =>
        Settings.All.FirstOrDefault(setting => setting.Key == key) is { } setting ? Value(setting.Domain) : null;

    private static JsonObject Batch(string key) => key switch
    {
        "of" => OneOf(Of("string"), ListOf(Of("string"), "the arrays whose first axis counts the rows")),
        "drop_last" => Of("boolean", "leave out a last batch that is smaller"),
        _ => [],
    };

    private static JsonObject Stop(string key) => key switch
    {
        "when" => Of("string", "a formula of observations and of what a step knows, not 0 where it ends"),
        "check" => Value(Domain.Whole(1)),
        "patience" => Closed(ObserveReader.KeysOfPatience,
            part => part switch { "of" => Of("string"), "steps" => Value(Domain.Whole(1)), _ => Words(FuncGrad.Words.Of<Direction>()) }),
        _ => [],
    };

    private static JsonObject Rule(string key) => key switch
    {
        "title" or "source" or "notes" or "settled" or "passes" or "resets" => Of("string"),
        "update" or "matrix_update" => ListOf(Of("string"), "assignments in order"),
        "hyperparameters" or "slots" or "matrix_slots" => Of("object"),
        _ => [],
    };

    private static IEnumerable<Hyperparameter> Hyperparameters() =>
        UpdateRules.All.Concat(UpdateRules.Links).SelectMany(rule => rule.Hyperparameters);

    private static string[] KeysOfMethod() =>
        [.. Settings.Keys("method.").Append("chain").Concat(Hyperparameters().Select(h => h.Name)).Concat(Composed).Distinct()];

    /// <summary>What a chain may be made of: each may have a table of its own settings.</summary>
    private static IEnumerable<string> Composed => UpdateRules.All.Concat(UpdateRules.Links).Select(rule => rule.Name);

    private static JsonObject Method(string key) => key switch
    {
        "rule" => Described(OneOf(Words([.. Settings.All.First(setting => setting.Key == "method.rule").Domain.Words]), Of("string")),
            "an update rule, or one of [rule]"),
        "chain" => ListOf(Of("string"), "rules and links one after the other, instead of a rule"),
        _ when Plain($"method.{key}") is { } plain => plain,
        _ when Hyperparameters().FirstOrDefault(h => h.Name == key) is { } hyperparameter =>
            Described(OneOf(Number(), Of("string"), Of("object")), hyperparameter.Meaning),
        _ => Of("object", $"the settings of {key} in a chain"),
    };
}

/// <summary><c>funcgrad schema</c>: the schema on stdout.</summary>
internal static class SchemaCommand
{
    public static System.CommandLine.Command Of(Streams streams)
    {
        var command = new ExampledCommand("schema", "what an experiment file may say, as a JSON schema for editors",
            "funcgrad schema");
        command.SetAction(_ =>
        {
            streams.Output.Write(ExperimentSchema.Text());
            return ExitCode.Done;
        });
        return command;
    }
}
