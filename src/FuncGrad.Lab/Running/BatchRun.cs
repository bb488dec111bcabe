using System.Diagnostics;
using System.Text.Json;

namespace FuncGrad.Lab;

/// <summary>How a run was asked for.</summary>
internal sealed record RunRequest(string Folder, Shard Shard, int Workers, bool Fresh, bool AsEvents)
{
    /// <summary>A row limit of its own only for tests.</summary>
    public long RowLimit { get; init; } = RowFiles.SpreadsheetRows;

    /// <summary>Takes over locks of processes that cannot be asked whether they work.</summary>
    public bool Unlocks { get; init; }

    /// <summary>Says also that a finished folder was found whole.</summary>
    public bool Verifies { get; init; }

    /// <summary>Writes a page of the results while it runs.</summary>
    public bool Reports { get; init; }
}

/// <summary>
/// <c>funcgrad run</c>, which is also the resume: what is in the folder is checked and kept, what is missing is computed, and a finished
/// folder is left as it is.
/// </summary>
internal sealed class BatchRun(BatchWork work, RunRequest request)
{
    /// <summary>So many trials are hours even of the fastest batch: a mistake, or work for several machines.</summary>
    private const long MostTrialsOnOneMachine = 10_000_000_000;

    private readonly ResultFolder _folder = new(request.Folder, work.Identity);
    private readonly string _parts = Claims.PartsPath(request.Folder, request.Shard);

    private string Writer => Path.GetFileName(_parts);

    /// <summary>Marks temporary files in the result folder, where several shards may write at once.</summary>
    private string Owner => $"{work.NewManifest().Owner}-{Writer}";

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
            _folder.RefuseWrongKinds(_parts);
            _folder.RefuseInputs();
            if (!request.Fresh && _folder.Finished(say) is { } finished) return Left(finished, say);
            _folder.RefuseForeignParts(_parts);
            if (request.Fresh) RefuseFresh(say);
            else _folder.RefuseOtherShards(request.Shard);
            // Where nothing is yet, nothing is left behind either; what is there may be most of what is needed, which is looked at later.
            if (!request.Fresh && DiskEntry.At(_folder.Path).Kind == EntryKind.Nothing) RefuseFullDisk(0, _ => { });
            using var taken = FolderLock.Take(_parts, request.Unlocks, say);
            if (request.Fresh) SetAside(say);
            else if (_folder.Finished(_ => { }) is { } finishedMeanwhile) return Left(finishedMeanwhile, say);
            return Compute(taken, say);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw OutputFailure.From(error, _folder.Path, (long)Math.Min(ShardBytes, long.MaxValue));
        }
    }

    private (int, Manifest?) Left(Manifest finished, Action<string> say)
    {
        foreach (var parts in Claims.CalledParts(_folder.Path)) ResultFolder.DeleteLeft(parts, finished.Identity, request.Unlocks);
        Earlier.Delete(_folder.Path, Writer);
        Finishing.DeleteTemporaries(_folder.Path, finished);
        var manifest = _folder.Repaired(finished, Owner, say);
        var isDamaged = Journal.In(_folder.Path) is { IsDamaged: true } or { IsMended: true };
        if (request.Verifies)
            say($"Every byte of {manifest.Extent}, is as it was written{(isDamaged ? "; the journal is damaged" : "")}.");
        say($"{_folder.Path} is finished: nothing to do.");
        return (CodeOf(manifest.Tally), manifest);
    }

    /// <exception cref="OutputFailure">The old results would go for nothing: the new ones would not fit, or are not for this
    /// folder.</exception>
    private void RefuseFresh(Action<string> say)
    {
        ResultFolder.RefuseForeignFiles(_folder.Path);
        if (!request.Shard.IsWhole && Manifest.Read(_folder.Path) is { Status: Manifest.Complete })
            throw OutputFailure.Refused(
                $"{_folder.Path} is finished, and --fresh with --shard clears that shard only. Start over with --fresh alone, or choose "
                    + "another folder with -o.");
        if (!request.Shard.IsWhole) _folder.RefuseOtherShards(request.Shard);
        RefuseFullDisk(0, say);
    }

    /// <summary>All that is funcgrad's, or of a shard its parts alone; nothing of it may be in use.</summary>
    private void SetAside(Action<string> say)
    {
        if (!request.Shard.IsWhole)
        {
            Earlier.SetAside(_folder.Path, Writer, [.. Claims.InParts(_parts).Select(path => Path.GetRelativePath(_folder.Path, path))]);
            return;
        }
        FolderLock[] others = [
            .. Claims.CalledParts(_folder.Path).Where(parts => parts != _parts)
                .Select(parts => FolderLock.Take(parts, request.Unlocks, say))];
        Earlier.SetAside(_folder.Path, Writer, Claims.In(_folder.Path));
        foreach (var other in others) other.Dispose();
    }

    private (int, Manifest?) Compute(FolderLock taken, Action<string> say)
    {
        using var signals = new Signals(say);
        var manifest = ManifestHere(say);
        if (request.Shard.IsWhole) Finishing.TakeBack(_parts, _folder.Path, say);
        _folder.Claim(manifest with { Status = Manifest.Running, Files = [] }, Owner, say);
        var tables = request.Shard.IsWhole ? work.WholeTables(request.RowLimit) : work.ShardTables();
        using var parts = Parts.Open(_parts, work.Header(request.Shard), manifest, tables, say, taken.RefuseIfLost);
        RefuseFullDisk(parts.Done, say);
        if (work.Forewarning is { } forewarning) say(forewarning);
        if (work.KeptBytes > 0 && parts.Done == 0)
            say(
                $"Parameters of {Count(TrialsOf(request.Shard), "trial")} are kept: "
                    + $"{ByteSize.Text((double)work.KeptBytes * TrialsOf(request.Shard))} in "
                    + $"{Path.Combine(_folder.Path, KeptFile.FolderName)}.");
        using var ahead = Ahead.Open(_parts, parts, tables.Count, say);
        var found = parts.Done - parts.Damaged.Count + ahead.Blocks.Count;
        var (session, clock) = (Session.Begin(request.Workers, found), Stopwatch.StartNew());
        if (found > 0)
            say($"Going on: {Numbers.Grouped(found)} of {Numbers.Grouped(request.Shard.BlocksOf(parts.Header.Blocks))} blocks are there.");
        if (request.AsEvents) Events.Write("started", json => Started(json, parts, ahead, found));
        var (isWhole, computed) = Work(parts, ahead, signals);
        parts.Note(session with { Seconds = clock.Elapsed.TotalSeconds, BlocksComputed = computed });
        return isWhole ? Finish(parts, say) : Stopped(parts, ahead, say);
    }

    private Manifest ManifestHere(Action<string> say)
    {
        if (request.Fresh && !request.Shard.IsWhole) return work.NewManifest();
        if (_folder.Accepted() is not { } manifest) return work.NewManifest();
        WarnOfOtherBuild(manifest, say);
        return manifest;
    }

    private (bool IsWhole, long Computed) Work(Parts parts, Ahead ahead, Signals signals)
    {
        using var progress = new Progress(TrialsOf(request.Shard), Tally.Sum([parts.Tally, .. ahead.Tallies]), request.AsEvents)
        {
            InHand = work.InHand,
            StepsPerTrial = work.StepsPerTrial,
        };
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

    private (int, Manifest?) Stopped(Parts parts, Ahead ahead, Action<string> say)
    {
        var done = parts.Tally.Trials + ahead.Tallies.Sum(tally => tally.Trials);
        say(
            $"Stopped with {Numbers.Grouped(done)} of {Numbers.Grouped(TrialsOf(request.Shard))} trials done; the same command goes on "
                + "from there.");
        return (ExitCode.StoppedEarly, null);
    }

    private (int, Manifest?) Finish(Parts parts, Action<string> say)
    {
        if (!request.Shard.IsWhole)
        {
            Earlier.Delete(_folder.Path, Writer);
            say($"Shard {request.Shard} is complete in {_parts}. When all shards are: funcgrad merge {_folder.Path}");
            return (CodeOf(parts.Tally), parts.Batch with { Tally = parts.Tally });
        }
        parts.Close();
        var manifest = Journal.In(_parts).ToManifest()! with { Version = Machine.Version, Build = Machine.Build };
        Finishing.Finish(_parts, _folder.Path, manifest, Owner);
        Earlier.Delete(_folder.Path, Writer);
        Export.TellOlder(_folder.Path, say);
        return (CodeOf(manifest.Tally), manifest);
    }

    private void RefuseTooLarge()
    {
        if (request.Shard.IsWhole && work.Trials > MostTrialsOnOneMachine)
            throw OutputFailure.Refused(
                $"These are {Numbers.Grouped(work.Trials)} trials, about {ByteSize.Text(work.EstimatedBytes)} of output: too many for one "
                    + "machine. Run shards with --shard I/N on several, or sweep fewer values (`funcgrad plan FILE --count`).");
    }

    private void RefuseFullDisk(long blocksDone, Action<string> say)
    {
        var blocks = request.Shard.BlocksOf(work.Header(request.Shard).Blocks);
        var (needed, free) = (ShardBytes * (blocks - blocksDone) / Math.Max(1, blocks), Disk.FreeSpace(_folder.Path));
        if (needed <= free) return;
        var sizes = $"about {ByteSize.Text(needed)} are needed in {_folder.Path}, {ByteSize.Text(free)} are free";
        var earlier = request.Fresh ? " Earlier results stay until there are new ones; what is not needed of them can be deleted before."
            : "";
        if (!work.MayBeSmaller)
            throw new OutputFailure(
                $"The output will not fit: {sizes}. Free some space, choose another folder with -o, or log less ([log] every).{earlier}");
        say($"The output may not fit, unless trials stop early: {sizes}.");
    }

    private static void WarnOfOtherBuild(Manifest manifest, Action<string> say)
    {
        var theirs = manifest.Build.Length > 0 ? manifest.Build : manifest.Version;
        if (theirs != Machine.Build)
            say(
                $"The folder was begun by funcgrad {theirs}; this is {Machine.Build}. If rows must be those of one build, start over with "
                    + "--fresh.");
    }

    private static string Count(long number, string noun) => $"{Numbers.Grouped(number)} {noun}{(number == 1 ? "" : "s")}";

    private long TrialsOf(Shard shard)
    {
        var header = work.Header(shard);
        var blocks = shard.BlocksOf(header.Blocks);
        var hasLast = blocks > 0 && shard.BlockAt(blocks - 1) == header.Blocks - 1;
        return (blocks * work.BlockSize) - (hasLast ? (header.Blocks * work.BlockSize) - work.Trials : 0);
    }

    public static int CodeOf(Tally tally) => tally.FailedTrials > 0 ? ExitCode.SomeFailed : ExitCode.Done;
}
