using System.Text;
using CsvHelper;

namespace FuncGrad.Lab;

/// <summary>
/// The CSV of the contract: UTF-8 without a byte order mark, comma, line feed, invariant culture, shortest text that reads back as the same
/// double.
/// </summary>
internal static class Csv
{
    public static CsvWriterOptions Options { get; } = new() { NewLine = "\n" };

    /// <summary>A writer into memory that is left open.</summary>
    public static CsvWriter Writer(Stream stream) => CsvWriter.Create(stream, Options, leaveOpen: true);

    /// <summary>One record as bytes, with its line feed.</summary>
    public static byte[] Line(IReadOnlyList<string> fields)
    {
        using var memory = new MemoryStream();
        using (var writer = Writer(memory))
        {
            foreach (var field in fields) writer.WriteField(field);
            writer.EndRecord();
        }

        return memory.ToArray();
    }

    /// <summary>One record as text without its line feed; empty for none.</summary>
    public static string Text(IReadOnlyList<string> fields) => fields.Count == 0 ? "" : Encoding.UTF8.GetString(Line(fields)).TrimEnd('\n');
}
