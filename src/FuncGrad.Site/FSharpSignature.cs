using Microsoft.CodeAnalysis;
using static System.Net.WebUtility;

namespace FuncGrad.Site;

/// <summary>The type of a function as F# writes it: <c>scan: start: seq&lt;float&gt; -> descent: Descent -> seq&lt;Step&gt;</c>.</summary>
/// <param name="library">Whose types lead to their pages.</param>
/// <param name="page">The page that it stands on.</param>
internal sealed class FSharpSignature(ApiLibrary library, string page)
{
    /// <summary>Written behind what they are of.</summary>
    private static readonly Dictionary<string, string> Suffixes = new()
    {
        ["FSharpList"] = "list",
        ["FSharpOption"] = "option",
        ["FSharpValueOption"] = "voption",
    };

    private static readonly Dictionary<string, string> Prefixes = new()
    {
        ["IEnumerable"] = "seq", ["FSharpResult"] = "Result", ["FSharpAsync"] = "Async", ["FSharpChoice"] = "Choice",
    };

    private static readonly Dictionary<string, string> Signs = new() { ["Dot"] = ".", ["Less"] = "<", ["Greater"] = ">", ["Equals"] = "=" };

    /// <summary>Its name with its parameters and what it gives.</summary>
    public string Of(ISymbol function)
    {
        var name = HtmlEncode(NameOf(function));
        if (function is not IMethodSymbol method) return $"{name}: {Of(((IPropertySymbol)function).Type)}";
        var isMember = method.Name.Contains('.', StringComparison.Ordinal);
        var parameters = method.Parameters.Skip(isMember ? 1 : 0)
            .Select(parameter => $"{HtmlEncode(parameter.Name)}: {Of(parameter.Type, isOperand: true)}");
        return $"{name}: {string.Join(isMember ? " * " : " -> ", parameters)} -> {Of(method.ReturnType)}";
    }

    /// <summary>Its name as F# writes it: patterns and operators in parentheses.</summary>
    public static string NameOf(ISymbol function) =>
        function.Name.StartsWith('|') ? $"({function.Name})" : function.Name.StartsWith("op_", StringComparison.Ordinal)
            ? $"({Operator(function.Name["op_".Length..])})"
        : function.Name.Contains('.', StringComparison.Ordinal) ? $"member x.{function.Name.Split('.')[1]}" : function.Name;

    private static string Operator(string words) =>
        Signs.Aggregate(words, (text, sign) => text.Replace(sign.Key, sign.Value, StringComparison.Ordinal));

    /// <param name="type">Any type.</param>
    /// <param name="isOperand">Whether functions and tuples stand in parentheses here.</param>
    private string Of(ITypeSymbol type, bool isOperand = false) => type switch
    {
        IArrayTypeSymbol array => $"{Of(array.ElementType, true)} array",
        ITypeParameterSymbol parameter => $"'{parameter.Name}",
        INamedTypeSymbol named => Of(named, isOperand),
        _ => HtmlEncode(type.ToDisplayString()),
    };

    private string Of(INamedTypeSymbol type, bool isOperand)
    {
        string Grouped(string text, bool isGroup) => isGroup ? $"({text})" : text;
        string[] Arguments(bool areOperands) => [.. type.TypeArguments.Select(argument => Of(argument, areOperands))];
        if (type.IsTupleType) return $"struct ({string.Join(" * ", type.TupleElements.Select(element => Of(element.Type, true)))})";
        if (type.Name == "Tuple") return Grouped(string.Join(" * ", Arguments(true)), isOperand);
        if (type.Name == "FSharpFunc") return Grouped($"{Of(type.TypeArguments[0], true)} -> {Of(type.TypeArguments[1])}", isOperand);
        if (Suffixes.TryGetValue(type.Name, out var suffix)) return $"{Of(type.TypeArguments[0], true)} {suffix}";
        var name = Prefixes.GetValueOrDefault(type.Name) ?? Linked(type);
        return type.TypeArguments.Length == 0 ? name : $"{name}&lt;{string.Join(", ", Arguments(false))}&gt;";
    }

    private string Linked(INamedTypeSymbol type) => type.SpecialType switch
    {
        SpecialType.System_Double => "float",
        SpecialType.System_Object => "obj",
        SpecialType.System_Void => "unit",
        SpecialType.None or SpecialType.System_Enum =>
            type.Name == "Unit" ? "unit" : library.Find(type) is { } place ? $"<a href=\"{place.From(page)}\">{HtmlEncode(place.Name)}</a>"
                : HtmlEncode(type.Name),
        _ => HtmlEncode(type.ToDisplayString()),
    };
}
