using FuncGrad.Lab;
using Xunit;

namespace FuncGrad.Tests;

/// <summary>A picture or page goes over one that was drawn, never over what people wrote or changed.</summary>
public sealed class DrawnFileTests
{
    private const string Bowl = "loss = \"x^2 + y^2\"\n[parameters]\nx = 2.0\ny = 1.0\n[method]\nsteps = 5\n";

    public static TheoryData<string> Names => ["a.svg", "a.png", "a.pdf", "a.html", "results/curves.svg", "results/report.html"];

    [Theory, MemberData(nameof(Names))]
    public void It_goes_over_its_like_and_over_nothing_else(string name)
    {
        using var folder = new PlottedFolder(Bowl);
        var path = folder[name];
        string[] command = [name.EndsWith("html", StringComparison.Ordinal) ? "report" : "plot", folder.Results, .. name.StartsWith('r') ? Array.Empty<string>() : ["-o", path]];
        string[] theirs = name == "results/report.html" ? ["run", folder["a.toml"], "-o", folder.Results, "--fresh", "--report"] : command;
        Assert.Equal((0, ""), Outcome(command));
        var drawn = File.ReadAllBytes(path);
        Assert.Equal((0, ""), Outcome(command));
        Assert.Equal(drawn, File.ReadAllBytes(path));
        foreach (var content in Others(drawn))
        {
            File.WriteAllBytes(path, content);
            var (code, errors) = Outcome(theirs);
            Assert.Equal(ExitCode.BadInput, code);
            Assert.Contains(path, errors, StringComparison.Ordinal);
            Assert.Equal(content, File.ReadAllBytes(path));
        }
        File.Delete(path);
        File.WriteAllBytes(folder["thesis.txt"], drawn);
        File.CreateSymbolicLink(path, folder["thesis.txt"]);
        Assert.Equal(ExitCode.BadInput, Outcome(command).Code);
        Assert.Equal(drawn, File.ReadAllBytes(folder["thesis.txt"]));
    }

    /// <summary>Theirs: a text, nothing, a drawn one with a byte changed, cut off, or with something behind it.</summary>
    private static IEnumerable<byte[]> Others(byte[] drawn)
    {
        var changed = drawn.ToArray();
        changed[drawn.Length / 2] ^= 1;
        return ["my notes\n"u8.ToArray(), [], changed, drawn[..(drawn.Length / 2)], [.. drawn, 10]];
    }

    private static (int Code, string Errors) Outcome(string[] command)
    {
        var finished = Shell.Run(command);
        return (finished.ExitCode, finished.ExitCode == 0 ? "" : finished.Errors);
    }
}
