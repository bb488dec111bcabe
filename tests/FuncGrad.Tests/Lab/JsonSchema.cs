using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace FuncGrad.Tests;

/// <summary>Validation by a JSON schema, as draft 07 defines the words that are used here; another word is an exception, not a shrug.</summary>
internal sealed class JsonSchema(JsonObject root)
{
    private static readonly string[] Annotations = ["$schema", "title", "description", "definitions", "properties", "patternProperties", "then", "else"];

    public bool Accepts(JsonNode? value) => Accepts(root, value);

    private bool Accepts(JsonNode schema, JsonNode? value) => schema.AsObject().All(word => word.Key switch
    {
        _ when Annotations.Contains(word.Key) => true,
        "$ref" => Accepts(root["definitions"]![word.Value!.GetValue<string>().Split('/')[^1]]!, value),
        "type" => word.Value!.GetValue<string>() == TypeOf(value),
        "enum" => word.Value!.AsArray().Any(one => JsonNode.DeepEquals(one, value)),
        "anyOf" => word.Value!.AsArray().Any(one => Accepts(one!, value)),
        "if" => (schema[Accepts(word.Value!, value) ? "then" : "else"] is not { } branch) || Accepts(branch, value),
        "required" => value is not JsonObject table || word.Value!.AsArray().All(key => table.ContainsKey(key!.GetValue<string>())),
        "items" => value is not JsonArray array || array.All(item => Accepts(word.Value!, item)),
        "minItems" => value is not JsonArray array || array.Count >= Number(word.Value),
        "propertyNames" => value is not JsonObject table || table.All(entry => Accepts(word.Value!, JsonValue.Create(entry.Key))),
        "additionalProperties" => true,
        "multipleOf" => TypeOf(value) != "number" || Number(value) % Number(word.Value) == 0,
        "minimum" => TypeOf(value) != "number" || Number(value) >= Number(word.Value),
        "maximum" => TypeOf(value) != "number" || Number(value) <= Number(word.Value),
        "exclusiveMinimum" => TypeOf(value) != "number" || Number(value) > Number(word.Value),
        "exclusiveMaximum" => TypeOf(value) != "number" || Number(value) < Number(word.Value),
        _ => throw new NotSupportedException(word.Key),
    }) && (value is not JsonObject whole || whole.All(entry => HasAccepted(schema, entry.Key, entry.Value)));

    /// <summary>A property by its name, by patterns, else as one of the others.</summary>
    private bool HasAccepted(JsonNode schema, string key, JsonNode? value)
    {
        JsonNode?[] matching = [schema["properties"]?[key], .. (schema["patternProperties"]?.AsObject() ?? []).Where(pattern => Regex.IsMatch(key, pattern.Key)).Select(pattern => pattern.Value)];
        if (matching.Any(found => found is not null)) return matching.All(found => found is null || Accepts(found, value));
        return schema["additionalProperties"] switch
        {
            null => true,
            JsonObject others => Accepts(others, value),
            var allowed => allowed.GetValue<bool>(),
        };
    }

    private static double Number(JsonNode? value) => value!.GetValue<double>();

    private static string TypeOf(JsonNode? value) => value switch
    {
        JsonObject => "object",
        JsonArray => "array",
        _ => value?.GetValueKind() switch { System.Text.Json.JsonValueKind.String => "string", System.Text.Json.JsonValueKind.Number => "number", null => "null", _ => "boolean" },
    };
}
