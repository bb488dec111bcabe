using System.Globalization;
using System.Text;
using Xunit;

namespace FuncGrad.Tests;

/// <summary>A CSV file of the contract, read by the letter: UTF-8 without a byte order mark, comma, line feed, RFC 4180 quotes.</summary>
internal sealed class Table
{
    public static Table None { get; } = new([], []);

    private Table(string[] header, string[][] rows) => (Header, Rows) = (header, rows);

    public string[] Header { get; }

    public string[][] Rows { get; }

    public static Table Read(string path)
    {
        var bytes = File.ReadAllBytes(path);
        Assert.False(bytes is [0xEF, 0xBB, 0xBF, ..], "a byte order mark");
        var text = new UTF8Encoding(false, throwOnInvalidBytes: true).GetString(bytes);
        Assert.DoesNotContain('\r', text);
        Assert.EndsWith("\n", text, StringComparison.Ordinal);
        string[][] records = [.. text[..^1].Split('\n').Select(Fields)];
        Assert.All(records, record => Assert.Equal(records[0].Length, record.Length));
        return new(records[0], records[1..]);
    }

    public string Text(int row, string column) => Rows[row][Array.IndexOf(Header, column)];

    public double Number(int row, string column) => Parsed(Text(row, column));

    public string[] Column(string column) => [.. Rows.Select(row => row[Array.IndexOf(Header, column)])];

    /// <summary>A number that is written as the shortest text that reads back as the same double.</summary>
    public static double Parsed(string text)
    {
        var number = double.Parse(text, NumberStyles.Float, CultureInfo.InvariantCulture);
        Assert.Equal(number.ToString("R", CultureInfo.InvariantCulture), text);
        return number;
    }

    private static string[] Fields(string line)
    {
        var (fields, field, quoted) = (new List<string>(), new StringBuilder(), false);
        for (var i = 0; i < line.Length; i++)
        {
            if (line[i] == '"' && quoted && i + 1 < line.Length && line[i + 1] == '"') field.Append(line[i++]);
            else if (line[i] == '"') quoted = !quoted;
            else if (line[i] == ',' && !quoted) { fields.Add(field.ToString()); field.Clear(); }
            else field.Append(line[i]);
        }
        Assert.False(quoted, line);
        return [.. fields, field.ToString()];
    }
}
