namespace FuncGrad.Lab;

/// <summary><c>funcgrad merge</c>: the rows of all shards, in trial order, as the files of an undivided run, byte for byte.</summary>
internal static class Merge
{
    private const string Writer = "merge";

    public static (int Code, Manifest? Manifest) Run(IReadOnlyList<string> folders, string target, Action<string> say, long rowLimit = RowFiles.SpreadsheetRows)
    {
        if (Manifest.Read(target) is { Status: Manifest.Complete } finished)
        {
            var damage = OutputFile.Damage(finished.Files, target, trustTime: true);
            say(damage is null ? $"{target} is finished: nothing to merge." : $"{damage}.");
            if (damage is null) return (RunCommand.CodeOf(finished.Tally), finished);
        }
        var sources = ShardSources.Read(folders);
        if (sources.Missing() is { } missing)
        {
            say($"Not merged: {missing}.");
            return (ExitCode.BadInput, null);
        }
        try
        {
            var manifest = Merged(sources, folders, target, say, rowLimit);
            return (RunCommand.CodeOf(manifest.Tally), manifest);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw OutputFailure.From(error, target, sources.Blocks.Values.Sum(block => block.Entry.Trials.Bytes + block.Entry.Steps.Bytes));
        }
    }

    private static Manifest Merged(ShardSources sources, IReadOnlyList<string> folders, string target, Action<string> say, long rowLimit)
    {
        var partsPath = ResultFolder.PartsPath(target, Shard.Whole);
        if (Manifest.Read(target) is null) ResultFolder.RefuseForeignFiles(target);
        using var taken = FolderLock.Take(partsPath, say);
        Take(sources, folders[0], target);
        using var parts = Parts.Open(partsPath, sources.Header with { Shard = Shard.Whole }, Tables(sources.Manifest, rowLimit), say);
        for (var block = parts.Done; block < sources.Header.Blocks; block++) parts.Append(sources.Blocks[block].Rows());
        var files = parts.Close();
        ResultFolder.MoveOut(partsPath, target, files);
        var sessions = folders.SelectMany(ResultFolder.AllParts).Select(Manifest.Read).SelectMany(manifest => manifest?.Sessions ?? []);
        var manifest = sources.Manifest with { Status = Manifest.Complete, Version = Machine.Version, Files = files, Tally = parts.Tally, Sessions = [.. sessions] };
        manifest.Write(target, Writer);
        taken.Dispose();
        foreach (var merged in ResultFolder.AllParts(target).Append(partsPath).Distinct()) Directory.Delete(merged, recursive: true);
        Export.TellOlder(target, say);
        return manifest;
    }

    private static IReadOnlyList<TableShape> Tables(Manifest manifest, long rowLimit)
    {
        TableShape Shape(string name, string header) => new(name, System.Text.Encoding.UTF8.GetBytes(header + "\n"), rowLimit);
        var trials = Shape(ResultFolder.TrialsTable, manifest.TrialHeader);
        return manifest.StepHeader.Length == 0 ? [trials] : [trials, Shape(ResultFolder.StepsTable, string.Join(',', ColumnNames.Unfolded(manifest.StepHeader.Split(','))))];
    }

    /// <summary>The target becomes a folder of the same experiment, if it is not one of those with the shards.</summary>
    private static void Take(ShardSources sources, string source, string target)
    {
        var there = Manifest.Read(target);
        if (there is not null && there.Identity != sources.Manifest.Identity) throw OutputFailure.Refused($"{target} holds the results of another experiment. Choose another folder with -o.");
        if (Path.GetFullPath(source) == Path.GetFullPath(target)) return;
        (sources.Manifest with { Status = Manifest.Running }).Write(target, Writer);
        Durable.Write(Path.Combine(target, ResultFolder.ExperimentFile), File.ReadAllBytes(Path.Combine(source, ResultFolder.ExperimentFile)), Writer);
    }
}
