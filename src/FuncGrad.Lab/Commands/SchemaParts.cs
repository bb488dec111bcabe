using System.Text.Json.Nodes;

namespace FuncGrad.Lab;

/// <summary>The words of a JSON schema.</summary>
internal static class SchemaParts
{
    public static JsonObject Of(string type) => new() { ["type"] = type };

    public static JsonObject Of(string type, string meaning) => Described(Of(type), meaning);

    public static JsonObject Number() => Of("number");

    public static JsonObject Described(JsonObject schema, string meaning)
    {
        schema["description"] = meaning;
        return schema;
    }

    public static JsonObject Reference(string name) => new() { ["$ref"] = $"#/definitions/{name}" };

    public static JsonObject OneOf(params JsonObject[] forms) => new() { ["anyOf"] = new JsonArray([.. forms]) };

    public static JsonObject Words(IReadOnlyList<string> words) =>
        new() { ["enum"] = new JsonArray([.. words.Select(word => JsonValue.Create(word))]) };

    public static JsonObject ListOf(JsonObject items, string meaning) => new()
    {
        ["type"] = "array",
        ["items"] = items,
        ["description"] = meaning,
    };

    public static JsonObject MapOf(JsonObject values, string meaning) => new()
    {
        ["type"] = "object",
        ["additionalProperties"] = values,
        ["description"] = meaning,
    };

    /// <summary>A table of these keys and no others.</summary>
    public static JsonObject Closed(IReadOnlyList<string> keys, Func<string, JsonObject> of) => new()
    {
        ["type"] = "object",
        ["properties"] = Properties(keys, of),
        ["additionalProperties"] = false,
    };

    public static JsonObject Properties(IReadOnlyList<string> keys, Func<string, JsonObject> of) =>
        new(keys.Select(key => KeyValuePair.Create(key, (JsonNode?)of(key))));

    /// <summary>What a setting takes.</summary>
    public static JsonObject Value(Domain domain)
    {
        if (!domain.IsNumber) return Words(domain.Words);
        var schema = Of("number", domain.Expected);
        if (domain.IsWhole) schema["multipleOf"] = 1;
        if (double.IsFinite(domain.Bounds.Low)) schema[domain.IsExcluded.Low ? "exclusiveMinimum" : "minimum"] = domain.Bounds.Low;
        if (double.IsFinite(domain.Bounds.High)) schema[domain.IsExcluded.High ? "exclusiveMaximum" : "maximum"] = domain.Bounds.High;
        return schema;
    }
}

/// <summary>Numbers of parameters and data.</summary>
internal static class ArraySchema
{
    public static JsonObject Source() => SchemaParts.OneOf(SchemaParts.Reference("numbers"), Drawn(), File(), OfResults());

    private static JsonObject Drawn()
    {
        var schema = SchemaParts.Closed(["shape", .. ArraySourceReader.Kinds, "gain"], key => key switch
        {
            "shape" => SchemaParts.ListOf(SchemaParts.Value(Domain.Whole(0)), "the number of elements along each axis"),
            "normal" => SchemaParts.Closed(["mean", "std"], _ => SchemaParts.Number()),
            "uniform" => SchemaParts.Closed(["low", "high"], _ => SchemaParts.Number()),
            "init" => SchemaParts.Words(Words.Of<InitialValues.Rule>()),
            "gain" or "fill" => SchemaParts.Number(),
            _ => [],
        });
        schema["required"] = new JsonArray("shape");
        return schema;
    }

    private static JsonObject OfResults()
    {
        var schema = SchemaParts.Closed(["from", .. ArrayFileReader.OfResults], key => key switch
        {
            "trial" => SchemaParts.Value(Domain.Whole(0)),
            "resume" => SchemaParts.Of("boolean"),
            _ => SchemaParts.Of("string"),
        });
        schema["required"] = new JsonArray("from", "trial");
        return schema;
    }

    private static JsonObject File()
    {
        var schema = SchemaParts.Closed([.. ArrayFileReader.Kinds, "array", .. ArrayFileReader.OfText, .. ArrayFileReader.OfAll],
            key => key switch
            {
                "rows" or "delimiter" or "array" or "like" => SchemaParts.Of("string"),
                "header" or "standardise" => SchemaParts.Of("boolean"),
                "classes" => SchemaParts.Of("array"),
                "split" => SchemaParts.Closed(["part", "share", "seed"],
                    part => part == "part" ? SchemaParts.Words(Words.Of<DataSplit.Which>()) : SchemaParts.Number()),
                _ when ArrayFileReader.Kinds.Contains(key) => SchemaParts.Of("string", "a path from the experiment file"),
                _ => [],
            });
        schema["anyOf"] = new JsonArray([.. ArrayFileReader.Kinds.Select(kind => new JsonObject { ["required"] = new JsonArray(kind) })]);
        return schema;
    }
}

/// <summary>What varies from trial to trial.</summary>
internal static class SweepSchema
{
    /// <summary>The tables that hold what can be swept.</summary>
    private const string Tables = "method|parameters|data|batch|stop|judge";

    public static JsonObject Sweep() => new()
    {
        ["type"] = "object",
        ["description"] = "one trial for each combination of these values; keys are paths as method.learning_rate",
        ["properties"] = new JsonObject
        {
            ["seed"] = SchemaParts.Reference("axis"),
            ["zip"] = SchemaParts.ListOf(SchemaParts.ListOf(SchemaParts.Of("string"), "keys that advance together"),
                "groups of keys that advance together"),
            ["sample"] = SchemaParts.Closed(["count", "by", "seed"], part =>
                part == "by" ? SchemaParts.Words(Words.Of<SamplingKind>()) : SchemaParts.Value(Domain.Whole(part == "count" ? 1 : 0))),
        },
        ["patternProperties"] = new JsonObject
        {
            [$"^({Tables})\\."] = SchemaParts.Reference("axis"),
            [$"^({Tables})$"] = SchemaParts.Reference("axes"),
        },
        ["additionalProperties"] = false,
    };

    /// <summary>A list of values or a range.</summary>
    public static JsonObject Axis() => SchemaParts.OneOf(
        new JsonObject { ["type"] = "array", ["minItems"] = 1 },
        SchemaParts.Closed(["from", "to", "count", "scale"],
            part => part == "scale" ? SchemaParts.Words(["linear", "log"]) : SchemaParts.Number()));

    /// <summary>Paths without quotation marks are tables in tables.</summary>
    public static JsonObject Axes() => new()
    {
        ["type"] = "object",
        ["additionalProperties"] = SchemaParts.OneOf(SchemaParts.Reference("axis"), SchemaParts.Reference("axes")),
    };
}
