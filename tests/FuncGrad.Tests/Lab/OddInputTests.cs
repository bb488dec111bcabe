using FuncGrad.Lab;
using Xunit;

namespace FuncGrad.Tests;

/// <summary>Names, numbers and texts that are allowed and odd: what they mean, and that they command nothing.</summary>
public sealed class OddInputTests : IDisposable
{
    private const string Tiny = "loss = \"x0^2\"\n[parameters]\nx0 = -0\n[method]\nsteps = 3\n";

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("...toml")]
    [InlineData("..toml")]
    [InlineData(".toml")]
    public void A_file_whose_name_is_no_folder_needs_one(string name)
    {
        var refused = Child.FuncGrad(_folder.Path, "run", Written(name, Tiny));
        Assert.Equal(ExitCode.BadInput, refused.ExitCode);
        Assert.Contains("choose one with -o", refused.Errors, StringComparison.Ordinal);
        Assert.Equal([name], FolderCopies.Files(_folder.Path));
        Assert.Equal(ExitCode.Done, Shell.Run("run", _folder[name], "-o", _folder["o"]).ExitCode);
    }

    [Fact]
    public void Minus_zero_is_minus_zero_with_a_point_and_without()
    {
        Shell.Run("run", Written("zero.toml", Tiny), "-o", _folder["o"]);
        Assert.StartsWith("0,0,0,0,0.01,-0", File.ReadLines(_folder["o/steps.csv"]).ElementAt(1), StringComparison.Ordinal);
        var plan = Shell.Run("plan", _folder["zero.toml"], "--csv", "--set", "sweep.parameters.x0=[-0, -0.0, 0, 0.0]").Output.Split('\n');
        Assert.Equal(2, plan[1..5].Select(line => line.Split(',')[1]).Distinct().Count());
    }

    [Fact]
    public void A_parameter_called_seed_is_a_mistake_where_the_seed_is_swept()
    {
        var text = "loss = \"seed^2\"\n[parameters]\nseed = 1.0\n";
        Assert.Equal(ExitCode.Done, Shell.Run("plan", Written("seed.toml", text)).ExitCode);
        var refused = Shell.Run("plan", Written("seeds.toml", text + "[sweep]\nseed = [0, 1]\n"));
        Assert.Equal(ExitCode.BadInput, refused.ExitCode);
        Assert.Contains("seeds.toml:3:1: 'seed' names a parameter here and the column of the swept seed at line 5.", refused.Errors, StringComparison.Ordinal);
    }

    [Fact]
    public void Of_many_mistakes_the_first_twenty_are_shown_and_all_counted()
    {
        var many = Shell.Run("plan", Written("many.toml", Tiny + string.Concat(Enumerable.Range(0, 300).Select(i => $"wrong{i} = {i}\n"))));
        Assert.Equal(20, many.Errors.Split("many.toml:").Length - 1);
        Assert.EndsWith("300 mistakes, of which the first 20 are shown; nothing was written.\n", many.Errors, StringComparison.Ordinal);
    }

    /// <summary>A column with decimal commas is as many mistakes as it has rows.</summary>
    [Fact]
    public void One_file_full_of_mistakes_hides_none_of_another()
    {
        File.WriteAllText(Path.Combine(_folder.Path, "commas.csv"), string.Concat(Enumerable.Repeat("\"0,5\",1\n", 40)));
        File.WriteAllText(Path.Combine(_folder.Path, "ragged.csv"), "1,2\n3\n");
        var both = Shell.Run("check", Written("both.toml", "loss = \"sum(A*w) + sum(B*w) + sum(C*w)\"\nparameters.w = 1.0\n[data]\nA = { csv = \"commas.csv\" }\nB = { csv = \"ragged.csv\" }\nC = { csv = \"missing.csv\" }\n"));
        foreach (var mistake in (string[])["commas.csv:1:1: ", "ragged.csv:2:1: ", "both.toml:6:"]) Assert.Contains(mistake, both.Errors, StringComparison.Ordinal);
        Assert.EndsWith("22 mistakes, of which 20 are shown, the first of each file; nothing was written.\n", both.Errors, StringComparison.Ordinal);
    }

    /// <summary>Colours, a title for the window, an answer in the user's place, letters from right to left.</summary>
    [Fact]
    public void Texts_of_users_command_no_terminal()
    {
        const string Commands = "\\u001b[31mred\\u001b]0;title\\u0007\\u009b1m\\u202eabc";
        foreach (var (file, arguments) in ((string, string[])[])[
            (Tiny, ["run", "-o", _folder["o"]]), (Tiny.Replace("x0^2", "x0^\u001b[31m2", StringComparison.Ordinal), ["plan"]), (Tiny, ["plan", "--set", "method.\u001b[31m=1"]), (Tiny, ["run", "-o", _folder["\u001b[31m"]])])
        {
            var path = Written("\u001b]0;x.toml", $"title = \"{Commands}\"\n{file}");
            var finished = Shell.Run([arguments[0], path, .. arguments[1..]]);
            Assert.DoesNotContain(finished.Output + finished.Errors, letter => char.IsControl(letter) && letter is not ('\n' or '\r' or '\t'));
            Assert.DoesNotContain('\u202e', finished.Output + finished.Errors);
        }
        Assert.Contains("\\u001b[31mred\\u001b]0;title\\u0007\\u009b1m\\u202eabc", Shell.Run("run", _folder["\u001b]0;x.toml"], "-o", _folder["o"]).Output, StringComparison.Ordinal);
    }

    private string Written(string name, string text)
    {
        File.WriteAllText(_folder[name], text);
        return _folder[name];
    }
}
