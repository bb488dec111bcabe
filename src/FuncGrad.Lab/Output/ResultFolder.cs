namespace FuncGrad.Lab;

/// <summary>The folder of a batch's results: what it holds, whether it is for this batch, and how it is finished.</summary>
internal sealed class ResultFolder(string path, Identity identity)
{
    public const string ExperimentFile = "experiment.toml", TrialsTable = "trials", StepsTable = "steps";

    private const string PartsName = "parts";

    public string Path => path;

    public string PartsOf(Shard shard) => PartsPath(path, shard);

    public static string PartsPath(string folder, Shard shard) => System.IO.Path.Combine(folder, shard.IsWhole ? PartsName : FormattableString.Invariant($"{PartsName}-{shard.Index}-of-{shard.Count}"));

    /// <summary>The folders of parts in a result folder.</summary>
    public static IReadOnlyList<string> AllParts(string folder) =>
        Directory.Exists(folder) ? [.. Directory.EnumerateDirectories(folder, PartsName + "*").Where(parts => File.Exists(System.IO.Path.Combine(parts, Journal.FileName))).Order(StringComparer.Ordinal)] : [];

    /// <summary>The manifest of the folder if all planned trials are in it and its files are as they were.</summary>
    /// <exception cref="OutputFailure">The folder belongs to another experiment or a newer program.</exception>
    public Manifest? Finished(Action<string> report)
    {
        if (Accepted() is not { Status: Manifest.Complete } manifest) return null;
        if (OutputFile.Damage(manifest.Files, path, trustTime: true) is not { } damage) return manifest;
        report($"{damage}: its trials are computed again.");
        return null;
    }

    /// <summary>The experiment is known, so that a damaged copy of it is just written again.</summary>
    public void RepairExperiment(Action<string> report)
    {
        var copy = System.IO.Path.Combine(path, ExperimentFile);
        if (File.Exists(copy) && File.ReadAllBytes(copy).AsSpan().SequenceEqual(identity.Toml)) return;
        report($"{ExperimentFile} in {path} was missing or damaged and is written again.");
        Durable.Write(copy, identity.Toml);
    }

    /// <summary>The manifest that is there, if it is one of this batch; null in a new folder.</summary>
    /// <exception cref="OutputFailure">The folder belongs to another experiment or a newer program.</exception>
    public Manifest? Accepted()
    {
        var manifest = Manifest.Read(path);
        if (manifest is null)
        {
            if (!HoldsPartsOfThis()) RefuseForeignFiles(path);
            return null;
        }
        if (System.Version.TryParse(manifest.Version, out var theirs) && theirs > System.Version.Parse(Machine.Version))
            throw OutputFailure.Refused($"{path} was written by funcgrad {manifest.Version}, this is {Machine.Version}. Use that version, or choose another folder with -o.");
        if (manifest.Identity != identity.Hash) throw OutputFailure.Refused($"{path} holds the results of another experiment:{Differences(manifest)}\nChoose another folder with -o, or start over with --fresh.");
        return manifest;
    }

    /// <summary>Tables that are not known to be funcgrad's are nobody's to delete.</summary>
    /// <exception cref="OutputFailure">There are some.</exception>
    public static void RefuseForeignFiles(string folder)
    {
        if (OwnFiles(folder).FirstOrDefault() is { } foreign)
            throw OutputFailure.Refused($"{folder} holds {System.IO.Path.GetFileName(foreign)} but no readable {Manifest.FileName}. Choose another folder with -o, or start over with --fresh.");
    }

    /// <summary>Nothing is computed for a folder in which the files could not be put at the end.</summary>
    /// <exception cref="OutputFailure">A folder stands where a file belongs, or the other way round.</exception>
    public void RefuseWrongKinds()
    {
        string[] files = [Manifest.FileName, ExperimentFile, RowFiles.FileName(TrialsTable, 0), RowFiles.FileName(StepsTable, 0)];
        var wrong = files.Select(In).FirstOrDefault(Directory.Exists) ?? (File.Exists(In(PartsName)) ? In(PartsName) : null);
        if (wrong is not null)
            throw OutputFailure.Refused($"{wrong} is a {(Directory.Exists(wrong) ? "folder" : "file")}, but must be a {(Directory.Exists(wrong) ? "file" : "folder")}. Move it away, or choose another folder with -o.");
    }

    private string In(string name) => System.IO.Path.Combine(path, name);

    /// <summary>A manifest that was damaged is written again if the journal says whose the parts are.</summary>
    private bool HoldsPartsOfThis() => AllParts(path).Any(parts => Journal.Read(System.IO.Path.Combine(parts, Journal.FileName)).Header?.Identity == identity.Hash);

    /// <summary>Shards and a whole run do not mix in one folder.</summary>
    public void RefuseOtherShards(Shard shard)
    {
        foreach (var parts in AllParts(path))
            if (Journal.Read(System.IO.Path.Combine(parts, Journal.FileName)).Header?.Shard is { } other && other.Count != shard.Count)
                throw OutputFailure.Refused(shard.IsWhole
                    ? $"{path} holds the shard {other}. Run the missing shards with --shard, then `funcgrad merge {path}`; or start over with --fresh."
                    : $"{path} holds parts of {(other.IsWhole ? "a run without shards" : $"shard {other}")}, which do not go with shard {shard}. Choose another folder with -o, or start over with --fresh.");
    }

    /// <summary>Writes what tells whose folder this is, before anything else.</summary>
    public void Claim(Manifest manifest, string writer)
    {
        Directory.CreateDirectory(path);
        manifest.Write(path, writer);
        Durable.Write(System.IO.Path.Combine(path, ExperimentFile), identity.Toml, writer);
    }

    /// <summary>Deletes everything that funcgrad writes, and nothing else.</summary>
    public static void Clear(string folder)
    {
        if (!Directory.Exists(folder)) return;
        FolderLock[] locks = [.. Directory.GetDirectories(folder, PartsName + "*").Select(parts => FolderLock.Take(parts, _ => { }))];
        foreach (var file in OwnFiles(folder)) File.Delete(file);
        File.Delete(System.IO.Path.Combine(folder, Manifest.FileName));
        foreach (var parts in locks) parts.DeleteFolder();
    }

    /// <summary>Puts tables that were moved out by an interrupted <see cref="Finish"/> back among the parts.</summary>
    public void TakeBack(string parts)
    {
        if (!File.Exists(System.IO.Path.Combine(parts, Journal.FileName))) return;
        foreach (var file in Tables(path))
        {
            var part = System.IO.Path.Combine(parts, System.IO.Path.GetFileName(file));
            if (!File.Exists(part)) File.Move(file, part);
        }
    }

    /// <summary>The tables leave the parts; only then is the manifest complete, and only then the parts go.</summary>
    public static IReadOnlyList<OutputFile> MoveOut(string parts, string folder, IReadOnlyList<OutputFile> files)
    {
        DeleteTables(folder);
        foreach (var file in files) File.Move(System.IO.Path.Combine(parts, file.Name), System.IO.Path.Combine(folder, file.Name), overwrite: true);
        Durable.FlushFolder(folder);
        return files;
    }

    public static void DeleteTables(string folder, string extension = "csv")
    {
        foreach (var table in Tables(folder, extension)) File.Delete(table);
    }

    private static IEnumerable<string> OwnFiles(string folder) => Directory.Exists(folder)
        ? Tables(folder).Concat(Directory.EnumerateFiles(folder, ExperimentFile))
        : [];

    public static string[] Tables(string folder, string extension = "csv") =>
        [.. Directory.EnumerateFiles(folder, $"{TrialsTable}*.{extension}").Concat(Directory.EnumerateFiles(folder, $"{StepsTable}*.{extension}")).Where(IsTable)];

    /// <summary>Exactly the names that <see cref="RowFiles.FileName"/> gives: a user's own <c>trials-sorted.csv</c> is not touched.</summary>
    private static bool IsTable(string file)
    {
        var name = System.IO.Path.GetFileNameWithoutExtension(file);
        var dash = name.IndexOf('-', StringComparison.Ordinal);
        return dash < 0 ? name is TrialsTable or StepsTable : name[..dash] is TrialsTable or StepsTable && name.Length >= dash + 5 && name[(dash + 1)..].All(char.IsAsciiDigit);
    }

    private string Differences(Manifest manifest)
    {
        const int Shown = 5;
        var toml = System.IO.Path.Combine(path, ExperimentFile);
        string[] all = [.. identity.DifferencesFrom(File.Exists(toml) ? File.ReadAllBytes(toml) : [], manifest.DataHashes, manifest.Overrides)];
        return string.Concat(all.Take(Shown).Select(line => $"\n  {line}")) + (all.Length > Shown ? $"\n  and {all.Length - Shown} more" : "");
    }
}
