using System.Globalization;
using System.Text;
using FuncGrad.Lab;
using Xunit;

namespace FuncGrad.Tests;

/// <summary>Copies for spreadsheets: what Excel and LibreOffice need to read every cell as what it is.</summary>
public sealed class ExportTests
{
    private const string Table = "trial,id,method.rule,loss,x0,note\n0,12e4567890abcdef,adam,0.5,-1.25e-10,fine\n1,0000000000000001,momentum,NaN,-Infinity,\"lost, from step 3\"\n";

    [Theory]
    [InlineData("en-US", "0,#12e4567890abcdef,adam,0.5,-1.25e-10,fine,finite\r\n")]
    [InlineData("de-DE", "0;#12e4567890abcdef;adam;0,5;-1,25e-10;fine;finite\r\n")]
    [InlineData("de-CH", "0;#12e4567890abcdef;adam;0.5;-1.25e-10;fine;finite\r\n")]
    [InlineData("ja-JP", "0,#12e4567890abcdef,adam,0.5,-1.25e-10,fine,finite\r\n")]
    [InlineData("fr-FR", "0;#12e4567890abcdef;adam;0,5;-1,25e-10;fine;finite\r\n")]
    public void Separator_and_decimal_sign_are_the_locale_s(string locale, string row) => Assert.Contains(row, Exported(Table, locale), StringComparison.Ordinal);

    [Fact]
    public void A_byte_order_mark_begins_the_file() => Assert.Equal(Encoding.UTF8.GetPreamble(), ExportedBytes(Table, "en-US")[..3]);

    [Fact]
    public void What_is_not_finite_is_empty_beside_a_status()
    {
        Assert.Contains("1,#0000000000000001,momentum,,,\"lost, from step 3\",\"loss: NaN, x0: -Infinity\"\r\n", Exported(Table, "en-US"), StringComparison.Ordinal);
        Assert.Contains("1;#0000000000000001;momentum;;;lost, from step 3;loss: NaN, x0: -Infinity\r\n", Exported(Table, "de-DE"), StringComparison.Ordinal);
        Assert.StartsWith("trial,id,method.rule,loss,x0,note,status\r\n", Exported(Table, "en-US"), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("=1+1")]
    [InlineData("+1 a")]
    [InlineData("-x")]
    [InlineData("@SUM(A1)")]
    [InlineData("\tx")]
    [InlineData("\rx")]
    [InlineData("\nx")]
    [InlineData("=HYPERLINK(\"a\",\"b\")")]
    public void Text_that_would_be_a_formula_is_text(string text)
    {
        var exported = Exported($"note,{Quoted(text)}\n{Quoted(text)},{Quoted(text)}\n", "en-US");
        using var reader = new MemoryStream(Encoding.UTF8.GetBytes(exported));
        var records = CsvRecords.Of(reader);
        Assert.Equal(["note", "'" + text, "status"], records[0]);
        Assert.Equal(["'" + text, "'" + text, "finite"], records[1]);
    }

    [Fact]
    public void Every_number_survives_in_every_locale()
    {
        var random = new Random(1);
        double[] numbers = [.. Enumerable.Range(0, 2_000).Select(_ => BitConverter.Int64BitsToDouble(random.NextInt64(long.MinValue, long.MaxValue))).Where(double.IsFinite), 0.0, -0.0, 5e-324, double.MaxValue];
        var table = "x\n" + string.Concat(numbers.Select(number => number.ToString("R", CultureInfo.InvariantCulture) + "\n"));
        foreach (var (locale, sign) in new[] { ("en-US", '.'), ("de-DE", ',') })
        {
            var rows = Exported(table, locale).Split("\r\n")[1..^1];
            Assert.Equal(numbers, rows.Select(row => double.Parse(row[..^";finite".Length].Replace(sign, '.'), CultureInfo.InvariantCulture)));
        }
    }

    [Fact]
    public void The_status_has_a_name_that_no_other_column_has() =>
        Assert.StartsWith("status,status_,status__\r\n", Exported("status,status_\n1,2\n", "en-US"), StringComparison.Ordinal);

    [Fact]
    public void Each_file_of_a_table_that_was_split_is_a_file_of_its_own_and_others_stay()
    {
        using var batch = new SmallBatch();
        var target = Path.Combine(batch["whole"], "excel");
        Directory.CreateDirectory(target);
        File.WriteAllText(Path.Combine(target, "steps-0999.csv"), "mine");
        File.WriteAllText(Path.Combine(target, "mine.csv"), "mine");
        using StringWriter output = new(), errors = new();
        Assert.Equal(ExitCode.Done, Export.Run(batch["whole"], "excel", SheetFormat.Of("de-DE")!, new Streams(output, errors)));
        Assert.Contains("15 digits", Assert.Single(errors.ToString().Split('\n')[..^1]), StringComparison.Ordinal);
        string[] tables = [.. Directory.GetFiles(batch["whole"], "*.csv").Select(Path.GetFileName).Concat([".funcgrad", "mine.csv", "steps-0999.csv"]).Order(StringComparer.Ordinal)!];
        Assert.Equal(tables, Directory.GetFiles(target).Select(Path.GetFileName).Order(StringComparer.Ordinal));
        foreach (var table in tables.Where(table => table is not (".funcgrad" or "mine.csv" or "steps-0999.csv")))
            Assert.Equal(File.ReadLines(Path.Combine(batch["whole"], table)).Count(), File.ReadLines(Path.Combine(target, table)).Count());
    }

    [Fact]
    public void The_command_names_its_programs_and_refuses_what_it_does_not_know()
    {
        using var folder = new BatchFolder("loss = \"x0^2\"\n[parameters]\nx0 = 1.0\n[method]\nsteps = 2\n");
        folder.RunToItsEnd("o");
        foreach (var program in (string[])["excel", "libreoffice"])
        {
            var exported = Child.FuncGrad(folder.Path, "export", "o", "--for", program);
            Assert.Equal((ExitCode.Done, $"{Path.Combine("o", program, "trials.csv")}\n{Path.Combine("o", program, "steps.csv")}\n"), (exported.ExitCode, exported.Output));
        }
        Assert.Equal(ExitCode.BadInput, Child.FuncGrad(folder.Path, "export", "o", "--for", "lotus").ExitCode);
        Assert.Equal(ExitCode.BadInput, Child.FuncGrad(folder.Path, "export", "o", "--for", "excel", "--locale", "xx").ExitCode);
        Assert.Equal(ExitCode.BadInput, Child.FuncGrad(folder.Path, "export", "nowhere", "--for", "excel").ExitCode);
    }

    [Fact]
    public void New_results_beside_exports_of_earlier_ones_say_which_are_older_and_leave_them()
    {
        using var batch = new SmallBatch();
        batch.Run("o");
        foreach (var kind in (string[])["excel", "xlsx"]) Assert.Equal(ExitCode.Done, Shell.Run("export", batch["o"], "--for", kind).ExitCode);
        batch.Run("o");
        Assert.DoesNotContain(batch.Said, said => said.Contains("older", StringComparison.Ordinal));
        batch.Run("o", fresh: true);
        var older = batch.Said.Where(said => said.Contains("is older than the results", StringComparison.Ordinal)).ToArray();
        Assert.Equal(2, older.Length);
        Assert.Contains($"`funcgrad export {batch["o"]} --for excel`", older[0], StringComparison.Ordinal);
        Assert.Contains($"`funcgrad export {batch["o"]} --for xlsx`", older[1], StringComparison.Ordinal);
        Assert.True(File.Exists(Path.Combine(batch["o"], "xlsx", "trials.xlsx")));
    }

    /// <summary>The programs cut it off without a word, and a workbook cannot hold it at all.</summary>
    [Theory]
    [InlineData("excel", ExitCode.Done, "Spreadsheets do not show the columns after them")]
    [InlineData("xlsx", ExitCode.BadInput, "It is left out")]
    public void A_table_of_more_columns_than_a_sheet_has_is_named(string kind, int code, string words)
    {
        using var folder = new TemporaryFolder();
        File.WriteAllText(folder["wide.toml"], "loss = \"sum(x^2)\"\n[parameters]\nx = { shape = [16379], fill = 1.0 }\n[method]\nsteps = 1\n[log]\ncolumns = [\"loss\", \"gradient_norm\", \"learning_rate\", \"parameters\"]\n");
        Shell.Run("run", folder["wide.toml"], "-o", folder["o"]);
        var exported = Shell.Run("export", folder["o"], "--for", kind);
        Assert.Equal(code, exported.ExitCode);
        Assert.Contains($"steps.csv has 16,385 columns with the status; a sheet has 16,384. {words}", exported.Errors, StringComparison.Ordinal);
        Assert.Equal(code == ExitCode.Done ? 2 : 1, exported.Output.Split('\n').Length - 1);
        if (code != ExitCode.Done) Assert.Contains("1 of 2 tables were left out.", exported.Errors, StringComparison.Ordinal);
    }

    private static string Quoted(string text) => $"\"{text.Replace("\"", "\"\"", StringComparison.Ordinal)}\"";

    private static string Exported(string table, string locale) => Encoding.UTF8.GetString(ExportedBytes(table, locale)[3..]);

    private static byte[] ExportedBytes(string table, string locale)
    {
        using var folder = new TemporaryFolder();
        File.WriteAllText(folder["table.csv"], table);
        Export.Copy(folder["table.csv"], folder["copy.csv"], SheetFormat.Of(locale)!);
        return File.ReadAllBytes(folder["copy.csv"]);
    }
}
