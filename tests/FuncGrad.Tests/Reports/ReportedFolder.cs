using System.IO.Compression;
using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;
using Xunit;

namespace FuncGrad.Tests;

/// <summary>Results of a test's own experiment, with their page.</summary>
internal sealed partial class ReportedFolder : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public ReportedFolder(string experiment) => Results = Run(experiment, "results");

    public string Results { get; }

    public string this[string name] => _folder[name];

    /// <summary>Runs an experiment into a folder of a name.</summary>
    public string Run(string experiment, string name)
    {
        File.WriteAllText(_folder[$"{name}.toml"], experiment);
        var finished = Shell.Run("run", _folder[$"{name}.toml"], "-o", _folder[name]);
        Assert.True(finished.ExitCode == 0, finished.Errors);
        return _folder[name];
    }

    /// <summary>The page, written to a file.</summary>
    public string Page(params string[] arguments)
    {
        var finished = Shell.Run(["report", Results, .. arguments, "-o", _folder["a.html"]]);
        Assert.True(finished.ExitCode == 0, finished.Errors);
        return File.ReadAllText(_folder["a.html"]);
    }

    public static JsonElement Data(string page) => JsonDocument.Parse(DataBlock().Match(page).Groups[1].Value).RootElement;

    /// <summary>A packed column of texts or numbers.</summary>
    public static object[] Column(JsonElement run, string name)
    {
        var packed = run.GetProperty("columns").EnumerateArray().Single(column => column.GetProperty("name").GetString() == name).GetProperty("values");
        if (packed.GetProperty("form").GetString() != "texts") return [.. Numbers(packed).Select(number => (object)number)];
        var texts = Encoding.UTF8.GetString(Inflated(packed)).Split('\n');
        return [.. Numbers(packed.GetProperty("which")).Select(which => (object)texts[(int)which])];
    }

    public static double[] Numbers(JsonElement packed)
    {
        var (planes, count, width) = (Inflated(packed), packed.GetProperty("count").GetInt32(), packed.GetProperty("form").GetString() == "f64" ? 8 : 4);
        double At(int i) => BitConverter.Int64BitsToDouble((long)Enumerable.Range(0, width).Aggregate(0UL, (word, plane) => word | ((ulong)planes[(plane * count) + i] << (56 - (8 * plane)))));
        return [.. Enumerable.Range(0, count).Select(At)];
    }

    private static byte[] Inflated(JsonElement packed)
    {
        using var inflated = new MemoryStream();
        using (var deflate = new DeflateStream(new MemoryStream(packed.GetProperty("data").GetBytesFromBase64()), CompressionMode.Decompress)) deflate.CopyTo(inflated);
        return inflated.ToArray();
    }

    public void Dispose() => _folder.Dispose();

    [GeneratedRegex("<script type=\"application/json\" id=\"data\">(.*?)</script>", RegexOptions.Singleline)]
    private static partial Regex DataBlock();
}
