using System.Diagnostics;
using Xunit;

namespace FuncGrad.Tests;

/// <summary>What is no file, or too large for one, is refused by its kind and size before a byte of it is read.</summary>
public sealed class InputKindTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public InputKindTests()
    {
        Directory.CreateDirectory(At("folder"));
        File.CreateSymbolicLink(At("circle"), At("back"));
        File.CreateSymbolicLink(At("back"), At("circle"));
        using var pipe = Process.Start("mkfifo", At("pipe"));
        pipe.WaitForExit();
        using var large = new FileStream(At("large.toml"), FileMode.Create);
        large.SetLength(1L << 30);
        File.CreateSymbolicLink(At("link.toml"), At("large.toml"));
    }

    public static TheoryData<string, string> Kinds => new()
    {
        { "/dev/zero", "is a device" }, { "folder", "is a folder" }, { "pipe", "is a pipe" }, { "circle", "is a link in a circle" }, { "missing", "there is no such file" },
        { "folder/", "is a folder" }, { "pipe/x", "there is no such file" }, { new string('x', 300), "is too long" },
    };

    public void Dispose() => _folder.Dispose();

    private string At(string name) => Path.Combine(_folder.Path, name);

    [Theory]
    [MemberData(nameof(Kinds))]
    public void An_experiment_is_a_file(string name, string kind) => Assert.All((string[])["run", "check", "plan"], command => Refused(kind, command, At(name)));

    [Theory]
    [MemberData(nameof(Kinds))]
    public void Data_is_a_file(string name, string kind)
    {
        File.WriteAllText(At("fit.toml"), $"loss = \"mean((D - m)^2)\"\n[parameters]\nm = 0.0\n[data]\nD = {{ csv = \"{name}\" }}\n");
        Refused(kind, "check", At("fit.toml"));
    }

    [Theory]
    [InlineData("large.toml")]
    [InlineData("link.toml")]
    public void An_experiment_of_a_gigabyte_is_data(string name) => Refused("has 1.1 GB, and at most", "show", At(name));

    private static void Refused(string kind, params string[] arguments)
    {
        var finished = Shell.Run(arguments);
        Assert.Equal((2, ""), (finished.ExitCode, finished.Output));
        Assert.Contains(kind, finished.Errors, StringComparison.Ordinal);
    }
}
