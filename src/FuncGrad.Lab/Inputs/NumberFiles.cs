using System.Security.Cryptography;
using LanguageExt;

namespace FuncGrad.Lab;

/// <summary>The CSV files that an experiment names, with the checksums of what was read.</summary>
/// <param name="pathOf">Where a file is, by its path as written.</param>
/// <param name="memory">What may be taken.</param>
/// <param name="notice">Told what was guessed.</param>
internal sealed class NumberFiles(Func<string, string> pathOf, MemoryBound memory, Action<string> notice)
{
    private readonly Dictionary<string, string> _hashes = [];
    private long _taken;

    /// <summary>SHA-256 by path as written.</summary>
    public IReadOnlyDictionary<string, string> Hashes => _hashes;

    public Validation<InputError, Tensor> Read(string name)
    {
        try
        {
            var path = name.Contains('\0') ? "" : pathOf(name);
            return InputFile.Refusal(path) is { } refusal ? Unreadable(name, refusal) : Read(name, path);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException or ArgumentException) { return Unreadable(name, InputFile.WhyNot(error)); }
    }

    private Validation<InputError, Tensor> Read(string name, string path)
    {
        using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete, 1, FileOptions.SequentialScan);
        var lines = Lines(file);
        file.Position = 0;
        using var hash = SHA256.Create();
        using var hashed = new CryptoStream(file, hash, CryptoStreamMode.Read, leaveOpen: true);
        var numbers = CsvNumbers.Read(name, hashed, lines, memory.Bytes - _taken, notice);
        if (numbers.IsSuccess) _hashes[name] = Convert.ToHexStringLower(hash.Hash!);
        _taken += numbers.Match(tensor => 8L * tensor.Values.Length, _ => 0);
        return numbers;
    }

    private static InputError Unreadable(string name, string why) => new(name, $"The file {why}", "Its path is relative to the experiment file.");

    /// <summary>At most so many records: line feeds, and one more if the last line has none. Where there is no line feed, carriage returns end lines.</summary>
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
