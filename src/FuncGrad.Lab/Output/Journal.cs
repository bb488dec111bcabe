using System.Globalization;
using System.Text;

namespace FuncGrad.Lab;

/// <summary>One of N equal shares of the blocks: block b belongs to shard b mod N, so that neighbours, which often take equally long, are spread.</summary>
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
            ? $"{digits} shards are too many: N is at most {int.MaxValue:#,0}, and more than there are blocks of trials would have nothing to do; {form}"
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
    /// <summary>Raised when parts of an older program can no longer be understood.</summary>
    private const string Format = "funcgrad-parts-1";

    public long Blocks => Trials == 0 ? 0 : 1 + ((Trials - 1) / BlockSize);

    public override string ToString() => FormattableString.Invariant($"{Format} {Identity} trials {Trials} block {BlockSize} shard {Shard}");

    public static JournalHeader? Parse(string line)
    {
        var words = line.Split(' ');
        return words.Length == 8 && words[0] == Format && Shard.Parse(words[7]) is { } shard
            ? new(words[1], long.Parse(words[3], CultureInfo.InvariantCulture), int.Parse(words[5], CultureInfo.InvariantCulture), shard)
            : null;
    }
}

/// <summary>A finished block: where its rows are, and what its trials came to.</summary>
internal sealed record JournalEntry(long Block, RowSpan Trials, RowSpan Steps, Tally Tally)
{
    public override string ToString() => FormattableString.Invariant($"{Block} {Text(Trials)} {Text(Steps)} {Tally}");

    public static JournalEntry Parse(string line)
    {
        var words = line.Split(' ');
        return new(long.Parse(words[0], CultureInfo.InvariantCulture), Span(words.AsSpan(1, 3)), Span(words.AsSpan(4, 3)), Tally.Parse(words.AsSpan(7, 4)));
    }

    private static string Text(RowSpan span) => FormattableString.Invariant($"{span.Rows} {string.Join(',', span.Lengths)} {span.Checksum:x8}");

    private static RowSpan Span(ReadOnlySpan<string> words) => new(
        long.Parse(words[0], CultureInfo.InvariantCulture),
        [.. words[1].Split(',').Select(length => long.Parse(length, CultureInfo.InvariantCulture))],
        uint.Parse(words[2], NumberStyles.HexNumber, CultureInfo.InvariantCulture));
}

/// <summary>The list of finished blocks in the order of their rows: a line each, with a checksum of the line, only ever appended to.</summary>
internal static class Journal
{
    public const string FileName = "journal";

    public static byte[] Line(object content)
    {
        var text = content.ToString()!;
        return Encoding.ASCII.GetBytes(FormattableString.Invariant($"{text} #{Checksum.Of(Encoding.ASCII.GetBytes(text)):x8}\n"));
    }

    /// <summary>The header and all whole entries in front of the first torn or damaged line, and how long they are together.</summary>
    public static (JournalHeader? Header, List<JournalEntry> Entries, long Length, bool IsTorn) Read(string path)
    {
        var entries = new List<JournalEntry>();
        if (!File.Exists(path)) return (null, entries, 0, false);
        var (header, length, bytes) = ((JournalHeader?)null, 0, ReadShared(path));
        while (length < bytes.Length && Content(bytes.AsSpan(length)) is { } content)
        {
            if (header is not null) entries.Add(JournalEntry.Parse(content));
            else if ((header = JournalHeader.Parse(content)) is null) break;
            length += content.Length + " #00000000\n".Length;
        }
        return (header, entries, length, length < bytes.Length);
    }

    /// <summary>Whoever counts from the disk must not disturb whoever writes.</summary>
    private static byte[] ReadShared(string path)
    {
        using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
        var bytes = new byte[file.Length];
        return bytes[..file.ReadAtLeast(bytes, bytes.Length, throwOnEndOfStream: false)];
    }

    private static string? Content(ReadOnlySpan<byte> rest)
    {
        var end = rest.IndexOf((byte)'\n');
        var mark = end < 0 ? -1 : rest[..end].LastIndexOf((byte)'#');
        if (mark < 1 || end - mark != 9) return null;
        return uint.TryParse(rest[(mark + 1)..end], NumberStyles.HexNumber, CultureInfo.InvariantCulture, out var checksum) && checksum == Checksum.Of(rest[..(mark - 1)])
            ? Encoding.ASCII.GetString(rest[..(mark - 1)])
            : null;
    }
}
