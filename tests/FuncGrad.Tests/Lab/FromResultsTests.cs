using FuncGrad.Lab;
using Xunit;

namespace FuncGrad.Tests;

/// <summary>Arrays that are parameters of a trial of earlier results.</summary>
public sealed class FromResultsTests : IDisposable
{
    private const string First = "loss = \"mean((X*a + b - t)^2)\"\n[parameters]\na = 0.5\nb = [0.0]\n[data]\nX = [1, 2, 3]\nt = [2, 4, 7]\n[method]\nrule = \"momentum\"\nlearning_rate = 0.01\nsteps = 20\n[sweep]\nseed = { count = 2 }\n[keep]\nparameters = \"last\"\n";

    private const string Resumed = "{ from = \"first\", trial = 1, resume = true }", FromA = "a = { from = \"first\", trial = 1, resume = true }\n";

    private static readonly string Next = First.Replace("a = 0.5", $"a = {Resumed}", StringComparison.Ordinal).Replace("b = [0.0]", $"b = {Resumed}", StringComparison.Ordinal).Replace("[sweep]\nseed = { count = 2 }\n", "", StringComparison.Ordinal);

    private readonly TemporaryFolder _folder = new();

    public FromResultsTests()
    {
        File.WriteAllText(_folder["first.toml"], First);
        Assert.Equal(0, Shell.Run("run", _folder["first.toml"], "-o", _folder["first"]).ExitCode);
    }

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void A_run_goes_on_where_the_other_ended_also_when_that_is_gone()
    {
        File.WriteAllText(_folder["next.toml"], Next);
        File.WriteAllText(_folder["whole.toml"], First);
        Assert.Equal((0, 0), (Shell.Run("run", _folder["next.toml"], "-o", _folder["next"]).ExitCode, Shell.Run("run", _folder["whole.toml"], "-o", _folder["whole"], "--set", "method.steps=40").ExitCode));
        Assert.Equal(File.ReadAllBytes(_folder["whole/parameters/trial-000001.npz"]), File.ReadAllBytes(_folder["next/parameters/trial-000000.npz"]));
        Directory.Delete(_folder["first"], recursive: true);
        Assert.Equal(0, Shell.Run("evaluate", _folder["next"], "X*a + b").ExitCode);
        Assert.Equal("", Shell.Run("run", _folder["next.toml"], "-o", _folder["next"]).Output);
    }

    [Fact]
    public void Data_may_be_parameters_of_another_name()
    {
        File.WriteAllText(_folder["data.toml"], "loss = \"(x - frozen)^2\"\n[parameters]\nx = { from = \"first\", trial = 0, array = \"a\" }\n[data]\nfrozen = { from = \"first\", trial = 1, array = \"slot.v.a\" }\n[method]\nsteps = 1\n");
        Assert.Equal(0, Shell.Run("run", _folder["data.toml"], "-o", _folder["data"]).ExitCode);
        var kept = Checkpoint.FromNpz(File.ReadAllBytes(_folder["first/parameters/trial-000001.npz"]));
        var (x, v) = (kept.Parameters["a"][0], kept.State["slot.v.a"][0]);
        Assert.Equal(x, Table.Read(_folder["data/steps.csv"]).Number(0, "x"));
        Assert.Equal((x - v) * (x - v), Table.Read(_folder["data/steps.csv"]).Number(0, "loss"), 1e-15);
    }

    [Theory]
    [InlineData("a = { from = \"first\", trial = 1 }\n", "b", "line 3")]
    [InlineData("a = { from = \"first\", trial = 0, resume = true }\n", "does not continue", "line 4")]
    [InlineData("a = { from = \"first\", resume = true }\n", "which trial", "trial = 0")]
    [InlineData("a = { from = \"first\", trial = 2, resume = true }\n", "trial-000002.npz", "no parameters of trial 2 are kept")]
    [InlineData("a = { from = \"none\", trial = 1, resume = true }\n", "There is no none", "[keep] parameters")]
    [InlineData("a = { from = \"first\", trial = 1, array = \"c\", resume = true }\n", "holds no array 'c'", "a, b")]
    [InlineData("a = { from = \"first\", trial = 1, rows = \"0:1\" }\n", "does not go with from", "rows")]
    [InlineData(FromA, "slot.m.a", "another rule", "method.rule=\"adam\"")]
    [InlineData(FromA, "'slot.v.a' is kept there, and gradient_descent has no such slot", "another rule", "method.rule=\"gradient_descent\"")]
    [InlineData(FromA, "one rule", "leave resume out", "sweep.method.rule=[\"momentum\",\"nesterov\"]")]
    public void Mistakes_are_told(string line, string told, string hint, params string[] set)
    {
        File.WriteAllText(_folder["next.toml"], Next.Replace($"a = {Resumed}\n", line, StringComparison.Ordinal));
        var finished = Shell.Run(["plan", _folder["next.toml"], .. set.SelectMany(one => (string[])["--set", one])]);
        Assert.Equal(ExitCode.BadInput, finished.ExitCode);
        Assert.Contains(told, finished.Errors, StringComparison.Ordinal);
        Assert.Contains(hint, finished.Errors, StringComparison.Ordinal);
    }
}
