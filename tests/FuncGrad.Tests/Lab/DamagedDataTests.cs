using System.IO.Compression;
using System.Text;
using FuncGrad.Lab;
using Xunit;

namespace FuncGrad.Tests;

/// <summary>Files of numbers that are damaged, or are something else than what they are called: never read as if they were whole.</summary>
public sealed class DamagedDataTests : IDisposable
{
    private static readonly byte[] Idx = [0, 0, 8, 2, 0, 0, 0, 2, 0, 0, 0, 3, 1, 2, 3, 4, 5, 6];

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    private string Read(string kind, byte[] bytes)
    {
        File.WriteAllBytes(_folder["f"], bytes);
        return Mistake($"{kind} = \"f\"");
    }

    private string Mistake(string array) => Parsed(array)
        .Match(_ => "", errors => string.Join('\n', errors.Select(error => $"{error.Location} {error.Problem} {error.Hint}")));

    private LanguageExt.Validation<InputError, Experiment> Parsed(string array)
    {
        var files = new NumberFiles(name => _folder[name], MemoryBound.OfMachine, _ => { });
        return ExperimentParser.Parse($"loss = \"x\"\n[parameters]\nx = 1\n[data]\nD = {{ {array} }}\n", "a.toml", files.Read);
    }

    private static byte[] Gzip(byte[] bytes)
    {
        using var packed = new MemoryStream();
        using (var stream = new GZipStream(packed, CompressionLevel.Fastest)) stream.Write(bytes);
        return packed.ToArray();
    }

    private static byte[] Zip(CompressionLevel level, params (string Name, byte[] Bytes)[] members)
    {
        using var packed = new MemoryStream();
        using (var archive = new ZipArchive(packed, ZipArchiveMode.Create))
            foreach (var (name, bytes) in members)
                using (var member = archive.CreateEntry(name, level).Open()) member.Write(bytes);
        return packed.ToArray();
    }

    private static byte[] Npy(string head, byte version, byte[] numbers)
    {
        var length = head.Length + 1;
        byte[] lengths = version == 1 ? [(byte)length, (byte)(length >> 8)] : BitConverter.GetBytes(length);
        return [0x93, .. "NUMPY"u8, version, 0, .. lengths, .. Encoding.ASCII.GetBytes(head + "\n"), .. numbers];
    }

    private static byte[] Three(byte version = 1, int blanks = 0) =>
        Npy("{'descr': '<f8', 'fortran_order': False, 'shape': (3,), }" + new string(' ', blanks), version,
            [.. new[] { 1.0, 2, 4 }.SelectMany(BitConverter.GetBytes)]);

    [Fact]
    public void Any_byte_of_a_packed_file_that_is_missing_or_changed_is_noticed()
    {
        var packed = Gzip(Idx);
        Assert.Equal("", Read("idx", packed));
        Assert.Equal("", Read("idx", [.. Gzip(Idx[..9]), .. Gzip(Idx[9..])]));
        for (var length = 0; length < packed.Length; length++) Assert.NotEqual("", Read("idx", packed[..length]));
        for (var at = packed.Length - 8; at < packed.Length; at++)
        {
            byte[] changed = [.. packed];
            changed[at] ^= 4;
            Assert.Equal("f The packed file is damaged or cut off: its content is not what its checksum says. Fetch it again.", Read("idx", changed));
        }
    }

    [Theory]
    [InlineData(CompressionLevel.NoCompression)]
    [InlineData(CompressionLevel.Optimal)]
    public void Any_number_of_an_archive_that_is_changed_is_noticed(CompressionLevel level)
    {
        var archive = Zip(level, ("W.npy", Three()));
        Assert.Equal("", Read("npz", archive));
        var from = archive.AsSpan().IndexOf("W.npy"u8) + "W.npy".Length;
        var to = archive.AsSpan().LastIndexOf("PK\u0001\u0002"u8);
        var damaged = 0;
        for (var at = from; at < to; at++)
        {
            byte[] changed = [.. archive];
            changed[at] ^= 1;
            Assert.DoesNotContain("unsupported", Read("npz", changed), StringComparison.Ordinal);
            Assert.Equal([1.0, 2, 4], Parsed("npz = \"f\"").Match(read => read.Data[0].Source.Values(0, "").ToArray(), _ => [1.0, 2, 4]));
            damaged += Mistake("npz = \"f\"").Length > 0 ? 1 : 0;
        }
        Assert.InRange(damaged, to - from - 2, to - from); // some bits of a packed array say nothing
    }

    [Fact]
    public void Parameters_that_are_changed_are_not_computed_with()
    {
        var kept = new Checkpoint(new Dictionary<string, Tensor> { ["w"] = Tensor.Scalar(3) }, new Dictionary<string, Tensor>(), 1).ToNpz();
        kept[kept.AsSpan().IndexOf(BitConverter.GetBytes(3.0)) + 6] ^= 1;
        Assert.Contains("checksum", Assert.Throws<FormatException>(() => Checkpoint.FromNpz(kept)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void What_a_file_is_instead_is_told()
    {
        var zip = Zip(CompressionLevel.Optimal, ("W.npy", Three()));
        (string Kind, byte[] Bytes, string Hint)[] files =
        [
            ("csv", Gzip("1,2\n"u8.ToArray()), "packed with gzip: unpack it."),
            ("npy", Gzip(Gzip(Three())), "packed with gzip twice"),
            ("idx", Gzip(Gzip(Idx)), "packed with gzip twice"),
            ("npz", Gzip(zip), "packed with gzip: unpack it."),
            ("csv", zip, "write npz in place of csv if NumPy made it"),
            ("npy", zip, "write npz in place of npy if NumPy made it"),
            ("csv", Three(), "an array of NumPy: write npy in place of csv"),
            ("npz", Three(), "an array of NumPy: write npy in place of npz"),
            ("csv", Idx, "write idx in place of csv"),
            ("npy", Idx, "write idx in place of npy"),
            ("npy", "1,2\n3,4\n"u8.ToArray(), "This is text: write csv in place of npy."),
            ("npz", "1,2\n3,4\n"u8.ToArray(), "This is text: write csv in place of npz."),
            ("csv", "version https://git-lfs.github.com/spec/v1\noid sha256:0\nsize 9\n"u8.ToArray(), "git lfs pull"),
            ("idx", "version https://git-lfs.github.com/spec/v1\noid sha256:0\nsize 9\n"u8.ToArray(), "git lfs pull"),
            ("csv", "<!DOCTYPE html>\n<html></html>\n"u8.ToArray(), "web page"),
            ("csv", "PAR1..."u8.ToArray(), "Parquet"),
            ("npy", [0x89, .. "HDF\r\n\u001a\n"u8], "HDF5"),
            ("npy", Three(9), "version 9"),
            ("npy", Three(2, 70_000), "head of 70,0"),
            ("npz", Zip(CompressionLevel.Optimal), "numpy.savez"),
            ("npz", Zip(CompressionLevel.Optimal, ("readme.txt", [65])), "numpy.savez"),
        ];
        Assert.All(files, file => Assert.Contains(file.Hint, Read(file.Kind, file.Bytes), StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("a,b,\n1,2,\n3,4,\n", "f:2:3 Cell 3 is empty. If lines end with a separator, leave that column out: columns = \"0:2\".")]
    [InlineData("1,2,\n3,4,\n", "columns = \"0:2\"")]
    [InlineData("a,b\n1,2,\n3,4,\n", "f:1:1 The header has 2 cells, the rows have 3. The lines of numbers end with a separator: remove it")]
    [InlineData("# made here\n1,2\n", "f:1:1 The header has 1 cell, the rows have 2. Leave out the line of words that stands above the table")]
    [InlineData("My table\na,b\n1,2\n", "Leave out the line of words")]
    [InlineData("price\n1,5\n", "or write numbers with a decimal point, not a comma: 1.5.")]
    [InlineData("a,b\ncm,kg\n1,2\n", "f:2:1 'cm' in cell 1 is not a number. Leave out the second line of names")]
    [InlineData("1,rose\n2,lily\n", "f:1:2 'rose' in cell 2 is not a number. Choose columns without it, columns = \"0:1\", or ask for it, columns = [1]: its words become class numbers.")]
    [InlineData("1\n\u22122\n", "f:2:1 '\u22122' in cell 1 is not a number. Write the minus as -.")]
    [InlineData("1\n\u200b2\n", "letter that cannot be seen")]
    [InlineData("1\n1d3\n", "1e3")]
    public void What_a_table_has_too_much_is_told(string csv, string mistake) =>
        Assert.Contains(mistake, Read("csv", Encoding.UTF8.GetBytes(csv)), StringComparison.Ordinal);

    [Fact]
    public void A_column_of_words_is_one_mistake() => Assert.Single(Read("csv", "1,rose\n2,lily\n3,rose\n"u8.ToArray()).Split('\n'));

    [Fact]
    public void A_file_that_is_not_there_may_be_one_of_a_like_name()
    {
        File.WriteAllText(_folder["digits.csv"], "1\n");
        Assert.Contains("Perhaps you meant `digits.csv`.", Mistake("csv = \"Digits.csv\""), StringComparison.Ordinal);
        Assert.Contains("Its path is relative to the experiment file.", Mistake("csv = \"dogs.csv\""), StringComparison.Ordinal);
        Assert.Contains("fetch it first", Mistake("csv = \"https://example.org/digits.csv\""), StringComparison.Ordinal);
        Assert.StartsWith("a.toml:5:13 '' is not the name of a file.", Mistake("csv = \"\""), StringComparison.Ordinal);
    }
}
