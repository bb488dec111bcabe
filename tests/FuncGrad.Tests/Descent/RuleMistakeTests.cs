using Xunit;

namespace FuncGrad.Tests.Descents;

/// <summary>A rule of one's own that does not keep what it declares is told so before anything is computed, with rule, slot and shape.</summary>
public sealed class RuleMistakeTests
{
    private static readonly Expr X = Expr.Symbol("x", Shape.Of(3));
    private static readonly Loss Loss = Loss.Of(Expr.Sum(X * X), X);

    private static UpdateRule Rule(Func<UpdateArguments, Update> apply, Slot[]? slots = null, params Hyperparameter[] hyperparameters) => new("mine", "x = ...", hyperparameters, slots ?? [], apply);

    private static Hyperparameter Number(string name, double standard = 0.5) => new(name, standard, 0, 1, "a number");

    public static TheoryData<string, UpdateRule, string[]> Mistakes => new()
    {
        { "a slot of another shape", Rule(a => new(-a.Gradient, Expr.Sum(a["v"])), [new("v")]), ["slot 'v'", "content of shape ()", "(3)"] },
        { "a slot that is too large", Rule(a => new(-a.Gradient, Expr.Concatenate(0, a["v"], a["v"])), [new("v")]), ["slot 'v'", "(6)", "(3)"] },
        { "a shared slot that is an array", Rule(a => new(-a.Gradient, a.Gradient), [new("v", IsShared: true)]), ["slot 'v'", "(3)", "single number"] },
        { "too few slots", Rule(a => new(-a.Gradient), [new("v")]), ["declares 1 slots (v)", "for 0"] },
        { "too many slots", Rule(a => new(-a.Gradient, a.Gradient)), ["declares 0 slots", "for 1"] },
        { "a change of another shape", Rule(a => new(-Expr.Concatenate(0, a.Gradient, a.Gradient))), ["change of shape (6)", "(3)"] },
        { "a free symbol", Rule(a => new(-a.Gradient * Expr.Symbol("eta"))), ["symbol 'eta'"] },
        { "two hyperparameters of one name", Rule(a => new(-a.Gradient), null, Number("rate"), Number("rate")), ["two hyperparameters", "'rate'"] },
        { "two slots of one name", Rule(a => new(-a.Gradient, a["v"], a["v"]), [new("v"), new("v")]), ["two slots", "'v'"] },
        { "a slot named like a hyperparameter", Rule(a => new(-a.Gradient, a["v"]), [new("v")], Number("v")), ["a slot and a hyperparameter called 'v'"] },
        { "a hyperparameter called h", Rule(a => new(-a["h"] * a.Gradient), null, Number("h")), ["'h'", "setting of every method"] },
        { "a hyperparameter called iteration", Rule(a => new(-a["iteration"] * a.Gradient), null, Number("iteration")), ["'iteration'", "setting of every method"] },
        { "a name that is none", Rule(a => new(-a.Gradient), null, Number("learning rate")), ["'learning rate'", "not a name"] },
        { "a default out of its range", Rule(a => new(-a.Gradient), null, Number("rate", 2)), ["default 2", "'rate'", "0 to 1"] },
        { "NaN to begin with", Rule(a => new(-a.Gradient, a["v"]), [new("v", double.NaN)]), ["slot 'v'", "NaN"] },
        { "no update", Rule(_ => null!), ["null instead of an update"] },
        { "no change", Rule(_ => new(null!)), ["no change"] },
        { "a slot that is null", Rule(a => new(-a.Gradient, [null!]), [new("v")]), ["null for slot 'v'"] },
        { "a name that the rule does not declare", Rule(a => new(-a["rate"] * a.Gradient)), ["'rate'"] },
    };

    [Theory, MemberData(nameof(Mistakes))]
    public void Is_told_when_the_rule_meets_a_loss(string what, UpdateRule rule, string[] words)
    {
        var error = Record.Exception(() => new Descent(Loss, rule));
        Assert.True(error is ArgumentException or KeyNotFoundException, $"{what}: {error?.GetType().Name ?? "nothing"}");
        if (error is ArgumentException) Assert.Contains("'mine'", error.Message, StringComparison.Ordinal);
        Assert.All(words, word => Assert.Contains(word, error!.Message, StringComparison.Ordinal));
        var experiment = ExampleFiles.Experiment("loss = \"sum(x^2)\"\n[parameters]\nx = [1.0, 2.0, 3.0]\n");
        Assert.Equal(error!.Message, Record.Exception(() => new Batch(experiment with { Method = experiment.Method with { Rule = rule } }).Run(0, 1, () => 100))?.Message);
    }

    [Fact]
    public void Rules_of_the_catalogue_and_rules_that_broadcast_keep_what_they_declare()
    {
        foreach (var rule in UpdateRules.All.Where(rule => rule.Text is not { Update.Count: 0 })) Assert.NotNull(new Descent(Loss, rule));
        Assert.Equal(2.5, new Descent(Loss, Rule(_ => new(Expr.Constant(-0.5)))).Fold(1, 3, 3, 3)[2]);
    }
}
