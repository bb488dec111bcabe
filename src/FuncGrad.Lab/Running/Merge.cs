namespace FuncGrad.Lab;

/// <summary>How a merge was asked for.</summary>
/// <param name="MixesBuilds">Whether shards of different builds go together.</param>
/// <param name="Unlocks">Whether locks are taken over whose owners cannot be asked.</param>
internal sealed record MergeRequest(bool MixesBuilds = false, bool Unlocks = false)
{
    /// <summary>A row limit of its own only for tests.</summary>
    public long RowLimit { get; init; } = RowFiles.SpreadsheetRows;
}

/// <summary><c>funcgrad merge</c>: the rows of all shards, in trial order, as the files of an undivided run, byte for byte.</summary>
internal sealed class Merge(IReadOnlyList<string> folders, string target, MergeRequest request, Action<string> say)
{
    private const string Writer = "merge";

    private bool _holdsLock;

    private readonly string _parts = Claims.PartsPath(target, Shard.Whole);

    public (int Code, Manifest? Manifest) Run()
    {
        if (Manifest.Read(target) is { Status: Manifest.Complete } finished && IsWhole(finished))
            return (BatchRun.CodeOf(finished.Tally), finished);
        var sources = ShardSources.Read(folders);
        if (sources.Missing() is { } missing) return Refuse($"Not merged: {missing}.");
        if (!request.MixesBuilds && sources.MixedBuilds() is { } builds)
            return Refuse(
                $"Not merged: the shards were computed by different builds of funcgrad, whose rows may differ:{builds}\nCompute those of "
                    + "one build again (run --shard I/N --fresh), or merge them as they are with --mixed.");
        try
        {
            var manifest = Merged(sources);
            return (BatchRun.CodeOf(manifest.Tally), manifest);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw OutputFailure.From(error, target, sources.Blocks.Values.Sum(block => block.Entry.Trials.Bytes + block.Entry.Steps.Bytes));
        }
    }

    private (int, Manifest?) Refuse(string message)
    {
        say(message);
        return (ExitCode.BadInput, null);
    }

    /// <summary>Whether the target is finished already; then what a merge left that was killed behind its last write goes.</summary>
    private bool IsWhole(Manifest finished)
    {
        if (OutputFile.Damage(finished.Files, target) is { } damage)
        {
            say($"{damage}.");
            return false;
        }
        say($"{target} is finished: nothing to merge.");
        if (Manifest.ReadFile(target) is not { Status: Manifest.Complete }) finished.Write(target, Owner(finished));
        Finishing.DeleteTemporaries(target, finished);
        DeleteMerged(finished.Identity);
        return true;
    }

    private Manifest Merged(ShardSources sources)
    {
        ResultFolder.RefuseForeignFiles(target);
        var there = Manifest.Read(target);
        if (there is not null && there.Identity != sources.Manifest.Identity)
            throw OutputFailure.Refused($"{target} holds the results of another experiment. Choose another folder with -o.");
        var result = new ResultFolder(target,
            new Identity(sources.Manifest.ExperimentFile, Experiment(sources.Manifest), sources.Manifest.DataHashes,
                sources.Manifest.Overrides) { ResultFolders = folders, Classes = sources.Manifest.Classes });
        result.RefuseWrongKinds(_parts);
        result.RefuseForeignParts(_parts);
        using var taken = FolderLock.Take(_parts, request.Unlocks, say);
        _holdsLock = true;
        Finishing.TakeBack(_parts, target, say);
        result.Claim(sources.Manifest with { Status = Manifest.Running }, Owner(sources.Manifest), say);
        using var parts = Parts.Open(_parts, sources.Header with { Shard = Shard.Whole }, sources.Manifest,
            sources.Manifest.Shapes(Shard.Whole, request.RowLimit), say, taken.RefuseIfLost);
        foreach (var block in parts.Damaged.Keys.Order()) parts.Replace(sources.Blocks[block].Rows());
        for (var block = parts.Done; block < sources.Header.Blocks; block++) parts.Append(sources.Blocks[block].Rows());
        parts.Commit();
        foreach (var session in sources.Sessions.Except(Journal.In(_parts).Sessions)) parts.Note(session);
        parts.Close();
        var manifest = Journal.In(_parts).ToManifest()! with { Version = Machine.Version, Build = Machine.Build };
        Finishing.Finish(_parts, target, manifest, Owner(manifest));
        DeleteMerged(manifest.Identity);
        Export.TellOlder(target, say);
        return manifest;
    }

    private static string Owner(Manifest manifest) => $"{manifest.Owner}-{Writer}";

    /// <summary>The shards that stand in the target are in its tables now; one that another process works on stays.</summary>
    private void DeleteMerged(string identity)
    {
        foreach (var parts in Claims.CalledParts(target).Where(parts => parts != _parts || !_holdsLock))
            ResultFolder.DeleteLeft(parts, identity, request.Unlocks);
    }

    /// <summary>The copy of the experiment file, from the first folder that has it as it was.</summary>
    private byte[] Experiment(Manifest manifest) =>
        folders.Select(folder => Disk.Read(Path.Combine(folder, ResultFolder.ExperimentFile), 1 << 30)).FirstOrDefault(copy =>
            copy is not null && (manifest.ExperimentHash.Length == 0 || Identity.HashOf(copy) == manifest.ExperimentHash))
        ?? throw OutputFailure.Refused(
            $"Not merged: none of {string.Join(", ", folders)} holds {ResultFolder.ExperimentFile} as it ran. Run one of the shards "
                + "again, which restores it.");
}
