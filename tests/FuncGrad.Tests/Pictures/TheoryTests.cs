using Xunit;

namespace FuncGrad.Tests;

/// <summary>What is drawn as known is true: a rate just below the limit settles, one just above does not.</summary>
public sealed class TheoryTests
{
    private const string Quadratic = """
        loss = "(x^2 + k*y^2 + x*y)/2"
        [parameters]
        x = 1.0
        y = 1.0
        [data]
        k = 7.0
        [method]
        rule = "RULE"
        learning_rate = 0.1
        steps = 4000
        """;

    [Theory]
    [InlineData("gradient_descent")]
    [InlineData("momentum")]
    [InlineData("nesterov")]
    public void The_greatest_learning_rate_divides_what_settles_from_what_does_not(string rule)
    {
        var experiment = ExampleFiles.Experiment(Quadratic.Replace("RULE", rule, StringComparison.Ordinal));
        var limit = Theory.GreatestLearningRate(experiment)!.Value;
        var losses = new[] { 0.97, 1.03 }.Select(share => LastLoss(experiment, share * limit)).ToArray();
        Assert.True(losses[0] < 1e-6, $"{losses[0]}");
        Assert.False(losses[1] < 1e3, $"{losses[1]}");
    }

    [Theory]
    [InlineData("x^4 + y^2")]
    [InlineData("x*y")]
    [InlineData("exp(x) + y^2")]
    public void Other_losses_have_no_such_limit(string loss) =>
        Assert.Null(Theory.GreatestLearningRate(
            ExampleFiles.Experiment($"loss = \"{loss}\"\n[parameters]\nx = 1.0\ny = 1.0\n[method]\nrule = \"gradient_descent\"\nlearning_rate = 0.1\n")));

    [Fact]
    public void Test_functions_are_known_by_whatever_name_their_parameters_have()
    {
        Expr[] symbols = [Expr.Symbol("u", Shape.Scalar), Expr.Symbol("w", Shape.Scalar)];
        var loss = Loss.Of(Formula.Read("(u - 1)^2 + 100*(u^2 - w)^2", symbols.ToDictionary(symbol => symbol.InputName!)).Expression!,
            symbols);
        Assert.Equal([1, 1], Assert.Single(Theory.PointsOf(loss)).At);
        Assert.Empty(Theory.PointsOf(Loss.Of(Expr.Pow(symbols[0], 2) + Expr.Pow(symbols[1] - 0.3, 4), symbols)));
    }

    private static double LastLoss(Experiment experiment, double rate)
    {
        var rule = experiment.Method.Rule.Name switch { "momentum" => UpdateRules.Momentum(rate), "nesterov" => UpdateRules.Nesterov(rate),
            _ => UpdateRules.GradientDescent(rate) };
        return new Descent(experiment.Loss(), rule).Scan(1, 1).ElementAt(4000).Loss;
    }
}
