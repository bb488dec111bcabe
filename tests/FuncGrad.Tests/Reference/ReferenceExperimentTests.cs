using System.Globalization;
using System.Text.RegularExpressions;
using Xunit;

namespace FuncGrad.Tests;

/// <summary>The reference knows what the reader of experiment files knows: keys, forms, ranges, defaults, rules.</summary>
public sealed partial class ReferenceExperimentTests
{
    public static TheoryData<int> BlockLines => [.. ReferencePage.Blocks.Select(block => block.Line)];

    private static readonly Declared Everything = new([], [], new RuleNames(UpdateRules.All, []), UpdateRules.All, new HashSet<string>());

    public static TheoryData<string> SettingKeys => [.. Settings.Keys("")];

    [Theory]
    [MemberData(nameof(BlockLines))]
    public void A_block_is_read_without_a_mistake_and_has_as_many_trials_as_it_says(int line)
    {
        var block = ReferencePage.Blocks.Single(found => found.Line == line);
        using var folder = new TemporaryFolder();
        Directory.CreateDirectory(folder["data"]);
        foreach (var name in (string[])["fit-line.csv", "data/iris.csv"]) File.Copy(Path.Combine(SourceCode.Root, "experiments", name), folder[name]);
        File.WriteAllText(folder["block.toml"], block.Whole);

        var finished = Shell.Run("plan", folder["block.toml"], "--count");

        Assert.Equal((0, ""), (finished.ExitCode, finished.Errors));
        var stated = TrialsStated().Match(block.Text);
        Assert.Equal(stated.Success ? stated.Groups[1].Value : "1", finished.Output.Trim());
    }

    [Fact]
    public void The_frame_of_parts_is_shown() => Assert.Contains(ReferencePage.Blocks, block => block.Text == ReferenceBlock.Frame);

    [Theory]
    [MemberData(nameof(SettingKeys))]
    public void A_setting_stands_there_with_its_range_and_default(string key)
    {
        var row = ReferencePage.Find(TableOf(key), key);
        Assert.True(row is not null, key);
        Assert.Equal(Settings.Find(key, Everything)!.Domain.Expected, row.Cells["range"]);
        AssertDefault(key, row);
    }

    [Fact]
    public void The_columns_of_the_log_stand_there()
    {
        AssertDefault("log.columns", ReferencePage.Find("`[log]`", "log.columns")!);
        Assert.All(Words.Of<LogColumn>(), word => Assert.NotNull(ReferencePage.Find("`[log]`", word)));
    }

    [Fact]
    public void What_the_page_calls_a_setting_is_one()
    {
        var known = Settings.Keys("").Concat(UpdateRules.All.SelectMany(rule => rule.Hyperparameters).Select(h => $"method.{h.Name}")).Append("log.columns").ToHashSet();
        string[] sections = ["`[method]`", "`[stop]`", "`[judge]`", "`[log]`", "`[keep]`"];
        Assert.All(sections.SelectMany(ReferencePage.RowsOf).Where(row => row.Cells.ContainsKey("key")), row => Assert.Contains(row.Code("key").Single(), known));
    }

    [Fact]
    public void Every_rule_stands_there_with_its_hyperparameters_and_defaults()
    {
        Assert.Equal(UpdateRules.All.Select(rule => $"`{rule.Name}`"), ReferencePage.RowsOf("Rules").Select(row => row.First));
        foreach (var rule in UpdateRules.All)
        {
            var given = ReferencePage.Find("Rules", rule.Name)!.Cells["hyperparameters with defaults"].Split(", ").Select(text => text.Split(' '));
            Assert.Equal(rule.Hyperparameters.Select(h => ($"`{h.Name}`", h.Default)), given.Select(words => (words[0], double.Parse(words[1], CultureInfo.InvariantCulture))));
        }
    }

    [Fact]
    public void Every_hyperparameter_of_the_first_rules_stands_there_with_its_meaning_and_range() => Assert.All(new[] { UpdateRules.Momentum(), UpdateRules.RmsProp(), UpdateRules.Adam() }.SelectMany(rule => rule.Hyperparameters), hyperparameter =>
    {
        var row = ReferencePage.Find("`[method]`", $"method.{hyperparameter.Name}");
        Assert.True(row is not null, hyperparameter.Name);
        Assert.Equal((hyperparameter.Meaning, Domain.Between(hyperparameter.Low, hyperparameter.High, hyperparameter.IsHighExcluded).Expected), (row.Cells["what it is"], row.Cells["range"]));
    });

    // The reader answers an unknown key with all it knows at that place.
    [Theory]
    [InlineData("Top level", "unknown0 = 1")]
    [InlineData("Arrays: `[parameters]` and `[data]`", "A = { shape = [2], fill = 0.0, unknown0 = 1 }")]
    [InlineData("Arrays: `[parameters]` and `[data]`", "A = { from = \"results/digits\", trial = 17, unknown0 = 1 }")]
    [InlineData("Files of numbers", "A = { csv = \"fit-line.csv\", unknown0 = 1 }")]
    [InlineData("Files of numbers", "A = { npz = \"w.npz\", unknown0 = 1 }")]
    [InlineData("Files of numbers", "A = { csv = \"k.csv\", split = { part = \"train\", share = 0.5, unknown0 = 1 } }")]
    [InlineData("Arrays: `[parameters]` and `[data]`", "A = { shape = [2], normal = { unknown0 = 1 } }")]
    [InlineData("Arrays: `[parameters]` and `[data]`", "A = { shape = [2], uniform = { unknown0 = 1 } }")]
    [InlineData("`[sweep]`", "[sweep]\nparameters.w = { from = 0, to = 1, count = 2, unknown0 = 1 }")]
    [InlineData("`[sweep]`", "[sweep]\nseed = { count = 2, unknown0 = 1 }")]
    [InlineData("`[sweep]`", "[sweep]\nparameters.w = { from = 0, to = 1 }\nsample = { count = 2, by = \"random\", unknown0 = 1 }")]
    public void What_the_reader_knows_at_a_place_stands_there(string section, string mistake)
    {
        var text = section == "Top level" ? $"{mistake}\n{ReferenceBlock.Frame}" : ReferenceBlock.Frame + mistake;
        var hints = ExampleFiles.Errors(text).Select(error => error.Hint).Where(hint => hint.StartsWith("Known: ", StringComparison.Ordinal)).ToArray();
        Assert.Single(hints);
        Assert.DoesNotContain("...", hints[0], StringComparison.Ordinal);
        var code = ReferencePage.Section(section).Split('\n').SelectMany(ReferencePage.CodeIn).ToArray();
        Assert.All(hints[0]["Known: ".Length..].TrimEnd('.').Split(", "), key => Assert.Contains(code, text => Regex.IsMatch(text, $"\\b{key}\\b")));
    }

    [Fact]
    public void What_is_no_axis_of_a_sweep_stands_there_and_every_way_to_sample()
    {
        Assert.All(SweepReader.NoAxes, key => Assert.NotNull(ReferencePage.Find("`[sweep]`", key)));
        Assert.All(Words.Of<SamplingKind>(), word => Assert.Contains($"`by = \"{word}\"`", ReferencePage.Section("`[sweep]`"), StringComparison.Ordinal));
        Assert.Contains($"at most {Sampling.SobolDimensions} axes", ReferencePage.Section("`[sweep]`"), StringComparison.Ordinal);
    }

    [Fact]
    public void Every_link_and_schedule_stands_there_with_its_settings_and_defaults()
    {
        Assert.Equal(UpdateRules.Links.Select(link => $"`{link.Name}`"), ReferencePage.RowsOf("Chains").Select(row => row.First));
        Assert.Equal(ScheduleReader.Names.Select(name => $"`{name}`"), ReferencePage.RowsOf("Schedules").Select(row => row.First));
        foreach (var (section, text) in UpdateRules.Links.Select(link => ("Chains", link.Text!)).Concat(ScheduleReader.Names.Select(name => ("Schedules", ScheduleReader.Described(name)))))
        {
            var cell = ReferencePage.Find(section, text.Name)!.Cells["settings with defaults"];
            var stated = cell == "none" ? [] : cell.Split(", ").Select(setting => setting.Split(' ')).Select(words => (words[0], double.Parse(words[1], CultureInfo.InvariantCulture)));
            Assert.Equal(text.Hyperparameters.Where(h => h.Name != "from").Select(h => ($"`{h.Name}`", h.Default)), stated);
        }
    }

    private static string TableOf(string key) => $"`[{key[..key.IndexOf('.', StringComparison.Ordinal)]}]`";

    /// <summary>An experiment with the default written out is the one without.</summary>
    private static void AssertDefault(string key, ReferenceRow row)
    {
        var (without, value) = (ExampleFiles.Experiment(ReferenceBlock.Frame), row.Cells["default"].Trim('`'));
        if (value == "none") Assert.True(key.StartsWith("stop.", StringComparison.Ordinal) || key is "judge.gradient_norm" or "method.epochs", key);
        else if (key.StartsWith("batch.", StringComparison.Ordinal)) Assert.Equal(value == "required" ? null : value.Trim('"'), value == "required" ? null : Words.Of(new BatchSettings(1, []).Order));
        else Assert.Equal(Plain(without), Plain(ExampleFiles.Experiment(ReferenceBlock.Frame, $"{key}={value}")));
    }

    private static (MethodSettings, Stopping, Tolerance, LogSettings, KeptParameters) Plain(Experiment e) => (e.Method, e.Stop, e.Judge, e.Log, e.Keep);

    [GeneratedRegex("^# ([0-9]+) trials$", RegexOptions.Multiline)]
    private static partial Regex TrialsStated();
}
