using System.IO.Compression;
using System.Security.Cryptography;
using LanguageExt;

namespace FuncGrad.Lab;

/// <summary>The files of numbers that an experiment names, with the checksums of what was read.</summary>
/// <param name="pathOf">Where a file is, by its path as written.</param>
/// <param name="memory">What may be taken.</param>
/// <param name="notice">Told what was guessed.</param>
/// <param name="origin">What paths are relative to, for messages.</param>
internal sealed class NumberFiles(Func<string, string> pathOf, MemoryBound memory, Action<string> notice,
    string origin = "the experiment file")
{
    private readonly Dictionary<string, string> _hashes = [];
    private readonly Dictionary<string, IReadOnlyList<string>> _classes = [];
    private long _taken;

    /// <summary>SHA-256 by path as written.</summary>
    public IReadOnlyDictionary<string, string> Hashes => _hashes;

    /// <summary>The words of columns of text in the order of their numbers, by file and column.</summary>
    public IReadOnlyDictionary<string, IReadOnlyList<string>> Classes => _classes;

    /// <summary>The numbers that are asked for, all finite but for parameters that were kept.</summary>
    public Validation<InputError, Tensor> Read(ArrayFile file) =>
        file.Kind == ArrayFileKind.From ? Kept(file) : Whole(file).Bind(numbers => BinaryNumbers.Finite(file, numbers));

    private Validation<InputError, Tensor> Whole(ArrayFile file)
    {
        try
        {
            var path = file.Path.Length == 0 || file.Path.Contains('\0') ? "" : pathOf(file.Path);
            return InputFile.Refusal(path) is { } refusal ? Unreadable(file, refusal) : Read(file, path);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException or ArgumentException)
        {
            return Unreadable(file, InputFile.WhyNot(error));
        }
        catch (InvalidDataException)
        {
            return new InputError(file.Path, "The packed file is damaged or cut off: its content is not what its checksum says.",
                "Fetch it again.");
        }
    }

    /// <summary>Parameters in a folder of results, which are there if the run was told to keep them.</summary>
    private Validation<InputError, Tensor> Kept(ArrayFile file)
    {
        var archive = file with { Path = Path.Join(file.Path, KeptName.Of(file.Trial)), Kind = ArrayFileKind.Npz };
        var why = $": no parameters of trial {file.Trial} are kept in {file.Path}";
        if (!file.Path.Contains('\0') && !File.Exists(pathOf(archive.Path)))
            return new InputError(file.LocationOf("from"), $"There is no {archive.Path}{(Directory.Exists(pathOf(file.Path)) ? why : "")}.",
                "They are kept by a run with [keep] parameters = \"last\". The path is relative to the experiment file, or to the folder "
                    + "that you are in.");
        return Whole(archive);
    }

    private Validation<InputError, Tensor> Read(ArrayFile file, string path)
    {
        using var stream =
            new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete, 1, FileOptions.SequentialScan);
        var (left, isNew) = (memory.Bytes - _taken, !_hashes.ContainsKey(file.Path));
        var (lines, isPacked) =
            file.Kind == ArrayFileKind.Csv ? (Lines(stream), false) : (0, stream.ReadByte() == 0x1F && stream.ReadByte() == 0x8B);
        stream.Position = 0;
        using var hash = SHA256.Create();
        using var hashed = new CryptoStream(stream, hash, CryptoStreamMode.Read, leaveOpen: true);
        using var bytes = new BufferedStream(hashed, 1 << 16);
        var numbers = file.Kind switch
        {
            ArrayFileKind.Csv => Table(file, stream, bytes, lines, left),
            ArrayFileKind.Npz => NpyNumbers.ReadMember(file, stream, left),
            _ => Binary(file, bytes, isPacked, left),
        };
        if (numbers.IsSuccess && isNew) _hashes[file.Path] = file.Kind == ArrayFileKind.Npz ? HashOf(stream) : HashOf(bytes, hash);
        _taken += numbers.Match(tensor => 8L * tensor.Values.Length, _ => 0);
        return numbers;
    }

    private Validation<InputError, Tensor> Table(ArrayFile file, FileStream stream, Stream bytes, long lines, long mostBytes)
    {
        var hint = FileSignature.Hint(BinaryNumbers.More(stream, []), ArrayFileKind.Csv);
        stream.Position = 0;
        return hint is null
            ? CsvNumbers.Read(file, bytes, lines, mostBytes, notice, (column, words) => _classes[$"{file.Path}: {column}"] = words)
            : new InputError(file.Path, "The file is no table of text.", hint);
    }

    private static Validation<InputError, Tensor> Binary(ArrayFile file, Stream bytes, bool isPacked, long mostBytes)
    {
        if (!isPacked) return Numbers(bytes);
        using var unpacked = new GZipStream(bytes, CompressionMode.Decompress, leaveOpen: true);
        return Numbers(unpacked);

        Validation<InputError, Tensor> Numbers(Stream numbers) =>
            file.Kind == ArrayFileKind.Idx ? IdxNumbers.Read(file, numbers, mostBytes) : NpyNumbers.Read(file, numbers, mostBytes);
    }

    /// <summary>Of what was read and of the rest, which was not asked for.</summary>
    private static string HashOf(Stream bytes, SHA256 hash)
    {
        bytes.CopyTo(Stream.Null);
        return Convert.ToHexStringLower(hash.Hash!);
    }

    /// <summary>Of an archive, in which it was sought to and fro.</summary>
    private static string HashOf(Stream archive)
    {
        archive.Position = 0;
        return Convert.ToHexStringLower(SHA256.HashData(archive));
    }

    /// <summary>Told where the experiment names the file, if it does.</summary>
    private InputError Unreadable(ArrayFile file, string why) => file.LocationOf(Words.Of(file.Kind)) is var place && place != file.Path
        ? new(place, $"{(file.Path.Length == 0 ? "''" : Visible.Text(file.Path))} {why}", Hint(file))
        : new(file.Path, $"The file {why}", Hint(file));

    /// <summary>A file of nearly that name, or what a path is.</summary>
    private string Hint(ArrayFile file)
    {
        if (file.Path.Contains("://", StringComparison.Ordinal)) return "Files of the web are not read: fetch it first.";
        return NearFile(file) is { } near ? $"Perhaps you meant `{near}`." : $"Its path is relative to {origin}.";
    }

    private string? NearFile(ArrayFile file)
    {
        if (file.Path.Length == 0 || file.Path.Contains('\0')) return null;
        var (path, name) = (pathOf(file.Path), Path.GetFileName(file.Path));
        if (Path.Exists(path) || Path.GetDirectoryName(Path.GetFullPath(path)) is not { } folder || !Directory.Exists(folder)) return null;
        string[] names = [.. Directory.EnumerateFiles(folder).Select(other => Path.GetFileName(other))];
        var stem = NearestName.Of(Path.GetFileNameWithoutExtension(name), names.Select(Path.GetFileNameWithoutExtension).OfType<string>());
        return stem is not null && names.FirstOrDefault(other => Path.GetFileNameWithoutExtension(other) == stem) is { } near
            ? file.Path[..^name.Length] + near : null;
    }

    /// <summary>
    /// At most so many records: line feeds, and one more if the last line has none. Where there is no line feed, carriage returns end
    /// lines.
    /// </summary>
    private static long Lines(Stream file)
    {
        var (buffer, feeds, returns, last) = (new byte[1 << 16], 0L, 0L, (byte)'\n');
        for (int read; (read = file.Read(buffer)) > 0; last = buffer[read - 1])
        {
            feeds += buffer.AsSpan(0, read).Count((byte)'\n');
            returns += buffer.AsSpan(0, read).Count((byte)'\r');
        }
        return (feeds > 0 ? feeds : returns) + (last is (byte)'\n' or (byte)'\r' ? 0 : 1);
    }
}
