using System.CommandLine;
using FuncGrad.Lab;
using Xunit;

namespace FuncGrad.Tests;

/// <summary>Help begins with examples, and the examples work.</summary>
public sealed class HelpTests
{
    private static readonly Command[] Commands = [.. new CommandLine(new Streams(TextWriter.Null, TextWriter.Null)).Root().Subcommands];

    public static TheoryData<string> Names => [.. Commands.Select(command => command.Name)];

    [Theory]
    [MemberData(nameof(Names))]
    public void The_help_of_a_command_begins_with_examples_and_tells_every_option(string name)
    {
        var finished = Shell.Run(name, "--help");
        Assert.Equal((0, ""), (finished.ExitCode, finished.Errors));
        Assert.StartsWith($"Examples:\n  funcgrad {name}", finished.Output, StringComparison.Ordinal);
        var command = Commands.Single(found => found.Name == name);
        foreach (var option in command.Options.Where(option => !option.Hidden))
        {
            Assert.Contains(option.Name, finished.Output, StringComparison.Ordinal);
            Assert.False(string.IsNullOrEmpty(option.Description), option.Name);
        }
    }

    /// <summary>Where no terminal tells its width, 80 letters; in whatever width, the words of the help are those of a line without end.</summary>
    [Theory]
    [InlineData(null, 80)]
    [InlineData(60, 60)]
    [InlineData(100, 100)]
    [InlineData(20, 60)]
    public void Help_is_as_wide_as_the_terminal_and_breaks_between_words(int? width, int most)
    {
        foreach (string[] arguments in (string[][])[["--help"], .. Commands.Select(command => new[] { command.Name, "--help" })])
        {
            var help = HelpIn(width, arguments);
            Assert.All(help.Split('\n'), line => Assert.True(line.Length <= most, line));
            Assert.Equal(Words(HelpIn(10_000, arguments)), Words(help));
        }

        static string HelpIn(int? width, string[] arguments)
        {
            using var output = new StringWriter();
            Assert.Equal(0, new CommandLine(new Streams(output, TextWriter.Null, width)).Run(arguments));
            return output.ToString();
        }

        static IEnumerable<string> Words(string text) => text.Split([' ', '\n'], StringSplitOptions.RemoveEmptyEntries).Where(word => word is not ("\\" or "`")).Order(StringComparer.Ordinal);
    }

    [Fact]
    public void Without_arguments_it_shows_an_example_of_every_command()
    {
        var finished = Shell.Run();
        Assert.Equal(0, finished.ExitCode);
        Assert.StartsWith("Examples:\n", finished.Output, StringComparison.Ordinal);
        Assert.All(Commands, command => Assert.Contains($"  funcgrad {command.Name}", finished.Output, StringComparison.Ordinal));
        Assert.Equal(finished, Shell.Run("--help"));
    }

    [Fact]
    public void Every_example_works_in_the_order_in_which_they_stand()
    {
        using var folder = new TemporaryFolder();
        using var slurm = new FakeSlurm();
        Directory.CreateSymbolicLink(folder["experiments"], Path.Combine(SourceCode.Root, "experiments"));
        foreach (var example in Commands.SelectMany(Help.ExamplesOf).Where(example => !example.Contains("from-", StringComparison.Ordinal)))
        {
            // The other half of the batch that the examples compute a half of.
            if (example.StartsWith("funcgrad merge", StringComparison.Ordinal)) Child.FuncGrad(folder.Path, "run", "experiments/simple-net.toml", "--shard", "2/2");
            string[] words = [.. ShellWords.Of(example).Skip(1)];
            var finished = words[0] == "submit" ? slurm.FuncGrad(folder.Path, [], words) : Child.FuncGrad(folder.Path, words);
            Assert.True(finished.ExitCode == 0, $"{example}: {finished.ExitCode} {finished.Errors}");
        }
    }

    [Fact]
    public void Every_example_is_quoted_so_that_any_shell_takes_it()
    {
        var pages = ((string[])["README.md", "experiments/README.md", "experiments/REFERENCE.md"]).SelectMany(page => File.ReadLines(Path.Combine(SourceCode.Root, page)))
            .Where(line => line.StartsWith("    funcgrad ", StringComparison.Ordinal)).Select(line => line.Trim().Split("   ")[0]);
        string[] commands = [.. Commands.SelectMany(Help.ExamplesOf), .. pages];
        Assert.True(commands.Length > 30);
        Assert.All(commands, command => Assert.Equal(("", command), (ShellWords.Special(command), command)));
        Assert.Equal("[]{}", ShellWords.Special("funcgrad run a.toml --set sweep.x=[1] --set \"sweep.y=[1]\" {}"));
    }
}
