using System.Text.RegularExpressions;
using Xunit;

namespace FuncGrad.Tests.Descents;

/// <summary>What holds for every rule of the table; a new rule is tested without a new test.</summary>
public sealed partial class UpdateRuleTests
{
    private static readonly Loss Bowl = Loss.Of(x => Expr.Pow(x[0] - 1, 2) + (3 * Expr.Pow(x[1] + 2, 2)), 2);
    private static readonly Loss Dome = Loss.Of(x => -(Expr.Pow(x[0] - 1, 2) + (3 * Expr.Pow(x[1] + 2, 2))), 2);

    public static TheoryData<string> Names => [.. UpdateRules.All.Select(rule => rule.Name)];

    /// <summary>Rules that take a vector, which those for matrices alone do not.</summary>
    public static TheoryData<string> OfVectors => [.. UpdateRules.All.Where(rule => rule.Text is not { Update.Count: 0 }).Select(rule => rule.Name)];

    /// <summary>Rules that move each element by itself along its gradient.</summary>
    public static TheoryData<string> Elementwise => ["gradient_descent", "momentum", "nesterov", "book_nesterov", "adagrad", "rmsprop", "adam", "book_adam", "adamax", "nadam", "adabelief", "yogi"];

    private static Rule Rule(string name) => UpdateRules.Find(name)!;

    [Theory, MemberData(nameof(Names))]
    public void A_rule_has_one_name_in_snake_case_a_formula_and_sensible_defaults(string name)
    {
        var rule = Rule(name);
        Assert.Single(UpdateRules.All, other => other.Name == name);
        Assert.Matches(SnakeCase(), name);
        Assert.NotEmpty(rule.Formula);
        Assert.All(rule.Hyperparameters, h => Assert.Matches(SnakeCase(), h.Name));
        Assert.All(rule.Hyperparameters, h => Assert.True(h.Allows(h.Default), h.Name));
    }

    [Theory, MemberData(nameof(Elementwise))]
    public void A_rule_finds_the_bottom_of_a_bowl(string name)
    {
        var scalesItself = Rule(name).Hyperparameters.Any(h => h.Name == "epsilon");
        var run = new Descent(Bowl, Rule(name).With("learning_rate", scalesItself ? 0.5 : 0.02)).Run(4000, 3, 1);
        Assert.True(run.BestLoss < 0.1, run.Note);
    }

    [Theory, MemberData(nameof(OfVectors))]
    public void Ascent_of_a_loss_is_descent_of_its_negative_bit_for_bit(string name)
    {
        var down = new Descent(Bowl, Rule(name)).Scan(3, 1).ElementAt(40);
        var up = new Descent(Dome, new Method(Rule(name), Direction: Direction.Maximise)).Scan(3, 1).ElementAt(40);
        Assert.Equal((down[0], down[1], down.Loss, down.GradientNorm), (up[0], up[1], -up.Loss, up.GradientNorm));
    }

    [Theory, MemberData(nameof(Elementwise))]
    public void A_learning_rate_of_zero_stands_still(string name)
    {
        var step = new Descent(Bowl, Rule(name).With("learning_rate", 0)).Scan(3, 1).ElementAt(10);
        Assert.Equal((3.0, 1.0), (step[0], step[1]));
    }

    [Theory, MemberData(nameof(Elementwise))]
    public void A_vector_moves_as_its_elements_would_alone(string name)
    {
        var (x, y) = (Expr.Symbol("x"), Expr.Symbol("y"));
        var apart = Loss.Of(Expr.Pow(x - 1, 2) + (3 * Expr.Pow(y + 2, 2)), x, y);
        var (one, two) = (new Descent(Bowl, Rule(name)).Scan(3, 1).ElementAt(30), new Descent(apart, Rule(name)).Scan(3, 1).ElementAt(30));
        Assert.Equal((one[0], one[1]), (two[0], two[1]));
    }

    [Theory, MemberData(nameof(Elementwise))]
    public void A_hyperparameter_can_differ_between_parameters(string name)
    {
        var (x, y) = (Expr.Symbol("x"), Expr.Symbol("y"));
        var loss = Loss.Of(Expr.Pow(x - 1, 2) + Expr.Pow(y + 2, 2), x, y);
        var rule = Rule(name);
        var varying = new Varying(new HashSet<string> { "learning_rate" }, new HashSet<string>());
        var lockstep = new Lockstep(loss, new Method(rule), Stopping.Never, varying, new Row(loss.Parameters, []), Kernels.For(new Method(rule), 0, 1), Kernels.ForLooks(new Method(rule), 0, 1));
        var inputs = rule.Hyperparameters.Where(h => h.Name != "learning_rate").ToDictionary(h => $"method.{h.Name}", h => new[] { h.Default });
        (inputs["method.learning_rate.x"], inputs["method.learning_rate.y"]) = ([0.01], [0.002]);
        var block = new LaneBlock { Lanes = 1, Steps = 20, Start = [[3], [1]], Inputs = inputs, Tolerance = [Tolerance.Standard], Every = 0 };
        var progress = lockstep.Start(block);
        lockstep.Continue(block, progress, 20, null);
        double Alone(double rate, int element) => new Descent(loss, rule.With("learning_rate", rate)).Scan(3, 1).ElementAt(20)[element];
        Assert.Equal([Alone(0.01, 0), Alone(0.002, 1)], lockstep.Results(block, progress)[0].Parameters);
    }

    [Fact]
    public void An_unknown_hyperparameter_is_named_with_those_that_exist()
    {
        var error = Assert.Throws<ArgumentException>(() => UpdateRules.Adam().With("momentum", 0.9));
        Assert.Contains("learning_rate, beta1, beta2, epsilon", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_rule_of_ones_own_is_a_value()
    {
        var signs = new UpdateRule("sign_descent", "x = x - learning_rate*sign(g)", [new Hyperparameter("learning_rate", 0.25, 0, 1, "step")], [],
            a => new Update(-(a["learning_rate"] * Expr.SignOf(a.Gradient))));
        var last = new Descent(Bowl, signs).Scan(3, 1).ElementAt(8);
        Assert.Equal((1.0, -1.0), (last[0], last[1]));
    }

    [GeneratedRegex("^[a-z][a-z0-9]*(_[a-z0-9]+)*$")]
    private static partial Regex SnakeCase();
}
