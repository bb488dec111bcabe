using Xunit;

namespace FuncGrad.Tests.Expressions;

/// <summary>What other systems call otherwise is answered with what it is called here.</summary>
public sealed class OtherNamesTests
{
    private static readonly Dictionary<string, Expr> Names = new()
    {
        ["x"] = Expr.Input("x", Shape.Scalar), ["y"] = Expr.Input("y", Shape.Scalar), ["t"] = Expr.Input("t", Shape.Scalar), ["p"] = Expr.Input("p", Shape.Scalar),
        ["A"] = Expr.Input("A", Shape.Of(2, 2)), ["B"] = Expr.Input("B", Shape.Of(2, 2)), ["low"] = Expr.Input("low", Shape.Scalar), ["high"] = Expr.Input("high", Shape.Scalar),
        ["condition"] = Expr.Input("condition", Shape.Scalar), ["a"] = Expr.Input("a", Shape.Scalar), ["b"] = Expr.Input("b", Shape.Scalar),
    };

    public static TheoryData<string, string> Functions => [.. OtherNames.Functions.Select(row => (row.Word, row.Formula))];

    [Theory, MemberData(nameof(Functions))]
    public void A_function_of_another_language_is_none_here_and_what_is_proposed_is_a_formula(string word, string formula)
    {
        Assert.Null(FormulaFunctions.Find(word));
        Assert.Contains($"`{word}` is not a function.", Formula.Read($"{word}(x)", Names).Errors[0].Problem, StringComparison.Ordinal);
        Assert.Equal($"Here it is written {formula}.", Formula.Read($"{word}(x)", Names).Errors[0].Hint);
        Assert.Empty(Formula.Read(formula, formula.Contains("sum(", StringComparison.Ordinal) || formula.Contains("dot", StringComparison.Ordinal) || formula.Contains("mean", StringComparison.Ordinal)
            ? Names.ToDictionary(name => name.Key, name => Expr.Input(name.Key, Shape.Of(3))) : Names).Errors);
    }

    [Theory]
    [InlineData("sin x", 1, "sin(x).")]
    [InlineData("exp x + 1", 1, "exp(x).")]
    [InlineData("2 * cos y^2", 5, "cos(y).")]
    [InlineData("ln x", 1, "log(x).")]
    [InlineData("log10 y", 1, "log(y)/log(10).")]
    [InlineData("sin²(x)", 1, "sin(x)^2.")]
    [InlineData("tanh^3(x)", 1, "tanh(x)^3.")]
    [InlineData("cos² y", 1, "cos(y)^2.")]
    [InlineData("|x|", 1, "Write abs(x).")]
    [InlineData("2*|x - 1| + y", 3, "Write abs(x - 1).")]
    [InlineData("||A||", 1, "Write norm(A).")]
    [InlineData("x > 0 || y > 0", 7, "max(a > 0, b < 1)")]
    [InlineData("x!", 2, "factorial")]
    [InlineData("(x + 1)!", 8, "factorial")]
    [InlineData("!x", 1, "1 - (a > 0)")]
    [InlineData("x % 2", 3, "remainder")]
    [InlineData("x mod 2", 3, "remainder")]
    [InlineData("x > 0 and y > 0", 7, "(a > 0) * (b < 1)")]
    [InlineData("if x > 0 then 1 else 0", 1, "where(condition, a, b)")]
    [InlineData("x > 0 ? 1 : 0", 7, "where(condition, a, b)")]
    [InlineData("np.exp(x)", 3, "exp(...)")]
    [InlineData("A.T @ B", 2, "transpose(A)")]
    [InlineData("x .* y", 3, "element by element")]
    [InlineData("A[..., 0]", 3, "x[:, :, 0]")]
    [InlineData("CrossEntropyLoss(A, t)", 1, "cross_entropy(softmax(x), t, 0)")]
    [InlineData("concat(A, B)", 1, "concatenate(a, b, axis=1)")]
    [InlineData("softmax(A, dim=1)", 12, "`axis`")]
    [InlineData("dropout(A, p=0.5)", 12, "`rate`")]
    [InlineData("sum(A, axis=1, keepdims=1)", 16, "reshape(sum(x, 1), -1, 1)")]
    [InlineData("conv2d(A, B, b)", 1, "conv2d(x, W) + reshape(b, -1, 1, 1)")]
    [InlineData("√x", 1, "sqrt(x)")]
    [InlineData("∞ * x", 1, "inf")]
    [InlineData("y = x^2", 3, "right of =")]
    [InlineData("x²y", 3, "`x² * y`")]
    [InlineData("(x + 1)(x - 1)", 8, "`(...) * (...)`")]
    [InlineData("2 sin(x)", 3, "`2 * sin(...)`")]
    public void What_is_written_as_elsewhere_is_one_mistake_with_what_to_write(string formula, int column, string hint)
    {
        var error = Formula.Read(formula, Names).Errors.First(found => found.Column >= column);
        Assert.Equal(column, error.Column);
        Assert.Contains(hint, error.Hint, StringComparison.Ordinal);
        if (!formula.StartsWith("if", StringComparison.Ordinal)) Assert.DoesNotContain(Formula.Read(formula, Names).Errors.Skip(1), other => other.Problem.Contains("operator", StringComparison.Ordinal));
    }

    [Fact]
    public void The_end_of_a_path_decides_what_it_is_near_to()
    {
        Assert.Null(NearestName.Of("method.lr", ["method.h", "method.steps"]));
        Assert.Null(NearestName.Of("method.eps", ["method.h", "method.steps"]));
        Assert.Equal("method.h", NearestName.Of("method.g", ["method.h", "method.steps"]));
        Assert.Equal("method.steps", NearestName.Of("metod.steps", ["method.h", "method.steps"]));
    }
}
