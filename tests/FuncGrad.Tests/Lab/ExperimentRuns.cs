using System.Text.Json;
using FuncGrad.Lab;
using Xunit;

[assembly: AssemblyFixture(typeof(FuncGrad.Tests.ExperimentRuns))]

namespace FuncGrad.Tests;

/// <summary>An experiment of the folder <c>experiments</c> and what <c>funcgrad run</c> made of it.</summary>
internal sealed record ExperimentRun(string Name, Experiment Experiment, string Folder, Finished Finished)
{
    public Table Trials { get; } = Table.Read(Path.Combine(Folder, "trials.csv"));

    public Table Steps { get; } = Table.Read(Path.Combine(Folder, "steps.csv"));

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
        var finished = Child.FuncGrad(_folder.Path, "run", PathOf(name));
        Assert.Equal((0, ""), (finished.ExitCode, finished.Errors));
        var experiment = ExperimentParser.Parse(File.ReadAllText(PathOf(name)), name, new NumberFiles(file => Path.Combine(SourceCode.Root, "experiments", file), MemoryBound.OfMachine, _ => { }).Read).Match(read => read, errors => throw new InvalidOperationException(errors[0].Problem));
        return new(name, experiment, _folder[$"results/{name}"], finished);
    }
}
