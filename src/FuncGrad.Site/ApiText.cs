using System.Xml.Linq;
using Microsoft.CodeAnalysis;
using static System.Net.WebUtility;

namespace FuncGrad.Site;

/// <summary>XML documentation ↦ HTML whose names lead to their pages.</summary>
/// <param name="library">What is documented.</param>
/// <param name="page">The page that the text stands on.</param>
internal sealed class ApiText(ApiLibrary library, string page)
{
    /// <summary>All that is written of a symbol.</summary>
    public string Of(ISymbol symbol)
    {
        if (library.Documentation(symbol) is not { } documentation) return OfParameter(symbol);
        string Paragraph(string name) => documentation.Element(name) is { } part ? $"<p>{Inline(part)}</p>\n" : "";
        return Paragraph("summary") + Paragraph("remarks") + Paragraph("value")
            + List(documentation.Elements("typeparam")
                .Concat(documentation.Elements("param")), part => $"<code>{HtmlEncode(part.Attribute("name")!.Value)}</code>")
            + (documentation.Element("returns") is { } result ? $"<p>Returns: {Inline(result)}</p>\n" : "")
            + List(documentation.Elements("exception"), part => Reference(part.Attribute("cref")!.Value))
            + string.Concat(documentation.Elements("example").Select(example => Inline(example) + "\n"));
    }

    /// <summary>A record says of its parameters what its properties are.</summary>
    private string OfParameter(ISymbol symbol) =>
        symbol is IPropertySymbol
            && library.Documentation(symbol.ContainingType)?.Elements("param")
                .FirstOrDefault(part => part.Attribute("name")!.Value == symbol.Name) is { } parameter
            ? $"<p>{Inline(parameter)}</p>\n"
            : "";

    private string List(IEnumerable<XElement> parts, Func<XElement, string> name) =>
        parts.Any() ? $"<ul>{string.Concat(parts.Select(part => $"<li>{name(part)}: {Inline(part)}</li>"))}</ul>\n" : "";

    private string Inline(XElement element) => string.Concat(element.Nodes().Select(Inline)).Trim();

    private string Inline(XNode node) => node switch
    {
        XText text => HtmlEncode(text.Value),
        XElement { Name.LocalName: "c" } code => $"<code>{HtmlEncode(code.Value)}</code>",
        XElement { Name.LocalName: "code" } code => $"<pre><code>{HtmlEncode(WithoutIndent(code.Value))}</code></pre>",
        XElement { Name.LocalName: "para" } paragraph => $"</p>\n<p>{Inline(paragraph)}",
        XElement { Name.LocalName: "paramref" or "typeparamref" } named => $"<code>{HtmlEncode(named.Attribute("name")!.Value)}</code>",
        XElement see when see.Attribute("cref") is { } reference => Reference(reference.Value),
        XElement see when see.Attribute("langword") is { } word => $"<code>{HtmlEncode(word.Value)}</code>",
        XElement other => Inline(other),
        _ => "",
    };

    private string Reference(string id)
    {
        if (library.Find(id) is { } place) return $"<a href=\"{place.From(page)}\"><code>{HtmlEncode(place.Name)}</code></a>";
        return $"<code>{HtmlEncode(ShortName(id))}</code>";
    }

    /// <summary><c>T:System.ArgumentException</c> ↦ <c>ArgumentException</c>.</summary>
    private static string ShortName(string id) => id[2..].Split('(')[0].Split('.')[^1].Split('`')[0];

    /// <summary>A text without marks.</summary>
    public static string Plain(XElement element) =>
        string.Join(' ', string.Concat(element.Nodes().Select(Plain)).Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));

    private static string Plain(XNode node) => node switch
    {
        XText text => text.Value,
        XElement named when (named.Attribute("cref") ?? named.Attribute("name") ?? named.Attribute("langword")) is { } name =>
            name.Value.Contains(':', StringComparison.Ordinal) ? ShortName(name.Value) : name.Value,
        XElement other => Plain(other),
        _ => "",
    };

    private static string WithoutIndent(string code)
    {
        var lines = code.Split('\n').SkipWhile(string.IsNullOrWhiteSpace).ToArray();
        var indent = lines.Where(line => line.Trim().Length > 0).Select(line => line.Length - line.TrimStart().Length).DefaultIfEmpty()
            .Min();
        return string.Join('\n', lines.Select(line => line.Length > indent ? line[indent..] : line.TrimStart())).TrimEnd();
    }
}
