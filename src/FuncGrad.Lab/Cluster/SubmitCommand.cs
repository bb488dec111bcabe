using System.CommandLine;

namespace FuncGrad.Lab;

/// <summary><c>funcgrad submit</c>: a batch in shards on a cluster.</summary>
internal static class SubmitCommand
{
    public const string OnSlurm = "slurm", OnKubernetes = "kubernetes", OnParallel = "parallel";

    public static Command Of(Streams streams)
    {
        var (file, set) = (Given.File(), Given.Set());
        var on = new Option<string>("--on")
        {
            Description = "slurm: submits job arrays; kubernetes: prints indexed jobs; parallel: prints a line for GNU parallel",
            Required = true,
        };
        on.AcceptOnlyFromAmong(OnSlurm, OnKubernetes, OnParallel);
        var output = new Option<string?>("--output", "-o")
        {
            Description = "the folder for the results, on a disk that all machines share; results/<name of the file> if left out",
            HelpName = "DIR",
        };
        var shards = new Option<int?>("--shards") { Description = "how many there are", HelpName = "N" };
        var minutes = new Option<double?>("--minutes-per-shard")
        {
            Description = "about how long each should take; 30 if neither is given",
            HelpName = "M",
        };
        var memory = new Option<string?>("--memory") { Description = "for each shard: 4GB", HelpName = "SIZE" };
        var processors = new Option<int>("--cpus")
        {
            Description = "processors for each shard",
            HelpName = "N",
            DefaultValueFactory = _ => 1,
        };
        var partition = new Option<string?>("--partition") { Description = "for Slurm", HelpName = "P" };
        var account = new Option<string?>("--account") { Description = "for Slurm", HelpName = "A" };
        var time = new Option<string?>("--time")
        {
            Description = "for Slurm, the limit of each shard: 02:00:00; one that comes near it saves, and is queued again",
            HelpName = "T",
        };
        var image = new Option<string>("--image")
        {
            Description = "for Kubernetes, the container image that holds funcgrad",
            HelpName = "I",
            DefaultValueFactory = _ => "funcgrad:latest",
        };
        var claim = new Option<string>("--claim")
        {
            Description = "for Kubernetes, the persistent volume claim with the experiment's folder",
            HelpName = "C",
            DefaultValueFactory = _ => "funcgrad",
        };
        var dryRun = new Option<bool>("--dry-run") { Description = "only show what would be submitted" };
        var command = new ExampledCommand("submit", "run a batch in shards on a cluster",
            "funcgrad submit experiments/optimizer-paths.toml --on slurm --shards 2",
            "funcgrad submit experiments/optimizer-paths.toml --on slurm --minutes-per-shard 20 --cpus 4 --time 01:00:00 --dry-run",
            "funcgrad submit experiments/optimizer-paths.toml --on kubernetes --shards 2 --image registry/funcgrad:0.1 --claim work",
            "funcgrad submit experiments/optimizer-paths.toml --on parallel")
        {
            file, on, set, output, shards, minutes, processors, memory, partition, time, account, image, claim, dryRun,
        };
        command.SetAction(result => Submit(new SubmitRequest
        {
            File = result.GetValue(file)!,
            On = result.GetValue(on)!,
            Overrides = result.GetValue(set) ?? [],
            Folder = result.GetValue(output) ?? ResultFolder.DefaultFor(result.GetValue(file)!),
            Shards = result.GetValue(shards),
            MinutesPerShard = result.GetValue(minutes),
            Processors = result.GetValue(processors),
            Memory = result.GetValue(memory),
            Slurm = new(result.GetValue(partition), result.GetValue(time), result.GetValue(account)),
            Image = result.GetValue(image)!,
            Claim = result.GetValue(claim)!,
            IsDryRun = result.GetValue(dryRun),
        }, streams));
        return command;
    }

    private static int Submit(SubmitRequest request, Streams streams)
    {
        if (request.Problem() is { } problem) return streams.Refuse(problem);
        if (ExperimentFile.Read(request.File, request.Overrides, MemoryBound.OfMachine, streams) is not { } file) return ExitCode.BadInput;
        var work = BlockComputation.Work(file.Experiment, file.Identity);
        if (Manifest.Read(request.Folder) is { Status: Manifest.Complete } finished && finished.Identity == file.Identity.Hash)
        {
            streams.Say($"{request.Folder} is finished: nothing to submit.");
            return ExitCode.Done;
        }
        var there = MissingShards.In(request.Folder, work);
        if (there.Problem is { } obstacle) return streams.Refuse(obstacle);
        if (there.Count > 0 && request.Shards is { } asked && asked != there.Count)
        {
            var pieces = there.Count == 1 ? "a run in one piece" : $"shards of {there.Count}";
            return streams.Refuse(
                $"{request.Folder} holds {pieces}: leave --shards out to go on with them, or choose another folder with -o.");
        }
        var estimate = WorkEstimate.Of(file.Experiment, file.Identity);
        var shards = there.Count > 0 ? there.Count : request.ShardsOf(estimate, work);
        int[] missing = [.. Enumerable.Range(1, shards).Where(shard => !there.Complete.Contains(shard))];
        var submission = request.Submission(shards, missing, work.Identity.Hash);
        streams.Say(Estimated(estimate, submission, work));
        if (request.Shards > shards)
            streams.Say($"{Numbers.Grouped(request.Shards.Value)} shards were asked for, but a shard holds whole blocks of trials, "
                + $"of which there {(shards == 1 ? "is one" : $"are {Numbers.Grouped(shards)}")}.");
        return request.On switch
        {
            OnSlurm => SubmitToSlurm(submission, request, streams),
            OnKubernetes => Print(KubernetesJobs.Text(submission with { Program = [KubernetesOptions.Program] }, request.Kubernetes),
                KubernetesHint(submission, request.Kubernetes), streams),
            _ => Print(ParallelLine.Of(submission) + "\n",
                "Run this line where GNU parallel is; it does only what is missing when it is run again.", streams),
        };
    }

    private static string Estimated(WorkEstimate estimate, Submission work, BatchWork batch)
    {
        var (one, done) = (work.Processors == 1 ? "processor" : "processors", work.Shards - work.Missing.Count);
        var (all, each) = ("an unknown time", "");
        if (!double.IsNaN(estimate.Seconds))
            (all, each) = (Duration(estimate.Seconds),
                $" of about {Duration(estimate.Seconds / work.Shards / work.Processors)} each on {work.Processors} {one}");
        var source = estimate.IsFromFewerSteps ? "from fewer steps, measured here" : "measured here";
        var shards = $"{Numbers.Grouped(work.Shards)} {(work.Shards == 1 ? "shard" : "shards")}{each}"
            + (done > 0 ? $", {done} of them complete" : "");
        return $"{Numbers.Grouped(batch.Trials)} trials, about {all} of one processor like this one ({source}): {shards}.";
    }

    private static string Duration(double seconds) =>
        ProgressLine.Duration(TimeSpan.FromSeconds(Math.Min(seconds, TimeSpan.MaxValue.TotalSeconds / 2)));

    private static int SubmitToSlurm(Submission work, SubmitRequest request, Streams streams)
    {
        var (array, merge) = (SlurmJobs.Array(work, request.Slurm), SlurmJobs.Merge(work, request.Slurm));
        if (request.IsDryRun)
        {
            if (work.Missing.Count > 0) streams.Output.Write(Call(SlurmJobs.ArrayOptions(work), array));
            streams.Output.Write(Call(SlurmJobs.MergeOptions(work, work.Missing.Count > 0 ? "ARRAY" : null), merge));
            return ExitCode.Done;
        }
        if (Slurm.Queued(work.Name) is { Count: > 0 } queued)
        {
            streams.Say($"It is submitted already, as {(queued.Count == 1 ? "job" : "jobs")} {string.Join(" and ", queued)}.");
            Look(work, queued, streams);
            return ExitCode.Done;
        }
        Directory.CreateDirectory(work.Logs);
        var jobs = new List<string>();
        if (work.Missing.Count > 0) jobs.Add(Slurm.Queue(array, SlurmJobs.ArrayOptions(work)));
        try { jobs.Add(Slurm.Queue(merge, SlurmJobs.MergeOptions(work, jobs.FirstOrDefault()))); }
        catch (OutputFailure)
        {
            foreach (var job in jobs) Slurm.Cancel(job);
            throw;
        }
        streams.Output.WriteLine(jobs.Count == 1
            ? $"job {jobs[0]}: merges the shards"
            : $"job {jobs[0]}: {Numbers.Grouped(work.Missing.Count)} shards\njob {jobs[1]}: merges them when all are complete");
        Look(work, jobs, streams);
        return ExitCode.Done;
    }

    private static string Call(string[] options, string script) => $"sbatch {ShellText.Line(options)} <<'END'\n{script}END\n";

    private static void Look(Submission work, IReadOnlyList<string> jobs, Streams streams)
    {
        streams.Output.WriteLine($"look:   funcgrad status {ShellText.Quoted(work.Folder)}   or watch; squeue --me; logs in {work.Logs}");
        streams.Output.WriteLine($"cancel: scancel {string.Join(' ', jobs)}");
        streams.Output.WriteLine("again:  the same command submits what is missing");
    }

    private static int Print(string text, string hint, Streams streams)
    {
        streams.Output.Write(text);
        streams.Say(hint);
        return ExitCode.Done;
    }

    private static string KubernetesHint(Submission work, KubernetesOptions options)
    {
        var claim = $"The claim {options.Claim} stands for {options.Mount}. Hand it over by `kubectl apply -f -`";
        return work.Missing.Count == 0 ? $"{claim}: it merges the shards, all of which are complete."
            : $"{claim}; when `kubectl wait --for=condition=complete job/{work.Name} --timeout=-1s` has ended, "
            + $"`kubectl patch job/{work.Name}-merge --patch '{{\"spec\":{{\"suspend\":false}}}}'` merges the shards.";
    }
}
