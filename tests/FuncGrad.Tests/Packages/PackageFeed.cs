using System.Globalization;
using System.IO.Compression;
using System.Xml.Linq;

namespace FuncGrad.Tests;

/// <summary>
/// The packages of what the tests were built with, as a folder to install from: under a version that nobody has installed, and with a folder of installed packages
/// of their own. What they depend on comes from where the build has it; no network is asked.
/// </summary>
public sealed class PackageFeed : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public PackageFeed()
    {
        Version = $"{Declared}-tried.{DateTime.UtcNow.Ticks.ToString(CultureInfo.InvariantCulture)}";
        var solution = System.IO.Path.Combine(SourceCode.Root, "FuncGrad.sln");
        Packing = Child.Dotnet(SourceCode.Root, "pack", solution, "--no-build", "-c", Scripts.Configuration, "-v", "quiet", $"-p:PackageVersion={Version}", "-o", _folder["feed"]);
        File.WriteAllText(_folder["nuget.config"], $"""<configuration><packageSources><clear /><add key="feed" value="{_folder["feed"]}" /></packageSources></configuration>""");
    }

    /// <summary>The one version of all packages.</summary>
    public static string Declared { get; } = XDocument.Load(System.IO.Path.Combine(SourceCode.Root, "Directory.Build.props")).Descendants("Version").Single().Value;

    internal Finished Packing { get; }

    public string Version { get; }

    /// <summary>The packages, the symbols of which stand beside them.</summary>
    public static IReadOnlyList<string> Ids { get; } = ["FuncGrad.Core", "FuncGrad.FSharp", "funcgrad"];

    public ZipArchive Open(string id, string extension = "nupkg") => ZipFile.OpenRead(System.IO.Path.Combine(_folder["feed"], $"{id}.{Version}.{extension}"));

    /// <summary>Runs <c>dotnet</c> in the folder beside the feed.</summary>
    internal Finished Dotnet(params string[] arguments) =>
        Child.Run("dotnet", _folder.Path, arguments, ("NUGET_PACKAGES", _folder["installed"]), ("NUGET_FALLBACK_PACKAGES", Installed()));

    /// <summary>A file beside the feed, whose text names the version that was declared.</summary>
    internal string Written(string name, string text)
    {
        File.WriteAllText(_folder[name], text.Replace($"@{Declared}", $"@{Version}", StringComparison.Ordinal).Replace($", {Declared}\"", $", {Version}\"", StringComparison.Ordinal));
        return _folder[name];
    }

    public void Dispose() => _folder.Dispose();

    private static string Installed() => Environment.GetEnvironmentVariable("NUGET_PACKAGES") is { Length: > 0 } chosen
        ? chosen
        : System.IO.Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".nuget", "packages");
}
