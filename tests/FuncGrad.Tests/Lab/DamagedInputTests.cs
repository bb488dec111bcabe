using System.Text;
using Xunit;

namespace FuncGrad.Tests;

/// <summary>Damaged files and formulas, and such as are too much: an answer or a message with exit code 2, never a stack trace.</summary>
public sealed class DamagedInputTests : IDisposable
{
    private const int Files = 200, Formulas = 200, Ran = 10;

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void A_damaged_experiment_is_planned_or_refused_in_words()
    {
        string[] originals = [.. Directory.EnumerateFiles(Path.Combine(SourceCode.Root, "experiments"), "*.toml").Order(StringComparer.Ordinal).Select(File.ReadAllText)];
        var broken = 0;
        for (var file = 0; file < Files; file++)
        {
            File.WriteAllText(_folder["damaged.toml"], Damage.Of(originals[file % originals.Length], file, "experiment"));
            broken += IsAnsweredOrRefused(Shell.Run("plan", _folder["damaged.toml"]), $"experiment {file}") ? 0 : 1;
        }
        Assert.InRange(broken, Files / 3, Files);
    }

    [Fact]
    public void A_damaged_experiment_that_is_still_valid_is_checked()
    {
        string[] originals = [.. Directory.EnumerateFiles(Path.Combine(SourceCode.Root, "experiments"), "*.toml").Order(StringComparer.Ordinal).Select(File.ReadAllText)];
        for (var file = 0; file < Files / 4; file++)
        {
            File.WriteAllText(_folder["damaged.toml"], Damage.Of(originals[file % originals.Length], file, "checked"));
            var finished = Shell.Run("check", _folder["damaged.toml"]);
            Assert.Contains(finished.ExitCode, (int[])[0, 2, 3]);
            Assert.DoesNotContain("   at ", finished.Errors, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void A_damaged_experiment_that_is_still_valid_runs_to_a_verdict()
    {
        string[] originals = [.. Directory.EnumerateFiles(Path.Combine(SourceCode.Root, "experiments"), "*.toml").Order(StringComparer.Ordinal).Select(File.ReadAllText)];
        string[] few = ["--set", "method.steps=20", "--set", "log.every=1"];
        var ran = 0;
        for (var file = 0; ran < Ran && file < Files; file++)
        {
            File.WriteAllText(_folder["damaged.toml"], Damage.Of(originals[file % originals.Length], file, "run"));
            var planned = Shell.Run(["plan", _folder["damaged.toml"], "--count", .. few]);
            if (planned.ExitCode != 0 || planned.Output.Length > 3) continue;
            ran++;
            var finished = Shell.Run(["run", _folder["damaged.toml"], "-o", _folder["results"], "--fresh", .. few]);
            Assert.True(finished.ExitCode == 0, $"{file}: {finished.ExitCode} {finished.Errors}");
            Assert.DoesNotContain("failed", finished.Output, StringComparison.Ordinal);
        }
        Assert.Equal(Ran, ran);
    }

    [Fact]
    public void A_damaged_formula_is_shown_or_refused_in_words()
    {
        string[] originals = [.. TestFunctions.All.Select(function => function.Formula).Where(formula => formula.Length < 200)];
        var broken = 0;
        for (var formula = 0; formula < Formulas; formula++)
            broken += IsAnsweredOrRefused(Shell.Run("show", Damage.Of(originals[formula % originals.Length], formula, "formula")), $"formula {formula}") ? 0 : 1;
        Assert.InRange(broken, Formulas / 3, Formulas);
    }

    [Fact]
    public void Damaged_files_do_the_same_to_the_process()
    {
        for (var file = 0; file < 5; file++)
        {
            File.WriteAllText(_folder["damaged.toml"], Damage.Of(File.ReadAllText(ExperimentRuns.PathOf("simple-net")), file, "process"));
            var finished = Child.FuncGrad(_folder.Path, "plan", "damaged.toml");
            IsAnsweredOrRefused(finished, $"process {file}");
        }
    }

    /// <summary>Long formulas that are right all the same.</summary>
    public static TheoryData<string, string> Long => new()
    {
        { "brackets in brackets", $"{new string('(', 100_000)}x{new string(')', 100_000)}" },
        { "signs", $"{new string('-', 100_000)}x" },
        { "functions of functions", $"{string.Concat(Enumerable.Repeat("sin(", 20_000))}x{new string(')', 20_000)}" },
        { "products", string.Join(" * ", Enumerable.Repeat("x", 100_000)) },
        { "powers of powers", string.Join("^", Enumerable.Repeat("x", 10_000)) },
    };

    [Theory]
    [MemberData(nameof(Long))]
    public void A_long_formula_is_shown_with_value_and_gradient(string what, string formula)
    {
        var finished = Shell.Run("show", formula, "--at", "x=1");
        Assert.True(IsAnsweredOrRefused(finished, what), finished.Errors);
        Assert.Contains("gradient norm ", finished.Output, StringComparison.Ordinal);
    }

    public static TheoryData<string, string> TooMuch => new()
    {
        { "a megabyte of brackets", $"loss = \"{new string('(', 1 << 20)}\"\n[parameters]\nx = 1.0\n" },
        { "arrays in arrays", $"loss = \"x^2\"\n[parameters]\nx = {new string('[', 100_000)}1{new string(']', 100_000)}\n" },
        { "tables in tables", $"loss = \"x^2\"\n[parameters]\nx = {string.Concat(Enumerable.Repeat("{a=", 50_000))}1{new string('}', 50_000)}\n" },
        { "a key of many parts", $"loss = \"x^2\"\n[parameters]\nx = 1.0\n{string.Join('.', Enumerable.Repeat("a", 100_000))} = 1\n" },
        { "a heading of many parts", $"loss = \"x^2\"\n[parameters]\nx = 1.0\n[{string.Join('.', Enumerable.Repeat("a", 100_000))}]\nb = 1\n" },
        { "numbers beyond all bounds", "loss = \"x^2\"\n[parameters]\nx = 1e400\n[method]\nsteps = 99999999999999999999999\n" },
        { "a shape beyond all bounds", "loss = \"sum(W)\"\n[parameters]\nW = { shape = [1000000, 1000000], fill = 0.0 }\n" },
        { "a line of a megabyte", $"loss = \"x^2\" {new string('!', 1 << 20)}\n" },
    };

    [Theory]
    [MemberData(nameof(TooMuch))]
    public void What_is_too_much_is_refused_in_words(string what, string text)
    {
        File.WriteAllText(_folder["much.toml"], text);
        Assert.False(IsAnsweredOrRefused(Shell.Run("plan", _folder["much.toml"]), what));
    }

    [Fact]
    public void A_loss_of_a_hundred_thousand_terms_is_differentiated_and_checked()
    {
        var sum = string.Join(" + ", Enumerable.Range(0, 100_000).Select(i => $"x{i % 10}^2"));
        var names = string.Concat(Enumerable.Range(0, 10).Select(i => $"x{i} = 1.0\n"));
        File.WriteAllText(_folder["terms.toml"], $"loss = \"{sum}\"\n[parameters]\n{names}");
        var finished = Shell.Run("show", _folder["terms.toml"]);
        Assert.Equal((0, ""), (finished.ExitCode, finished.Errors));
        Assert.Contains("f = 100000 at this point", finished.Output, StringComparison.Ordinal);
        Assert.Contains("∂f/∂x0 = 20000 * x0", finished.Output, StringComparison.Ordinal);
    }

    /// <summary>True if answered.</summary>
    private static bool IsAnsweredOrRefused(Finished finished, string what)
    {
        Assert.True(finished.ExitCode is 0 or 2, $"{what}: exit code {finished.ExitCode}\n{finished.Errors}");
        Assert.DoesNotContain("   at ", finished.Errors, StringComparison.Ordinal);
        Assert.DoesNotContain("Exception", finished.Errors, StringComparison.Ordinal);
        if (finished.ExitCode == 2)
        {
            Assert.NotEqual("", finished.Errors);
            Assert.InRange(finished.Errors.Length, 1, 100_000);
        }
        return finished.ExitCode == 0;
    }
}

/// <summary>Texts with a few random changes, the same for the same number.</summary>
internal static class Damage
{
    private const string Odd = "[]{}()\"'=.,#\n 0-+*/^@:_e\\$<>!\0\u00E9\u2028";

    public static string Of(string original, long number, string purpose)
    {
        var (random, position) = (new Randomness(number, purpose), 0L);
        var text = new StringBuilder(original);
        for (var changes = 1 + Pick(4); changes > 0 && text.Length > 0; changes--)
        {
            var (at, other) = (Pick(text.Length), Pick(text.Length));
            switch (Pick(6))
            {
                case 0: text.Remove(at, Math.Min(1 + Pick(8), text.Length - at)); break;
                case 1: text.Insert(at, Odd[Pick(Odd.Length)]); break;
                case 2: (text[at], text[other]) = (text[other], text[at]); break;
                case 3: text.Insert(at, text.ToString(other, Math.Min(Pick(60), text.Length - other))); break;
                case 4: text.Insert(at, Pick(1_000_000)); break;
                default: text[at] = Odd[Pick(Odd.Length)]; break;
            }
        }
        return text.ToString();

        int Pick(int count) => (int)(random.Uniform(position++) * count);
    }
}
