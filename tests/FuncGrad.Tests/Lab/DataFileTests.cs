using System.IO.Compression;
using System.Text;
using FuncGrad.Lab;
using Xunit;

namespace FuncGrad.Tests;

/// <summary>Files of numbers: what of them is read, as which array, and every mistake of them with its place and what to do.</summary>
public sealed class DataFileTests : IDisposable
{
    private const string Flowers = "length,width,kind\n1,2,rose\n3,4,tulip\n5,6,rose\n7,8,lily\n";

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    private static string Samples(string name) => Path.Combine(SourceCode.Root, "experiments", "data", name).Replace('\\', '/');

    private LanguageExt.Validation<InputError, Experiment> Read(string data, string loss = "x")
    {
        var files = new NumberFiles(name => _folder[name], MemoryBound.OfMachine, _ => { });
        return ExperimentParser.Parse($"loss = \"{loss}\"\n[parameters]\nx = 1\n[data]\n{data}", "a.toml", files.Read);
    }

    private Tensor Array(string data, string name = "D") => Read(data).Match(
        read => read.Data.First(array => array.Name == name).Source.Values(0, ""), errors => throw new InvalidOperationException(string.Join('\n', errors)));

    private string[] Mistakes(string data) => Read(data).Match(_ => [], errors => errors.Select(error => $"{error.Location} {error.Problem} {error.Hint}").ToArray());

    [Theory]
    [InlineData("columns = \"0:2\"", "[[1, 2], [3, 4], [5, 6], [7, 8]]")]
    [InlineData("columns = \":-1\"", "[[1, 2], [3, 4], [5, 6], [7, 8]]")]
    [InlineData("columns = [\"width\", \"length\"]", "[[2, 1], [4, 3], [6, 5], [8, 7]]")]
    [InlineData("columns = \"width\"", "[2, 4, 6, 8]")]
    [InlineData("columns = 1", "[2, 4, 6, 8]")]
    [InlineData("columns = [\"kind\"]", "[0, 1, 0, 2]")]
    [InlineData("columns = [\"width\", \"kind\"]", "[[2, 0], [4, 1], [6, 0], [8, 2]]")]
    [InlineData("columns = [\"kind\"], classes = [\"lily\", \"rose\", \"tulip\"]", "[1, 2, 1, 0]")]
    [InlineData("columns = [\"width\"], rows = \"1:3\"", "[4, 6]")]
    [InlineData("columns = [\"width\"], rows = \"-2:\"", "[6, 8]")]
    [InlineData("columns = [\"width\"], rows = \":-3\"", "[2]")]
    [InlineData("columns = [\"width\"], standardise = true", "[-1.3416407864998738, -0.4472135954999579, 0.4472135954999579, 1.3416407864998738]")]
    [InlineData("columns = [\"width\"], rows = \"0:2\", standardise = true", "[-1, 1]")]
    [InlineData("columns = [\"width\"], rows = \"0:1\", standardise = true", "[0]")]
    public void Columns_and_rows_of_a_table(string choice, string expected)
    {
        File.WriteAllText(_folder["f.csv"], Flowers);
        Assert.Equal(Array($"D = {expected}\n"), Array($"D = {{ csv = \"f.csv\", {choice} }}\n"));
    }

    [Fact]
    public void Delimiters_and_headers_may_be_said()
    {
        File.WriteAllText(_folder["f.csv"], "1;2\n3;4\n");
        File.WriteAllText(_folder["g.csv"], "dog\ncat\ndog\n");
        Assert.Equal(Array("D = [[1, 2], [3, 4]]\n"), Array("D = { csv = \"f.csv\", delimiter = \";\" }\n"));
        Assert.Equal(Array("D = [3]\n"), Array("D = { csv = \"f.csv\", header = true, columns = 0 }\n"));
        Assert.Equal(Array("D = [0, 1, 0]\n"), Array("D = { csv = \"g.csv\", header = false, columns = 0 }\n"));
    }

    [Fact]
    public void Other_arrays_are_made_standard_like_one()
    {
        File.WriteAllText(_folder["f.csv"], "1,0\n3,0\n5,9\n");
        var both = "X = { csv = \"f.csv\", rows = \"0:2\", standardise = true }\nD = { csv = \"f.csv\", rows = \"2:\", like = \"X\" }\n";
        Assert.Equal((Array("D = [[-1, 0], [1, 0]]\n"), Array("D = [[3, 9]]\n")), (Array(both, "X"), Array(both)));
    }

    /// <summary>Unlike among numbers: in a column of classes that are named, NA is Namibia.</summary>
    [Fact]
    public void What_elsewhere_stands_for_a_missing_value_may_be_a_class()
    {
        File.WriteAllText(_folder["f.csv"], "country,x\nNA,1\nZA,2\nNA,3\n");
        Assert.Equal(Array("D = [1, 0, 1]\n"), Array("D = { csv = \"f.csv\", columns = [\"country\"], classes = [\"ZA\", \"NA\"] }\n"));
    }

    [Theory]
    [InlineData("")]
    [InlineData(".gz")]
    public void Digits_in_idx(string ending)
    {
        var (images, labels) = (Array($"D = {{ idx = \"{Samples("digits-images-idx3-ubyte" + ending)}\" }}\n"), Array($"D = {{ idx = \"{Samples("digits-labels-idx1-ubyte" + ending)}\" }}\n"));
        Assert.Equal(("(100,8,8)", "(100)", 496463.0, 426.0), (images.Shape.ToString(), labels.Shape.ToString(), images.ToArray().Sum(), labels.ToArray().Sum()));
        Assert.Equal(labels.ToArray()[10..20], Array($"D = {{ idx = \"{Samples("digits-labels-idx1-ubyte" + ending)}\", rows = \"10:20\" }}\n").ToArray());
    }

    [Theory]
    [InlineData("<f8", false, new byte[] { 0, 0, 0, 0, 0, 0, 0xF0, 0x3F }, 1.0)]
    [InlineData(">f8", false, new byte[] { 0x3F, 0xF0, 0, 0, 0, 0, 0, 0 }, 1.0)]
    [InlineData("<f4", false, new byte[] { 0, 0, 0xC0, 0x3F }, 1.5)]
    [InlineData("<f2", false, new byte[] { 0, 0x3E }, 1.5)]
    [InlineData("|i1", false, new byte[] { 0xFF }, -1.0)]
    [InlineData("|b1", true, new byte[] { 1 }, 1.0)]
    [InlineData("<u2", true, new byte[] { 1, 2 }, 513.0)]
    [InlineData(">i4", true, new byte[] { 0xFF, 0xFF, 0xFF, 0xFE }, -2.0)]
    [InlineData("<i8", false, new byte[] { 7, 0, 0, 0, 0, 0, 0, 0 }, 7.0)]
    public void Arrays_of_NumPy(string kind, bool isColumnMajor, byte[] one, double expected)
    {
        byte[] zero = new byte[one.Length];
        File.WriteAllBytes(_folder["a.npy"], Npy(kind, isColumnMajor, "2, 3", [.. one, .. zero, .. zero, .. one, .. zero, .. zero]));
        using (var archive = ZipFile.Open(_folder["a.npz"], ZipArchiveMode.Create))
        using (var member = archive.CreateEntry("W.npy").Open()) member.Write(File.ReadAllBytes(_folder["a.npy"]));
        var array = Tensor.Matrix(isColumnMajor ? new double[,] { { 1, 0, 0 }, { 0, 1, 0 } } : new double[,] { { 1, 0, 0 }, { 1, 0, 0 } });
        var scaled = Tensor.Of(array.Shape, array.ToArray().Select(value => value == 0 ? 0 : expected));
        Assert.Equal((scaled, scaled, scaled), (Array("D = { npy = \"a.npy\" }\n"), Array("D = { npz = \"a.npz\" }\n"), Array("D = { npz = \"a.npz\", array = \"W\" }\n")));
    }

    private static byte[] Npy(string kind, bool isColumnMajor, string shape, byte[] numbers)
    {
        var head = $"{{'descr': '{kind}', 'fortran_order': {(isColumnMajor ? "True" : "False")}, 'shape': ({shape}), }}".PadRight(117) + "\n";
        return [0x93, .. "NUMPY"u8, 1, 0, (byte)head.Length, 0, .. Encoding.ASCII.GetBytes(head), .. numbers];
    }

    [Theory]
    [InlineData(0.8, "share = 0.8")]
    [InlineData(0.5, "share = 0.5")]
    [InlineData(0.3, "share = 0.7")]
    [InlineData(0.333, "")]
    public void Parts_of_a_split_share_no_row_and_leave_none(double train, string test)
    {
        File.WriteAllText(_folder["f.csv"], string.Concat(Enumerable.Range(0, 100).Select(row => $"{row},{1000 + row}\n")));
        (string, string, string)[] parts = [("X", "train", $"share = {train}"), ("V", "validation", "share = 0.1"), ("D", "test", test)];
        var arrays = string.Concat(parts.Where(part => part.Item1 != "V" || test.Length == 0).SelectMany(part => Enumerable.Range(0, 2).Select(column => $"{part.Item1}{(column == 0 ? "" : "2")} = {{ csv = \"f.csv\", columns = {column}, split = {{ part = \"{part.Item2}\", {part.Item3}{(part.Item3.Length > 0 ? ", " : "")}seed = 3 }} }}\n")));
        string[] names = test.Length == 0 ? ["X", "V", "D"] : ["X", "D"];
        var rows = names.SelectMany(name => Array(arrays, name).ToArray()).ToArray();
        Assert.Equal(Enumerable.Range(0, 100).Select(row => (double)row), rows.Order());
        Assert.Equal((int)Math.Round(train * 100), Array(arrays, "X").Shape[0]);
        Assert.Equal(rows.Select(row => row + 1000), names.SelectMany(name => Array(arrays, name + "2").ToArray()));
        Assert.NotEqual(rows.Order(), rows);
    }

    [Fact]
    public void Every_mistake_of_data_is_told_with_its_place_and_what_to_do()
    {
        File.WriteAllText(_folder["ragged.csv"], "1,2\n3\n");
        File.WriteAllText(_folder["text.csv"], "a,b\n1,2\n3,x\n");
        File.WriteAllText(_folder["empty.csv"], "");
        File.WriteAllText(_folder["f.csv"], Flowers);
        File.WriteAllText(_folder["twice.csv"], "n,m,n\n1,2,3\n");
        File.WriteAllText(_folder["mixed.csv"], "n\none\n2\n");
        File.WriteAllText(_folder["gap.csv"], "n,kind\n1,rose\n2,\n3,NA\n");
        File.WriteAllBytes(_folder["wrong.idx"], [0, 1, 8, 3, 0, 0, 0, 1]);
        File.WriteAllBytes(_folder["short.idx"], [0, 0, 8, 1, 0, 0, 0, 9, 1, 2, 3]);
        File.WriteAllBytes(_folder["cut.gz"], File.ReadAllBytes(Samples("digits-images-idx3-ubyte.gz"))[..1500]);
        File.WriteAllBytes(_folder["tail.gz"], File.ReadAllBytes(Samples("digits-images-idx3-ubyte.gz"))[..^4]);
        File.WriteAllBytes(_folder["text.npy"], Npy("<U4", false, "1,", new byte[16]));
        byte[] numbers = [.. new[] { 1, 2, 3, double.NaN, double.NegativeInfinity, 6 }.SelectMany(BitConverter.GetBytes)];
        File.WriteAllBytes(_folder["gaps.npy"], Npy("<f8", false, "2, 3", numbers));
        File.WriteAllBytes(_folder["column.npy"], Npy("<f8", true, "2, 3", numbers));
        (string Data, string Mistake)[] wrong =
        [
            ("npy = \"gaps.npy\"", "gaps.npy Of the numbers read the one at [1, 0] is NaN, and 1 more are not finite. Every number is finite"),
            ("npy = \"column.npy\"", "column.npy Of the numbers read the one at [0, 2] is -Infinity, and 1 more are not finite."),
            ("csv = \"ragged.csv\"", "ragged.csv:2:1 This row has 1 cell, the first has 2."),
            ("csv = \"text.csv\"", "text.csv:3:2 'x' in cell 2 is not a number."),
            ("csv = \"mixed.csv\", columns = \"n\"", "mixed.csv:2:1 'one' in cell 1 is not a number, and other rows of the column have numbers."),
            ("csv = \"f.csv\", columns = \"kind\", classes = [\"lily\", \"ros\", \"tulip\"]", "f.csv:2:3 'rose' in cell 3 is none of the classes. Perhaps you meant `ros`."),
            ("csv = \"gap.csv\", columns = \"kind\"", "gap.csv:3:2 Cell 2 is empty."),
            ("csv = \"missing.csv\"", "a.toml:12:15 missing.csv cannot be read: there is no such file. Its path is relative to the experiment file."),
            ("csv = \"empty.csv\"", "empty.csv The file holds no numbers."),
            ("idx = \"wrong.idx\"", "wrong.idx:byte 0 The file begins with 00010803, and is no IDX file. IDX begins with 00000803"),
            ("idx = \"f.csv\"", "f.csv:byte 0 The file begins with 6C656E67, and is no IDX file. This is text: write csv"),
            ("idx = \"short.idx\"", "short.idx:byte 3 The numbers end after 3 of 9 bytes: the file is cut off. Fetch it again."),
            ("idx = \"cut.gz\"", "cut.gz"),
            ("idx = \"tail.gz\"", "tail.gz The packed file is damaged or cut off"),
            ("npy = \"text.npy\"", "text.npy:byte 8 The array is of a kind that is not read: {'descr': '<U4'"),
            ("csv = \"f.csv\", columns = \"0:2\", split = { part = \"train\", share = 1.5 }", "a.toml:20:75 data.D19.split.share is the number 1.5: more rows than the file has. A share is a part of 1"),
            ("csv = \"f.csv\", columns = [\"lenght\"]", "a.toml:21:34 f.csv has no column 'lenght'. Perhaps you meant `length`."),
            ("csv = \"twice.csv\", columns = [\"n\"]", "twice.csv has several columns 'n'. Name it by its position: 0 or 2."),
            ("csv = \"f.csv\", columns = \"0:9\"", "f.csv has 3 columns, and '0:9' are not among them."),
            ("csv = \"f.csv\", columns = 0, rows = \"0:5\"", "f.csv has 4 rows, and the rows 0:5 are not among them. Rows are counted from 0 to 3"),
            ("csv = \"f.csv\", columns = 0, split = { part = \"validation\", share = 0.5, seed = 9 }", "No array of f.csv with seed = 9 is the part train, after which validation comes."),
            ("csv = \"f.csv\", columns = 0, split = { part = \"test\", share = 0.01, seed = 8 }", "The part test of f.csv has no rows: it has 4 in all."),
            ("csv = \"f.csv\", columns = 0, like = \"Y\"", "is standardised like 'Y', which is not an array read from a file."),
            ("csv = \"f.csv\", columns = 0, array = \"x\"", "has a part 'array', which does not go with csv."),
            ("csv = \"f.csv\", columns = 0, rows = \"0:1:2\"", "rows is the text \"0:1:2\", but must be a range of rows."),
        ];
        var mistakes = Mistakes(string.Concat(wrong.Select((array, i) => $"D{i + 4} = {{ {array.Data} }}\n")));
        Assert.All(wrong, array => Assert.Contains(mistakes, mistake => mistake.Contains(array.Mistake, StringComparison.Ordinal)));
        Assert.All(mistakes, mistake => Assert.Matches(@"^\S+(:byte)?( \d+)? .+\. .+\.$", mistake));
    }

    [Fact]
    public void Parts_that_differ_and_take_more_than_all_rows_are_a_mistake_of_each()
    {
        File.WriteAllText(_folder["f.csv"], "1\n2\n3\n4\n");
        var mistakes = Mistakes("D = { csv = \"f.csv\", split = { part = \"train\", share = 0.8 } }\nT = { csv = \"f.csv\", split = { part = \"test\", share = 0.7 } }\n");
        Assert.Equal(2, mistakes.Length);
        Assert.All(mistakes, mistake => Assert.Contains("The parts train, validation and test take 6 rows of f.csv, which has 4.", mistake, StringComparison.Ordinal));
    }

    [Fact]
    public void Words_are_printed_in_the_manifest_and_the_data_is_kept()
    {
        File.WriteAllText(_folder["f.csv"], Flowers);
        File.Copy(Samples("digits-labels-idx1-ubyte.gz"), _folder["l.gz"]);
        File.WriteAllText(_folder["a.toml"], "loss = \"mean((K - x)^2) + mean(L)\"\n[parameters]\nx = 1\n[data]\nK = { csv = \"f.csv\", columns = [\"kind\"] }\nL = { idx = \"l.gz\" }\n[method]\nsteps = 2\n");
        var finished = Shell.Run("run", _folder["a.toml"], "-o", _folder["out"]);
        Assert.True(finished.ExitCode == 0, finished.Errors);
        Assert.Contains("\"f.csv: kind\": [\n      \"rose\",\n      \"tulip\",\n      \"lily\"\n    ]", File.ReadAllText(_folder["out/manifest.json"]), StringComparison.Ordinal);
        File.Delete(_folder["f.csv"]);
        File.Delete(_folder["l.gz"]);
        Assert.Equal(0, Shell.Run("plot", _folder["out"], "--kind", "curves").ExitCode);
        Assert.Equal(0, Shell.Run("status", _folder["out"]).ExitCode);
    }
}
