using System.Globalization;

namespace FuncGrad.Lab;

/// <summary>What is to be kept of a trial in a file of its own.</summary>
/// <param name="Trial">Its index.</param>
/// <param name="Bytes">How long the file will be.</param>
/// <param name="Write">Writes it.</param>
internal sealed record KeptContent(long Trial, long Bytes, Action<Stream> Write)
{
    /// <summary>The file that it makes, without making it.</summary>
    public KeptFile ToFile()
    {
        using var stream = new ChecksumStream(_ => { });
        Write(stream);
        return new(Trial, stream.Length, stream.Checksum);
    }

    /// <summary>
    /// Writes the file below a folder; it is there for good when this returns, but for its name, which <see cref="Disk.FlushFolder"/> makes
    /// last.
    /// </summary>
    public KeptFile WriteBelow(string folder)
    {
        var path = Path.Combine(folder, KeptFile.NameOf(Trial));
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        using var file = Disk.OpenOrCreate(path);
        var at = 0L;
        using var stream = new ChecksumStream(bytes =>
        {
            Disk.WriteAt(file, bytes, at);
            at += bytes.Length;
        });
        Write(stream);
        RandomAccess.SetLength(file, at);
        Disk.Flush(file, path);
        return new(Trial, at, stream.Checksum);
    }
}

/// <summary>
/// The parameters that are kept of a trial, as a file of their own in a folder beside the tables: <c>parameters/trial-000017.npz</c>.
/// </summary>
/// <param name="Trial">Its index.</param>
/// <param name="Bytes">How long it is.</param>
/// <param name="Checksum">Of its bytes.</param>
internal sealed record KeptFile(long Trial, long Bytes, uint Checksum)
{
    /// <summary>The folder below the results, or below the parts while they are in the making.</summary>
    public const string FolderName = KeptName.Folder;

    private const string Prefix = KeptName.Prefix, Extension = KeptName.Extension;

    private const int Digits = 6;

    public static string NameOf(long trial) => KeptName.Of(trial);

    /// <summary>
    /// Whether a path below a folder of results is exactly one that <see cref="NameOf"/> gives: a user's own file beside them is not
    /// touched.
    /// </summary>
    public static bool IsName(string name) =>
        name.StartsWith(Prefix, StringComparison.Ordinal) && name.EndsWith(Extension, StringComparison.Ordinal)
            && name[Prefix.Length..^Extension.Length] is { Length: >= Digits } digits && digits.All(char.IsAsciiDigit)
            && long.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out var trial) && NameOf(trial) == name;

    /// <summary>What below a folder has such a name, whatever it is.</summary>
    public static IEnumerable<string> In(string folder)
    {
        var below = Path.Combine(folder, FolderName);
        return DiskEntry.At(below).Kind != EntryKind.Folder ? []
            : Directory.EnumerateFileSystemEntries(below).Where(path => IsName($"{FolderName}/{Path.GetFileName(path)}"))
                .Order(StringComparer.Ordinal);
    }

    /// <summary>As a file of finished results.</summary>
    public OutputFile ToOutput() => new(NameOf(Trial), Bytes, 0) { Checksum = Checksum };

    /// <summary>Whether it is below a folder as it was written.</summary>
    public bool IsWholeIn(string folder) => ToOutput().Damage(folder) is null;

    /// <summary>The same bytes from a folder where it is.</summary>
    public KeptContent From(string folder) => new(Trial, Bytes, stream =>
    {
        using var file = new FileStream(Disk.OpenToRead(Path.Combine(folder, NameOf(Trial))), FileAccess.Read);
        file.CopyTo(stream);
    });

    public override string ToString() => FormattableString.Invariant($"{Trial}:{Bytes}:{Checksum:x8}");

    /// <summary>Reads what <see cref="ToString"/> wrote.</summary>
    public static KeptFile Parse(string text)
    {
        var words = text.Split(':');
        return new(long.Parse(words[0], CultureInfo.InvariantCulture), long.Parse(words[1], CultureInfo.InvariantCulture), uint.Parse(
            words[2], NumberStyles.HexNumber, CultureInfo.InvariantCulture));
    }
}
