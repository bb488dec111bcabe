using System.Globalization;

namespace FuncGrad.Lab;

/// <summary>What a cluster is asked to do: the shards of a batch that are missing, and then their merge.</summary>
internal sealed record Submission
{
    /// <summary>How this program is called: its path, or <c>dotnet</c> and its path.</summary>
    public required IReadOnlyList<string> Program { get; init; }

    /// <summary>The experiment file, as a whole path.</summary>
    public required string File { get; init; }

    /// <summary>The folder for the results, likewise.</summary>
    public required string Folder { get; init; }

    public IReadOnlyList<string> Overrides { get; init; } = [];

    /// <summary>How many shards there are.</summary>
    public required int Shards { get; init; }

    /// <summary>Those that are not complete, in ascending order.</summary>
    public required IReadOnlyList<int> Missing { get; init; }

    /// <summary>Of each shard.</summary>
    public int Processors { get; init; } = 1;

    /// <summary>Of each shard, as it was given; null: what the cluster gives.</summary>
    public string? Memory { get; init; }

    /// <summary>What tells the jobs of this experiment in this folder from all others.</summary>
    public required string Name { get; init; }

    /// <summary>What becomes of the jobs' output.</summary>
    public string Logs => Path.Combine(Folder, "logs");

    /// <summary>The command that computes a shard, whose number the shell will know.</summary>
    /// <param name="number">As the shell writes it: <c>${SLURM_ARRAY_TASK_ID}</c>.</param>
    /// <param name="further">Further options.</param>
    public string RunLine(string number, params string[] further)
    {
        string[] memory = Memory is null ? [] : ["--memory", Memory];
        var (set, workers) = (Overrides.SelectMany(value => (string[])["--set", value]), Processors.ToString(CultureInfo.InvariantCulture));
        string[] words = [.. Program, "run", File, "-o", Folder, .. set, "--workers", workers, .. memory, .. further];
        return $"{ShellText.Line(words)} --shard {number}/{Shards.ToString(CultureInfo.InvariantCulture)}";
    }

    /// <summary>The command that puts the shards together.</summary>
    public string MergeLine(params string[] further) => ShellText.Line([.. Program, "merge", Folder, .. further]);

    /// <summary>Numbers as Slurm and others write lists of them: 1-3,7.</summary>
    public string MissingRanges()
    {
        var ranges = new List<(int First, int Last)>();
        foreach (var number in Missing)
            if (ranges.Count > 0 && ranges[^1].Last == number - 1) ranges[^1] = (ranges[^1].First, number);
            else ranges.Add((number, number));
        return string.Join(',', ranges.Select(range => range.First == range.Last ? $"{range.First}" : $"{range.First}-{range.Last}"));
    }
}
