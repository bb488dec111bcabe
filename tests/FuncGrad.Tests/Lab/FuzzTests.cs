using System.Globalization;
using System.Text;
using FuncGrad.Lab;
using Xunit;

namespace FuncGrad.Tests;

/// <summary>
/// Damaged formulas, experiments, CSV files and command lines: every one is taken or told to be wrong, none throws, hangs or takes much memory. What is tried
/// depends on its number alone. The short form is part of every run; FUNCGRAD_FUZZ=100000 tries so many of each kind and prints what they took.
/// </summary>
public sealed class FuzzTests(ITestOutputHelper output) : IDisposable
{
    private const int Few = 400;

    /// <summary>Numbers of inputs that failed once, beside the first few.</summary>
    private static readonly Dictionary<string, ulong[]> Failed = new() { ["formulas"] = [], ["experiments"] = [], ["tables"] = [], ["command lines"] = [1401] };

    /// <summary>What an input may allocate in all, about a second of work; what is held at once is far less.</summary>
    private const long MostAllocated = 1L << 30;

    private const double MostSeconds = 2, MostGrowth = 200e6;

    private static readonly string[] Formulas =
    [
        "x0^2 + x1^2", "(x^2 + y - 11)^2 + (x + y^2 - 7)^2", "sum((W @ v - t)^2)", "mean(cross_entropy(softmax(W @ v), t))", "where(x < 0, -x, sqrt(x + 1))", "log(1 + exp(-x)) + max(x, 0.1*x)",
        "norm(v[1:] - v[:-1]) + v[0]*W[0,1]", "sum(reshape(broadcast(x, 3, 4), 12)[2:5]) / 3", "-x^2^y + |x|", "tanh(x)*sigmoid(y) - atan(x/y) + prod(v) + min(v)", "sum(transpose(W) * [[1, 2], [3, 4]], axis=0)[0]", "2 x0 + 3x1 - sin x²",
    ];

    private static readonly string[] FormulaPieces =
        ["(", ")", "[", "]", "[0]", "[-1]", "[1:]", "[2000000000]", "^", "^64", "**", "@", ",", "axis=", "sum(", "reshape(", "broadcast(", "exp(", "where(", "softmax(", "x", "v", "W", "-", "1e308", "W @ ", "concatenate(", "embed(", "empty(", "`a b`", "==", "<="];

    private static readonly string[] TomlPieces =
        ["[", "]", "[[", "\"\"\"", "'''", "\\", "\"\\U001\"", "=", " = 1\n", "\n[sweep]\n", "\n[data]\n", "\n[method]\n", "{ from = 0, to = 1, count = 3 }", "{ csv = \"/dev/zero\" }", "{ shape = [2147483647], fill = 1 }", "seed", "zip = [[\"seed\"]]", "sample = { count = 9, by = \"sobol\" }", "1979-05-27", "true", "#", "parameters.", "every = 0\n"];

    private static readonly string[] Tables = ["a,b,c\n1,2,3\n4,5,6\n", "1\n2\n3\n", "x;y\n1,5;2,5\n3,5;4\n", "\"a\",\"b\"\n\"1\",\"2\"\n", "1\t2\r\n3\t4\r\n", "0.1,1e-3,NaN\n-Infinity,2,3"];

    private static readonly string[] TablePieces = ["\"", "\"\"", ",", ";", "\t", "|", "\n", "\r\n", "\n\n", "\0", "−1", "$1", "(1)", "1e400", "NA", " ", "sep=;\n", "\uFEFF", "1,5", "# "];

    private static readonly string[] Commands =
    [
        "check\u001ffit.toml", "plan\u001ffit.toml\u001f--count", "plan\u001ffit.toml\u001f--csv\u001f--set\u001fsweep.seed={from=1,count=40}", "show\u001fx^2\u001f--at\u001fx=1", "show\u001fsum(x*y)\u001f--at\u001fx=[1,2],y=[3,4]\u001f--data\u001fy", "show\u001ffit.toml\u001f--program", "rules", "functions", "--help", "check\u001f--help",
        "check\u001ffit.toml\u001f--set\u001fmethod.steps=3", "plan\u001ffit.toml\u001f--set\u001fsweep.seed={count=3}\u001f--memory\u001f1GB", "status\u001fno-folder", "--version",
    ];

    private static readonly string[] CommandPieces = ["\u001f", "--set", "--at", "--data", "--memory", "--count", "--csv", "--program", "--nothing", "-", "--", "=", "x=", "method.learning_rate=", "sweep.method.learning_rate=[0.1, 0.2]", "parameters.x=", "{", "}", "8GB", "fit.toml", "'", "@file"];

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Formulas_are_taken_or_wrong() => Try("formulas", seed => Mutations.Of(seed, Formulas, FormulaPieces), text =>
    {
        var names = Formula.Names(text).DistinctBy(name => name.Name).ToDictionary(name => name.Name, name => Expr.Symbol(name.Name is "W" ? "W" : "x", name.Name is "W" ? Shape.Of(2, 2) : name.Name is "v" or "t" ? Shape.Of(2) : name.Shape));
        foreach (var value in Formula.Parse(text, names).SuccessAsEnumerable())
        {
            var again = Formula.Print(value);
            if (value.Shape.Rank == 0 && Ordering.Of(value).Count < 2_000) again += Simplification.Simplify(Differentiation.Gradient(value, [.. names.Values.Distinct()])).Count;
            Assert.NotEmpty(again);
        }
    });

    [Fact]
    public void Experiments_are_taken_or_wrong() => Try("experiments", seed => Mutations.Of(seed, [ExampleFiles.Whole], TomlPieces), text =>
    {
        var parsed = ExperimentParser.Parse(text, "a.toml", _ => new InputError("data.csv", "is not there", ""));
        foreach (var error in parsed.Match(_ => [], errors => errors.ToArray())) Assert.NotEqual("", error.Location);
        foreach (var experiment in parsed.SuccessAsEnumerable())
            if (MemoryCheck.OfArrays(experiment, new MemoryBound(1_000_000)) is null) Assert.InRange(new Trials(experiment)[0].Id.Length, 16, 16);
    });

    [Fact]
    public void Tables_are_taken_or_wrong() => Try("tables", seed => Mutations.Of(seed, Tables, TablePieces), text =>
    {
        var numbers = CsvNumbers.Read(new ArrayFile("d.csv"), new MemoryStream(Encoding.UTF8.GetBytes(text)), text.Count('\n') + 1, 1_000_000, _ => { });
        foreach (var error in numbers.Match(_ => [], errors => errors.ToArray())) Assert.StartsWith("d.csv", error.Location, StringComparison.Ordinal);
    });

    [Fact]
    public void Command_lines_are_obeyed_or_wrong()
    {
        var path = Path.Combine(_folder.Path, "fit.toml");
        File.WriteAllText(path, "loss = \"x^2\"\n[parameters]\nx = 1.0\n[method]\nsteps = 2\n");
        Try("command lines", seed => Mutations.Of(seed, Commands, CommandPieces), text =>
        {
            // Only what writes nothing, since a damaged name of a folder is a folder, too.
            var arguments = text.Replace("fit.toml", path, StringComparison.Ordinal).Split('\u001f');
            if (arguments.Any(argument => argument is "run" or "merge" or "export" or "plot" or "report" or "watch" or "new" or "submit")) return;
            var finished = Shell.RunIntoHead(arguments);
            Assert.False(finished.ExitCode == ExitCode.Unexpected, finished.Errors);
        });
    }

    /// <summary>Tries the inputs of a kind, and tells of the first that fails by its number.</summary>
    private void Try(string kind, Func<ulong, string> input, Action<string> attempt)
    {
        var isLong = int.TryParse(Environment.GetEnvironmentVariable("FUNCGRAD_FUZZ"), NumberStyles.None, CultureInfo.InvariantCulture, out var count);
        var (mostBytes, mostSeconds, slowest, before) = (0L, 0.0, 0UL, GC.GetTotalMemory(forceFullCollection: true));
        foreach (var seed in Failed[kind].Concat(Enumerable.Range(0, isLong ? count : Few).Select(i => (ulong)i)))
        {
            var (text, allocated, processor) = (input(seed), GC.GetAllocatedBytesForCurrentThread(), Environment.CpuUsage.TotalTime);
            try { attempt(text); }
            catch (Exception error) { Assert.Fail($"{kind}, input {seed}: {error.GetType().Name}: {error.Message}\n{error.StackTrace}\n{text}"); }
            allocated = GC.GetAllocatedBytesForCurrentThread() - allocated;
            Assert.True(allocated < MostAllocated, $"{kind}, input {seed} takes {allocated} bytes:\n{text}");
            var seconds = (Environment.CpuUsage.TotalTime - processor).TotalSeconds;
            if (seconds > mostSeconds) (mostSeconds, slowest) = (seconds, seed);
            mostBytes = Math.Max(mostBytes, allocated);
        }
        var growth = GC.GetTotalMemory(forceFullCollection: true) - before;
        Assert.InRange(growth, long.MinValue, MostGrowth);
        if (!isLong) return; // how much of the processor an input takes is looked at only where no other test runs beside it
        output.WriteLine(FormattableString.Invariant($"{kind}: {count} inputs, the largest allocated {mostBytes / 1e6:F1} MB, the slowest ({slowest}) took {mostSeconds:F2} s, {growth / 1e6:F1} MB more are held after all"));
        Assert.InRange(mostSeconds, 0, MostSeconds);
    }
}
