using System.Globalization;
using System.Reflection;
using System.Text.Json;
using System.Text.RegularExpressions;
using FuncGrad.Lab;
using Xunit;

namespace FuncGrad.Tests;

/// <summary>The reference knows what the program writes and answers: columns, verdicts, manifest, options, exit codes.</summary>
public sealed class ReferenceOutputTests
{
    private const string Everything = """
        loss = "x0^2 + sum(x)"
        [parameters]
        x0 = 1.0
        x = [2.0]
        [method]
        steps = 2
        [sweep]
        seed = [1]
        [log]
        columns = ["loss", "gradient_norm", "learning_rate", "parameters", "gradient", "update_norm"]
        """;

    [Fact]
    public void Every_column_of_the_trials_stands_there_in_its_order()
    {
        string[] columns = [.. new Batch(ExampleFiles.Experiment(Everything)).TrialColumns];
        string[] named = [.. ReferencePage.RowsOf("trials.csv").SelectMany(row => row.First == "the swept keys" ? ["seed"] : row.Code("column"))];
        Assert.Equal(columns.Where(column => column != "x[0]"), named.Where(column => column is not ("x[0]" or "W[0][1]")));
        Assert.Contains($"the first {Batch.ShownParameters}", ReferencePage.Section("trials.csv"), StringComparison.Ordinal);
    }

    [Fact]
    public void Every_column_of_the_steps_stands_there()
    {
        var columns = new Batch(ExampleFiles.Experiment(Everything)).StepColumns;
        string[] named = [.. ReferencePage.RowsOf("steps.csv").Take(2).SelectMany(row => row.Code("column")), .. ReferencePage.RowsOf("`[log]`").Where(row => row.Cells.ContainsKey("columns")).SelectMany(row => row.Code("columns"))];
        Assert.All(columns.Where(column => column != "gradient.x[0]"), column => Assert.Contains(column, named));
    }

    [Fact]
    public void The_verdicts_there_are_those_of_the_program() =>
        Assert.Equal(Tally.VerdictNames, ReferencePage.RowsOf("Verdicts").Select(row => row.Code("verdict").Single()));

    [Fact]
    public void Every_key_of_the_manifest_and_every_file_stands_there()
    {
        using var folder = new TemporaryFolder();
        File.WriteAllText(folder["all.toml"], Everything);
        Assert.Equal(0, Shell.Run("run", folder["all.toml"], "-o", folder["out"]).ExitCode);
        using var manifest = JsonDocument.Parse(File.ReadAllText(folder["out/manifest.json"]));
        var known = ReferencePage.CodeIn(ReferencePage.Section("manifest.json"));
        Assert.All(Keys(manifest.RootElement), key => Assert.Contains(key, known));
        Assert.All(Directory.EnumerateFiles(folder["out"]), file => Assert.NotNull(ReferencePage.Find("Output folder", Path.GetFileName(file))));
        Assert.Contains(RowFiles.SpreadsheetRows.ToString(CultureInfo.InvariantCulture), ReferencePage.Section("Output folder"), StringComparison.Ordinal);
    }

    [Fact]
    public void Every_command_and_option_stands_there()
    {
        foreach (var command in new CommandLine(new Streams(TextWriter.Null, TextWriter.Null)).Root().Subcommands)
        {
            var row = ReferencePage.RowsOf("Command line").SingleOrDefault(found => found.Cells.TryGetValue("command", out var name) && name.StartsWith($"`{command.Name}", StringComparison.Ordinal));
            Assert.True(row is not null, command.Name);
            Assert.Equal(command.Options.Select(option => option.Name).Order(), row.Code("options").Where(name => name.StartsWith("--", StringComparison.Ordinal)).Order());
            Assert.All(command.Options.SelectMany(option => option.Aliases.Append(option.Name)), IsExplained);
        }
    }

    [Fact]
    public void Every_exit_code_stands_there()
    {
        var codes = typeof(ExitCode).GetFields(BindingFlags.Static | BindingFlags.Public).Select(field => (int)field.GetRawConstantValue()!);
        int[] killed = [ExitCode.Killed(1), ExitCode.Killed(2), ExitCode.Killed(15)];
        Assert.Equal(codes.Concat(killed).Order(), ReferencePage.RowsOf("Exit codes").SelectMany(row => row.Code("code")).Select(code => int.Parse(code, CultureInfo.InvariantCulture)).Order());
    }

    [Fact]
    public void Every_variable_that_the_program_reads_stands_there()
    {
        var read = SourceCode.Files("src").SelectMany(file => Regex.Matches(File.ReadAllText(file), "GetEnvironmentVariable\\(\"(\\w+)\"\\)")).Select(match => match.Groups[1].Value).Distinct();
        Assert.All(read, variable => Assert.NotNull(ReferencePage.Find("Environment", variable)));
    }

    [Fact]
    public void Every_command_of_the_page_works_in_the_order_in_which_they_stand()
    {
        using var folder = new TemporaryFolder();
        Directory.CreateSymbolicLink(folder["experiments"], Path.Combine(SourceCode.Root, "experiments"));
        Assert.True(ReferencePage.Commands.Count >= 5);
        foreach (var command in ReferencePage.Commands)
        {
            var finished = Child.FuncGrad(folder.Path, [.. ShellWords.Of(command).Skip(1)]);
            Assert.True(finished.ExitCode == 0, $"{command}: {finished.ExitCode} {finished.Errors}");
        }
    }

    private static void IsExplained(string option)
    {
        if (option is "-?" or "-h" or "/?" or "/h") return;
        Assert.Contains(ReferencePage.RowsOf("Command line"), row => row.Cells.ContainsKey("option") && row.Code("option").Any(code => code.Split(' ')[0] == option));
    }

    private static IEnumerable<string> Keys(JsonElement element) => element.ValueKind switch
    {
        JsonValueKind.Object => element.EnumerateObject().SelectMany(property => property.Name is "verdicts" or "stop_reasons" ? [property.Name] : Keys(property.Value).Prepend(property.Name)),
        JsonValueKind.Array => element.EnumerateArray().SelectMany(Keys),
        _ => [],
    };
}
