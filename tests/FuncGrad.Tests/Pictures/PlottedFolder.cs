using System.Xml.Linq;
using Xunit;

namespace FuncGrad.Tests;

/// <summary>Results of a test's own experiment, of which pictures are drawn.</summary>
internal sealed class PlottedFolder : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public PlottedFolder(string experiment)
    {
        File.WriteAllText(_folder["a.toml"], experiment);
        var finished = Shell.Run("run", _folder["a.toml"], "-o", Results);
        Assert.True(finished.ExitCode == 0, finished.Errors);
    }

    public string Results => _folder["results"];

    public string this[string name] => _folder[name];

    public Finished Plot(params string[] arguments) => Shell.Run(["plot", Results, .. arguments]);

    /// <summary>A picture as SVG.</summary>
    public XDocument Svg(params string[] arguments)
    {
        var finished = Plot(["-o", _folder["a.svg"], .. arguments]);
        Assert.True(finished.ExitCode == 0, finished.Errors);
        return XDocument.Parse(File.ReadAllText(_folder["a.svg"]));
    }

    /// <summary>All texts that a picture shows.</summary>
    public string[] Texts(params string[] arguments) => TextsOf(Svg(arguments));

    public static string[] TextsOf(XDocument svg) =>
        [.. svg.Descendants().Where(element => element.Name.LocalName == "text").Select(element => element.Value)];

    public void Dispose() => _folder.Dispose();
}
