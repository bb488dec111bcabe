namespace FuncGrad.Lab;

/// <summary>
/// How a run stands, as its folder tells it: nobody who computes is asked, so that it can be seen from another machine too.
/// </summary>
internal sealed record WatchedRun
{
    public required string Folder { get; init; }

    public required Manifest Manifest { get; init; }

    /// <summary>What the trials came to that are done.</summary>
    public required Tally Tally { get; init; }

    /// <summary>Who computes now, in words; empty for nobody.</summary>
    public required IReadOnlyList<string> Holders { get; init; }

    /// <summary>Since when somebody does, as far as the disk tells.</summary>
    public DateTime? Since { get; init; }

    /// <summary>How many trials were done then, as far as that is known: without earlier sessions none.</summary>
    public bool BeganFromNothing { get; init; }

    /// <summary>Steps of long trials that are saved.</summary>
    public IReadOnlyList<(string Trial, long Steps)> Saved { get; init; } = [];

    public bool IsFinished => Manifest.Status == Manifest.Complete;

    /// <summary>Reads a folder; null if it is none of results, or not yet.</summary>
    public static WatchedRun? Read(string folder)
    {
        if (Manifest.Read(folder) is not { } manifest) return null;
        if (manifest.Status == Manifest.Complete) return new()
        {
            Folder = folder,
            Manifest = manifest,
            Tally = manifest.Tally,
            Holders = [],
        };
        var (tally, blocks, sessions, holders, since, saved) =
            (new Tally(), new HashSet<long>(), 0, new List<string>(), (DateTime?)null, new List<(string, long)>());
        foreach (var parts in ResultFolder.AllParts(folder))
        {
            var journal = Journal.In(parts);
            sessions += journal.Sessions.Count;
            foreach (var entry in LostBlocks.Done(journal, parts, manifest))
                if (blocks.Add(entry.Block)) tally.Add(entry.Tally);
            saved.AddRange(LongTrial.Saved(parts));
            if (FolderLock.Holder(parts) is not { } holder) continue;
            holders.Add(holder);
            var taken = File.GetLastWriteTimeUtc(Path.Combine(parts, FolderLock.FileName));
            since = since is { } earlier && earlier < taken ? earlier : taken;
        }
        return new()
        {
            Folder = folder,
            Manifest = manifest,
            Tally = tally,
            Holders = holders,
            Since = since,
            BeganFromNothing = sessions == 0,
            Saved = saved,
        };
    }
}
