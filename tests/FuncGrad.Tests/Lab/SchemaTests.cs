using System.Text.Json.Nodes;
using FuncGrad.Lab;
using Xunit;

namespace FuncGrad.Tests;

/// <summary>What editors are told of experiment files: every right file passes, wrong keys do not.</summary>
public sealed class SchemaTests
{
    private const string Kept = "experiments/experiment.schema.json";

    private static readonly JsonSchema Schema = new(JsonNode.Parse(ExperimentSchema.Text())!.AsObject());

    /// <summary>Below these, users choose the names.</summary>
    private static readonly string[] Free = ["parameters", "data", "define", "observe", "rule"];

    public static TheoryData<string, string> Files => [
        .. Directory.EnumerateFiles(Path.Combine(SourceCode.Root, "experiments"), "*.toml").Select(file => (Path.GetFileName(file), File.ReadAllText(file))),
        .. NewCommand.Kinds.Select(kind => ($"new {kind}", NewCommand.TextOf(kind))),
        ("every form", ExampleFiles.Whole)];

    [Fact]
    public void The_file_beside_the_experiments_is_what_the_command_prints()
    {
        var (path, text) = (Path.Combine(SourceCode.Root, Kept), Shell.Run("schema").Output);
        if (Environment.GetEnvironmentVariable("FUNCGRAD_WRITE_SCHEMA") == "1") File.WriteAllText(path, text);
        Assert.Equal(File.ReadAllText(path), text);
        Assert.EndsWith($"/main/{Kept}", NewCommand.SchemaLine.Trim(), StringComparison.Ordinal);
        var address = System.Xml.Linq.XDocument.Load(Path.Combine(SourceCode.Root, "Directory.Build.props")).Descendants("RepositoryUrl").Single().Value;
        Assert.Contains(new Uri(address).AbsolutePath, NewCommand.SchemaLine, StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(Files))]
    public void A_right_file_passes(string name, string text) => Assert.True(Schema.Accepts(Json(TomlReading.Of(text, name).Root)), name);

    [Theory]
    [MemberData(nameof(Files))]
    public void With_a_wrong_key_anywhere_it_does_not(string name, string text)
    {
        var root = TomlReading.Of(text, name).Root;
        foreach (var wrong in WithWrongKey(root).Concat(root.Entries.Where(entry => IsChecked(root, entry)).SelectMany(entry => WithWrongKey((TomlTable)entry.Value).Select(inner => root.With(entry with { Value = inner })))))
            Assert.False(Schema.Accepts(Json(wrong)), TomlWriting.Of(wrong));
    }

    [Theory]
    [InlineData("parameters.W = { from = \"results/digits\", trial = 17, resume = true }", true)]
    [InlineData("data.W = { from = \"results/digits\", trial = 0, array = \"V\" }", true)]
    [InlineData("parameters.W = { from = \"results/digits\" }", false)]
    [InlineData("parameters.W = { from = \"results/digits\", trial = 17, rows = \"0:3\" }", false)]
    [InlineData("parameters.W = { shape = [3, 2], init = \"orthogonal\" }", true)]
    [InlineData("keep.parameters = \"best\"", true)]
    [InlineData("keep.parameters = \"all\"", false)]
    public void What_is_kept_and_taken_again_is_known(string line, bool isRight) =>
        Assert.Equal(isRight, Schema.Accepts(Json(TomlReading.Of($"loss = \"x^2\"\nparameters.x = 1.0\n{line}\n", "").Root)));

    [Theory]
    [InlineData("method.steps = -1")]
    [InlineData("method.steps = 1.5")]
    [InlineData("method.steps = \"10\"")]
    [InlineData("method.gradient = \"exakt\"")]
    [InlineData("method.h = 0.0")]
    [InlineData("log.columns = [\"losses\"]")]
    [InlineData("stop.patience = { of = \"loss\", steps = 0 }")]
    [InlineData("sweep.seed = 3")]
    [InlineData("sweep.\"method.learning_rate\" = []")]
    [InlineData("sweep.\"methods.learning_rate\" = [0.1]")]
    [InlineData("sweep.method.learning_rate = { from = 0.1, til = 1.0 }")]
    [InlineData("data.x = { shape = [2], normal = { mu = 0.0 } }")]
    [InlineData("data.x = { normal = { mean = 0.0 } }")]
    [InlineData("data.x = { csv = \"x.csv\", lines = \"0:3\" }")]
    [InlineData("data.x = [\"one\"]")]
    [InlineData("title = 3")]
    public void What_a_setting_does_not_take_is_found(string line)
    {
        var text = $"loss = \"x^2\"\nparameters.x = 1.0\n";
        Assert.True(Schema.Accepts(Json(TomlReading.Of(text, "").Root)));
        var reading = TomlReading.Of(text + line + "\n", "");
        Assert.Empty(reading.Errors);
        Assert.False(Schema.Accepts(Json(reading.Root)));
    }

    private static bool IsChecked(TomlTable root, TomlEntry entry) => entry.Value is TomlTable && !Free.Contains(entry.Key) && (entry.Key != "method" || root.Find("rule") is null);

    private static IEnumerable<TomlTable> WithWrongKey(TomlTable table) => table.Keys.Select(key => Renamed(table, key));

    private static TomlTable Renamed(TomlTable table, string key) => table.Entries
        .Aggregate(new TomlTable(table.Place, table.IsInline), (renamed, entry) => renamed.With(entry.Key == key ? entry with { Key = $"no_{key}" } : entry));

    private static JsonNode? Json(TomlNode node) => node switch
    {
        TomlNumber number => JsonValue.Create(number.Value),
        TomlText text => JsonValue.Create(text.Value),
        TomlOther other => JsonNode.Parse(other.Text),
        TomlArray array => new JsonArray([.. array.Items.Select(Json)]),
        TomlTable table => new JsonObject(table.Entries.Select(entry => KeyValuePair.Create(entry.Key, Json(entry.Value)))),
        _ => throw new NotSupportedException(node.Described),
    };
}
