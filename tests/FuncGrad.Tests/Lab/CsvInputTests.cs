using Xunit;

namespace FuncGrad.Tests;

/// <summary>What a CSV file holds is read as numbers or told with its place; nothing is guessed without a word.</summary>
public sealed class CsvInputTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    private Finished Check(string csv)
    {
        File.WriteAllText(Path.Combine(_folder.Path, "d.csv"), csv);
        var path = Path.Combine(_folder.Path, "fit.toml");
        File.WriteAllText(path, "loss = \"mean((D - m)^2)\"\n[parameters]\nm = 0.0\n[data]\nD = { csv = \"d.csv\" }\n");
        return Shell.Run("check", path);
    }

    [Theory]
    [InlineData("length\n1,5\n2,5\n3,25\n", "d.csv:1:1: The header has 1 cell, the rows have 2.")]
    [InlineData("a,b\n1\n2\n", "d.csv:1:1: The header has 2 cells, the rows have 1.")]
    [InlineData("a,b,\n1,2\n", "d.csv:1:1: The header has 3 cells, the rows have 2.")]
    [InlineData("1\n\n2\n", "d.csv:2:1: This line is empty.")]
    [InlineData("x\n\n\n2\n", "d.csv:2:1: This line is empty.")]
    [InlineData("1\n\"\"\n2\n", "d.csv:2:1: Cell 1 is empty.")]
    [InlineData("1,2\n3,\n", "d.csv:2:2: Cell 2 is empty.")]
    [InlineData("1\n2\n\0\n", "d.csv:3:1: A byte of this line is 0")]
    [InlineData("1\n2\0\n", "d.csv:2:1: A byte of this line is 0")]
    [InlineData("1\n1e400\n", "d.csv:2:1: '1e400' in cell 1 is beyond the range of a number.")]
    [InlineData("-1e999,2\n1,2\n", "d.csv:1:1: '-1e999' in cell 1 is beyond")]
    [InlineData("\"3\"4\n1\n", "d.csv:1:1: Quotation marks are not in order in cell 1: \"3\"4.")]
    [InlineData("1\n\"3\"4\n", "d.csv:2:1: Quotation marks are not in order")]
    [InlineData("\"\"1\n1\n", "d.csv:1:1: Quotation marks are not in order")]
    [InlineData(" \"1\"\n1\n", "d.csv:1:1: Quotation marks are not in order")]
    [InlineData("1\n\"2\n3\n", "d.csv:2:1: Quotation marks are not in order")]
    [InlineData("−1\n2\n", "d.csv:1:1: '−1' in cell 1 is not a number.")]
    [InlineData("$1\n2\n", "d.csv:1:1: '$1' in cell 1 is not a number.")]
    [InlineData("(1)\n2\n", "d.csv:1:1: '(1)' in cell 1 is not a number.")]
    [InlineData("NA\n2\n", "d.csv:1:1: 'NA' in cell 1 is not a number.")]
    [InlineData("1,nan\n2,3\n", "d.csv:1:2: 'nan' in cell 2 is not a number.\n    It stands for a missing value")]
    [InlineData("a,b\n1,2\n2,NaN\n", "d.csv:3:2: 'NaN' in cell 2 is not a number.\n    It stands for a missing value")]
    [InlineData("1,?\n2,-\n", "d.csv:2:2: '-' in cell 2 is not a number.\n    It stands for a missing value")]
    [InlineData("1,2\n2,Null\n", "d.csv:2:2: 'Null' in cell 2 is not a number.\n    It stands for a missing value")]
    [InlineData("1,2\n2,<NA>\n", "d.csv:2:2: '<NA>' in cell 2 is not a number.\n    It stands for a missing value")]
    [InlineData("NaN,Infinity\n1,-Infinity\n", "d.csv:1:2: 'Infinity' in cell 2 is not a finite number.")]
    [InlineData("1\n-inf\n", "d.csv:2:1: '-inf' in cell 1 is not a finite number.")]
    [InlineData("1,\"1,234\"\n", "d.csv:1:2: '1,234' in cell 2 is not a number.\n    Thousands are not grouped")]
    [InlineData("1;1 234.5\n", "d.csv:1:2: '1 234.5' in cell 2 is not a number.\n    Thousands are not grouped")]
    [InlineData("1,True\n", "d.csv:1:2: 'True' in cell 2 is not a number.\n    Write 1 and 0, or name the words")]
    [InlineData("1,10%\n", "d.csv:1:2: '10%' in cell 2 is not a number.\n    Write the share itself")]
    [InlineData("PK\u0003\0\n", "It is a workbook or another zip archive")]
    [InlineData("１\n2\n", "d.csv:1:1: '１' in cell 1 is not a number.")]
    [InlineData("1,2\n3\n4,5\n6,7,8\n", "d.csv:2:1: This row has 1 cell, the first has 2.")]
    [InlineData("1,2\n3\n4,5\n6,7,8\n", "d.csv:4:1: This row has 3 cells, the first has 2.")]
    [InlineData("1,5;2,5\n3,5;4,5\n", "If semicolons separate the cells")]
    [InlineData("a;b\n1,5;2,5\n", "write 1.5")]
    [InlineData("1 2\n3 4\n", "not by spaces")]
    [InlineData("a,b\n", "The file holds no numbers.")]
    [InlineData("", "The file holds no numbers.")]
    [InlineData("\n\n", "The file holds no numbers.")]
    public void What_is_no_number_is_a_mistake_with_its_place(string csv, string message)
    {
        var finished = Check(csv);
        Assert.Equal(2, finished.ExitCode);
        Assert.Contains(message, finished.Errors, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("1\n2\n")]
    [InlineData("1\r\n2\r\n")]
    [InlineData("1\r2")]
    [InlineData("\uFEFFlänge\n1\n2\n\n\n")]
    [InlineData("\"a \"\"b\"\" 1\"\n\"1\"\n2")]
    [InlineData("a,\n1,2\n\n3,4\n")]
    [InlineData("%,#\n1,2\n")]
    public void Rows_of_numbers_are_read_with_or_without_a_header(string csv) => Assert.NotEqual(2, Check(csv).ExitCode);

    [Theory]
    [InlineData("1;2\n3;4\n", "notice: d.csv: its cells are separated by semicolons.")]
    [InlineData("a\tb\n1\t2\n", "notice: d.csv: its cells are separated by tabs.")]
    [InlineData(",a\n0,5\n1,6\n", "notice: d.csv: the first column has no name and begins with 0")]
    [InlineData("1,5\n2,05\n", "notice: d.csv:2:2: '05' is read as 5.")]
    public void What_is_guessed_is_said(string csv, string notice)
    {
        var finished = Check(csv);
        Assert.Equal(0, finished.ExitCode);
        Assert.Contains(notice, finished.Errors, StringComparison.Ordinal);
    }

    [Fact]
    public void Twenty_mistakes_of_a_file_are_enough() =>
        Assert.Equal(20, Check(string.Concat(Enumerable.Repeat("1,5;2\n", 1_000))).Errors.Split("is not a number").Length - 1);

    [Fact]
    public void Numbers_that_would_not_fit_are_refused_with_their_size_before_they_are_read()
    {
        File.WriteAllText(Path.Combine(_folder.Path, "d.csv"), string.Concat(Enumerable.Repeat("1,2\n", 100_000)));
        var path = Path.Combine(_folder.Path, "fit.toml");
        File.WriteAllText(path, "loss = \"mean((D - m)^2)\"\n[parameters]\nm = 0.0\n[data]\nD = { csv = \"d.csv\" }\n");
        var finished = Shell.Run("check", path, "--memory", "1MB");
        Assert.Equal(2, finished.ExitCode);
        Assert.Contains("100,000 rows of 2 numbers, which take 1.6 MB; 1 MB are allowed", finished.Errors, StringComparison.Ordinal);
    }
}
