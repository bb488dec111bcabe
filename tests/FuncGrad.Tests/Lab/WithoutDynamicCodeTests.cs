using Xunit;

namespace FuncGrad.Tests;

/// <summary>Where the runtime compiles no code of its own, as after compiling ahead of time.</summary>
public sealed class WithoutDynamicCodeTests
{
    private const string Switch = "\"System.Runtime.CompilerServices.RuntimeFeature.IsDynamicCodeSupported\": false,";

    [Fact]
    public void Trials_are_interpreted_to_the_same_bytes()
    {
        using var folder = new TemporaryFolder();
        var configuration = File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "FuncGrad.Lab.runtimeconfig.json"));
        File.WriteAllText(folder["without.json"], configuration.Replace("\"configProperties\": {", $"\"configProperties\": {{ {Switch}", StringComparison.Ordinal));
        File.WriteAllText(folder["a.toml"], "loss = \"100*(x1 - x0^2)^2 + (1 - x0)^2\"\n[parameters]\nx0 = -1.2\nx1 = 1.0\n[method]\nrule = \"adam\"\nsteps = 20000\n[sweep]\n\"method.learning_rate\" = [0.001, 0.01]\n[log]\nevery = 5000\n");
        var lab = Path.Combine(AppContext.BaseDirectory, "FuncGrad.Lab.dll");
        var without = Child.Dotnet(folder.Path, "exec", "--runtimeconfig", folder["without.json"], lab, "run", "a.toml", "-o", "without");
        Assert.Equal(0, without.ExitCode);
        Assert.Equal(2, without.Errors.Split("compiles no code of its own").Length);
        Assert.Equal(0, Child.FuncGrad(folder.Path, "run", "a.toml", "-o", "with").ExitCode);
        foreach (var table in (string[])["trials.csv", "steps.csv"])
            Assert.Equal(File.ReadAllText(Path.Combine(folder["with"], table)), File.ReadAllText(Path.Combine(folder["without"], table)));
    }
}
