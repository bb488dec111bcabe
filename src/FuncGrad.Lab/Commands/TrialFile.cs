namespace FuncGrad.Lab;

/// <summary>
/// The experiment file of one trial: what was swept has the trial's value, data is read from the copies that stand with the results.
/// </summary>
internal static class TrialFile
{
    private static readonly string[] FilesOfNumbers = ["csv", "idx", "npy", "npz"];

    /// <param name="opened">The results.</param>
    /// <param name="index">The trial's.</param>
    /// <param name="folder">Where the file will stand, from which its paths lead.</param>
    public static string Of(OpenedRun opened, long index, string folder)
    {
        var trials = new Trials(opened.Tables.Experiment);
        var (trial, keys) = (trials[index], opened.Tables.Experiment.Sweep.Keys.ToArray());
        var root = Overrides.Apply(TomlReading.Of(opened.Toml, "").Root, opened.Manifest.Overrides).Root;
        var values = keys.Select((key, i) => (Key: key, Value: trial.Values[i])).ToArray();
        var plain = values.Where(pair => IsPlain(pair.Key)).Select(pair => $"{pair.Key}={Written(pair.Value)}");
        root = Overrides.Apply(Without(root, "sweep"), plain).Root;
        foreach (var (key, value) in values.Where(pair => !IsPlain(pair.Key)))
            root = Overrides.Apply(root, [$"sweep.\"{key}\"=[{Written(value)}]"]).Root;
        return TomlWriting.Of(WithPaths(OnlyOf(root, trials.ExperimentOf(trial).Method.Rule), opened, folder));
    }

    /// <summary>Seeds and elements of arrays are settings of a sweep only, which is then one of a single value.</summary>
    private static bool IsPlain(string key) => key.Split('.') is [var table, _, ..] && table is not ("parameters" or "data");

    private static string Written(SettingValue value) => value.Word is { } word ? $"\"{word}\"" : NumberText.Exact(value.Number);

    /// <summary>A sweep over rules gives each what it has; one rule alone would refuse what belongs to the others.</summary>
    private static TomlTable OnlyOf(TomlTable root, Rule rule)
    {
        if (root["method"] is not TomlTable method || method.Find("chain") is not null) return root;
        HashSet<string> known = [.. Settings.Keys("method."),
            .. rule.Hyperparameters.SelectMany(h => (string[])[h.Name, h.Name.Split('.')[0]])];
        return root.With(root.Find("method")! with { Value = method.Keys.Where(key => !known.Contains(key)).Aggregate(method, Without) });
    }

    private static TomlTable WithPaths(TomlTable root, OpenedRun opened, string folder) =>
        ((string[])["parameters", "data"]).Aggregate(root, (whole, name) =>
            whole[name] is TomlTable arrays
                ? whole.With(whole.Find(name)!
                    with { Value = arrays.Entries.Aggregate(arrays, (table, entry) => table.With(WithPath(entry, opened, folder))) })
                        : whole);

    private static TomlEntry WithPath(TomlEntry entry, OpenedRun opened, string folder)
    {
        if (entry.Value is not TomlTable table || FilesOfNumbers.FirstOrDefault(kind => table.Find(kind) is not null) is not { } kind)
            return entry;
        if (table[kind] is not TomlText path || !opened.Manifest.DataHashes.TryGetValue(path.Value, out var hash)) return entry;
        var found = KeptData.Find(opened.Folder, path.Value, hash) is { } kept ? Path.GetRelativePath(folder, Path.GetFullPath(kept))
            : path.Value;
        return entry with { Value = table.With(table.Find(kind)! with { Value = path with { Value = found.Replace('\\', '/') } }) };
    }

    private static TomlTable Without(TomlTable table, string key) => table.Entries.Where(entry => entry.Key != key)
        .Aggregate(new TomlTable(table.Place, table.IsInline), (rest, entry) => rest.With(entry));
}
