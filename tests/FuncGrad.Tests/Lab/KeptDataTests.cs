using FuncGrad.Lab;
using Xunit;

namespace FuncGrad.Tests;

/// <summary>A folder of results is whole by itself: its pictures can be drawn when the data it was computed with is gone.</summary>
public sealed class KeptDataTests : IDisposable
{
    private const string Line = """
        loss = "mean((a * points[:, 0] + b - points[:, 1])^2)"
        [parameters]
        a = 0.0
        b = 0.0
        [data]
        points = { csv = "sub/points.csv" }
        [method]
        learning_rate = 0.05
        steps = 20
        [sweep]
        seed = { from = 0, count = 70 }
        """;

    private readonly TemporaryFolder _folder = new();

    public KeptDataTests()
    {
        File.WriteAllText(_folder["line.toml"], Line);
        Directory.CreateDirectory(_folder["sub"]);
        File.WriteAllText(Source, "x,y\n0,1\n1,3\n2,5.5\n");
    }

    private string Source => _folder["sub/points.csv"];

    private string Kept => Assert.Single(Directory.GetFiles(_folder["out/data"]));

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Pictures_are_drawn_when_the_data_is_gone()
    {
        Runs(0);
        Assert.EndsWith("-points.csv", Kept, StringComparison.Ordinal);
        Assert.Equal(File.ReadAllBytes(Source), File.ReadAllBytes(Kept));
        File.Delete(Source);
        Assert.Equal(0, Plot().ExitCode);
    }

    [Fact]
    public void A_changed_copy_is_told_and_mended_by_the_same_command()
    {
        Runs(0);
        File.AppendAllText(Kept, "5,5\n");
        Assert.Equal(2, Plot().ExitCode);
        Assert.Contains("points.csv", Plot().Errors, StringComparison.Ordinal);
        var status = Shell.Run("status", _folder["out"]);
        Assert.Equal(4, status.ExitCode);
        Assert.Contains("-points.csv holds other bytes", status.Output, StringComparison.Ordinal);
        Runs(0);
        Assert.Equal(0, Plot().ExitCode);
        Assert.Equal(0, Shell.Run("status", _folder["out"]).ExitCode);
    }

    [Fact]
    public void Without_a_copy_the_file_itself_may_be_put_back()
    {
        Runs(0);
        File.Delete(Kept);
        Assert.Equal(2, Plot().ExitCode);
        Directory.CreateDirectory(_folder["out/sub"]);
        File.WriteAllText(_folder["out/sub/points.csv"], "x,y\n0,1\n1,3\n2,6\n");
        Assert.Equal(2, Plot().ExitCode);
        File.Copy(Source, _folder["out/sub/points.csv"], overwrite: true);
        Assert.Equal(0, Plot().ExitCode);
    }

    [Fact]
    public void What_is_not_funcgrads_in_the_place_of_a_copy_stays_as_it_is()
    {
        Runs(0);
        var name = Path.GetFileName(Kept);
        Directory.CreateDirectory(_folder["other/data"]);
        File.WriteAllText(_folder[$"other/data/{name}"], "mine");
        Assert.Contains("was not made by funcgrad", Runs(2, "other").Errors, StringComparison.Ordinal);
        Assert.Equal("mine", File.ReadAllText(_folder[$"other/data/{name}"]));
        File.Delete(_folder[$"other/data/{name}"]);
        File.CreateSymbolicLink(_folder[$"other/data/{name}"], _folder["elsewhere"]);
        Runs(2, "other");
        Assert.False(File.Exists(_folder["elsewhere"]));
        Directory.CreateDirectory(_folder["linked"]);
        Directory.CreateSymbolicLink(_folder["linked/data"], _folder["sub"]);
        Runs(2, "linked");
        Assert.Single(Directory.GetFileSystemEntries(_folder["sub"]));
    }

    [Fact]
    public void Starting_over_takes_the_copies_away_and_nothing_else()
    {
        Runs(0);
        var before = Kept;
        File.WriteAllText(_folder["out/data/mine.csv"], "1\n");
        File.WriteAllText(Source, "0,1\n1,4\n");
        Runs(0, "out", "--fresh");
        Assert.False(File.Exists(before));
        Assert.Equal(["1\n", "0,1\n1,4\n"], Directory.GetFiles(_folder["out/data"]).OrderByDescending(path => path.EndsWith("mine.csv", StringComparison.Ordinal)).Select(File.ReadAllText));
    }

    [Fact]
    public void A_merged_folder_has_the_data_of_its_shards()
    {
        foreach (var shard in (string[])["1/2", "2/2"]) Runs(0, "out", "--shard", shard);
        File.Delete(Source);
        Assert.Equal(0, Shell.Run("merge", _folder["out"], "-o", _folder["whole"]).ExitCode);
        Assert.Equal(Path.GetFileName(Kept), Path.GetFileName(Assert.Single(Directory.GetFiles(_folder["whole/data"]))));
        Assert.Equal(0, Shell.Run("plot", _folder["whole"], "--kind", "curves", "-o", _folder["a.svg"]).ExitCode);
    }

    [Fact]
    public void Names_are_as_long_as_every_disk_takes()
    {
        Assert.Equal(Path.Combine("data", "0123456789ab-x.csv"), KeptData.NameOf("../x.csv", "0123456789abcdef"));
        Assert.Equal(Path.Combine("data", "0123456789ab"), KeptData.NameOf(new string('学', 60) + ".csv", "0123456789abcdef"));
    }

    [Fact]
    public void More_than_the_bound_is_left_out_and_told()
    {
        Directory.CreateDirectory(_folder["out"]);
        using (var large = File.Create(_folder["large.csv"])) large.SetLength(KeptData.MostBytes + 1);
        var told = new List<string>();
        KeptData.Keep(_folder["out"], new Dictionary<string, string> { ["large.csv"] = new('0', 64) }, name => _folder[name], "owner", told.Add);
        Assert.Contains("are not kept", Assert.Single(told), StringComparison.Ordinal);
        Assert.Empty(Directory.GetFileSystemEntries(_folder["out"]));
    }

    private Finished Plot() => Shell.Run("plot", _folder["out"], "--kind", "paths", "-o", _folder["a.svg"]);

    private Finished Runs(int code, string output = "out", params string[] more)
    {
        var finished = Shell.Run(["run", _folder["line.toml"], "-o", _folder[output], .. more]);
        Assert.True(code == finished.ExitCode, finished.Errors);
        return finished;
    }
}
