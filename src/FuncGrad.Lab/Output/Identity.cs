using System.Security.Cryptography;
using System.Text;

namespace FuncGrad.Lab;

/// <summary>Everything that a user gave for a batch: two runs of the same go into the same folder, others are refused there.</summary>
/// <param name="FileName">The experiment file's name without its folder.</param>
/// <param name="Toml">Its content, byte for byte.</param>
/// <param name="DataHashes">The SHA-256 of each CSV file it reads, by the path written in it.</param>
/// <param name="Overrides">The <c>--set</c> texts in their order.</param>
internal sealed record Identity(string FileName, byte[] Toml, IReadOnlyDictionary<string, string> DataHashes, IReadOnlyList<string> Overrides)
{
    /// <summary>SHA-256 over all of it.</summary>
    public string Hash { get; } = HashOf(Toml, DataHashes, Overrides);

    public static string HashOf(ReadOnlySpan<byte> bytes) => Convert.ToHexStringLower(SHA256.HashData(bytes));

    /// <summary>In words, what in a folder differs from this; several if several do.</summary>
    public IEnumerable<string> DifferencesFrom(byte[] toml, IReadOnlyDictionary<string, string> dataHashes, IReadOnlyList<string> overrides)
    {
        foreach (var line in Lines(toml)) yield return line;
        foreach (var name in DataHashes.Keys.Union(dataHashes.Keys))
            if (DataHashes.GetValueOrDefault(name) != dataHashes.GetValueOrDefault(name)) yield return $"the content of {name} is another";
        if (!Overrides.SequenceEqual(overrides)) yield return $"there {Set(overrides)}, here {Set(Overrides)}";
    }

    private static string HashOf(byte[] toml, IReadOnlyDictionary<string, string> dataHashes, IReadOnlyList<string> overrides)
    {
        var text = new StringBuilder(HashOf(toml)).Append('\n');
        foreach (var (name, hash) in dataHashes.OrderBy(data => data.Key, StringComparer.Ordinal)) text.Append(hash).Append(' ').Append(name).Append('\n');
        foreach (var setting in overrides) text.Append("set ").Append(setting).Append('\n');
        return HashOf(Encoding.UTF8.GetBytes(text.ToString()));
    }

    private IEnumerable<string> Lines(byte[] toml)
    {
        var (there, here) = (Encoding.UTF8.GetString(toml).Split('\n'), Encoding.UTF8.GetString(Toml).Split('\n'));
        for (var i = 0; i < Math.Max(there.Length, here.Length); i++)
        {
            var (old, now) = (i < there.Length ? there[i].Trim() : "", i < here.Length ? here[i].Trim() : "");
            if (old != now) yield return $"line {i + 1}: there `{old}`, here `{now}`";
        }
    }

    private static string Set(IReadOnlyList<string> overrides) => overrides.Count == 0 ? "nothing is set beside the file" : string.Join(' ', overrides.Select(setting => $"--set {setting}"));
}
