using System.Text.Json;
using FuncGrad.Lab;
using Xunit;

[assembly: AssemblyFixture(typeof(FuncGrad.Tests.ExperimentRuns))]

namespace FuncGrad.Tests;

/// <summary>An experiment of the folder <c>experiments</c> and what <c>funcgrad run</c> made of it.</summary>
internal sealed record ExperimentRun(string Name, Experiment Experiment, string Folder, Finished Finished)
{
    public Table Trials { get; } = Table.Read(Path.Combine(Folder, "trials.csv"));

    /// <summary>Without rows where nothing is logged.</summary>
    public Table Steps { get; } = Experiment.Log.Every == 0 ? Table.None : Table.Read(Path.Combine(Folder, "steps.csv"));

    public JsonElement Manifest { get; } = JsonDocument.Parse(File.ReadAllBytes(Path.Combine(Folder, "manifest.json"))).RootElement;

    /// <summary>The rows of the step log that belong to a trial, as positions.</summary>
    public int[] StepsOf(int trial)
    {
        var name = trial.ToString(System.Globalization.CultureInfo.InvariantCulture);
        return [.. Enumerable.Range(0, Steps.Rows.Length).Where(row => Steps.Text(row, "trial") == name)];
    }

    /// <summary>The experiment that a trial is: its swept settings set.</summary>
    public Experiment Of(int trial)
    {
        var trials = new Trials(Experiment);
        return trials.ExperimentOf(trials[trial]);
    }
}

/// <summary>Every experiment, run once by the command as its own process, into a folder that goes with the tests.</summary>
public sealed class ExperimentRuns : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly Dictionary<string, ExperimentRun> _runs = [];

    public static TheoryData<string> Names => [.. Directory.EnumerateFiles(Path.Combine(SourceCode.Root, "experiments"), "*.toml").Select(file => Path.GetFileNameWithoutExtension(file)).Order(StringComparer.Ordinal)];

    /// <summary>What is set where a whole experiment would take minutes: as the explanation of its picture says.</summary>
    private static readonly Dictionary<string, string[]> Smaller = new()
    {
        ["trainability"] =
        [
            "sweep.method.learning_rate.W0={from=20,to=60,count=48,scale=\"log\"}",
            "sweep.method.learning_rate.W1={from=15.8,to=16.9,count=48,scale=\"log\"}",
        ],
        ["digits-convolution"] = ["sweep.seed=[0]", "method.epochs=1"],
    };

    /// <summary>The options with which a test runs an experiment.</summary>
    public static string[] Options(string name) => [.. Smaller.GetValueOrDefault(name, []).SelectMany(set => (string[])["--set", set])];

    public static string PathOf(string name) => Path.Combine(SourceCode.Root, "experiments", name + ".toml");

    internal ExperimentRun this[string name]
    {
        get
        {
            lock (_runs)
            {
                if (!_runs.TryGetValue(name, out var run)) _runs[name] = run = Run(name);
                return run;
            }
        }
    }

    public void Dispose() => _folder.Dispose();

    /// <summary>Into <c>results/NAME</c>, as it is done without options.</summary>
    private ExperimentRun Run(string name)
    {
        var finished = Child.FuncGrad(_folder.Path, ["run", PathOf(name), .. Options(name)]);
        Assert.Equal((0, ""), (finished.ExitCode, string.Concat(finished.Errors.Split('\n').Where(line => !line.StartsWith("Parameters of ", StringComparison.Ordinal)))));
        var files = new NumberFiles(file => Path.Combine(SourceCode.Root, "experiments", file), MemoryBound.OfMachine, _ => { });
        var experiment = ExperimentParser.Parse(File.ReadAllText(PathOf(name)), name, files.Read, Smaller.GetValueOrDefault(name)).Match(read => read, errors => throw new InvalidOperationException(errors[0].Problem));
        return new(name, experiment, _folder[$"results/{name}"], finished);
    }
}
