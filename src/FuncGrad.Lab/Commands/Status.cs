namespace FuncGrad.Lab;

/// <summary><c>funcgrad status</c>: what a folder of results holds, counted from the disk.</summary>
internal static class Status
{
    public static int Print(string folder, Streams streams)
    {
        if (Manifest.Read(folder) is not { } manifest)
            return streams.Refuse($"{folder} is not a folder of results: it has no readable {Manifest.FileName}.");
        streams.Output.WriteLine($"{manifest.ExperimentFile}{(manifest.Title.Length > 0 ? $": {manifest.Title}" : "")}");
        return manifest.Status == Manifest.Complete ? Finished(folder, manifest, streams) : Unfinished(folder, manifest, streams);
    }

    private static int Finished(string folder, Manifest manifest, Streams streams)
    {
        streams.Output.WriteLine($"finished: {Numbers.Grouped(manifest.Trials)} of {Numbers.Grouped(manifest.Trials)} trials");
        Summary.PrintVerdicts(manifest.Tally, streams);
        if ((OutputFile.Damage(manifest.Files, folder) ?? KeptData.Damage(folder, manifest)) is { } damage)
        {
            streams.Output.WriteLine($"damaged: {damage}; `funcgrad run` computes it again");
            return ExitCode.OutputFailure;
        }
        return ExitCode.Done;
    }

    private static int Unfinished(string folder, Manifest manifest, Streams streams)
    {
        var (tally, rows, blocks) = (new Tally(), new List<string[]>(), new HashSet<long>());
        foreach (var parts in ResultFolder.AllParts(folder))
        {
            var journal = Journal.In(parts);
            if (journal.Header is not { } header) continue;
            JournalEntry[] entries = [.. LostBlocks.Done(journal, parts, manifest)];
            foreach (var entry in entries) if (blocks.Add(entry.Block)) tally.Add(entry.Tally);
            rows.Add([header.Shard.IsWhole ? "all" : header.Shard.ToString(), Numbers.Grouped(entries.Length),
                Numbers.Grouped(header.Shard.BlocksOf(header.Blocks)), Numbers.Grouped(entries.Sum(entry => entry.Tally.Trials)),
                FolderLock.Holder(parts) ?? "nobody"]);
        }
        streams.Output.WriteLine($"unfinished: {Numbers.Grouped(tally.Trials)} of {Numbers.Grouped(manifest.Trials)} trials");
        Summary.PrintVerdicts(tally, streams);
        new TextTable([new("shard"), new("blocks done", true), new("of blocks", true), new("trials done", true), new("computed now by")],
            rows).Print(streams);
        foreach (var (trial, steps) in ResultFolder.AllParts(folder).SelectMany(LongTrial.Saved))
            streams.Output.WriteLine($"trial {trial}: {Numbers.Grouped(steps)} steps are done and saved");
        return ExitCode.Done;
    }
}
