using System.Globalization;
using System.Text;

namespace FuncGrad.Lab;

/// <summary>
/// Pictures and pages, which are written into any folder: each ends in a mark with the checksum of what stands before it. Only a file with
/// a right mark is written over, so that nothing goes that people drew, wrote or changed.
/// </summary>
internal static class DrawnFile
{
    /// <summary>Word, checksum in eight digits.</summary>
    private const string Word = "funcgrad ";

    private const int Digits = 8;

    private const long MostBytes = 1 << 30;

    /// <summary>Writes the file, whole or not at all.</summary>
    /// <param name="path">Its name, which says its format.</param>
    /// <param name="content">Without a mark.</param>
    /// <param name="owner">Marks what is left if the process is killed meanwhile.</param>
    /// <exception cref="OutputFailure">There is another's file, or the disk takes none.</exception>
    public static void Write(string path, byte[] content, string owner)
    {
        try
        {
            if (Path.GetDirectoryName(Path.GetFullPath(path)) is { } folder) Directory.CreateDirectory(folder);
            RefuseForeign(path);
            Disk.Replace(path, Marked(content, Path.GetExtension(path)), owner);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw OutputFailure.From(error, path, content.Length);
        }
    }

    /// <exception cref="OutputFailure">What has this name is not as it was drawn.</exception>
    public static void RefuseForeign(string path)
    {
        var kind = DiskEntry.At(path).Kind;
        if (kind == EntryKind.Nothing
            || (kind == EntryKind.File && Disk.Read(path, MostBytes) is { } file && IsMarked(file, Path.GetExtension(path))))
            return;
        throw OutputFailure.Refused(
            $"{path} was changed since it was drawn, or is not funcgrad's: it stays. Move it away, or name another file with -o.");
    }

    private static byte[] Marked(byte[] content, string extension)
    {
        var end = EndLength(content, extension);
        return [.. content[..^end], .. Mark(extension, content), .. content[^end..]];
    }

    private static bool IsMarked(byte[] file, string extension)
    {
        var (length, end) = (Mark(extension, []).Length, EndLength(file, extension));
        if (file.Length < length + end) return false;
        byte[] content = [.. file[..^(length + end)], .. file[^end..]];
        return file.AsSpan()[^(length + end)..^end].SequenceEqual(Mark(extension, content));
    }

    /// <summary>What has to stand behind the mark: the last chunk of a PNG, of a PDF where its table is.</summary>
    private static int EndLength(byte[] file, string extension) => extension.ToLowerInvariant() switch
    {
        ".png" => Math.Min(Png.EndLength, file.Length),
        ".pdf" => file.AsSpan().LastIndexOf("startxref"u8) is >= 0 and var at ? file.Length - at : 0,
        _ => 0,
    };

    private static byte[] Mark(string extension, byte[] content)
    {
        var text = Word + Checksum.Of(content).ToString("x" + Digits.ToString(CultureInfo.InvariantCulture), CultureInfo.InvariantCulture);
        return extension.ToLowerInvariant() switch
        {
            ".png" => Png.Text("Software", text),
            ".pdf" => Encoding.ASCII.GetBytes($"% {text}\n"),
            _ => Encoding.ASCII.GetBytes($"<!-- {text} -->\n"),
        };
    }
}
