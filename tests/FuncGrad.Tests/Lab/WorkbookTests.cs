using System.Globalization;
using System.IO.Compression;
using System.Xml.Linq;
using FuncGrad.Lab;
using Xunit;

namespace FuncGrad.Tests;

/// <summary>Workbooks, read back by unzipping them and reading their XML. <c>scripts/check-libreoffice.sh</c> opens them in LibreOffice.</summary>
public sealed class WorkbookTests
{
    private static readonly XNamespace Main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main";

    [Fact]
    public void Numbers_are_numbers_texts_are_texts_and_what_is_not_finite_is_empty_beside_a_status()
    {
        var rows = Read("trial,id,method.rule,loss,x0,note\n0,12e4567890abcdef,adam,0.5,-1.25e-10,fine\n1,0000000000000001,momentum,NaN,-Infinity,\"lost, from step 3\"\n");
        Assert.Equal(["trial", "id", "method.rule", "loss", "x0", "note", "status"], rows[0]);
        Assert.Equal([0.0, "12e4567890abcdef", "adam", 0.5, -1.25e-10, "fine", "finite"], rows[1]);
        Assert.Equal([1.0, "0000000000000001", "momentum", null, null, "lost, from step 3", "loss: NaN, x0: -Infinity"], rows[2]);
    }

    [Fact]
    public void Every_number_is_the_same_double()
    {
        var random = new Random(1);
        double[] numbers = [.. Enumerable.Range(0, 20_000).Select(_ => BitConverter.Int64BitsToDouble(random.NextInt64(long.MinValue, long.MaxValue))).Where(double.IsFinite), 0.0, -0.0, 5e-324, double.MaxValue, 1e15, 123456789];
        var rows = Read("x\n" + string.Concat(numbers.Select(number => number.ToString("R", CultureInfo.InvariantCulture) + "\n")));
        Assert.Equal(numbers.Select(BitConverter.DoubleToInt64Bits), rows.Skip(1).Select(row => BitConverter.DoubleToInt64Bits((double)row[0]!)));
    }

    [Theory]
    [InlineData("=1+1")]
    [InlineData("@SUM(A1)")]
    [InlineData(" \tx ")]
    [InlineData("<a>&amp;\"'")]
    [InlineData("Größe, 大小, 𝑥")]
    [InlineData("two\nlines")]
    public void Any_text_is_that_text_and_no_formula(string text)
    {
        var rows = Read($"note,{Csv.Text([text])}\n{Csv.Text([text, text])}\n");
        Assert.Equal(["note", text, "status"], rows[0]);
        Assert.Equal([text, text, "finite"], rows[1]);
    }

    [Fact]
    public void A_letter_that_XML_does_not_know_spoils_nothing() => Assert.Equal(["ab", "finite"], Read("note\na\u0001b\n")[1]);

    [Fact]
    public void More_columns_than_a_sheet_has_are_refused()
    {
        string Table(int columns) => string.Join(',', Enumerable.Range(0, columns).Select(c => $"x[{c}]")) + "\n";
        Assert.Equal(16_384, Read(Table(16_383))[0].Count);
        var refused = Assert.Throws<OutputFailure>(() => Read(Table(16_384)));
        Assert.Contains("16,385 columns with the status; a sheet has 16,384", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Each_file_of_a_table_becomes_a_workbook_with_its_rows_and_others_stay()
    {
        using var batch = new SmallBatch();
        var target = Path.Combine(batch["whole"], "xlsx");
        Directory.CreateDirectory(target);
        foreach (var name in (string[])["steps-0999.xlsx", "mine.xlsx"]) File.WriteAllText(Path.Combine(target, name), "old");
        var exported = Shell.Run("export", batch["whole"], "--for", "xlsx");
        Assert.Equal(ExitCode.Done, exported.ExitCode);
        Assert.Contains("hold all digits", exported.Errors, StringComparison.Ordinal);
        string[] tables = [.. Directory.GetFiles(batch["whole"], "*.csv").Select(file => Path.GetFileNameWithoutExtension(file)!)];
        Assert.Equal(tables.Concat(["mine", "steps-0999"]).Select(name => $"{name}.xlsx").Append(".funcgrad").Order(StringComparer.Ordinal), Directory.GetFiles(target).Select(Path.GetFileName).Order(StringComparer.Ordinal));
        Assert.All(tables, table => Assert.Equal(Expected(Path.Combine(batch["whole"], table + ".csv")), Rows(Path.Combine(target, table + ".xlsx")).Select(row => row.SkipLast(1))));
    }

    [Fact]
    public void A_locale_is_refused_and_what_is_half_written_goes()
    {
        using var batch = new SmallBatch();
        Assert.Contains("--locale belongs to CSV", Shell.Run("export", batch["whole"], "--for", "xlsx", "--locale", "de-DE").Errors, StringComparison.Ordinal);
        Directory.CreateDirectory(Path.Combine(batch["whole"], "xlsx", "trials.xlsx"));
        var failed = Shell.Run("export", batch["whole"], "--for", "xlsx");
        Assert.Equal(ExitCode.BadInput, failed.ExitCode);
        Assert.Empty(Directory.GetFiles(Path.Combine(batch["whole"], "xlsx")));
    }

    private static IEnumerable<object?[]> Expected(string path)
    {
        using var file = File.OpenRead(path);
        var records = CsvRecords.Of(file);
        return [records[0], .. records.Skip(1).Select(record => record.Select((text, c) => Expected(records[0][c], text)).ToArray())];
    }

    /// <summary>A hash id is no number even if it looks like one.</summary>
    private static object? Expected(string heading, string text) =>
        heading == "id" || !double.TryParse(text, CultureInfo.InvariantCulture, out var number) ? text : double.IsFinite(number) ? number : null;

    private static List<List<object?>> Read(string table)
    {
        using var folder = new TemporaryFolder();
        File.WriteAllText(folder["table.csv"], table);
        Workbook.Copy(folder["table.csv"], folder["table.xlsx"]);
        return Rows(folder["table.xlsx"]);
    }

    /// <summary>The rows of the first sheet: numbers, texts, and null for an empty cell. Anything else is none of the three.</summary>
    private static List<List<object?>> Rows(string path)
    {
        using var archive = ZipFile.OpenRead(path);
        using var sheet = archive.GetEntry("xl/worksheets/sheet1.xml")!.Open();
        return [.. XDocument.Load(sheet).Descendants(Main + "row").Select(row => row.Elements(Main + "c").Select(Value).ToList())];
    }

    private static object? Value(XElement cell)
    {
        Assert.Empty(cell.Elements(Main + "f"));
        return cell.Attribute("t")?.Value switch
        {
            null when cell.IsEmpty || !cell.HasElements => null,
            null or "n" => double.Parse(cell.Element(Main + "v")!.Value, CultureInfo.InvariantCulture),
            "inlineStr" => string.Concat(cell.Descendants(Main + "t").Select(text => text.Value)),
            var other => throw new InvalidOperationException($"A cell of the type {other}."),
        };
    }
}
