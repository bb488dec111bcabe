using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;

namespace FuncGrad;

/// <summary>Arguments that programs give: told at once and by name where they cannot be meant.</summary>
internal static class Arguments
{
    /// <summary>The argument itself.</summary>
    /// <exception cref="ArgumentNullException">It is null.</exception>
    public static T Given<T>([NotNull] T? value, [CallerArgumentExpression(nameof(value))] string? name = null)
        where T : class => value ?? throw new ArgumentNullException(name);

    /// <summary>The list itself, none of whose elements is null.</summary>
    /// <exception cref="ArgumentException">The list or an element is null.</exception>
    public static IReadOnlyList<T> AllGiven<T>([NotNull] IReadOnlyList<T>? values,
        [CallerArgumentExpression(nameof(values))] string? name = null)
        where T : class
    {
        Given(values, name);
        for (var i = 0; i < values.Count; i++)
            if (values[i] is null) throw new ArgumentException($"Element {i} of '{name}' is null.", name);
        return values;
    }

    /// <summary>The array itself, none of whose elements is null.</summary>
    /// <exception cref="ArgumentException">The array or an element is null.</exception>
    public static T[] AllGiven<T>([NotNull] T[]? values, [CallerArgumentExpression(nameof(values))] string? name = null)
        where T : class
    {
        AllGiven((IReadOnlyList<T>?)values, name);
        return values!;
    }

    /// <summary>The symbols themselves: nodes that <see cref="Expr.Symbol(string,Shape)"/> made, no two of one name.</summary>
    /// <param name="symbols">What is to be symbols.</param>
    /// <param name="role">What they are, for messages: <c>a parameter</c>.</param>
    /// <exception cref="ArgumentException">One is no symbol, or two have one name.</exception>
    public static IReadOnlyList<Expr> Symbols([NotNull] IReadOnlyList<Expr>? symbols, string role)
    {
        AllGiven(symbols, role);
        var names = new HashSet<string>();
        foreach (var symbol in symbols)
        {
            if (symbol.InputName is not { } name)
                throw new ArgumentException(
                    $"'{Cut(symbol)}' is not a symbol, so it cannot be {role}. Make one with Expr.Symbol(\"x\"); perhaps the arguments "
                        + "are in another order than is due.");
            if (!names.Add(name))
                throw new ArgumentException($"The name '{name}' is given twice as {role}. Give each symbol once, and a name of its own.");
        }
        return symbols;
    }

    /// <summary>A number that is finite and above 0.</summary>
    /// <exception cref="ArgumentOutOfRangeException">It is not.</exception>
    public static double Positive(double value, [CallerArgumentExpression(nameof(value))] string? name = null) =>
        value > 0 && double.IsFinite(value)
            ? value
            : throw new ArgumentOutOfRangeException(name, value, $"'{name}' must be a finite number above 0.");

    private static string Cut(Expr expression) =>
        expression.ToString() is { Length: > 60 } text ? text[..60] + "..." : expression.ToString();
}
