using Xunit;

namespace FuncGrad.Tests;

/// <summary>What the README shows is what happens. Its F# sample is run by the F# tests.</summary>
[Collection(nameof(Scripts))]
public sealed class ReadmeTests
{
    private static readonly Readme This = Readme.At("README.md");

    private static readonly string Experiments = Path.Combine(SourceCode.Root, "experiments");

    private const string FirstCommand = "dotnet run --project src/FuncGrad.Lab -c Release -- ";

    [Fact]
    public void The_first_command_prints_the_table_that_stands_below_it()
    {
        using var folder = new TemporaryFolder();
        var command = This.BlockAfter("With the .NET 10 SDK").Trim();
        Assert.StartsWith(FirstCommand, command, StringComparison.Ordinal);
        Directory.CreateSymbolicLink(folder["experiments"], Path.Combine(SourceCode.Root, "experiments"));

        var finished = Child.FuncGrad(folder.Path, command[FirstCommand.Length..].Split(' '));

        Assert.Equal(0, finished.ExitCode);
        Assert.Equal(This.BlockAfter("with three learning rates and shows"), finished.Output);
        Assert.Equal(4, File.ReadAllLines(folder["results/learning-rates/trials.csv"]).Length);
        Assert.Equal(304, File.ReadAllLines(folder["results/learning-rates/steps.csv"]).Length);
    }

    [Fact]
    public void The_rule_of_ones_own_comes_to_the_table_that_stands_below_it()
    {
        using var folder = new TemporaryFolder();
        File.WriteAllText(folder["heavy-ball.toml"], This.Sample("toml"));
        var command = This.BlockAfter("Saved as `heavy-ball.toml`").Trim();
        Assert.StartsWith(FirstCommand, command, StringComparison.Ordinal);

        var finished = Child.FuncGrad(folder.Path, command[FirstCommand.Length..].Split(' '));

        Assert.Equal((0, This.BlockAfter("compares them:")), (finished.ExitCode, finished.Output));
    }

    [Fact]
    public void The_command_for_all_tests_is_what_continuous_integration_runs() =>
        Assert.Contains($"exec {This.BlockAfter("All tests:").Trim()}", File.ReadAllText(Path.Combine(SourceCode.Root, ".ci", "run")), StringComparison.Ordinal);

    [Fact]
    public void The_csharp_sample_prints_what_stands_below_it()
    {
        var sample = This.Sample("csharp");
        const string reference = "#:project src/FuncGrad/FuncGrad.csproj\n";
        Assert.Contains(reference, sample, StringComparison.Ordinal);

        const string tell = "\nConsole.Error.WriteLine(System.Runtime.CompilerServices.RuntimeFeature.IsDynamicCodeSupported);\n";
        var finished = Scripts.RunHere("sample.cs", sample.Replace(reference, $"#:project {SourceCode.Root}/src/FuncGrad/FuncGrad.csproj\n", StringComparison.Ordinal) + tell);

        Assert.Equal((0, This.OutputOf("csharp"), "True\n"), (finished.ExitCode, finished.Output, finished.Errors)); // True: its losses are compiled
    }

    [Theory]
    [InlineData("csharp")]
    [InlineData("fsharp")]
    public void A_sample_has_ten_lines(string language) => Assert.InRange(This.Sample(language).Split('\n').Length - 1, 8, 10);

    [Fact]
    public void Every_file_among_the_experiments_is_explained_there()
    {
        var text = File.ReadAllText(Path.Combine(Experiments, "README.md"));
        foreach (var name in Directory.EnumerateFiles(Experiments).Select(file => Path.GetFileName(file)!).Where(name => name != "README.md"))
            Assert.True(text.Contains($"## {name}\n", StringComparison.Ordinal) || text.Contains($"`{name}`", StringComparison.Ordinal), name);
    }

    [Fact]
    public void Every_command_in_the_explanation_of_the_experiments_works()
    {
        using var folder = new TemporaryFolder();
        Directory.CreateSymbolicLink(folder["experiments"], Experiments);
        var commands = File.ReadAllLines(Path.Combine(Experiments, "README.md")).Where(line => line.StartsWith("    funcgrad ", StringComparison.Ordinal)).ToArray();
        Assert.True(commands.Length >= 5);
        foreach (var command in commands)
        {
            // What it is for stands behind it, after some spaces.
            var finished = Child.FuncGrad(folder.Path, [.. ShellWords.Of(command.Trim().Split("   ")[0]).Skip(1)]);
            Assert.True(finished.ExitCode == 0, $"{command}: {finished.ExitCode} {finished.Errors}");
        }
    }
}
