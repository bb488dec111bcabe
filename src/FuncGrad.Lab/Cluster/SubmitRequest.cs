namespace FuncGrad.Lab;

/// <summary>How a submission was asked for.</summary>
internal sealed record SubmitRequest
{
    /// <summary>Without a wish each shard takes about so long.</summary>
    private const double Minutes = 30;

    /// <summary>What common clusters take in one array (Slurm's MaxArraySize is 1001 unless it is set).</summary>
    private const int MostShards = 1000;

    public required string File { get; init; }
    public required string On { get; init; }
    public required IReadOnlyList<string> Overrides { get; init; }
    public required string Folder { get; init; }
    public int? Shards { get; init; }
    public double? MinutesPerShard { get; init; }
    public int Processors { get; init; } = 1;
    public string? Memory { get; init; }
    public SlurmOptions Slurm { get; init; } = new(null, null, null);
    public string Image { get; init; } = "";
    public string Claim { get; init; } = "";
    public bool IsDryRun { get; init; }

    /// <summary>The volume is mounted where the folder is here that holds the experiment file and the results.</summary>
    public KubernetesOptions Kubernetes =>
        new(Image, Claim, Shared(Path.GetDirectoryName(Path.GetFullPath(File))!, Path.GetFullPath(Folder)));

    private static string Shared(string folder, string other)
    {
        while (!IsBelow(folder, other)) folder = Path.GetDirectoryName(folder)!;
        return folder;
    }

    private static bool IsBelow(string folder, string other) =>
        Path.GetRelativePath(folder, other).Split(Path.DirectorySeparatorChar)[0] != "..";

    /// <summary>What is wrong with it.</summary>
    public string? Problem()
    {
        if (Folder.Length == 0) return "The name of the folder for the results is missing: choose one with -o.";
        if (Shards is < 1) return $"--shards {Shards}: it takes 1 or more.";
        if (MinutesPerShard is { } minutes && !(minutes > 0))
            return FormattableString.Invariant($"--minutes-per-shard {minutes}: it takes more than 0.");
        if (Shards is not null && MinutesPerShard is not null)
            return "--shards says how many, --minutes-per-shard how long: choose one of them.";
        if (Processors < 1) return $"--cpus {Processors}: it takes 1 or more.";
        if (Memory is { } memory && MemoryBound.Parse(memory) is null)
            return $"--memory {memory}: it is a size of 1 MB or more, as in --memory 8GB.";
        if (On == SubmitCommand.OnKubernetes && Kubernetes.Mount == Path.GetPathRoot(Kubernetes.Mount))
            return $"Only the root folder holds both the experiment and {Path.GetFullPath(Folder)}, and a volume cannot stand for that: "
                + "choose a folder nearer to the experiment with -o.";
        string?[] words = [Slurm.Partition, Slurm.Time, Slurm.Account, Image, Claim];
        var text = words.OfType<string>().FirstOrDefault(word => word.Any(letter => char.IsWhiteSpace(letter) || char.IsControl(letter)));
        return text is null ? null : $"'{text}': a name for the cluster holds no blanks.";
    }

    /// <summary>How many shards: as asked for, or so many that each takes as long as it should.</summary>
    public int ShardsOf(WorkEstimate estimate, BatchWork work)
    {
        var blocks = Math.Max(1, work.Header(Shard.Whole).Blocks);
        if (Shards is { } asked) return (int)Math.Min(asked, Math.Min(blocks, int.MaxValue));
        var wanted = Math.Ceiling(estimate.Seconds / Processors / (60 * (MinutesPerShard ?? Minutes)));
        var least = On == SubmitCommand.OnParallel && MinutesPerShard is null ? Environment.ProcessorCount : 1;
        return (int)Math.Min(Math.Min(MostShards, blocks), double.IsNaN(wanted) ? MostShards : Math.Max(least, wanted));
    }

    public Submission Submission(int shards, IReadOnlyList<int> missing, string identity) => new()
    {
        Program = Called(),
        File = Path.GetFullPath(File),
        Folder = Path.GetFullPath(Folder),
        Overrides = Overrides,
        Shards = shards,
        Missing = missing,
        Processors = Processors,
        Memory = Memory,
        Name = $"funcgrad-{Checksum.Of(System.Text.Encoding.UTF8.GetBytes($"{identity} {Path.GetFullPath(Folder)}")):x8}",
    };

    /// <summary>How this program was called.</summary>
    private static IReadOnlyList<string> Called()
    {
        var (program, assembly) = (Environment.ProcessPath ?? "funcgrad", Path.Combine(AppContext.BaseDirectory, "FuncGrad.Lab.dll"));
        return Path.GetFileNameWithoutExtension(program) == "dotnet" && System.IO.File.Exists(assembly) ? [program, assembly] : [program];
    }
}
