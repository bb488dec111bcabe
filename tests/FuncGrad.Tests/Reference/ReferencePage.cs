using System.Text.RegularExpressions;

namespace FuncGrad.Tests;

/// <summary>A row of a table of the reference.</summary>
/// <param name="Section">The heading above, as written: <c>`[sweep]`</c>.</param>
/// <param name="Cells">By the heading of their column.</param>
internal sealed record ReferenceRow(string Section, IReadOnlyDictionary<string, string> Cells)
{
    public string First => Cells.Values.First();

    /// <summary>The texts between backticks in a cell.</summary>
    public string[] Code(string column) => ReferencePage.CodeIn(Cells[column]);
}

/// <summary>A block of TOML: a whole file, or a part that stands behind the frame.</summary>
internal sealed record ReferenceBlock(int Line, bool IsPart, string Text)
{
    /// <summary>What stands before a part, also shown in the page; it ends among the parameters.</summary>
    public const string Frame = "loss = \"w^2\"\n[parameters]\nw = 1.0\n";

    private const string Heading = "[parameters]\n";

    public string Whole => !IsPart ? Text : Frame + (Text.StartsWith(Heading, StringComparison.Ordinal) ? Text[Heading.Length..] : Text);
}

/// <summary><c>experiments/REFERENCE.md</c> as data: sections, tables, blocks.</summary>
internal static partial class ReferencePage
{
    private static readonly string[] Lines = File.ReadAllLines(Path.Combine(SourceCode.Root, "experiments", "REFERENCE.md"));

    public static IReadOnlyList<ReferenceRow> Rows { get; } = [.. Tables()];

    public static IReadOnlyList<ReferenceBlock> Blocks { get; } = [.. TomlBlocks()];

    public static IReadOnlyList<string> Commands { get; } = [.. Lines.Where(line => line.StartsWith("    funcgrad ", StringComparison.Ordinal)).Select(line => line.Trim())];

    public static IEnumerable<ReferenceRow> RowsOf(string section) => Rows.Where(row => row.Section == section);

    /// <summary>The row whose first cell is a word between backticks, alone or among others.</summary>
    public static ReferenceRow? Find(string section, string word) => RowsOf(section).FirstOrDefault(row => CodeIn(row.First).Contains(word));

    /// <summary>The text below a heading, up to the next.</summary>
    public static string Section(string heading) => string.Join('\n', Lines.SkipWhile(line => !IsHeading(line) || NameOf(line) != heading).Skip(1).TakeWhile(line => !IsHeading(line)));

    public static string[] CodeIn(string text) => [.. Backticks().Matches(text).Select(match => match.Groups[1].Value)];

    private static IEnumerable<ReferenceRow> Tables()
    {
        var (section, head) = ("", (string[]?)null);
        foreach (var line in Lines)
        {
            if (IsHeading(line)) section = NameOf(line);
            if (!line.StartsWith('|')) head = null;
            else if (head is null) head = Cells(line);
            else if (!line.StartsWith("|---", StringComparison.Ordinal))
                yield return new(section, head.Zip(Cells(line), KeyValuePair.Create).ToDictionary());
        }
    }

    private static string[] Cells(string line) => [.. line.Trim().Trim('|').Split('|').Select(cell => cell.Trim())];

    private static IEnumerable<ReferenceBlock> TomlBlocks()
    {
        for (var at = 0; at < Lines.Length; at++)
            if (Lines[at] is "```toml" or "```toml part")
                yield return new(at + 1, Lines[at] != "```toml", string.Concat(Lines.Skip(at + 1).TakeWhile(line => line != "```").Select(line => line + "\n")));
    }

    // Comments of TOML begin with one # and a blank too; headings of sections with two or three.
    private static bool IsHeading(string line) => line.StartsWith("## ", StringComparison.Ordinal) || line.StartsWith("### ", StringComparison.Ordinal);

    private static string NameOf(string heading) => heading.TrimStart('#').Trim();

    [GeneratedRegex("`([^`]+)`")]
    private static partial Regex Backticks();
}
