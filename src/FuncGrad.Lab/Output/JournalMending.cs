namespace FuncGrad.Lab;

/// <summary>
/// Lines of a journal that one changed byte made unreadable are put right again: of all bytes in all places only one makes the checksums of
/// the lines right, which by chance would happen once in 10^4 such damages; and what a line says of rows is compared with the rows. The
/// block of a line that is lost is computed again, see <see cref="LostBlocks"/>.
/// </summary>
internal static class JournalMending
{
    /// <summary>Longer lines, and more damages than these, are not looked at: it would take more than a moment.</summary>
    private const int MostBytes = 1024, MostDamages = 16;

    private const byte LineEnd = (byte)'\n';

    /// <summary>The bytes with what can be put right; the same array where nothing can.</summary>
    public static byte[] Mended(byte[] bytes)
    {
        var mended = bytes;
        foreach (var range in Damages(bytes).Take(MostDamages))
        {
            var (start, length) = range.GetOffsetAndLength(bytes.Length);
            if (length > MostBytes || OnlyChange(bytes.AsSpan(start, length).ToArray()) is not { } change) continue;
            if (ReferenceEquals(mended, bytes)) mended = (byte[])bytes.Clone();
            mended[start + change.At] = change.To;
        }
        return mended;
    }

    /// <summary>
    /// Neighbouring lines that are damaged, together: a byte that became an end of line makes two of one. What has no end was torn.
    /// </summary>
    private static IEnumerable<Range> Damages(byte[] bytes)
    {
        var first = -1;
        for (int start = 0, end; start < bytes.Length && (end = Array.IndexOf(bytes, LineEnd, start)) >= 0; start = end + 1)
        {
            var isWhole = JournalLine.IsWhole(bytes.AsSpan(start, end - start));
            if (isWhole && first >= 0) yield return first..start;
            first = isWhole ? -1 : first >= 0 ? first : start;
            if (end == bytes.Length - 1 && first >= 0) yield return first..bytes.Length;
        }
    }

    private static (int At, byte To)? OnlyChange(byte[] lines)
    {
        (int, byte)? found = null;
        for (var at = 0; at < lines.Length - 1; at++)
        {
            var before = lines[at];
            for (var to = 0; to <= byte.MaxValue; to++)
            {
                lines[at] = (byte)to;
                if (to == before || !AreWhole(lines)) continue;
                if (found is not null) return null;
                found = (at, (byte)to);
            }
            lines[at] = before;
        }
        return found;
    }

    private static bool AreWhole(ReadOnlySpan<byte> lines)
    {
        for (int end; lines.Length > 0; lines = lines[(end + 1)..])
        {
            end = lines.IndexOf(LineEnd);
            if (!JournalLine.IsWhole(lines[..end])) return false;
        }
        return true;
    }
}
