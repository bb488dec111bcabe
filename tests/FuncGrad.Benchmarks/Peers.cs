using System.Diagnostics;
using System.Runtime.Intrinsics;

namespace FuncGrad.Benchmarks;

/// <summary>The same workloads in other systems, and by hand in C++: programs in a folder of their own that print JSON lines.</summary>
/// <param name="folder">Where their run.sh is, or null: then there are none.</param>
/// <param name="onlyLimits">Only the limits by hand: the others take minutes.</param>
internal sealed class Peers(string? folder, bool onlyLimits)
{
    /// <summary>Where the C++ limits are built.</summary>
    private static readonly string Output = Environment.GetEnvironmentVariable("PEERS_OUT") ?? Path.Combine(Path.GetTempPath(), "funcgrad-peers");

    /// <summary>Not for W1: the compiler would cancel what is not shifted, and the algorithm would no longer be the book's.</summary>
    private static readonly string[] FastMath = ["-ffast-math", "-fno-finite-math-only"];

    /// <summary>The name by which the peers know the workload N1.</summary>
    private const string N1InPeers = "W6";

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
    public IReadOnlyList<Figure> All(string workload)
    {
        if (workload == "N1") return [.. All(N1InPeers).Select(figure => figure with { Workload = workload })];
        if (workload == "N2" && !onlyLimits) return [.. Run("/usr/bin/python3", Path.Combine("tests", "FuncGrad.Benchmarks", "Limits", "n2_torch.py"))];
        if (folder is null) return [];
        if (onlyLimits || !IsOfPeers(workload)) return Limit(workload);
        var all = Run("bash", Path.Combine(folder, "run.sh"), workload);
        return OwnLimit(workload) is null ? all : [.. all.Where(figure => !figure.Peer.StartsWith("limit", StringComparison.Ordinal)), .. Limit(workload)];
    }

    /// <summary>The hand-written limit alone.</summary>
    public IReadOnlyList<Figure> Limit(string workload) => workload == "N1" ? [.. Limit(N1InPeers).Select(figure => figure with { Workload = workload })] : folder is null ? [] : [.. Built(workload).Where(File.Exists).SelectMany(program => Run(program))];

    private bool IsOfPeers(string workload) => File.Exists(Path.Combine(folder!, "cpp", $"{workload.ToLowerInvariant()}.cpp"));

    /// <summary>The source of a limit of our own: that the peers lack, or in registers of 256 bits, for where there is no AVX-512, theirs do not compile, or lose their registers.</summary>
    private string? OwnLimit(string workload) =>
        (!Vector512.IsHardwareAccelerated || !IsOfPeers(workload)) && Path.Combine("tests", "FuncGrad.Benchmarks", "Limits", $"{workload.ToLowerInvariant()}.cpp") is var source && File.Exists(source) ? source : null;

    /// <summary>Programs of a limit: of the peers one; of our own one for each compiler there is, for now the one and now the other makes better code.</summary>
    private IEnumerable<string> Built(string workload)
    {
        Directory.CreateDirectory(Output);
        var (name, cpp) = (workload.ToLowerInvariant(), Path.Combine(folder!, "cpp"));
        if (OwnLimit(workload) is not { } source)
        {
            Run("make", "-s", "-C", cpp, $"OUT={Output}", Path.Combine(Output, name));
            return [Path.Combine(Output, name)];
        }
        string[] compilers = [.. new[] { "g++", "clang++" }.Where(compiler => File.Exists(Path.Combine("/usr/bin", compiler)))];
        return compilers.Select(compiler => Compiled(compiler, source, cpp, workload));
    }

    private static string Compiled(string compiler, string source, string headers, string workload)
    {
        var program = Path.Combine(Output, $"own-{compiler}-{workload.ToLowerInvariant()}");
        if (!File.Exists(program) || File.GetLastWriteTimeUtc(program) < File.GetLastWriteTimeUtc(source))
            Run(compiler, [.. "-std=c++20 -O3 -march=native -DNDEBUG -pthread -Wno-psabi".Split(' '), .. workload == "W1" ? [] : FastMath, "-I", headers, source, "-o", program]);
        return program;
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
