using System.Globalization;
using System.Text;
using CsCheck;
using Xunit;

namespace FuncGrad.Tests;

/// <summary>Tables of results are read as what was written, wherever their bytes are cut.</summary>
public sealed class ResultTableTests
{
    private const string Trials = "trial,verdict,loss,note\n0,diverged,Infinity,\"far, from \"\"the\"\" best\"\n1,failed,NaN,\n2,converged,-1.5E-320,a\n";

    private static readonly Gen<string> Cell = Gen.OneOf(
        Gen.Double.Select(value => value.ToString("R", CultureInfo.InvariantCulture)), Gen.String[Gen.Char["aö\",\n日 "], 0, 6]);

    [Fact]
    public void Numbers_and_texts_are_what_stands_in_the_columns()
    {
        var table = ResultTable.Of(Encoding.UTF8.GetBytes(Trials));
        Assert.Equal(["trial", "verdict", "loss", "note"], table.Columns);
        Assert.Equal([double.PositiveInfinity, double.NaN, -1.5E-320], table.Numbers("loss"));
        Assert.Equal(["diverged", "failed", "converged"], table.Words("verdict"));
        Assert.Equal(["far, from \"the\" best", "", "a"], table.Words("note"));
    }

    [Fact]
    public void A_table_goes_on_in_further_files_each_with_the_header()
    {
        var table = ResultTable.Of(Encoding.UTF8.GetBytes("trial,step\r\n0,0\r\n0,1\r\n"), Encoding.UTF8.GetBytes("trial,step\n1,0\n1,1"));
        Assert.Equal([0, 0, 1, 1], table.Numbers("trial"));
        Assert.Equal([0, 1, 0, 1], table.Numbers("step"));
    }

    [Fact]
    public void Any_cells_are_read_back_wherever_the_bytes_are_cut() =>
        Gen.Select(Cell.Array[3].Array[0, 9], Gen.Int[1, 40]).Sample((rows, size) =>
        {
            string[][] records = [["a", "b", "c"], .. rows];
            var bytes = Encoding.UTF8.GetBytes(string.Concat(records.Select(row => string.Join(',', row.Select(Written)) + "\n")));
            var table = new ResultTable([() => bytes.Chunk(size).Select(piece => new ReadOnlyMemory<byte>(piece))]);
            return Enumerable.Range(0, 3).All(c => table.Words("abc"[c].ToString()).SequenceEqual(rows.Select(row => row[c])));
        }, iter: 300);

    [Fact]
    public void Many_rows_come_in_blocks_and_all_of_them()
    {
        var text = "k\n" + string.Concat(Enumerable.Range(0, 10_000).Select(k => FormattableString.Invariant($"{k}\n")));
        var table = ResultTable.Of(Encoding.UTF8.GetBytes(text));
        Assert.True(table.Read(["k"], []).Count() > 1);
        Assert.Equal(Enumerable.Range(0, 10_000).Select(k => (double)k), table.Numbers("k"));
    }

    [Theory]
    [InlineData("a,b\n1\n", "ends after 1")]
    [InlineData("a,b\n1,0x\n", "'0x'")]
    public void A_damaged_row_is_told(string text, string problem)
    {
        var table = ResultTable.Of(Encoding.UTF8.GetBytes(text));
        Assert.Contains(problem, Assert.Throws<InvalidDataException>(() => table.Numbers("b")).Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentException>(() => table.Numbers("c"));
        Assert.Throws<InvalidDataException>(() => ResultTable.Of([]));
    }

    private static string Written(string cell) => cell.AsSpan().ContainsAny('"', ',', '\n')
        ? $"\"{cell.Replace("\"", "\"\"", StringComparison.Ordinal)}\"" : cell;
}
