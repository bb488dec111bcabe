using System.Security.Cryptography;
using System.Text;

namespace FuncGrad.Lab;

/// <summary>
/// Everything that a user gave for a batch: two runs of the same meaning go into the same folder, others are refused there.
/// </summary>
/// <param name="FileName">The experiment file's name without its folder.</param>
/// <param name="Toml">Its content, byte for byte.</param>
/// <param name="DataHashes">The SHA-256 of each file of numbers it reads, by the path written in it.</param>
/// <param name="Overrides">The <c>--set</c> texts in their order.</param>
internal sealed record Identity(string FileName, byte[] Toml, IReadOnlyDictionary<string, string> DataHashes,
    IReadOnlyList<string> Overrides)
{
    private readonly SortedDictionary<string, string> _settings = Settings(Toml, Overrides);
    private string? _hash;

    /// <summary>SHA-256 over what it means.</summary>
    public string Hash => _hash ??= HashOfMeaning();

    /// <summary>The words of columns of text in the order of their numbers, by file and column.</summary>
    public IReadOnlyDictionary<string, IReadOnlyList<string>> Classes { get; init; } = new Dictionary<string, IReadOnlyList<string>>();

    /// <summary>Where a data file is, by its path as written; null if they are nowhere.</summary>
    public Func<string, string>? DataPath { get; init; }

    /// <summary>Other folders of its results, which may have copies of the data files.</summary>
    public IReadOnlyList<string> ResultFolders { get; init; } = [];

    /// <summary>Where a data file may be found; null if nobody knows.</summary>
    public string? SourceOf(string name) =>
        DataPath is { } pathOf ? pathOf(name)
            : ResultFolders.Select(folder => KeptData.Find(folder, name, DataHashes[name])).FirstOrDefault(path => path is not null);

    public static string HashOf(ReadOnlySpan<byte> bytes) => Convert.ToHexStringLower(SHA256.HashData(bytes));

    /// <summary>In words, what in a folder differs from this: always something, if the hashes are not the same.</summary>
    /// <param name="toml">The copy of the experiment file there; null if it is not there.</param>
    /// <param name="there">The manifest there.</param>
    public IEnumerable<string> DifferencesFrom(byte[]? toml, Manifest there)
    {
        var isKnown = toml is not null && (there.ExperimentHash.Length == 0 || HashOf(toml) == there.ExperimentHash);
        string[] found = [.. isKnown ? SettingsThatDiffer(Settings(toml!, there.Overrides)) : [], .. DataThatDiffers(there.DataHashes)];
        if (found.Length > 0) return found;
        return isKnown
            ? [
                $"it was begun by funcgrad {Visible.Text(there.Build.Length > 0 ? there.Build : there.Version)}, which told experiments "
                    + "apart in another way"]
            : [
                "its copy of the experiment file is missing or was changed; there "
                    + $"{there.Identity[..Math.Min(16, there.Identity.Length)]}..., here {Hash[..16]}..."];
    }

    private static SortedDictionary<string, string> Settings(byte[] toml, IReadOnlyList<string> overrides) =>
        ExperimentMeaning.Lines(Encoding.UTF8.GetString(toml), overrides);

    private string HashOfMeaning()
    {
        var text = new StringBuilder();
        foreach (var (key, value) in _settings)
            text.Append(key.Length).Append(' ').Append(key).Append(' ').Append(value.Length).Append(' ').Append(value).Append('\n');
        foreach (var (name, hash) in DataHashes.OrderBy(data => data.Key, StringComparer.Ordinal))
            text.Append(hash).Append(' ').Append(name).Append('\n');
        return HashOf(Encoding.UTF8.GetBytes(text.ToString()));
    }

    private IEnumerable<string> SettingsThatDiffer(SortedDictionary<string, string> there) =>
        from key in _settings.Keys.Union(there.Keys).Order(StringComparer.Ordinal)
        let old = there.GetValueOrDefault(key)
        let now = _settings.GetValueOrDefault(key)
        where old != now
        select $"{Visible.Text(key)}: there {Shown(old, now)}, here {Shown(now, old)}";

    private IEnumerable<string> DataThatDiffers(IReadOnlyDictionary<string, string> there) => DataHashes.Keys.Union(there.Keys)
        .Where(name => DataHashes.GetValueOrDefault(name) != there.GetValueOrDefault(name))
        .Select(name => $"the content of {Visible.Text(name)} differs");

    /// <summary>A value, and of a long one the part around the first letter that the other has not.</summary>
    private static string Shown(string? value, string? other)
    {
        const int Most = 60, Before = 20;
        if (value is null) return "nothing";
        if (value.Length <= Most) return Visible.Text(value);
        var same = value.AsSpan().CommonPrefixLength(other);
        var from = Math.Clamp(same - Before, 0, value.Length - Most);
        return $"{(from > 0 ? "..." : "")}{Visible.Text(value.Substring(from, Most))}{(from + Most < value.Length ? "..." : "")}";
    }
}
