using System.Diagnostics;

namespace FuncGrad.Benchmarks;

/// <summary>The same workloads in other systems, and by hand in C++: programs in a folder of their own that print JSON lines.</summary>
/// <param name="folder">Where their run.sh is, or null: then there are none.</param>
/// <param name="onlyLimits">Only the limits by hand: the others take minutes.</param>
internal sealed class Peers(string? folder, bool onlyLimits)
{
    /// <summary>Where the C++ limits are built.</summary>
    private static readonly string Output = Environment.GetEnvironmentVariable("PEERS_OUT") ?? Path.Combine(Path.GetTempPath(), "funcgrad-peers");

    public bool Exist => folder is not null;

    /// <summary>From FUNCGRAD_PEERS, or shared/peers beside the repository or one of the folders above it.</summary>
    public static Peers Find(bool onlyLimits)
    {
        if (Environment.GetEnvironmentVariable("FUNCGRAD_PEERS") is { Length: > 0 } named) return new(Directory.Exists(named) ? named : null, onlyLimits);
        for (var at = new DirectoryInfo(Environment.CurrentDirectory); at is not null; at = at.Parent)
            if (Path.Combine(at.FullName, "shared", "peers") is var found && File.Exists(Path.Combine(found, "run.sh"))) return new(found, onlyLimits);
        return new(null, onlyLimits);
    }

    /// <summary>All peers of a workload, W1 to W5; the first call builds them.</summary>
    public IReadOnlyList<Figure> All(string workload) => folder is null ? [] : onlyLimits ? Built(workload) : Run("bash", Path.Combine(folder, "run.sh"), workload);

    /// <summary>The hand-written limit alone, once more.</summary>
    public IReadOnlyList<Figure> Limit(string workload) => Path.Combine(Output, workload.ToLowerInvariant()) is var program && folder is not null && File.Exists(program) ? Run(program) : [];

    private IReadOnlyList<Figure> Built(string workload)
    {
        Directory.CreateDirectory(Output);
        Run("make", "-s", "-C", Path.Combine(folder!, "cpp"), $"OUT={Output}", Path.Combine(Output, workload.ToLowerInvariant()));
        return Limit(workload);
    }

    private static List<Figure> Run(string program, params string[] arguments)
    {
        var start = new ProcessStartInfo(program, arguments) { RedirectStandardOutput = true };
        start.Environment["PEERS_OUT"] = Output;
        using var process = Process.Start(start)!;
        var figures = new List<Figure>();
        while (process.StandardOutput.ReadLine() is { } line)
        {
            if (Figure.Parse(line) is not { } figure) continue;
            Console.Error.WriteLine(figure);
            figures.Add(figure);
        }
        process.WaitForExit();
        return figures;
    }
}
