using Xunit;

namespace FuncGrad.Tests.Descents;

/// <summary>A value for which a rule is not defined is a mistake, in files as in programs; one that merely leads nowhere is an experiment.</summary>
public sealed class HyperparameterRangeTests
{
    [Theory]
    [InlineData("adam", "beta1", 1.0, "from 0 to below 1")]
    [InlineData("adam", "beta2", 1.0, "from 0 to below 1")]
    [InlineData("book_adam", "beta1", 1.0, "from 0 to below 1")]
    [InlineData("book_adam", "beta2", 1.5, "from 0 to below 1")]
    [InlineData("rmsprop", "decay", 1.5, "from 0 to 1")]
    [InlineData("adagrad", "epsilon", -1e-8, "0 or more")]
    [InlineData("gradient_descent", "learning_rate", -0.1, "0 or more")]
    [InlineData("momentum", "momentum", -0.5, "0 or more")]
    public void What_a_rule_is_not_defined_for_is_refused_everywhere(string rule, string hyperparameter, double value, string expected)
    {
        Assert.Contains(expected, Assert.Throws<ArgumentOutOfRangeException>(() => UpdateRules.Find(rule)!.With(hyperparameter, value)).Message, StringComparison.Ordinal);
        var text = FormattableString.Invariant($"{value:R}");
        var inside = rule == "rmsprop" ? "0.5" : "0.25";
        foreach (var setting in (string[])[$"{hyperparameter} = {text}", $"{hyperparameter} = {{ x0 = {text} }}", $"[sweep]\nmethod.{hyperparameter} = [{inside}, {text}]", $"[sweep]\nmethod.{hyperparameter} = {{ from = {inside}, to = {text}, count = 3 }}"])
        {
            var error = Assert.Single(ExampleFiles.Errors($"loss = \"x0^2\"\n[parameters]\nx0 = 1.0\n[method]\nrule = \"{rule}\"\n{setting}\n"));
            Assert.Contains(expected, error.Problem, StringComparison.Ordinal);
            Assert.NotEqual("", error.Hint);
        }
    }

    [Theory]
    [InlineData("momentum", "momentum", 1.0)]
    [InlineData("nesterov", "momentum", 1.5)]
    [InlineData("rmsprop", "decay", 1.0)]
    [InlineData("adam", "epsilon", 0.0)]
    [InlineData("adam", "beta2", 0.9999999)]
    [InlineData("gradient_descent", "learning_rate", 0.0)]
    public void What_is_defined_is_allowed_even_if_it_leads_nowhere(string rule, string hyperparameter, double value)
    {
        Assert.NotNull(UpdateRules.Find(rule)!.With(hyperparameter, value));
        var text = FormattableString.Invariant($"{value:R}");
        Assert.Empty(ExampleFiles.Errors($"loss = \"x0^2\"\n[parameters]\nx0 = 1.0\n[method]\nrule = \"{rule}\"\n[sweep]\nmethod.{hyperparameter} = [{text}]\n"));
    }

    [Fact]
    public void The_methods_refuse_what_files_refuse()
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => UpdateRules.GradientDescent(-1));
        Assert.Throws<ArgumentOutOfRangeException>(() => UpdateRules.Adam(beta1: 1));
        Assert.Throws<ArgumentOutOfRangeException>(() => UpdateRules.AdaGrad(double.NaN));
        Assert.Throws<ArgumentOutOfRangeException>(() => UpdateRules.RmsProp(epsilon: double.PositiveInfinity));
        Assert.Equal(1.5, UpdateRules.Momentum(momentum: 1.5).Hyperparameters[1].Default);
    }
}
