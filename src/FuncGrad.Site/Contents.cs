namespace FuncGrad.Site;

/// <summary>A page that is written in the repository.</summary>
/// <param name="Source">Its file, from the root.</param>
/// <param name="Name">What the navigation calls it.</param>
internal sealed record Chapter(string Source, string Name)
{
    /// <summary>Its place in the site: README.md is the index of its folder.</summary>
    public string Path =>
        Source.EndsWith("README.md", StringComparison.Ordinal) ? Source[..^"README.md".Length] + "index.html"
            : System.IO.Path.ChangeExtension(Source, ".html");
}

/// <summary>The table of contents. Every page shows it whole, so that each page is a click away from each other.</summary>
internal static class Contents
{
    /// <summary>The index of the pages that are made of the catalogue.</summary>
    public static Chapter Methods { get; } = new("methods/README.md", "Rules, links, schedules");

    /// <summary>The index of the pages of the library for C#.</summary>
    public static Chapter CSharp { get; } = new("api/csharp/README.md", "C# library");

    /// <summary>The index of the pages of the library for F#.</summary>
    public static Chapter FSharp { get; } = new("api/fsharp/README.md", "F# library");

    private static readonly Chapter[] Made = [Methods, CSharp, FSharp];

    /// <summary>The parts with their chapters.</summary>
    public static IReadOnlyList<(string Part, IReadOnlyList<Chapter> Chapters)> Parts { get; } =
    [
        ("Begin", [new("README.md", "FuncGrad"), new("README.ja.md", "日本語"), new("experiments/FIRST-HOUR.md", "A first hour"),
            new("experiments/README.md", "Experiments")]),
        ("Look up", [new("experiments/REFERENCE.md", "Reference"), Methods, new("experiments/SCALE.md", "From a laptop to a cluster")]),
        ("How it works", [new("experiments/VERDICTS.md", "How verdicts are made"), new("src/BITS.md", "How bits stay equal"),
            new("src/COMPILER.md", "How the compiler works"), new("src/README.md", "The map of the sources")]),
        ("In programs", [new("src/FuncGrad/README.md", "C#, a beginning"), CSharp, new("src/FuncGrad.FSharp/README.md", "F#, a beginning"),
            FSharp, new("experiments/ravine.fsx", "A notebook"), new("src/FuncGrad.Lab/README.md", "The command")]),
        ("The project", [new("CONTRIBUTING.md", "To contribute"), new("CHANGELOG.md", "Changes"), new("SECURITY.md", "Security"),
            new("experiments/data/README.md", "Data"), new("tests/FuncGrad.Benchmarks/RESULTS.md", "Benchmarks")]),
    ];

    /// <summary>All chapters that are files.</summary>
    public static IEnumerable<Chapter> Written => Parts.SelectMany(part => part.Chapters).Where(chapter => !Made.Contains(chapter));
}
