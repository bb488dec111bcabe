using Xunit;

namespace FuncGrad.Tests;

/// <summary>Examples of use from other tools: another library of C#, Python, make.</summary>
[Collection(nameof(Scripts))]
public sealed class OtherToolTests
{
    private static readonly string Experiments = Path.Combine(SourceCode.Root, "experiments");

    private static readonly string Command = $"dotnet '{Path.Combine(AppContext.BaseDirectory, "FuncGrad.Lab.dll")}'";

    [Fact]
    public void Minimizers_of_another_library_find_the_minimum_by_exact_derivatives()
    {
        var finished = Scripts.Run(Path.Combine(Experiments, "mathnet.cs"));
        Assert.Equal((0, ""), (finished.ExitCode, finished.Errors));
        var lines = finished.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries);
        Assert.Equal(["BFGS", "Newton"], lines.Select(line => line.Split(':')[0]));
        Assert.All(lines, line => Assert.Contains(": (1.000000, 1.000000) after ", line, StringComparison.Ordinal));
    }

    [Fact]
    public void Python_follows_a_run_and_reads_its_tables()
    {
        using var folder = new TemporaryFolder();
        var finished = Ran("python3", folder.Path, ("FUNCGRAD", Command), Path.Combine(Experiments, "results.py"), Path.Combine(Experiments, "learning-rates.toml"), folder["results"]);
        Assert.Equal(0, finished.ExitCode);
        var lines = finished.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries);
        Assert.Equal(("started", "finished"), (lines[0], lines[^4]));
        Assert.Equal(["0: too_slow, loss 25.0", "1: converged, loss 25.0", "2: diverged, loss 25.0"], lines[^3..].Select(line => line.Split(" -> ")[0]));
    }

    [Fact]
    public void Make_makes_a_page_once_and_again_when_the_experiment_has_changed()
    {
        using var folder = new TemporaryFolder();
        File.Copy(Path.Combine(Experiments, "Makefile"), folder["Makefile"]);
        File.WriteAllText(folder["bowl.toml"], "loss = \"x^2\"\nparameters.x = 1.0\nmethod.steps = 5\n");
        Finished Made() => Ran("make", folder.Path, ("FUNCGRAD", Command), "results/bowl/report.html");
        Assert.Equal(0, Made().ExitCode);
        Assert.Contains("up to date", Made().Output, StringComparison.Ordinal);
        File.WriteAllText(folder["bowl.toml"], "loss = \"x^2\"\nparameters.x = 1.0\nmethod.steps = 7\n");
        File.SetLastWriteTimeUtc(folder["bowl.toml"], DateTime.UtcNow.AddSeconds(5));
        Assert.Equal(0, Made().ExitCode);
        Assert.Equal(9, File.ReadAllLines(folder["results/bowl/steps.csv"]).Length);
    }

    private static Finished Ran(string program, string folder, (string, string?) variable, params string[] arguments)
    {
        try { return Child.Run(program, folder, arguments, variable); }
        catch (System.ComponentModel.Win32Exception) { Assert.Skip($"{program} is not installed."); throw; }
    }
}
