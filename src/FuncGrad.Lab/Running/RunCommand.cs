using System.Diagnostics;
using System.Text.Json;

namespace FuncGrad.Lab;

/// <summary>How a run was asked for.</summary>
internal sealed record RunRequest(string Folder, Shard Shard, int Workers, bool Fresh, bool AsEvents)
{
    /// <summary>A row limit of its own only for tests.</summary>
    public long RowLimit { get; init; } = RowFiles.SpreadsheetRows;
}

/// <summary>
/// <c>funcgrad run</c>, which is also the resume: what is in the folder is checked and kept, what is missing is computed, and a finished folder is left as it is.
/// </summary>
internal sealed class RunCommand(BatchWork work, RunRequest request)
{
    /// <summary>So many trials are hours even of the fastest batch: a mistake, or work for several machines.</summary>
    private const long MostTrialsOnOneMachine = 10_000_000_000;

    private readonly ResultFolder _folder = new(request.Folder, work.Identity);
    private readonly string _parts = ResultFolder.PartsPath(request.Folder, request.Shard);

    private string Writer => Path.GetFileName(_parts);

    private double ShardBytes => work.EstimatedBytes / request.Shard.Count;

    /// <summary>Runs; the exit code, and the manifest if all planned trials are there.</summary>
    /// <exception cref="OutputFailure">The folder is not for this batch, or cannot be written.</exception>
    public (int Code, Manifest? Manifest) Run(Action<string> say)
    {
        try
        {
            return Attempt(say);
        }
        catch (OutputFailure failure) when (request.AsEvents)
        {
            Events.Write("failed", json =>
            {
                json.WriteNumber("exit_code", failure.Code);
                json.WriteString("message", failure.Message);
            });
            throw;
        }
    }

    private (int Code, Manifest? Manifest) Attempt(Action<string> say)
    {
        try
        {
            RefuseTooLarge();
            _folder.RefuseWrongKinds();
            if (request.Fresh) ResultFolder.Clear(_folder.Path);
            else if (_folder.Finished(say) is { } finished) return Left(finished, say);
            _folder.RefuseOtherShards(request.Shard);
            using var taken = FolderLock.Take(_parts, say);
            if (!request.Fresh && _folder.Finished(_ => { }) is { } finishedMeanwhile)
            {
                taken.DeleteFolder();
                return Left(finishedMeanwhile, say);
            }
            return Compute(taken, say);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw OutputFailure.From(error, _folder.Path, (long)Math.Min(ShardBytes, long.MaxValue));
        }
    }

    private (int, Manifest?) Left(Manifest finished, Action<string> say)
    {
        if (Directory.Exists(_parts)) FolderLock.Take(_parts, _ => { }).DeleteFolder();
        _folder.RepairExperiment(say);
        say($"{_folder.Path} is finished: nothing to do.");
        return (CodeOf(finished.Tally), finished);
    }

    private (int, Manifest?) Compute(FolderLock taken, Action<string> say)
    {
        using var signals = new Signals(say);
        var manifest = _folder.Accepted() ?? work.NewManifest();
        WarnOfOlderVersion(manifest, say);
        _folder.Claim(manifest with { Status = Manifest.Running }, Writer);
        if (request.Shard.IsWhole) _folder.TakeBack(_parts);
        var tables = request.Shard.IsWhole ? work.WholeTables(request.RowLimit) : work.ShardTables();
        using var parts = Parts.Open(_parts, work.Header(request.Shard), tables, say);
        RefuseFullDisk(parts, say);
        using var ahead = Ahead.Open(_parts, parts, tables.Count, say);
        var found = parts.Done - parts.Damaged.Count + ahead.Blocks.Count;
        var (session, clock) = (Session.Begin(request.Workers, found), Stopwatch.StartNew());
        if (found > 0) say($"Going on: {Numbers.Grouped(found)} of {Numbers.Grouped(request.Shard.BlocksOf(parts.Header.Blocks))} blocks are there.");
        if (request.AsEvents) Events.Write("started", json => Started(json, parts, ahead, found));
        var (isWhole, computed) = Work(parts, ahead, signals);
        session = session with { Seconds = clock.Elapsed.TotalSeconds, BlocksComputed = computed };
        manifest = manifest with { Version = Machine.Version, Tally = parts.Tally, Sessions = [.. manifest.Sessions, session] };
        return isWhole ? Finish(parts, manifest, taken, say) : Stopped(parts, ahead, manifest, say);
    }

    private (bool IsWhole, long Computed) Work(Parts parts, Ahead ahead, Signals signals)
    {
        using var progress = new Progress(TrialsOf(request.Shard), Tally.Sum([parts.Tally, .. ahead.Tallies]), request.AsEvents) { InHand = work.InHand, StepsPerTrial = work.StepsPerTrial };
        signals.Say = progress.Say;
        var runner = new BatchRunner(parts, ahead, work.ComputeIn(_parts), request.Workers, progress);
        return (runner.Run(signals.Stop), runner.Computed);
    }

    private void Started(Utf8JsonWriter json, Parts parts, Ahead ahead, long found)
    {
        json.WriteString("folder", _folder.Path);
        json.WriteNumber("trials_done", parts.Tally.Trials + ahead.Tallies.Sum(tally => tally.Trials));
        json.WriteNumber("trials_total", TrialsOf(request.Shard));
        json.WriteNumber("blocks_done", found);
        json.WriteNumber("blocks_total", request.Shard.BlocksOf(parts.Header.Blocks));
    }

    private (int, Manifest?) Stopped(Parts parts, Ahead ahead, Manifest manifest, Action<string> say)
    {
        var done = parts.Tally.Trials + ahead.Tallies.Sum(tally => tally.Trials);
        if (request.Shard.IsWhole) manifest.Write(_folder.Path, Writer);
        say($"Stopped with {Numbers.Grouped(done)} of {Numbers.Grouped(TrialsOf(request.Shard))} trials done; the same command goes on from there.");
        return (ExitCode.StoppedEarly, null);
    }

    private (int, Manifest?) Finish(Parts parts, Manifest manifest, FolderLock taken, Action<string> say)
    {
        if (!request.Shard.IsWhole)
        {
            manifest.Write(_parts);
            say($"Shard {request.Shard} is complete in {_parts}. When all shards are: funcgrad merge {_folder.Path}");
            return (CodeOf(parts.Tally), manifest with { Status = Manifest.Running });
        }
        var files = parts.Close();
        ResultFolder.MoveOut(_parts, _folder.Path, files);
        manifest = manifest with { Status = Manifest.Complete, Files = files };
        manifest.Write(_folder.Path, Writer);
        taken.DeleteFolder();
        Export.TellOlder(_folder.Path, say);
        return (CodeOf(manifest.Tally), manifest);
    }

    private void RefuseTooLarge()
    {
        if (request.Shard.IsWhole && work.Trials > MostTrialsOnOneMachine)
            throw OutputFailure.Refused($"These are {Numbers.Grouped(work.Trials)} trials, about {ByteSize.Text(work.EstimatedBytes)} of output: too many for one machine. Run shards with --shard I/N on several, or sweep fewer values (`funcgrad plan FILE --count`).");
    }

    private void RefuseFullDisk(Parts parts, Action<string> say)
    {
        var blocks = request.Shard.BlocksOf(parts.Header.Blocks);
        var (needed, free) = (ShardBytes * (blocks - parts.Done) / Math.Max(1, blocks), Durable.FreeSpace(_folder.Path));
        if (needed <= free) return;
        var sizes = $"about {ByteSize.Text(needed)} are needed in {_folder.Path}, {ByteSize.Text(free)} are free";
        if (!work.MayBeSmaller) throw new OutputFailure($"The output will not fit: {sizes}. Free some space, choose another folder with -o, or log less ([log] every).");
        say($"The output may not fit, unless trials stop early: {sizes}.");
    }

    private static void WarnOfOlderVersion(Manifest manifest, Action<string> say)
    {
        if (manifest.Version != Machine.Version) say($"The folder was begun by funcgrad {manifest.Version}; this is {Machine.Version}. If rows must be those of one version, start over with --fresh.");
    }

    private long TrialsOf(Shard shard)
    {
        var header = work.Header(shard);
        var blocks = shard.BlocksOf(header.Blocks);
        var hasLast = blocks > 0 && shard.BlockAt(blocks - 1) == header.Blocks - 1;
        return (blocks * work.BlockSize) - (hasLast ? (header.Blocks * work.BlockSize) - work.Trials : 0);
    }

    public static int CodeOf(Tally tally) => tally.FailedTrials > 0 ? ExitCode.SomeFailed : ExitCode.Done;
}
