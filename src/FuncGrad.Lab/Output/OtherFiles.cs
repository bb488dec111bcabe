namespace FuncGrad.Lab;

/// <summary>What was probably meant where a path leads to no experiment file.</summary>
internal static class OtherFiles
{
    private const string Extension = ".toml";

    /// <summary>Kinds of files that are given by mistake, by their extensions.</summary>
    private static readonly Dictionary<string, string> Kinds = new(StringComparer.OrdinalIgnoreCase)
    {
        [".md"] = "Markdown", [".markdown"] = "Markdown", [".csv"] = "a table", [".json"] = "JSON", [".yaml"] = "YAML", [".yml"] = "YAML",
            [".ini"] = "an INI file", [".ipynb"] = "a notebook",
        [".py"] = "a Python program", [".cs"] = "a C# program", [".fsx"] = "an F# script", [".html"] = "a web page",
        [".xlsx"] = "a workbook", [".log"] = "a log",
    };

    /// <summary>Why a file of this name is no experiment file; null if it may be one.</summary>
    public static string? Kind(string path) => Kinds.TryGetValue(Path.GetExtension(path), out var kind)
        ? $"is {kind}, not an experiment file, which is TOML and ends with {Extension}.{Examples(path)}"
        : null;

    /// <summary>
    /// A file that is there and was perhaps meant: with its extension, or spelt a little differently, here or among the experiments.
    /// </summary>
    public static string Near(string path)
    {
        if (path.Length == 0) return "";
        var (folder, name) = (Path.GetDirectoryName(path) ?? "", Path.GetFileName(path));
        foreach (var place in (string[])[folder, Path.Combine(folder, "experiments")])
        {
            if (File.Exists(Path.Combine(place, name + Extension))) return Meant(place, name + Extension);
            if (File.Exists(Path.Combine(place, name))) return Meant(place, name);
            if (NearestName.Of(Path.GetFileNameWithoutExtension(name), Experiments(place)
                .Select(file => Path.GetFileNameWithoutExtension(file)!)) is { } nearest)
                return Meant(place, nearest + Extension);
        }
        return "";
    }

    private static string Meant(string folder, string name) => $" Perhaps you meant {Path.Combine(folder, name)}.";

    private static string Examples(string path) =>
        Experiments(Path.GetDirectoryName(path) ?? "").Take(3).ToArray() is { Length: > 0 } files
            ? $" Beside it: {string.Join(", ", files.Select(Path.GetFileName))}." : "";

    private static IEnumerable<string> Experiments(string folder) => Directory.Exists(folder.Length == 0 ? "." : folder)
        ? Directory.EnumerateFiles(folder.Length == 0 ? "." : folder, "*" + Extension).Order(StringComparer.Ordinal)
        : [];
}
