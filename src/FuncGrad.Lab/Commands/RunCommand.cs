using System.CommandLine;

namespace FuncGrad.Lab;

/// <summary><c>funcgrad run</c>: computes an experiment, or goes on with it, and tells what came out.</summary>
internal static class RunCommand
{
    public static Command Of(Streams streams)
    {
        var (file, set, memory) = (Given.File(), Given.Set(), Given.Memory());
        var output = new Option<string?>("--output", "-o")
        {
            Description = "the folder for the results; results/<name of the file> if left out", HelpName = "DIR",
        };
        var workers = new Option<int>("--workers")
        {
            Description = "how many blocks, or parts of one large trial, are computed at once", HelpName = "N",
            DefaultValueFactory = _ => Environment.ProcessorCount,
        };
        var shard = new Option<string?>("--shard") { Description = "only share I of N, to be merged with the others", HelpName = "I/N" };
        var (fresh, unlock) = (new Option<bool>("--fresh") { Description = "start over, whatever the folder holds" }, Given.Unlock());
        var verify = new Option<bool>("--verify")
        {
            Description = "also report that every byte of a finished folder is as it was written",
        };
        var json = new Option<bool>("--json") { Description = "events on stdout, one JSON object per line" };
        var noPicture = new Option<bool>("--no-picture") { Description = "no picture at the end; there is one on a terminal only" };
        var report = new Option<bool>("--report") { Description = $"DIR/{Report.DefaultName}, rewritten while it runs" };
        var command = new ExampledCommand("run", "run, or resume, an experiment",
            "funcgrad run experiments/learning-rates.toml",
            "funcgrad run experiments/learning-rates.toml --set method.steps=1000 -o results/longer",
            "funcgrad run experiments/learning-rates.toml --set \"sweep.method.learning_rate=[0.5,0.9,1.0]\" -o results/edge",
            "funcgrad run experiments/simple-net.toml --shard 1/2",
            "funcgrad run experiments/learning-rates.toml --report -o results/seen")
        {
            file, set, output, workers, shard, fresh, unlock, verify, json, noPicture, report, memory,
        };
        command.SetAction(result =>
        {
            var (path, share) = (result.GetValue(file)!, result.GetValue(shard));
            if ((share is null ? Shard.Whole : Shard.Parse(share)) is not { } part)
                return streams.Refuse($"--shard {share}: {Shard.Problem(share!)}");
            var folder = result.GetValue(output) ?? ResultFolder.DefaultFor(path);
            var request = new RunRequest(folder, part, result.GetValue(workers), result.GetValue(fresh), result.GetValue(json))
            {
                Unlocks = result.GetValue(unlock), Verifies = result.GetValue(verify), Reports = result.GetValue(report),
            };
            return Run(path, result.GetValue(set) ?? [], Given.Bound(result, memory), request, !result.GetValue(noPicture), streams);
        });
        return command;
    }

    private static int Run(string path, string[] set, MemoryBound memory, RunRequest request, bool shows, Streams streams)
    {
        if (request.Workers < 1) return streams.Refuse($"--workers {request.Workers}: it takes 1 or more.");
        if (ExperimentFile.Read(path, set, memory, streams) is not { } file) return ExitCode.BadInput;
        if (request.Folder.Length == 0) return streams.Refuse("The name of the folder for the results is missing: choose one with -o.");
        var work = BlockComputation.Work(file.Experiment, file.Identity, request.Workers);
        if (work.Refusal(request.Workers, memory) is { } refusal) return streams.Refuse(refusal);
        var derived = new LossGradient(file.Experiment.Value, file.Experiment.Symbols());
        if (MemoryCheck.OfGradient(derived, memory) is null) Notices.Tell(file.Experiment, derived, streams);
        if (request.Reports && !request.Shard.IsWhole)
            return streams.Refuse("--report shows a whole run; of shards `funcgrad report` shows what `funcgrad merge` has put together.");
        var (code, manifest) = Computed(work, request, streams);
        Tell(file.Experiment, request, code, manifest, shows, streams);
        return code;
    }

    private static void Tell(Experiment experiment, RunRequest request, int code, Manifest? manifest, bool shows, Streams streams)
    {
        if (request.AsEvents) Summary.WriteEvent(request.Folder, code, manifest);
        if (request.AsEvents || manifest is not { Status: Manifest.Complete }) return;
        Summary.Print(experiment, request.Folder, manifest, streams);
        if (shows) TerminalPicture.Print(request.Folder, manifest, streams);
    }

    /// <summary>Runs, with a page beside it if one was asked for.</summary>
    private static (int Code, Manifest? Manifest) Computed(BatchWork work, RunRequest request, Streams streams)
    {
        if (!request.Reports) return new BatchRun(work, request).Run(streams.Say);
        DrawnFile.RefuseForeign(LiveReport.PathIn(request.Folder));
        (int Code, Manifest? Manifest) run;
        using (LiveReport.Begin(request.Folder)) run = new BatchRun(work, request).Run(streams.Say);
        if (run.Manifest is { Status: Manifest.Complete })
            Report.Run([request.Folder], null, null, request.AsEvents ? streams.Silent() : streams);
        else LiveReport.WriteStopped(request.Folder);
        return run;
    }
}
