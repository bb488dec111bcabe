using Xunit;

namespace FuncGrad.Tests;

/// <summary>A batch run as a whole with narrower registers, which the runtime's environment variables force: the same files.</summary>
public sealed class RegisterWidthTests
{
    /// <summary>Loops over arrays, registers of trials and functions; enough work to be compiled.</summary>
    private const string Experiment = """
        loss = "mean((tanh(X @ W) @ v - t)^2) + 0.01*exp(-b)*cos(b)"

        [parameters]
        W = { shape = [6, 8], normal = { std = 0.5 } }
        v = { shape = [8], uniform = { low = -1, high = 1 } }
        b = 0.3

        [data]
        X = { shape = [9, 6], normal = {} }
        t = { shape = [9], normal = {} }

        [method]
        rule = "adam"
        steps = 300

        [sweep]
        "method.learning_rate" = { from = 1e-4, to = 1.0, count = 21, scale = "log" }
        seed = { from = 0, count = 3 }

        [log]
        every = 0
        """;

    [Fact]
    public void Every_width_writes_the_same_files()
    {
        using var folder = new TemporaryFolder();
        File.WriteAllText(folder["net.toml"], Experiment);
        var expected = Trials(folder, "widest", null);
        Assert.True(expected.Length > 63 * 50);
        foreach (var variable in (string[])["DOTNET_EnableAVX512", "DOTNET_EnableAVX2", "DOTNET_EnableAVX", "DOTNET_EnableHWIntrinsic"])
            Assert.Equal(expected, Trials(folder, variable, variable));
    }

    private static string Trials(TemporaryFolder folder, string name, string? variable)
    {
        var finished = Child.Run("dotnet", folder.Path, [Path.Combine(AppContext.BaseDirectory, "FuncGrad.Lab.dll"), "run", "net.toml", "-o", name], variable is null ? [] : [(variable, "0")]);
        Assert.True(finished.ExitCode == 0, finished.Errors);
        return File.ReadAllText(Path.Combine(folder[name], "trials.csv"));
    }
}
