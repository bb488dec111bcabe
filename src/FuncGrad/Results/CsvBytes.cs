using System.Buffers;

namespace FuncGrad;

/// <summary>
/// CSV as bytes (RFC 4180, UTF-8): where records and fields end. Most columns of a million rows are passed over unread, so nothing is
/// decoded here.
/// </summary>
internal static class CsvBytes
{
    private const byte Quote = (byte)'"', Comma = (byte)',', NewLine = (byte)'\n', Return = (byte)'\r';

    /// <summary>
    /// Pieces of a file, cut anywhere ↦ pieces of whole records; the last record may lack its line feed. A piece is not looked at after the
    /// next was asked for, so that its
    /// memory may be used again.
    /// </summary>
    public static IEnumerable<ReadOnlyMemory<byte>> WholeRecords(IEnumerable<ReadOnlyMemory<byte>> pieces)
    {
        var rest = Array.Empty<byte>();
        foreach (var piece in pieces)
        {
            var end = rest.Length == 0 ? 0 : LengthOfRecord(piece.Span, isQuoted: rest.AsSpan().Count(Quote) % 2 == 1);
            if (rest.Length > 0 && end == 0) rest = [.. rest, .. piece.Span];
            else
            {
                if (end > 0) yield return (byte[])[.. rest, .. piece.Span[..end]];
                var whole = LengthOfWhole(piece.Span[end..]);
                if (whole > 0) yield return piece.Slice(end, whole);
                rest = piece[(end + whole)..].ToArray();
            }
        }
        if (rest.Length > 0) yield return rest;
    }

    /// <summary>
    /// The length of the first record with its line feed; 0 if its end is not there. A line feed between quotes belongs to a field.
    /// </summary>
    /// <param name="bytes">From a record on, or from within one.</param>
    /// <param name="isQuoted">Whether they begin between quotes.</param>
    public static int LengthOfRecord(ReadOnlySpan<byte> bytes, bool isQuoted = false)
    {
        var length = 0;
        while (bytes[length..].IndexOf(NewLine) is >= 0 and var at)
        {
            isQuoted ^= bytes.Slice(length, at).Count(Quote) % 2 == 1;
            length += at + 1;
            if (!isQuoted) return length;
        }
        return 0;
    }

    /// <summary>Takes the first field off a record, as it stands there: between its quotes if it has some.</summary>
    /// <param name="record">What is left of the record.</param>
    /// <param name="isLast">Whether no field is behind it.</param>
    public static ReadOnlySpan<byte> TakeField(ref ReadOnlySpan<byte> record, out bool isLast)
    {
        var end = record is [Quote, ..] ? EndOfQuoted(record) : record.IndexOf(Comma);
        isLast = end < 0;
        var field = isLast ? record : record[..end];
        record = isLast ? [] : record[(end + 1)..];
        return field;
    }

    /// <summary>A field without its quotes; a doubled quote within them stands for one.</summary>
    public static ReadOnlySpan<byte> Unquoted(ReadOnlySpan<byte> field)
    {
        if (field is not [Quote, .., Quote]) return field;
        var inner = field[1..^1];
        if (!inner.Contains(Quote)) return inner;
        var text = new ArrayBufferWriter<byte>(inner.Length);
        for (var i = 0; i < inner.Length; i++)
        {
            text.Write(inner.Slice(i, 1));
            if (inner[i] == Quote) i++;
        }
        return text.WrittenSpan;
    }

    /// <summary>A record without its line end.</summary>
    public static ReadOnlySpan<byte> WithoutEnd(ReadOnlySpan<byte> record) =>
        record is [.., Return, NewLine] ? record[..^2] : record is [.., NewLine] ? record[..^1] : record;

    /// <summary>Up to the last line feed with an even number of quotes before it.</summary>
    private static int LengthOfWhole(ReadOnlySpan<byte> bytes)
    {
        var quotes = bytes.Count(Quote);
        while (bytes.LastIndexOf(NewLine) is >= 0 and var at)
        {
            quotes -= bytes[at..].Count(Quote);
            if (quotes % 2 == 0) return at + 1;
            bytes = bytes[..at];
        }
        return 0;
    }

    /// <summary>The position of the comma behind a field that begins with a quote, or −1 at the end of the record.</summary>
    private static int EndOfQuoted(ReadOnlySpan<byte> record)
    {
        for (var (i, isInside) = (1, true); i < record.Length; i++)
            if (record[i] == Quote) isInside = !isInside;
            else if (record[i] == Comma && !isInside) return i;
        return -1;
    }
}
