using System.Globalization;
using System.Text;

namespace FuncGrad.Lab;

/// <summary>
/// One of N equal shares of the blocks: block b belongs to shard b mod N, so that neighbours, which often take equally long, are spread.
/// </summary>
/// <param name="Index">1 to Count.</param>
/// <param name="Count">1: the whole.</param>
internal sealed record Shard(int Index, int Count)
{
    public static Shard Whole { get; } = new(1, 1);

    public bool IsWhole => Count == 1;

    public long BlockAt(long position) => (position * Count) + Index - 1;

    public long BlocksOf(long blocks) => (blocks - Index + Count) / Count;

    public override string ToString() => FormattableString.Invariant($"{Index}/{Count}");

    /// <summary>What is wrong with a text that <see cref="Parse"/> does not take.</summary>
    public static string Problem(string text)
    {
        const string form = "it is I/N with 1 <= I <= N, as in --shard 2/7.";
        return text.Split('/') is [_, var count] && count.Trim() is { Length: > 9 } digits && digits.All(char.IsAsciiDigit)
            ? $"{digits} shards are too many: N is at most {int.MaxValue:#,0}, and more than there are blocks of trials would have "
                + $"nothing to do; {form}"
            : form;
    }

    public static Shard? Parse(string text)
    {
        var parts = text.Split('/');
        return parts.Length == 2
            && int.TryParse(parts[0], NumberStyles.None, CultureInfo.InvariantCulture, out var index)
            && int.TryParse(parts[1], NumberStyles.None, CultureInfo.InvariantCulture, out var count)
            && index >= 1 && index <= count ? new Shard(index, count) : null;
    }
}

/// <summary>Which batch the parts belong to and how it is cut; the first line of the journal.</summary>
internal sealed record JournalHeader(string Identity, long Trials, int BlockSize, Shard Shard)
{
    /// <summary>
    /// How journals of all versions begin, and this one's: raised when an older program's parts can no longer be continued.
    /// </summary>
    private const string AnyFormat = "funcgrad-parts-", Format = AnyFormat + "2";

    public long Blocks => Trials == 0 ? 0 : 1 + ((Trials - 1) / BlockSize);

    public override string ToString() =>
        FormattableString.Invariant($"{Format} {Identity} trials {Trials} block {BlockSize} shard {Shard}");

    public static JournalHeader? Parse(string line)
    {
        var words = line.Split(' ');
        return words.Length == 8 && words[0] == Format && Shard.Parse(words[7]) is { } shard
            ? new(words[1], long.Parse(words[3], CultureInfo.InvariantCulture), int.Parse(words[5], CultureInfo.InvariantCulture), shard)
            : null;
    }

    /// <summary>Whether a line is the first one of a journal of any version.</summary>
    public static bool IsOfAnyVersion(string line) => line.StartsWith(AnyFormat, StringComparison.Ordinal);
}

/// <summary>A finished block: where its rows are, and what its trials came to.</summary>
internal sealed record JournalEntry(long Block, RowSpan Trials, RowSpan Steps, Tally Tally)
{
    /// <summary>The files that are kept of its trials.</summary>
    public IReadOnlyList<KeptFile> Kept { get; init; } = [];

    /// <summary>Whether its line is lost, so that only the place of its rows is known.</summary>
    public bool IsLost { get; init; }

    public override string ToString() =>
        FormattableString.Invariant($"{Block} {Text(Trials)} {Text(Steps)} {Tally}{(Kept.Count == 0 ? "" : $" {string.Join(';', Kept)}")}");

    public static JournalEntry Parse(string line)
    {
        var words = line.Split(' ');
        return new(long.Parse(words[0], CultureInfo.InvariantCulture), Span(words.AsSpan(1, 3)), Span(words.AsSpan(4, 3)),
            Tally.Parse(words.AsSpan(7, 4)))
        {
            Kept = words.Length > 11 ? [.. words[11].Split(';').Select(KeptFile.Parse)] : [],
        };
    }

    private static string Text(RowSpan span) =>
        FormattableString.Invariant($"{span.Rows} {string.Join(',', span.Lengths)} {span.Checksum:x8}");

    private static RowSpan Span(ReadOnlySpan<string> words) => new(
        long.Parse(words[0], CultureInfo.InvariantCulture),
        [.. words[1].Split(',').Select(length => long.Parse(length, CultureInfo.InvariantCulture))],
        uint.Parse(words[2], NumberStyles.HexNumber, CultureInfo.InvariantCulture));
}

/// <summary>The lines of a journal: each ends with a checksum of its own.</summary>
internal static class JournalLine
{
    private const int MarkLength = 9;

    public static byte[] Of(object content)
    {
        var text = Encoding.UTF8.GetBytes(content.ToString()!);
        return [.. text, .. Encoding.ASCII.GetBytes(FormattableString.Invariant($" #{Checksum.Of(text):x8}\n"))];
    }

    /// <summary>The lines of some bytes without their checksums; null for one that is damaged, or torn at the end.</summary>
    public static IEnumerable<string?> All(byte[] bytes)
    {
        for (var start = 0; start < bytes.Length;)
        {
            var end = Array.IndexOf(bytes, (byte)'\n', start);
            yield return end < 0 ? null : Content(bytes.AsSpan(start, end - start));
            start = end < 0 ? bytes.Length : end + 1;
        }
    }

    /// <summary>Whether a line ends with its checksum, in just the letters in which it is written.</summary>
    public static bool IsWhole(ReadOnlySpan<byte> line)
    {
        if (line.Length <= MarkLength || line[^MarkLength] != '#' || line[^(MarkLength + 1)] != ' ') return false;
        Span<byte> due = stackalloc byte[MarkLength - 1];
        return Checksum.Of(line[..^(MarkLength + 1)]).TryFormat(due, out _, "x8", CultureInfo.InvariantCulture)
            && line[^due.Length..].SequenceEqual(due);
    }

    private static string? Content(ReadOnlySpan<byte> line) => IsWhole(line) ? Encoding.UTF8.GetString(line[..^(MarkLength + 1)]) : null;
}
