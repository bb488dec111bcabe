using System.Text;
using System.Text.RegularExpressions;
using Xunit;

namespace FuncGrad.Tests;

/// <summary>What users get wrong is told in words, all of it at once, with exit code 2 and nothing written.</summary>
public sealed partial class MistakeTests : IDisposable
{
    private const string FiveMistakes = """
        titel = "The learning rate decides"
        loss  = "x0^2 + sine(x1)"

        [parameters]
        x0 = -3.0
        x1 = "four"

        [method]
        rule  = "gradient_decent"
        steps = -100
        """;

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("a,b\n1,2\n3,4\n", 0, null)]
    [InlineData("1,2\n3,4\n", 0, null)]
    [InlineData("1,2O\n3,4\n", 2, "data.csv:1:2: '2O' in cell 2")]
    [InlineData("x,2\n3,4\n", 2, "data.csv:1:1: 'x' in cell 1")]
    [InlineData("1O\n2\n", 2, "data.csv:1:1: '1O' in cell 1")]
    [InlineData("a,b\n1,2\n3;4,5\n", 2, "data.csv:3:1: '3;4' in cell 1")]
    public void A_mistyped_number_in_the_first_row_of_data_is_no_header(string csv, int code, string? message)
    {
        Written("data.csv", csv);
        var finished = Shell.Run("check", Written("fit.toml", "loss = \"sum((D - w)^2)\"\n[parameters]\nw = 0.0\n[data]\nD = { csv = \"data.csv\" }\n[method]\nrule = \"gradient_descent\"\n"));
        Assert.Equal(code, finished.ExitCode);
        if (message is null) return;
        Assert.Contains(message, finished.Errors, StringComparison.Ordinal);
        Assert.DoesNotContain("|", finished.Errors, StringComparison.Ordinal); // a line of the experiment is not where the mistake is
    }

    [Theory]
    [InlineData("run")]
    [InlineData("plan")]
    [InlineData("check")]
    public void Five_mistakes_are_five_messages_each_with_its_place_and_what_would_be_right(string command)
    {
        var path = Written("five.toml", FiveMistakes);
        var finished = Shell.Run(command, path);
        Assert.Equal((2, ""), (finished.ExitCode, finished.Output));
        (int Line, int Column, string Hint)[] expected =
            [(1, 1, "Perhaps you meant `title`"), (2, 17, "Perhaps you meant `sin`"), (6, 6, "Write a number"), (9, 9, "Perhaps you meant `gradient_descent`"), (10, 9, "a whole number, 0 or more")];
        var messages = finished.Errors.Split($"{path}:")[1..];
        Assert.Equal(expected.Select(mistake => (mistake.Line, mistake.Column)), messages.Select(PlaceOf));
        Assert.All(expected.Zip(messages, (mistake, message) => (mistake.Hint, message)), pair => Assert.Contains(pair.Hint, pair.message, StringComparison.Ordinal));
        Assert.All(messages, message => Assert.Contains("^\n", message, StringComparison.Ordinal));
        Assert.Contains("5 mistakes; nothing was written.", finished.Errors, StringComparison.Ordinal);
        Assert.Equal([path], Directory.EnumerateFileSystemEntries(_folder.Path));
    }

    [Fact]
    public void The_caret_stands_below_the_letter()
    {
        var lines = Shell.Run("check", Written("five.toml", FiveMistakes)).Errors.Split('\n');
        foreach (var (caret, index) in lines.Select((line, i) => (line, i)).Where(pair => pair.line.TrimStart() == "^"))
        {
            var place = PlaceOf(lines[index - 2].Split(".toml:")[1]);
            Assert.Equal(FiveMistakes.Split('\n')[place.Line - 1], lines[index - 1][8..]);
            Assert.Equal(8 + place.Column - 1, caret.IndexOf('^', StringComparison.Ordinal));
        }
    }

    [Theory]
    [InlineData("experiments", "is a folder")]
    [InlineData("missing.toml", "cannot be read")]
    [InlineData("empty.toml", "loss is missing")]
    [InlineData("utf16.toml", "UTF-16")]
    [InlineData("latin.toml", "not UTF-8")]
    [InlineData("binary.toml", "is not a text file")]
    public void What_is_no_experiment_file_is_refused_in_words(string name, string words)
    {
        Directory.CreateDirectory(_folder["experiments"]);
        Written("empty.toml", "");
        File.WriteAllText(_folder["utf16.toml"], "loss = \"x^2\"\n", Encoding.Unicode);
        File.WriteAllBytes(_folder["latin.toml"], [.. "title = \""u8, 0xE9, .. "\"\n"u8]);
        File.WriteAllBytes(_folder["binary.toml"], [0x7F, 0x45, 0x4C, 0x46, 0, 1, 2]);
        foreach (var command in (string[])["run", "plan", "check", "show"])
        {
            var finished = Shell.Run(command, _folder[name]);
            if (command == "show" && !name.EndsWith(".toml", StringComparison.Ordinal)) continue;
            Assert.Equal((2, ""), (finished.ExitCode, finished.Output));
            Assert.Contains(words, finished.Errors, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void A_byte_order_mark_and_the_line_ends_of_Windows_change_nothing()
    {
        const string text = "loss = \"x^2 + 1\"\n[parameters]\nx = 1.0\n";
        var plain = Shell.Run("check", Written("plain.toml", text)).Output;
        Assert.Contains("right", plain, StringComparison.Ordinal);
        File.WriteAllText(_folder["marked.toml"], text, new UTF8Encoding(encoderShouldEmitUTF8Identifier: true));
        Assert.Equal(plain, Shell.Run("check", _folder["marked.toml"]).Output);
        Assert.Equal(plain, Shell.Run("check", Written("windows.toml", text.Replace("\n", "\r\n", StringComparison.Ordinal))).Output);
        var mistake = Shell.Run("check", Written("windows-mistake.toml", FiveMistakes.Replace("\n", "\r\n", StringComparison.Ordinal)));
        Assert.Contains("windows-mistake.toml:6:6:", mistake.Errors, StringComparison.Ordinal);
        Assert.DoesNotContain('\r', mistake.Errors);
    }

    [Theory]
    [InlineData("run", "experiments/none.toml", "--workers", "0")]
    [InlineData("run", "experiments/none.toml", "--workers", "many")]
    [InlineData("run", "experiments/none.toml", "--shard", "3/2")]
    [InlineData("run")]
    [InlineData("run", "")]
    [InlineData("merge", "")]
    [InlineData("status", "")]
    [InlineData("export", "", "--for", "excel")]
    [InlineData("show", "")]
    [InlineData("show", "x^2", "--at", "x=")]
    [InlineData("show", "x^2", "--at", "x=[1,[2]]")]
    [InlineData("show", "x^2", "--data", ",")]
    [InlineData("show", "`my name`^2", "--at", "my name=2")]
    [InlineData("rnu", "experiments/none.toml")]
    [InlineData("show")]
    [InlineData("show", "x^2", "--at", "x")]
    [InlineData("show", "x^2", "--at", "x=1,x=2")]
    [InlineData("show", "x^2", "--at", "y=1")]
    [InlineData("show", "x^2 +", "--at", "x=1")]
    [InlineData("show", "W @ x", "--at", "W=[[1,2]],x=[1,2]")]
    [InlineData("check", "experiments/none.toml", "--bogus")]
    public void A_wrong_command_is_answered_with_what_is_wrong(params string[] arguments)
    {
        var finished = Shell.Run(arguments);
        Assert.Equal((2, ""), (finished.ExitCode, finished.Output));
        Assert.NotEqual("", finished.Errors);
        Assert.DoesNotContain("Unexpected error", finished.Errors, StringComparison.Ordinal);
    }

    [Fact]
    public void A_folder_without_a_name_is_refused()
    {
        var finished = Shell.Run("run", ExperimentRuns.PathOf("ascent"), "-o", "");
        Assert.Equal((2, ""), (finished.ExitCode, finished.Output));
        Assert.Contains("folder", finished.Errors, StringComparison.Ordinal);
    }

    [Fact]
    public void As_a_process_it_says_the_same_on_stderr_with_exit_code_2()
    {
        var path = Written("five.toml", FiveMistakes);
        var (process, call) = (Child.FuncGrad(_folder.Path, "run", path), Shell.Run("run", path));
        Assert.Equal(call, process);
    }

    private static (int Line, int Column) PlaceOf(string text)
    {
        var place = Place().Match(text);
        return (int.Parse(place.Groups[1].Value), int.Parse(place.Groups[2].Value));
    }

    private string Written(string name, string text)
    {
        File.WriteAllText(_folder[name], text);
        return _folder[name];
    }

    [GeneratedRegex(@"^(\d+):(\d+):")]
    private static partial Regex Place();
}
