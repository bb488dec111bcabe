using Xunit;

namespace FuncGrad.Tests.Experiments;

/// <summary>Mistakes of rules, chains and schedules in a file: each is told with its line, what was found and what would be right.</summary>
public sealed class MethodMistakeTests
{
    private const string Frame = "loss = \"sum(x^2)\"\n[parameters]\nx = [1.0, 2.0]\n";

    private const string Own = "[method]\nrule = \"mine\"\n[rule.mine]\n";

    [Theory]
    [InlineData(7, Own + "update = [\"x = x - rate*g\"]", "`rate` is not known")]
    [InlineData(8, Own + "slots = { v = 0.0 }\nupdate = [\"v = v - g\", \"x = x + 2*w\"]", "`w` is not known")]
    [InlineData(7, Own + "update = [\"x - g\"]", "An assignment was expected")]
    [InlineData(7, Own + "update = [\"t = 3\", \"x = x - g\"]", "`t` is known to every rule")]
    [InlineData(8, Own + "hyperparameters = { a = 1.0 }\nupdate = [\"a = 2\", \"x = x - g\"]", "`a` is a hyperparameter")]
    [InlineData(7, Own + "update = \"x = x - g\"", "must be an array of assignments")]
    [InlineData(7, Own + "update = \"x = x - g\"\nmatrix_update = [\"x = x - g\"]", "must be an array of assignments")]
    [InlineData(7, Own + "updat = [\"x = x - g\"]", "has no part 'updat'")]
    [InlineData(6, Own + "title = \"nothing\"", "has no update")]
    [InlineData(8, Own + "hyperparameters = { a = 1.0 }\nslots = { a = 0.0 }\nupdate = [\"x = x - g\"]", "'a' is a hyperparameter already")]
    [InlineData(7, Own + "hyperparameters = { steps = 1.0 }\nupdate = [\"x = x - g\"]", "'steps' is known to every rule")]
    [InlineData(7, Own + "hyperparameters = { a = { default = 2.0, from = 0.0, to = 1.0 } }\nupdate = [\"x = x - a*g\"]", "not in its range")]
    [InlineData(7, Own + "hyperparameters = { a = { from = 0.0, to = 1.0 } }\nupdate = [\"x = x - a*g\"]", "has no default")]
    [InlineData(7, Own + "slots = { v = \"y\" }\nupdate = [\"x = x - v\"]", "`y` is not known")]
    [InlineData(7, Own + "slots = { v = { initial = \"x\", shared = true } }\nupdate = [\"x = x - v\"]", "v is shared, but begins with an array")]
    [InlineData(7, Own + "update = [\"x = x - whole(g)\"]", "sums a single number over all parameters")]
    [InlineData(7, Own + "update = [\"x = x - gradient([1, 2, 3])\"]", "takes a point of x's shape")]
    [InlineData(7, Own + "update = [\"x = [1, 2, 3]\"]", "x becomes an array of shape (3)")]
    [InlineData(8, Own + "slots = { v = 0.0 }\nupdate = [\"v = [1, 2, 3]\", \"x = x - g\"]", "slot v becomes an array")]
    [InlineData(7, Own + "update = [\"x = x - (g\"]", "is not closed")]
    [InlineData(5, "[method]\nchain = [\"adma\"]", "which is not a rule")]
    [InlineData(5, "[method]\nrule = \"adam\"\nchain = [\"sign\", \"adam\"]", "has a rule and a chain")]
    [InlineData(5, "[method]\nchain = \"adam\"", "must be an array of names")]
    [InlineData(6, "[method]\nchain = [\"sign\", \"adam\"]\nadam = { learning_rat = 0.1 }", "learning_rat")]
    [InlineData(5, "[method]\nlearning_rate = { schedule = \"cosin\", to = 0.1 }", "which is not a schedule")]
    [InlineData(5, "[method]\nlearning_rate = { schedule = \"cosine\", too = 0.1 }", "too")]
    [InlineData(5, "[method]\nlearning_rate = { schedule = \"step\", factor = -1.0 }", "method.learning_rate.factor")]
    [InlineData(5, "[method]\nlearning_rate = \"0.1*0.9^stp\"", "`stp` is not known")]
    [InlineData(5, "[method]\nlearning_rate = \"0.1*\"", "where a value was expected")]
    [InlineData(5, "[method]\nlearning_rate = \"[0.1, 0.2]\"", "must be one number")]
    [InlineData(5, "[method]\nrule = \"muon\"", "for matrices")]
    [InlineData(5, "[method]\nrule = \"shampoo\"", "for matrices")]
    [InlineData(7, Own + "update = [\"x = x - dropout(g, 0.5)\"]", "nothing in a rule")]
    [InlineData(5, "[method]\nlearning_rate = \"dropout(0.1, 0.5)\"", "nothing in a schedule")]
    [InlineData(6, "[method]\nrule = \"adam\"\nbeta1 = { schedule = \"linear\", from = 0.9, to = 1.5 }", "from 0 to below 1")]
    [InlineData(5, "[method]\nlearning_rate = { schedule = \"cosine\", from = -0.1 }", "method.learning_rate.from")]
    [InlineData(6, "[method]\nchain = [\"adam\"]\nlearning_rate = 0.1", "belongs to no link of the chain")]
    [InlineData(6, "[stop]\n[sweep]\nstop.when = [\"loss < 1\", \"los < 2\"]", "`los` is not known")]
    [InlineData(6, "[stop]\n[sweep]\nstop.when = [\"x < 1\"]", "must be a single number")]
    [InlineData(6, "[stop]\n[sweep]\nstop.when = [1.0]", "must be a formula in quotes")]
    [InlineData(6, "[stop]\n[sweep]\nstop.when = { from = 0.0, to = 1.0, count = 3 }", "has no range")]
    public void Is_told_with_its_line(int line, string part, string words)
    {
        var errors = ExampleFiles.Errors(Frame + part);
        var error = Assert.Single(errors);
        Assert.Contains(words, error.Problem, StringComparison.Ordinal);
        Assert.Contains($":{line}:", error.Location, StringComparison.Ordinal);
    }

    [Fact]
    public void A_shared_slot_that_is_other_for_each_parameter_is_told_where_the_rule_stands()
    {
        var error = Assert.Single(ExampleFiles.Errors("loss = \"x^2 + y^2\"\n[parameters]\nx = 1.0\ny = 2.0\n" + Own + "slots = { a = { initial = 0.0, shared = true } }\nupdate = [\"a = g\", \"x = x - g\"]\n"));
        Assert.Contains("shares slot 'a' between all parameters", error.Problem, StringComparison.Ordinal);
        Assert.Contains(":7:", error.Location, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("learning_rate = { from = 0.1, to = 0.001 }", "schedule = \"cosine\"")]
    [InlineData("chain = [\"adam\"]\nlearning_rate = 0.1", "adam = { learning_rate = ... }")]
    [InlineData("learning_rate = { schedule = \"cosine\", from = 0.1 }\n[sweep]\nmethod.learning_rate = [0.1]", "`method.learning_rate.from`")]
    [InlineData("steps = 2\n[observe]\na = \"normal()\"", "Random numbers are drawn in [parameters]")]
    public void A_hint_says_what_to_write(string method, string hint) => Assert.Contains(ExampleFiles.Errors($"{Frame}[method]\n{method}\n"), error => error.Hint.Contains(hint, StringComparison.Ordinal));

    [Fact]
    public void All_are_told_at_once_where_they_stand()
    {
        var errors = ExampleFiles.Errors(Frame + Own + "hyperparameters = { a = { default = 3.0, to = 1.0 } }\nslots = { v = \"q\" }\nupdate = [\"x = x - b*g\", \"y\", \"x = x + v*c\"]\n");
        Assert.Equal([7, 8, 9, 9, 9], errors.Select(error => int.Parse(error.Location.Split(':')[^2], System.Globalization.CultureInfo.InvariantCulture)));
    }

    [Fact]
    public void A_shape_that_is_not_kept_is_told_of_each_slot_at_the_assignment()
    {
        var errors = ExampleFiles.Errors(Frame + Own + "slots = { v = 0.0, w = { initial = 1.0, shared = true } }\nupdate = [\n  \"w = v + g\",\n  \"x = [1, 2, 3]\",\n  \"v = [1, 2, 3]\",\n]\n");
        Assert.Equal([":9:", ":10:", ":11:"], errors.Select(error => $":{error.Location.Split(':')[^2]}:").OrderBy(line => line.Length));
        Assert.Contains(errors, error => error.Hint.Contains("A shared slot is one number", StringComparison.Ordinal));
    }

    [Fact]
    public void A_mistake_of_a_schedule_hides_no_other_setting_of_its_link()
    {
        var errors = ExampleFiles.Errors(Frame + "[method]\nchain = [\"mine\"]\nmine = { lr = 1.0, learning_rate = { schedule = \"cosin\" } }\n[rule.mine]\nhyperparameters = { learning_rate = 0.1 }\nupdate = [\"x = x - learning_rate*g\"]\n");
        Assert.Equal(2, errors.Length);
        Assert.Contains(errors, error => error.Problem.Contains("'mine.lr'", StringComparison.Ordinal));
        Assert.Contains(errors, error => error.Hint.Contains("`cosine`", StringComparison.Ordinal));
    }

    [Fact]
    public void A_second_gradient_is_refused_where_gradients_come_from_outside()
    {
        var text = "loss = \"sum(x^2)\"\n[parameters]\nx = { shape = [300], fill = 1.0 }\n[method]\nrule = \"sam\"\ngradient = \"central_difference\"\n";
        Assert.Contains("second point", Assert.Single(ExampleFiles.Errors(text)).Problem, StringComparison.Ordinal);
        Assert.Empty(ExampleFiles.Errors(text.Replace("300", "200", StringComparison.Ordinal)));
        Assert.Throws<ArgumentException>(() => new Descent(Loss.BlackBox(x => x[0] * x[0], 1), UpdateRules.Find("sam")!).Fold(1, 1));
    }
}
