using Xunit;
using static FuncGrad.Tests.ExampleFiles;

namespace FuncGrad.Tests;

/// <summary>The table [define]: a loss in parts means what it means in one, and mistakes are told where they stand.</summary>
public sealed class DefineTests
{
    private const string Arrays = """
        [parameters]
        W1 = { shape = [2, 3], normal = {} }
        b1 = [0.1, 0.2, 0.3]
        W2 = { shape = [3, 2], normal = {} }
        b2 = [0.0, 0.0]
        [data]
        X = [[1, 2], [3, 4], [0, 1]]
        t = [0, 1, 1]
        [method]
        steps = 3
        """;

    private const string InParts = $"""
        loss = "cross_entropy(p, t, ε)"
        {Arrays}
        [define]
        p = "softmax(h)"
        "net(x)" = "layer(tanh(layer(x, W1, b1)), W2, b2)"
        "layer(x, W, b)" = "x @ W + b"
        h = "net(X)"
        "ε" = 1e-9
        unused = "sum(X)"
        "unused2(x, y)" = "x @ y"
        """;

    private const string InOne = $"loss = \"cross_entropy(softmax(tanh(X @ W1 + b1) @ W2 + b2), t, 1e-9)\"\n{Arrays}";

    [Fact]
    public void A_loss_in_parts_is_the_loss_in_one()
    {
        var (parts, one) = (Experiment(InParts), Experiment(InOne));
        Assert.Same(one.Value, parts.Value);
        Assert.Equal(["p", "net(x)", "layer(x, W, b)", "h", "ε", "unused", "unused2(x, y)"], parts.Definitions.Select(definition => definition.Head).ToArray());
    }

    [Fact]
    public void The_id_of_a_trial_follows_what_is_computed_and_not_how_it_is_divided()
    {
        string Id(string text) => new Trials(Experiment(text))[0].Id;
        var id = Id(InParts);
        Assert.Equal(id, Id(InParts.Replace("net(", "network(", StringComparison.Ordinal).Replace("sum(X)", "prod(X)", StringComparison.Ordinal)));
        Assert.Equal(id, Id(InParts.Replace("cross_entropy(p,", "cross_entropy(softmax( h ),", StringComparison.Ordinal)));
        Assert.NotEqual(id, Id(InParts.Replace("tanh", "sigmoid", StringComparison.Ordinal)));
        Assert.NotEqual(id, Id(InParts.Replace("1e-9", "1e-8", StringComparison.Ordinal)));
        Assert.Equal(Id(InOne), Id(InOne + "\n[define]\nunused = \"sum(X)\"\n"));
    }

    /// <summary>Lines behind the arrays, and each mistake as line:column with a part of what is told.</summary>
    [Theory]
    [InlineData("h = \"X @ W2 + wieght\"", "13:8 is not defined", "13:15 The name `wieght`")]
    [InlineData("\"net(x)\" = \"tanh(x @ W1 +)\"\nh = \"net(X)\"", "13:26 where a value was expected")]
    [InlineData("h = \"sum(net(W1))\"\n\"net(x)\" = \"x @ W1\"", "14:15 in net(x) with x of shape (2,3)")]
    [InlineData("a = \"b\"\nb = \"\"\"1 +\n  c\"\"\"\nc = \"2*a\"", "16:8 'a' is defined by itself: a → b → c → a")]
    [InlineData("h = [1, 2]", "13:5 Arrays of numbers stand in [data]")]
    [InlineData("h = true", "13:5 must be a formula in quotes")]
    [InlineData("net.x = \"2*x\"", "13:1 must be a formula in quotes")]
    [InlineData("X = \"W1\"", "13:1 also the name of a parameter or of data")]
    [InlineData("softmax = \"W1\"", "13:1 is a function of the formula language")]
    [InlineData("loss = \"sum(W1)\"", "13:1 'loss' is what a step knows")]
    [InlineData("\"f(x)\" = \"x\"\n\"f(x, y)\" = \"x + y\"", "14:1 'f' is defined twice: also as f(x) at a.toml:13:1")]
    [InlineData("h = \"sum(X\"\nk = \"h + 1\"\n\"q()\" = \"1\"", "13:6 is not closed", "15:1 has no arguments")]
    public void Mistakes_are_told_at_their_places(string lines, params string[] mistakes)
    {
        var errors = Errors($"loss = \"sum((X @ W1)^2)\"\n{Arrays}\n[define]\n{lines}\n".Replace("\r", "", StringComparison.Ordinal));
        Assert.Equal(mistakes.Select(mistake => $"a.toml:{mistake.Split(' ', 2)[0]}"), errors.Select(error => error.Location));
        Assert.All(Enumerable.Range(0, errors.Length), i => Assert.Contains(mistakes[i].Split(' ', 2)[1], $"{errors[i].Problem} {errors[i].Hint}", StringComparison.Ordinal));
    }

    [Fact]
    public void What_depends_on_a_mistake_is_not_told_as_another() => Assert.Equal(
        ["a.toml:4:5", "a.toml:6:5", "a.toml:7:10"],
        Errors("loss = \"h + sum(W @ V) + f(W) + k\"\n[parameters]\nW = [1, 2]\nV = { shape = [-2] }\n[define]\nh = true\nk = \"sum(wide) + h\"\n\"f(x)\" = \"sum(V*x)\"\ng = \"k\"")
            .Select(error => error.Location));

    [Fact]
    public void A_mistake_of_a_loss_in_a_file_without_parameters_is_the_missing_parameters() =>
        Assert.Equal("[parameters] is missing: nothing would be learned.", Assert.Single(Errors("loss = \"h\"\n[define]\nh = \"x^2\"")).Problem);

    [Fact]
    public void Definitions_are_set_and_their_order_is_no_other_experiment()
    {
        var doubled = Experiment("loss = \"f(x)\"\nparameters.x = 1\ndefine.\"f(y)\" = \"y^2\"", "define.f(y)=2*y^2");
        Assert.Equal("2 * x^2", Formula.Print(doubled.Value));
        Assert.Equal(
            ExperimentMeaning.Lines("loss=\"a\"\nparameters.x=1\ndefine.a=\"b\"\ndefine.b=\"x\"", []),
            ExperimentMeaning.Lines("loss=\"a\"\nparameters.x=1\ndefine.b=\"x\"\ndefine.a=\"b\"", []));
    }
}
