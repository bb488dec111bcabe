using Xunit;

namespace FuncGrad.Tests;

/// <summary>Mistakes that many people make are answered with what they have to write.</summary>
public sealed class HintTests
{
    private const string Rest = "loss = \"sum((X @ w - t)^2)\"\n[parameters]\nw = [1, 2]\n[data]\nX = [[1, 2], [3, 4], [5, 6]]\nt = [1, 2, 3]\n";

    [Theory]
    [InlineData("w = [1, 2]", "w = [1, 2, 3]", "must equal the first of the right side (3)", "Transpose the left side: transpose(left) has the shape (2,3).")]
    [InlineData("w = [1, 2]", "w = [1, 2, 3, 4]", "must equal the first of the right side (4)", "would have to have the shape (2)")]
    [InlineData("w = [1, 2]", "w = [[1, 2]]", "must equal the first of the right side (1)", "Transpose the right side: transpose(right) has the shape (2,1).")]
    [InlineData("loss", "seed = 7\nloss", "'seed' stands outside [sweep]", "seed = [7]")]
    [InlineData("t = [1, 2, 3]", "t = 1,5", "a.toml:6:5: '1,5' is not a number", "decimal point, not a comma: write 1.5.")]
    [InlineData("t = [1, 2, 3]", "t = -0,25e-3 # half\r", "'-0,25e-3' is not a number", "write -0.25e-3.")]
    [InlineData("t = [1, 2, 3]", "t = 1\n[method]\nlearning_rate = \"0,5\"", "the text \"0,5\"", "write 0.5.")]
    [InlineData("t = [1, 2, 3]", "t = [1, 2, 3] 4,5", "not TOML", "key = value")]
    public void A_mistake_in_a_file_has_a_hint(string written, string mistaken, string problem, string hint)
    {
        using var folder = new TemporaryFolder();
        File.WriteAllText(folder["a.toml"], Rest.Replace(written, mistaken, StringComparison.Ordinal));
        var finished = Shell.Run("check", folder["a.toml"]);
        Assert.Equal(2, finished.ExitCode);
        Assert.Contains(problem, finished.Errors, StringComparison.Ordinal);
        Assert.Contains(hint, finished.Errors, StringComparison.Ordinal);
    }

    [Fact]
    public void A_mistyped_command_has_a_hint()
    {
        Assert.Contains("Perhaps you meant `run`.", Shell.Run("runn", "a.toml").Errors, StringComparison.Ordinal);
        Assert.Contains("Perhaps you meant `export`.", Shell.Run("exprot", "o").Errors, StringComparison.Ordinal);
        Assert.DoesNotContain("Perhaps", Shell.Run("xyzzy").Errors, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("sum((w - t)^2)", "w = [1, 2, 3]", "t = [[1], [2], [3]]", "column 8: (3) - (3,1) has the shape (3,3)", "t[:,0]")]
    [InlineData("sum((w - t[:,0])^2)", "w = [1, 2, 3]", "t = [[1], [2], [3]]", null, null)]
    [InlineData("sum((w * t)^2)", "w = [1, 2]", "t = [[1], [2], [3]]", null, null)]
    [InlineData("w^2", "w = 1.0", "t = 1", "a.toml:5:1: 't' of [data] does not occur in the loss.", null)]
    [InlineData("w^2", "w = 1.0\nu = [1, 2]", "", "a.toml:4:1: 'u' of [parameters] does not occur in the loss.", null)]
    [InlineData("log(w)", "w = -3.0", "", "a.toml:1:1: the loss is NaN at the start point", null)]
    [InlineData("log(-3)", "w = -3.0", "", "a.toml:1:1: the loss is NaN at the start point", null)]
    [InlineData("sqrt(w)", "w = 0.0", "", "the gradient is not finite at the start point", null)]
    public void What_is_allowed_but_hardly_meant_is_noticed_by_check(string loss, string parameters, string data, string? notice, string? hint)
    {
        using var folder = new TemporaryFolder();
        File.WriteAllText(folder["a.toml"], $"loss = \"{loss}\"\n[parameters]\n{parameters}\n{(data.Length > 0 ? $"[data]\n{data}\n" : "")}");
        var finished = Shell.Run("check", folder["a.toml"]);
        Assert.Equal(0, finished.ExitCode);
        if (notice is null) Assert.Equal("", finished.Errors);
        else Assert.Contains(notice, finished.Errors, StringComparison.Ordinal);
        Assert.Contains(hint ?? "", finished.Errors, StringComparison.Ordinal);
    }

    [Fact]
    public void A_misspelt_list_of_columns_is_known() =>
        Assert.Equal("Perhaps you meant `columns`.", Assert.Single(ExampleFiles.Errors("loss = \"x^2\"\n[parameters]\nx = 1.0\n[log]\ncolums = [\"loss\"]\n")).Hint);
}
