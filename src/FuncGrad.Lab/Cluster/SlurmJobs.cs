using System.Text;

namespace FuncGrad.Lab;

/// <summary>What the user says of a Slurm cluster; null leaves it to the cluster.</summary>
internal sealed record SlurmOptions(string? Partition, string? Time, string? Account);

/// <summary>
/// Job scripts for Slurm (<see href="https://slurm.schedmd.com/job_array.html"/>): an array of which each task computes a shard, and a job
/// after it that merges them. A task whose time is nearly over saves what it has and is queued again; one that is cancelled saves and ends;
/// one whose node died is queued again by Slurm and takes the dead one's lock over: Slurm starts a task again only when it holds the
/// earlier one for ended, and one that goes on nevertheless notices that its lock is lost before it writes.
/// </summary>
internal static class SlurmJobs
{
    /// <summary>Seconds before the time limit at which a task is told.</summary>
    private const int Warning = 60;

    public static string Array(Submission work, SlurmOptions options) => Script(work, options, [
        $"#SBATCH --array={work.MissingRanges()}",
        $"#SBATCH --cpus-per-task={work.Processors}",
        .. work.Memory is null ? (string[])[] : [$"#SBATCH --mem={Megabytes(work.Memory)}M"],
        "#SBATCH --requeue",
        "#SBATCH --open-mode=append",
        $"#SBATCH --signal=B:USR1@{Warning}",
    ],
    $$"""
    unlock= again=
    [ "${SLURM_RESTART_COUNT:-0}" -gt 0 ] && unlock=--unlock
    {{work.RunLine("\"$SLURM_ARRAY_TASK_ID\"")}} $unlock &
    task=$!
    trap 'again=yes; {{ShellText.TellTask}}' USR1 # the time is nearly over
    trap '{{ShellText.TellTask}}' TERM            # cancelled
    {{ShellText.WaitForTask}}
    case $code in
        0 | {{ExitCode.SomeFailed}}) exit 0 ;; # every trial has a record
        {{ExitCode.StoppedEarly}}) [ -n "$again" ] && scontrol requeue "${SLURM_ARRAY_JOB_ID}_${SLURM_ARRAY_TASK_ID}" && sleep 60 ;;
    esac
    exit "$code"
    """);

    public static string Merge(Submission work, SlurmOptions options) => Script(work, options, [
        "#SBATCH --requeue",
        "#SBATCH --open-mode=append",
    ],
    $$"""
    unlock=
    [ "${SLURM_RESTART_COUNT:-0}" -gt 0 ] && unlock=--unlock
    exec {{work.MergeLine()}} $unlock
    """);

    /// <summary>
    /// The options of <c>sbatch</c> for the array, which in a script would need quotation marks that Slurm reads in its own way.
    /// </summary>
    public static string[] ArrayOptions(Submission work) => ["--parsable", Output(work, "shard-%a.log")];

    /// <summary>The same for the merge, after the job of this number.</summary>
    public static string[] MergeOptions(Submission work, string? array) =>
        array is null ? ["--parsable", Output(work, "merge.log")]
        : ["--parsable", Output(work, "merge.log"), $"--dependency=afterok:{array}", "--kill-on-invalid-dep=yes"];

    /// <summary>In names of files Slurm replaces what begins with %.</summary>
    private static string Output(Submission work, string name) =>
        $"--output={work.Logs.Replace("%", "%%", StringComparison.Ordinal)}/{name}";

    private static string Script(Submission work, SlurmOptions options, IEnumerable<string> directives, string body)
    {
        var script = new StringBuilder("#!/bin/bash\n").Append($"#SBATCH --job-name={work.Name}\n");
        if (options.Partition is { } partition) script.Append($"#SBATCH --partition={partition}\n");
        if (options.Time is { } time) script.Append($"#SBATCH --time={time}\n");
        if (options.Account is { } account) script.Append($"#SBATCH --account={account}\n");
        foreach (var directive in directives) script.Append(directive).Append('\n');
        return script.Append(body.ReplaceLineEndings("\n")).Append('\n').ToString();
    }

    private static long Megabytes(string memory) => (MemoryBound.Parse(memory)!.Value.Bytes + (1 << 20) - 1) >> 20;

}
