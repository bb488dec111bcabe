using System.Globalization;
using FuncGrad.Lab;
using Xunit;

namespace FuncGrad.Tests;

/// <summary>The reference of formulas: every function and operator stands there, and what its tables say of values and gradients is so.</summary>
public sealed class ReferenceFormulaTests
{
    /// <summary>Calls with their arguments, from the tables of functions.</summary>
    private static readonly ILookup<string, string[]> Calls = ReferencePage.RowsOf("Functions")
        .Where(row => row.Cells.ContainsKey("function")).SelectMany(row => row.Code("function"))
        .ToLookup(call => call[..call.IndexOf('(', StringComparison.Ordinal)], Arguments);

    public static TheoryData<string> Functions => [.. FormulaFunctions.All.Select(function => function.Name)];

    public static TheoryData<string, string> Examples => [.. ExampleRows.Select(row => (row.Code("formula").Single(), row.Code("at").Single()))];

    private static IEnumerable<ReferenceRow> ExampleRows => ReferencePage.Rows.Where(row => row.Cells.ContainsKey("at"));

    [Theory]
    [MemberData(nameof(Functions))]
    public void A_function_stands_there_with_each_number_of_arguments(string name)
    {
        var function = FormulaFunctions.All.Single(found => found.Name == name);
        var counts = Calls[name].Select(arguments => arguments.Count(argument => !argument.StartsWith("axis=", StringComparison.Ordinal))).ToHashSet();
        // The second argument of max and min is another array, which has a table of its own.
        Assert.Contains(function.Least, counts);
        Assert.True(function.Most == int.MaxValue ? counts.Max() > function.Least : counts.Max() == function.Most, string.Join(", ", counts));
        Assert.Equal(function.HasAxis, Calls[name].Any(arguments => arguments[^1] == "axis=0" || arguments[^1] == "axis=1"));
    }

    [Fact]
    public void What_the_page_calls_a_function_is_one() => Assert.All(Calls, call => Assert.NotNull(FormulaFunctions.Find(call.Key)));

    [Fact]
    public void Every_operator_stands_there()
    {
        var signs = ReferencePage.RowsOf("Operators").Where(row => row.Cells.ContainsKey("operator")).SelectMany(row => row.Code("operator")).ToArray();
        Assert.All(FormulaOperators.All, infix => Assert.Contains(infix.Sign, signs));
    }

    [Fact]
    public void The_bounds_stand_there()
    {
        var text = ReferencePage.Section("Formulas");
        Assert.All(new[] { Formula.MaxLength, FormulaCall.MaxRank, FormulaReading.MaxErrors }, bound => Assert.Contains($"{bound} ", text.Replace('\n', ' '), StringComparison.Ordinal));
    }

    [Theory]
    [MemberData(nameof(Examples))]
    public void A_formula_has_the_value_and_the_gradient_that_stand_there(string formula, string at)
    {
        var row = ExampleRows.First(found => found.Code("formula").Single() == formula && found.Code("at").Single() == at);
        var point = PointText.Parse(at);
        Assert.Empty(point.Errors);
        var symbols = point.Values.ToDictionary(value => value.Key, value => Expr.Symbol(value.Key, value.Value.Shape));
        var loss = Formula.Parse(formula, symbols).Match(expression => expression, errors => throw new InvalidOperationException(string.Join('\n', errors)));
        (Expr, Tensor)[] values = [.. point.Values.Select(value => (symbols[value.Key], value.Value))];

        Assert.Equal(Number(row.Cells["value"]), Evaluation.Of(loss, values).ToDouble());
        if (!row.Cells.TryGetValue("gradient", out var stated)) return;
        foreach (var part in stated.Split("; ").Select(text => text.Split(": ")))
        {
            var gradient = Differentiation.Gradient(loss, symbols[part[0]]);
            Assert.Equal(part[1].Split(", ").Select(Number), Evaluation.Of(gradient, values).ToArray());
        }
    }

    private static double Number(string text) => double.Parse(text, CultureInfo.InvariantCulture);

    /// <summary>The arguments of a call, at the commas outside of brackets.</summary>
    private static string[] Arguments(string call)
    {
        var (inner, depth) = (call[(call.IndexOf('(', StringComparison.Ordinal) + 1)..^1].ToCharArray(), 0);
        for (var i = 0; i < inner.Length; i++)
        {
            depth += inner[i] == '[' ? 1 : inner[i] == ']' ? -1 : 0;
            if (inner[i] == ',' && depth == 0) inner[i] = ';';
        }
        return new string(inner).Split("; ");
    }
}
