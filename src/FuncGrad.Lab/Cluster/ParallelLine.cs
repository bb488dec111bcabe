namespace FuncGrad.Lab;

/// <summary>
/// A command line for GNU parallel (Tange 2018, doi:10.5281/zenodo.1146014), on one machine or, with --sshloginfile, on several that share
/// the disk.
/// </summary>
internal static class ParallelLine
{
    public static string Of(Submission work)
    {
        if (work.Missing.Count == 0) return work.MergeLine();
        var shard = ShellText.Quoted($"{Line(work)} || [ $? = {ExitCode.SomeFailed} ]");
        var numbers = work.Missing.Count == work.Shards ? $"$(seq {work.Shards})" : string.Join(' ', work.Missing);
        return $"parallel --halt soon,fail=1 --jobs 100% {shard} ::: {numbers} && {work.MergeLine()}";
    }

    /// <summary>
    /// The command of a shard, whose number parallel puts in. It would do so in names, too: there a brace is parted from what is behind it,
    /// which a shell reads as the same.
    /// </summary>
    private static string Line(Submission work) =>
        work.RunLine("\0").Replace("{", "{''", StringComparison.Ordinal).Replace("\0", "{}", StringComparison.Ordinal);
}
