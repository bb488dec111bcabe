namespace FuncGrad.Benchmarks;

/// <summary>The file in which measured figures are kept.</summary>
internal static class Results
{
    private const string Begin = "<!-- table: written by scripts/bench.sh --record -->", End = "<!-- end of table -->";

    /// <summary>The processor as Linux names it, with how many cores are there.</summary>
    public static string Processor()
    {
        const string cpuInfo = "/proc/cpuinfo";
        var model = File.Exists(cpuInfo) ? File.ReadLines(cpuInfo).FirstOrDefault(line => line.StartsWith("model name", StringComparison.Ordinal)) : null;
        return $"{model?.Split(':')[1].Trim() ?? "unknown processor"}, {Environment.ProcessorCount} cores, registers of {KernelCompiler.WidestRegister()} bits, .NET {Environment.Version}";
    }

    /// <summary>Puts the table in the place of the last one.</summary>
    public static void Record(IEnumerable<string> table)
    {
        var path = Path.Combine("tests", "FuncGrad.Benchmarks", "RESULTS.md");
        var text = File.ReadAllText(path);
        var (from, to) = (text.IndexOf(Begin, StringComparison.Ordinal) + Begin.Length, text.IndexOf(End, StringComparison.Ordinal));
        File.WriteAllText(path, $"{text[..from]}\n{string.Join('\n', table)}\n{text[to..]}");
    }
}
