using FuncGrad.Lab;
using Xunit;

namespace FuncGrad.Tests;

/// <summary>Memory is computed before it is taken: what would take too much is refused with its figure and what to change.</summary>
public sealed class MemoryTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    /// <summary>Each would take gigabytes, and ended with an OutOfMemoryException or the machine's patience.</summary>
    private static readonly Dictionary<string, string> Experiments = new()
    {
        ["broadcast"] = "loss = \"reshape(broadcast(y, 46340, 46340), 2147395600)[0] + y^2\"\n[parameters]\ny = 1.0\n",
        ["outer product"] = "loss = \"sum(reshape(x, 40000, 1) * reshape(x, 1, 40000))\"\n[parameters]\nx = { shape = [40000], fill = 1.0 }\n",
        ["matrix product"] = "loss = \"sum(reshape(x, 40000, 1) @ reshape(x, 1, 40000))\"\n[parameters]\nx = { shape = [40000], fill = 1.0 }\n",
        ["parameters"] = "loss = \"sum(x^2)\"\n[parameters]\nx = { shape = [1999999999], fill = 1.0 }\n",
        ["data"] = "loss = \"sum(d*x)\"\n[parameters]\nx = 1.0\n[data]\nd = { shape = [46340, 46340], normal = { std = 1.0 } }\n",
        ["many trials at once"] = "loss = \"sum(x^2)\"\n[parameters]\nx = { shape = [100000000], fill = 1.0 }\n[sweep]\nseed = { from = 0, count = 100 }\n[log]\nevery = 0\n",
        ["columns of a log"] = "loss = \"sum(x^2)\"\n[parameters]\nx = { shape = [1500000000], fill = 1.0 }\n[log]\ncolumns = [\"parameters\", \"gradient\"]\n",
    };

    public static TheoryData<string> Names => [.. Experiments.Keys];

    public void Dispose() => _folder.Dispose();

    private string Written(string text)
    {
        var path = Path.Combine(_folder.Path, "large.toml");
        File.WriteAllText(path, text);
        return path;
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Experiments_that_do_not_fit_are_refused_and_nothing_is_written(string name)
    {
        var path = Written(Experiments[name]);
        foreach (var command in (string[])["run", "plan", "check", "show"])
        {
            var finished = Shell.Run(command == "run" ? [command, path, "--memory", "800MB", "-o", Path.Combine(_folder.Path, "out")] : [command, path, "--memory", "800MB"]);
            Assert.Equal((2, ""), (finished.ExitCode, finished.Output));
            Assert.Contains(name == "columns of a log" ? "columns would be logged" : "--memory", finished.Errors, StringComparison.Ordinal);
            Assert.Single(Directory.EnumerateFileSystemEntries(_folder.Path));
        }
    }

    [Theory]
    [InlineData("sum(broadcast(x, 2000000000))", "x=1", "24 GB of memory, and 800 MB are allowed. The largest array, `broadcast` of shape (2000000000), takes 16 GB")]
    [InlineData("x", "x=sum(broadcast(1, 2000000000))", "--at x: ")]
    public void So_are_formulas(string formula, string point, string message)
    {
        var finished = Shell.Run("show", formula, "--at", point, "--memory", "800MB");
        Assert.Equal((2, ""), (finished.ExitCode, finished.Output));
        Assert.Contains(message, finished.Errors, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("broadcast(y, 100, 100)", 2, 0)]
    [InlineData("broadcast(y, 10000, 1000)", 2, 2)]
    public void The_bound_decides(string array, int megabytes, int code) =>
        Assert.Equal(code, Shell.Run("check", Written($"loss = \"sum({array}) + y^2\"\n[parameters]\ny = 1.0\n"), "--memory", $"{megabytes}MB").ExitCode);

    [Theory]
    [InlineData("8GB", 8e9)]
    [InlineData("500MB", 5e8)]
    [InlineData("1.5 g", 1.5e9)]
    [InlineData("1e9", 1e9)]
    [InlineData("much", null)]
    [InlineData("-1GB", null)]
    [InlineData("0", null)]
    [InlineData("NaN", null)]
    [InlineData("", null)]
    public void A_bound_is_a_size(string text, double? bytes) => Assert.Equal(bytes, MemoryBound.Parse(text)?.Bytes);

    [Fact]
    public void Without_one_it_is_three_quarters_of_what_there_is() =>
        Assert.InRange(MemoryBound.OfMachine.Bytes, 1 << 20, GC.GetGCMemoryInfo().TotalAvailableMemoryBytes * 3 / 4);

    [Fact]
    public void A_size_that_is_none_is_told()
    {
        var finished = Shell.Run("check", Written(Experiments["data"]), "--memory", "much");
        Assert.Equal(2, finished.ExitCode);
        Assert.Contains("--memory much: it is a size", finished.Errors, StringComparison.Ordinal);
    }

    /// <summary>Adam keeps x, its gradient, two slots and the last change: measured with 3·10⁷ elements, a run took 5.2 GB, 22 numbers for each.</summary>
    [Fact]
    public void The_figure_of_a_run_is_near_what_was_measured()
    {
        var experiment = ExampleFiles.Experiment("loss = \"mean(x^2)\"\n[parameters]\nx = { shape = [400000], fill = 1.0 }\n[method]\nrule = \"adam\"\nsteps = 3\n[log]\nevery = 0\n");
        Assert.InRange(new Batch(experiment).MemoryNeed(1, 0)!.Bytes / 8 / 400_000, 22, 40);
    }

    [Fact]
    public void Exhaustion_says_what_there_is_no_more_of()
    {
        Assert.Equal(2, Exhaustion.Of(new InvalidOperationException("", new InsufficientMemoryException()))?.Code);
        Assert.Equal(4, Exhaustion.Of(new IOException("Too many open files", 24))?.Code);
        Assert.Null(Exhaustion.Of(new IOException("Something else", 5)));
    }
}
