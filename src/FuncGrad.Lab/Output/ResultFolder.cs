namespace FuncGrad.Lab;

/// <summary>The folder of a batch's results: what it holds, whether it is for this batch, and how it is finished.</summary>
internal sealed class ResultFolder(string path, Identity identity)
{
    public const string ExperimentFile = "experiment.toml", TrialsTable = "trials", StepsTable = "steps";

    private const long MostExperimentBytes = 1 << 30;

    public string Path => path;

    /// <summary>Below <c>results</c>, by the name of the file; empty for a file whose name is no name of a folder.</summary>
    public static string DefaultFor(string path) =>
        System.IO.Path.GetFileNameWithoutExtension(path) is var name && name.Trim('.', ' ').Length > 0
            ? System.IO.Path.Combine("results", name) : "";

    /// <summary>The folders of parts in a result folder.</summary>
    public static IReadOnlyList<string> AllParts(string folder) => [.. Claims.CalledParts(folder).Where(parts => Journal.In(parts).IsOurs)];

    /// <summary>The manifest of the folder if all planned trials are in it and its files are as they were.</summary>
    /// <exception cref="OutputFailure">The folder belongs to another experiment or a newer program.</exception>
    public Manifest? Finished(Action<string> report)
    {
        if (Accepted() is not { Status: Manifest.Complete } manifest) return null;
        if (OutputFile.Damage(manifest.Files, path) is not { } damage) return manifest;
        report($"{damage}: what is damaged is computed again.");
        return null;
    }

    /// <summary>The manifest that is there, if it is one of this batch; null in a new folder.</summary>
    /// <exception cref="OutputFailure">The folder belongs to another experiment or a newer program, or holds files of others under the
    /// names of results.</exception>
    public Manifest? Accepted()
    {
        RefuseForeignFiles(path);
        if (Manifest.Read(path) is not { } manifest) return null;
        if (System.Version.TryParse(manifest.Version, out var theirs) && theirs > System.Version.Parse(Machine.Version))
            throw OutputFailure.Refused(
                $"{path} was written by funcgrad {manifest.Version}, this is {Machine.Version}. Use that version, or choose another "
                    + "folder with -o.");
        if (manifest.Identity != identity.Hash)
            throw OutputFailure.Refused(
                $"{path} holds the results of another experiment:{Differences(manifest)}\nChoose another folder with -o, or start over "
                    + "with --fresh.");
        return manifest;
    }

    /// <summary>Files that nothing claims are nobody's to delete or to write over.</summary>
    /// <exception cref="OutputFailure">There are some where results would go.</exception>
    public static void RefuseForeignFiles(string folder)
    {
        if (!Directory.Exists(folder)) return;
        string[] there = [
            .. Claims.ReservedInResults(folder)]; // before what claims them: a shard that begins at this moment writes its claim first
        var own = Claims.In(folder).ToHashSet();
        if (there.FirstOrDefault(found => !own.Contains(System.IO.Path.GetRelativePath(folder, found))) is { } foreign)
            throw OutputFailure.Refused(
                $"{folder} holds {Visible.Text(System.IO.Path.GetRelativePath(folder, foreign))}, which no manifest there says is "
                    + "funcgrad's. Move it away, or choose another folder with -o.");
    }

    /// <exception cref="OutputFailure">There are files of others under the names that this run needs among its parts.</exception>
    public void RefuseForeignParts(string parts)
    {
        if (Claims.IsOwned(parts, Manifest.Read(path))) return;
        if (Claims.ReservedIn(parts).Concat(Claims.ReservedIn(System.IO.Path.Combine(parts, Ahead.FolderName)))
            .FirstOrDefault() is { } foreign)
            throw OutputFailure.Refused($"{foreign} was not made by funcgrad. Move it away, or choose another folder with -o.");
    }

    /// <summary>Nothing is computed for a folder in which the files could not be put at the end.</summary>
    /// <exception cref="OutputFailure">A folder stands where a file belongs, or the other way round, or a link where nothing may lead
    /// elsewhere.</exception>
    public void RefuseWrongKinds(string parts)
    {
        for (var above = System.IO.Path.GetFullPath(path); above is not null
            && !Directory.Exists(above); above = System.IO.Path.GetDirectoryName(above))
            if (DiskEntry.At(above).Kind is EntryKind.File or EntryKind.Other)
                throw OutputFailure.Refused($"{path} cannot be a folder: {above} is a file. Choose another folder with -o.");
        string[] files = [Manifest.FileName, ExperimentFile, Journal.FileName, RowFiles.FileName(TrialsTable, 0),
            RowFiles.FileName(StepsTable, 0)];
        foreach (var file in files.Select(In))
            if (DiskEntry.At(file).Kind is EntryKind.Folder or EntryKind.Other)
                throw OutputFailure.Refused(
                    $"{file} is {(Directory.Exists(file) ? "a folder" : "a device or FIFO")}, but must be a file. Move it away, or choose "
                        + "another folder with -o.");
        foreach (var folder in (string[])[parts, System.IO.Path.Combine(parts, Ahead.FolderName),
            .. ((string[])[path, parts, System.IO.Path.Combine(parts, Ahead.FolderName)])
                .Select(above => System.IO.Path.Combine(above, KeptFile.FolderName))])
            if (DiskEntry.At(folder).Kind is var kind and not (EntryKind.Folder or EntryKind.Nothing))
                throw OutputFailure.Refused(
                    $"{folder} is a {(kind == EntryKind.Link ? "link" : "file")}, but must be a folder. Move it away, or choose another "
                        + "folder with -o.");
        KeptData.RefuseForeign(path, identity.DataHashes);
    }

    /// <summary>What an experiment reads is not replaced by what it writes, even where that is claimed.</summary>
    /// <exception cref="OutputFailure">A CSV file of the experiment has the name of a table here.</exception>
    public void RefuseInputs()
    {
        if (identity.DataPath is not { } pathOf) return;
        foreach (var name in identity.DataHashes.Keys)
            if (System.IO.Path.GetFullPath(pathOf(name)) is var file
                && System.IO.Path.GetRelativePath(System.IO.Path.GetFullPath(path), file) is var below
                && (RowFiles.IsTable(below) || KeptFile.IsName(below)))
                throw OutputFailure.Refused(
                    $"{file} is read by this experiment, and its results would take its place. Choose another folder with -o.");
    }

    /// <summary>Shards and a whole run do not mix in one folder.</summary>
    public void RefuseOtherShards(Shard shard)
    {
        foreach (var parts in AllParts(path))
            if (Journal.In(parts).Header?.Shard is { } other && other.Count != shard.Count)
                throw OutputFailure.Refused(shard.IsWhole
                    ? $"{path} holds the shard {other}. Run the missing shards with --shard, then `funcgrad merge {path}`; or start over "
                        + "with --fresh."
                    : $"{path} holds parts of {(other.IsWhole ? "a run without shards" : $"shard {other}")}, which do not go with shard "
                        + $"{shard}. Choose another folder with -o, or start over with --fresh.");
    }

    /// <summary>
    /// Deletes parts whose rows are in finished tables, left by a run or a merge that was killed behind its last write; not what another
    /// process works on.
    /// </summary>
    public static void DeleteLeft(string parts, string finished, bool unlocks)
    {
        var isOfThis = Journal.In(parts).Header?.Identity == finished;
        if (!isOfThis && DiskEntry.At(System.IO.Path.Combine(parts, FolderLock.FileName)).Kind != EntryKind.File) return;
        try
        {
            using var taken = FolderLock.Take(parts, unlocks, _ => { });
            if (isOfThis) Claims.DeleteParts(parts);
        }
        catch (OutputFailure) { }
    }

    /// <summary>Writes what tells whose folder this is, before anything else.</summary>
    public void Claim(Manifest manifest, string owner, Action<string> say)
    {
        Directory.CreateDirectory(path);
        Disk.DeleteTemporaries(path, owner);
        if (!HasExperiment(manifest)) manifest = manifest with { ExperimentHash = Identity.HashOf(identity.Toml) };
        if (Manifest.ReadFile(path) is not { Status: Manifest.Running } there
            || (there.Identity, there.ExperimentHash) != (manifest.Identity, manifest.ExperimentHash))
            manifest.Write(path, owner);
        if (!HasExperiment(manifest)) Disk.Replace(In(ExperimentFile), identity.Toml, owner);
        KeptData.Keep(path, identity.DataHashes, identity.SourceOf, owner, say);
    }

    /// <summary>
    /// What of a finished folder can be known from the rest is written again: the manifest from the journal, the copy of the experiment
    /// from the experiment.
    /// </summary>
    public Manifest Repaired(Manifest finished, string owner, Action<string> report)
    {
        var manifest = HasExperiment(finished) ? finished : finished with { ExperimentHash = Identity.HashOf(identity.Toml) };
        if (!HasExperiment(manifest))
        {
            report($"{ExperimentFile} in {path} was missing or damaged and is written again.");
            Disk.Replace(In(ExperimentFile), identity.Toml, owner);
        }
        KeptData.Keep(path, identity.DataHashes, identity.SourceOf, owner, report);
        if (Manifest.ReadFile(path) is { Status: Manifest.Complete } written && written.ExperimentHash == manifest.ExperimentHash)
            return manifest;
        report($"{Manifest.FileName} in {path} was missing or damaged and is written again.");
        manifest.Write(path, owner);
        return manifest;
    }

    /// <summary>Whether the copy of the experiment file is the one of a manifest.</summary>
    private bool HasExperiment(Manifest manifest) =>
        Disk.Read(In(ExperimentFile), MostExperimentBytes) is { } copy
            && (manifest.ExperimentHash.Length == 0 ? copy.AsSpan().SequenceEqual(identity.Toml)
                : Identity.HashOf(copy) == manifest.ExperimentHash);

    private string In(string name) => System.IO.Path.Combine(path, name);

    private string Differences(Manifest manifest)
    {
        const int Shown = 5;
        string[] all = [.. identity.DifferencesFrom(Disk.Read(In(ExperimentFile), MostExperimentBytes), manifest)];
        return string.Concat(all.Take(Shown).Select(line => $"\n  {line}"))
            + (all.Length > Shown ? $"\n  and {all.Length - Shown} more" : "");
    }
}
