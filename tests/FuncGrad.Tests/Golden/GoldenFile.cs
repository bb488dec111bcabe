namespace FuncGrad.Tests.Golden;

/// <summary>A file of figures from elsewhere: the shared one where it is present, else the project's own copy.</summary>
internal static class GoldenFile
{
    public static string PathOf(string name)
    {
        var shared = Path.Combine(Root, "..", "shared", "golden", name);
        return File.Exists(shared) ? shared : Path.Combine(Root, "tests", "FuncGrad.Tests", "Golden", name);
    }

    /// <summary>The rows as texts, without the header; a quoted field may hold line ends.</summary>
    public static List<string[]> Rows(string name)
    {
        var (rows, row) = (new List<string[]>(), "");
        foreach (var line in File.ReadAllLines(PathOf(name)).Skip(1))
        {
            row += line;
            if (row.Count(c => c == '"') % 2 == 1)
            {
                row += "\n";
                continue;
            }
            rows.Add(Fields(row));
            row = "";
        }
        return rows;
    }

    /// <summary>Fields of a line with RFC 4180 quotes.</summary>
    private static string[] Fields(string line)
    {
        var (fields, field, quoted) = (new List<string>(), new System.Text.StringBuilder(), false);
        foreach (var c in line.Replace("\"\"", "\u0001", StringComparison.Ordinal))
        {
            if (c == '"') quoted = !quoted;
            else if (c == ',' && !quoted) { fields.Add(field.ToString()); field.Clear(); }
            else field.Append(c == '\u0001' ? '"' : c);
        }
        return [.. fields, field.ToString()];
    }

    public static string Root => SourceCode.Root;
}
