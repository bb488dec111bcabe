using System.Net;
using System.Reflection;
using System.Security.Cryptography;
using System.Text;

namespace FuncGrad.Lab;

/// <summary>
/// What every page has: styles and scripts, which travel with the program, and the policy under which a browser may run them.
/// </summary>
internal static class PageParts
{
    private const int Parts = 11;

    /// <summary>The styles of the page and of uPlot.</summary>
    public static string Styles { get; } = Resource("uPlot.min.css") + Resource("report.css");

    /// <summary>uPlot, then the scripts of the page in their order, which see the data and nobody else's names.</summary>
    public static string Scripts { get; } =
        $"(() => {{\n'use strict';\n{Resource("uPlot.iife.min.js")}\n"
        + "const DATA = JSON.parse(document.getElementById('data').textContent);\n"
        + $"{string.Join('\n', Enumerable.Range(1, Parts).Select(Part))}}})();";

    /// <summary>Nothing is fetched from anywhere, and of scripts only the one with this hash runs, whatever stands in a title.</summary>
    public static string Policy { get; } =
        $"default-src 'none'; script-src 'sha256-{Convert.ToBase64String(SHA256.HashData(Encoding.UTF8.GetBytes(Scripts)))}'; style-src "
            + "'unsafe-inline'; img-src data:; base-uri 'none'; form-action 'none'";

    /// <summary>A text of a user as it may stand between tags or in an attribute.</summary>
    public static string Text(string text) => WebUtility.HtmlEncode(PlainText.Of(text));

    /// <summary>The same of many lines.</summary>
    public static string Lines(string text) => WebUtility.HtmlEncode(Visible.Lines(text));

    private static string Part(int number)
    {
        var prefix = FormattableString.Invariant($"{number}-");
        return Resource(typeof(PageParts).Assembly.GetManifestResourceNames()
            .Single(name => name.StartsWith(prefix, StringComparison.Ordinal)));
    }

    private static string Resource(string name)
    {
        using var stream = Assembly.GetExecutingAssembly().GetManifestResourceStream(name)!;
        using var reader = new StreamReader(stream, Encoding.UTF8);
        return reader.ReadToEnd().ReplaceLineEndings("\n");
    }
}
