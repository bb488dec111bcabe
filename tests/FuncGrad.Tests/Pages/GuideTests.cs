using Xunit;

namespace FuncGrad.Tests;

/// <summary>Pages that are read with the command at hand: what they save is saved, what they run is run, and it prints what stands there.</summary>
public sealed class GuideTests
{
    [Theory]
    [InlineData("experiments/FIRST-HOUR.md", 13)]
    [InlineData("experiments/VERDICTS.md", 1)]
    public void Every_command_of_a_guide_works_and_prints_what_stands_below_it(string page, int commands)
    {
        using var folder = new TemporaryFolder();
        Directory.CreateSymbolicLink(folder["experiments"], Path.Combine(SourceCode.Root, "experiments"));
        var text = File.ReadAllText(Path.Combine(SourceCode.Root, page));
        foreach (var part in text.Split("Saved as `").Skip(1))
            File.WriteAllText(folder[part[..part.IndexOf('`', StringComparison.Ordinal)]], new Readme(part).Sample("toml"));

        var lines = text.Split('\n');
        int[] places = [.. Enumerable.Range(0, lines.Length).Where(i => lines[i].StartsWith("    funcgrad ", StringComparison.Ordinal))];
        Assert.Equal(commands, places.Length);
        foreach (var place in places)
        {
            var finished = Child.FuncGrad(folder.Path, [.. ShellWords.Of(lines[place].Trim()).Skip(1)]);
            Assert.True(finished.ExitCode == 0, $"{lines[place]}: {finished.ExitCode} {finished.Errors}");
            if (lines.ElementAtOrDefault(place + 2) == "prints")
                Assert.Equal(new Readme(string.Join('\n', lines[place..])).BlockAfter("prints"), finished.Output);
        }
    }
}
