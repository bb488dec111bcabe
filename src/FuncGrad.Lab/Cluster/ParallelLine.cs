namespace FuncGrad.Lab;

/// <summary>A command line for GNU parallel (Tange 2018, doi:10.5281/zenodo.1146014), on one machine or, with --sshloginfile, on several that share the disk.</summary>
internal static class ParallelLine
{
    public static string Of(Submission work)
    {
        var numbers = work.Missing.Count == work.Shards ? $"$(seq {work.Shards})" : string.Join(' ', work.Missing);
        return $"parallel --halt soon,fail=1 --jobs 100% {ShellText.Quoted(work.RunLine("{}"))} ::: {numbers} && {work.MergeLine()}";
    }
}
