namespace FuncGrad.Tests;

/// <summary>A folder with an experiment of many blocks, and the results of its undisturbed run.</summary>
internal sealed class BatchFolder : IDisposable
{
    /// <summary>47 blocks of 64 trials, 603,000 logged steps: about a second of work.</summary>
    public const string Himmelblau = """
        title = "Momentum on Himmelblau's function"
        loss = "(x0^2 + x1 - 11)^2 + (x0 + x1^2 - 7)^2"
        [parameters]
        x0 = 0.0
        x1 = 0.0
        [method]
        rule = "momentum"
        learning_rate = 0.01
        momentum = 0.9
        steps = 200
        [sweep]
        "method.learning_rate" = { from = 1e-4, to = 0.05, count = 60, scale = "log" }
        "method.momentum" = { from = 0.0, to = 0.99, count = 50 }
        [log]
        every = 1

        """;

    private static readonly Lazy<BatchFolder> Lazily = new(() =>
    {
        var folder = new BatchFolder(Himmelblau);
        folder.RunToItsEnd("whole");
        return folder;
    });

    private readonly TemporaryFolder _folder = new();

    public BatchFolder(string experiment) => File.WriteAllText(_folder["experiment.toml"], experiment);

    /// <summary>With the undisturbed run of <see cref="Himmelblau"/> in <c>whole</c>.</summary>
    public static BatchFolder Undisturbed => Lazily.Value;

    public string Path => _folder.Path;

    public string this[string name] => _folder[name];

    /// <summary>Starts <c>funcgrad run</c> into a folder.</summary>
    public BatchProcess Run(string output, params string[] arguments) => BatchProcess.Start(Path, ["run", "experiment.toml", "-o", output, .. arguments]);

    public Finished RunToItsEnd(string output, params string[] arguments)
    {
        using var run = Run(output, arguments);
        var finished = run.Wait();
        Xunit.Assert.True(finished.ExitCode == 0, finished.Errors);
        return finished;
    }

    /// <summary>The tables of two folders are the same files with the same bytes, and nothing else is left.</summary>
    public static void AssertSame(string expected, string found)
    {
        string[] names = [.. Below(expected)];
        Xunit.Assert.Equal(names, Below(found));
        foreach (var name in names.Where(name => name is not ("manifest.json" or "journal")))
            Xunit.Assert.True(File.ReadAllBytes(System.IO.Path.Combine(expected, name)).AsSpan().SequenceEqual(File.ReadAllBytes(System.IO.Path.Combine(found, name))), $"{name} differs");
    }

    private static IEnumerable<string> Below(string folder) => Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories).Select(path => System.IO.Path.GetRelativePath(folder, path)).Order(StringComparer.Ordinal);

    public void Dispose() => _folder.Dispose();
}
