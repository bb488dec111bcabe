using System.Reflection;
using System.Runtime.InteropServices;
using System.Text;

namespace FuncGrad.Lab;

/// <summary>One process's work on a batch.</summary>
internal sealed record Session(DateTime Started, double Seconds, string Host, string Processor, int Cores, int Workers, string Version,
    long BlocksFound, long BlocksComputed)
{
    /// <summary>The build that computed, to the commit.</summary>
    public string Build { get; init; } = "";

    public static Session Begin(int workers, long blocksFound) => new(
        DateTime.UtcNow, 0, Environment.MachineName, Machine.Processor, Environment.ProcessorCount, workers, Machine.Version, blocksFound,
        0) { Build = Machine.Build };
}

/// <summary>
/// <c>manifest.json</c>: every figure that differs between two runs of the same experiment, and what the folder is. The journal knows all
/// of it too.
/// </summary>
internal sealed record Manifest
{
    public const string FileName = "manifest.json";

    public const string Running = "running", Complete = "complete";

    /// <summary>Names of columns are written out; more parameters than fit here fit into no table.</summary>
    private const long MostBytes = 1L << 30;

    public required string Status { get; init; }
    public required string Version { get; init; }
    public string Build { get; init; } = "";
    public required string ExperimentFile { get; init; }

    /// <summary>SHA-256 of the copy of the experiment file; empty in manifests of programs that kept none.</summary>
    public string ExperimentHash { get; init; } = "";
    public required string Identity { get; init; }
    public string Title { get; init; } = "";
    public long Seed { get; init; }
    public long Trials { get; init; }
    public int BlockSize { get; init; }
    public IReadOnlyDictionary<string, string> DataHashes { get; init; } = new Dictionary<string, string>();
    /// <summary>The words of columns of text in the order of their numbers, by file and column.</summary>
    public IReadOnlyDictionary<string, IReadOnlyList<string>> Classes { get; init; } = new Dictionary<string, IReadOnlyList<string>>();
    public IReadOnlyList<string> Overrides { get; init; } = [];

    /// <summary>The header lines of the tables, for whoever merges shards; empty for no table.</summary>
    public string TrialHeader { get; init; } = "";

    /// <inheritdoc cref="TrialHeader"/>
    public string StepHeader { get; init; } = "";

    public IReadOnlyList<Session> Sessions { get; init; } = [];
    public IReadOnlyList<OutputFile> Files { get; init; } = [];

    /// <summary>Those of <see cref="Files"/> that are tables, and those that hold parameters.</summary>
    public IReadOnlyList<OutputFile> Tables => [.. Files.Where(file => !file.IsKept)];

    /// <inheritdoc cref="Tables"/>
    public IReadOnlyList<OutputFile> Kept => [.. Files.Where(file => file.IsKept)];

    /// <summary>How many files there are, and how large they are together, in words.</summary>
    public string Extent => $"{Numbers.Grouped(Tables.Count)} tables"
        + (Kept.Count > 0 ? $" and {Numbers.Grouped(Kept.Count)} files of parameters" : "")
        + $", {ByteSize.Text(Files.Sum(file => (double)file.Bytes))}";

    public Tally Tally { get; init; } = new();

    /// <summary>The tables as they are written: those of a shard are rows alone, since files are cut when shards are merged.</summary>
    public IReadOnlyList<TableShape> Shapes(Shard shard, long rowLimit)
    {
        TableShape Shape(string name, string header) =>
            shard.IsWhole ? new(name, Encoding.UTF8.GetBytes(header + "\n"), rowLimit) : new(name, [], long.MaxValue);
        var trials = Shape(ResultFolder.TrialsTable, TrialHeader);
        return StepHeader.Length == 0 ? [trials]
            : [trials, Shape(ResultFolder.StepsTable, string.Join(',', ColumnNames.Unfolded(StepHeader.Split(','))))];
    }

    /// <summary>What marks temporary files as this batch's.</summary>
    public string Owner => OwnerOf(Identity);

    /// <inheritdoc cref="Owner"/>
    public static string OwnerOf(string identity) => identity[..Math.Min(12, identity.Length)];

    /// <summary>
    /// The manifest of a folder, from its file or, if that is damaged or gone, from a journal; null if nothing tells whose the folder is.
    /// </summary>
    public static Manifest? Read(string folder)
    {
        var written = ReadFile(folder);
        if (written is { Status: Complete } || !Directory.Exists(folder)) return written;
        var journal = Journal.In(folder);
        if (journal is { Files: not null, Batch: not null }) return journal.ToManifest();
        return written ?? ResultFolder.AllParts(folder).Select(parts => Journal.In(parts).Batch).FirstOrDefault(batch => batch is not null);
    }

    /// <summary>What stands in the file; null if there is none, or if it is not as it was written.</summary>
    public static Manifest? ReadFile(string folder) =>
        Disk.Read(Path.Combine(folder, FileName), MostBytes) is { } bytes ? ManifestText.Manifest(bytes) : null;

    /// <summary>Writes it into a folder; <paramref name="owner"/> as in <see cref="Disk.Replace"/>.</summary>
    public void Write(string folder, string owner) => Disk.Replace(Path.Combine(folder, FileName), ManifestText.Of(this), owner);
}

/// <summary>What this process runs on.</summary>
internal static class Machine
{
    public static string Version { get; } = typeof(Machine).Assembly.GetName().Version!.ToString(3);

    /// <summary>The version with the commit it was built from.</summary>
    public static string Build { get; } =
        typeof(Machine).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion ?? Version;

    public static string Processor { get; } = ReadProcessor();

    private static string ReadProcessor()
    {
        const string CpuInfo = "/proc/cpuinfo";
        var line = File.Exists(CpuInfo)
            ? File.ReadLines(CpuInfo).FirstOrDefault(text => text.StartsWith("model name", StringComparison.Ordinal)) : null;
        return line is null ? RuntimeInformation.ProcessArchitecture.ToString()
            : line[(line.IndexOf(':', StringComparison.Ordinal) + 1)..].Trim();
    }
}
