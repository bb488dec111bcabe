using System.Globalization;
using System.Text;
using LanguageExt;

namespace FuncGrad.Lab;

/// <summary>An experiment file with the CSV files it names, read from the disk.</summary>
internal sealed record ExperimentFile(Experiment Experiment, Identity Identity)
{
    /// <summary>The experiment of a file, or null after its mistakes were told.</summary>
    public static ExperimentFile? Read(string path, IReadOnlyList<string> overrides, Streams streams)
    {
        byte[] bytes;
        try { bytes = File.ReadAllBytes(path); }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException or ArgumentException)
        {
            streams.Say($"{path}: {(Directory.Exists(path) ? "is a folder, not an experiment file." : $"cannot be read: {(error is FileNotFoundException or DirectoryNotFoundException ? "there is no such file." : error.Message)}{OtherFiles.Near(path)}")}");
            return null;
        }
        if ((NotText(bytes) ?? OtherFiles.Kind(path)) is { } problem)
        {
            streams.Say($"{path}: {problem}");
            return null;
        }
        var text = Encoding.UTF8.GetString(bytes);
        var hashes = new Dictionary<string, string>();
        var parsed = ExperimentParser.Parse(text, path, name => Numbers(path, name, hashes), overrides);
        var found = parsed.Match<ExperimentFile[]>(
            Succ: experiment => [new ExperimentFile(experiment, new Identity(Path.GetFileName(path), bytes, hashes, overrides))],
            Fail: errors =>
            {
                Messages.Tell(streams, errors, text, path);
                return [];
            });
        return found.Length == 1 ? found[0] : null;
    }

    /// <summary>Why bytes are no text in UTF-8; null if they are.</summary>
    private static string? NotText(byte[] bytes)
    {
        if (bytes is [0xFF, 0xFE, ..] or [0xFE, 0xFF, ..]) return "is written in UTF-16; save it as UTF-8.";
        if (bytes.AsSpan().Contains((byte)0)) return "is not a text file.";
        return System.Text.Unicode.Utf8.IsValid(bytes) ? null : "holds letters that are not UTF-8; save it as UTF-8.";
    }

    private static Validation<InputError, Tensor> Numbers(string experiment, string name, Dictionary<string, string> hashes)
    {
        try
        {
            var bytes = File.ReadAllBytes(Path.Combine(Path.GetDirectoryName(Path.GetFullPath(experiment))!, name));
            hashes[name] = Identity.HashOf(bytes);
            return Table(name, Csv.Records(new MemoryStream(bytes)));
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException or ArgumentException or FormatException)
        {
            return new InputError(name, $"The file cannot be read: {error.Message}", "Its path is relative to the experiment file.");
        }
    }

    /// <summary>One column is a vector, several are a matrix; a first record of names alone is a header, while one with a mistyped number is a mistake.</summary>
    private static Validation<InputError, Tensor> Table(string name, List<string[]> records)
    {
        var header = records.Count > 0 && records[0].All(IsName) ? 1 : 0;
        var (rows, width) = (records.Count - header, records.Count > header ? records[header].Length : 0);
        if (rows <= 0 || width == 0) return new InputError(name, "The file holds no numbers.", "Write one row of numbers per line.");
        var values = new List<double>();
        for (var r = header; r < records.Count; r++)
        {
            if (records[r].Length != width) return new InputError($"{name}:{r + 1}:1", $"This row has {records[r].Length} cells, the first has {width}.", "All rows must be of one length.");
            for (var c = 0; c < width; c++)
                if (Number(records[r][c]) is { } number) values.Add(number);
                else return new InputError($"{name}:{r + 1}:{c + 1}", $"'{records[r][c]}' in cell {c + 1} is not a number.", "Numbers are written with a point: 0.5.");
        }
        return Tensor.Of(width == 1 ? Shape.Of(rows) : Shape.Of(rows, width), values);
    }

    private static bool IsName(string cell) => Number(cell) is null && (cell.Length == 0 || !(char.IsAsciiDigit(cell[0]) || cell[0] is '+' or '-' or '.'));

    private static double? Number(string cell) => double.TryParse(cell, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) ? number : null;
}
