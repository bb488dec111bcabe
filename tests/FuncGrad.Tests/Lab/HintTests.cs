using Xunit;

namespace FuncGrad.Tests;

/// <summary>Mistakes that many people make are answered with what they have to write.</summary>
public sealed class HintTests
{
    private const string Rest = "loss = \"sum((X @ w - t)^2)\"\n[parameters]\nw = [1, 2]\n[data]\nX = [[1, 2], [3, 4], [5, 6]]\nt = [1, 2, 3]\n";

    [Theory]
    [InlineData("w = [1, 2]", "w = [1, 2, 3]", "must equal the first of the right side (3)", "Transpose the left side: transpose(left) has the shape (2,3).")]
    [InlineData("w = [1, 2]", "w = [1, 2, 3, 4]", "must equal the first of the right side (4)", "would have to have the shape (2)")]
    [InlineData("w = [1, 2]", "w = [[1, 2]]", "must equal the first of the right side (1)", "Transpose the right side: transpose(right) has the shape (2,1).")]
    [InlineData("loss", "seed = 7\nloss", "'seed' stands outside [sweep]", "seed = [7]")]
    [InlineData("t = [1, 2, 3]", "t = 1,5", "a.toml:6:5: '1,5' is not a number", "decimal point, not a comma: write 1.5.")]
    [InlineData("t = [1, 2, 3]", "t = -0,25e-3 # half\r", "'-0,25e-3' is not a number", "write -0.25e-3.")]
    [InlineData("t = [1, 2, 3]", "t = 1\n[method]\nlearning_rate = \"0,5\"", "the text \"0,5\"", "write 0.5.")]
    [InlineData("t = [1, 2, 3]", "t = [1, 2, 3] 4,5", "not TOML", "key = value")]
    public void A_mistake_in_a_file_has_a_hint(string written, string mistaken, string problem, string hint)
    {
        using var folder = new TemporaryFolder();
        File.WriteAllText(folder["a.toml"], Rest.Replace(written, mistaken, StringComparison.Ordinal));
        var finished = Shell.Run("check", folder["a.toml"]);
        Assert.Equal(2, finished.ExitCode);
        Assert.Contains(problem, finished.Errors, StringComparison.Ordinal);
        Assert.Contains(hint, finished.Errors, StringComparison.Ordinal);
    }

    [Fact]
    public void A_mistyped_command_has_a_hint()
    {
        Assert.Contains("Perhaps you meant `run`.", Shell.Run("runn", "a.toml").Errors, StringComparison.Ordinal);
        Assert.Contains("Perhaps you meant `export`.", Shell.Run("exprot", "o").Errors, StringComparison.Ordinal);
        Assert.DoesNotContain("Perhaps", Shell.Run("xyzzy").Errors, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("sum((w - t)^2)", "w = [1, 2, 3]", "t = [[1], [2], [3]]", "column 8: (3) - (3,1) has the shape (3,3): every element of w meets every element of t.", "t[:,0]")]
    [InlineData("sum((t + 1 - w)^2)", "w = [1, 2, 3]", "t = [[1], [2], [3]]", "every element of t + 1 meets every element of w.", "(t + 1)[:,0] beside w")]
    [InlineData("sum((w - t[:,0])^2)", "w = [1, 2, 3]", "t = [[1], [2], [3]]", null, null)]
    [InlineData("sum((w * t)^2)", "w = [1, 2]", "t = [[1], [2], [3]]", null, null)]
    [InlineData("w^2", "w = 1.0", "t = 1", "a.toml:5:1: 't' of [data] does not occur in the loss.", null)]
    [InlineData("w^2", "w = 1.0\nu = [1, 2]", "", "a.toml:4:1: 'u' of [parameters] does not occur in the loss.", null)]
    [InlineData("log(w)", "w = -3.0", "", "a.toml:1:1: the loss is NaN at the start point", null)]
    [InlineData("log(-3)", "w = -3.0", "", "a.toml:1:1: the loss is NaN at the start point", null)]
    [InlineData("cross_entropy([1, 2] @ w, t)", "w = [[1, 2], [3, 4]]", "t = 0", "cross_entropy takes probabilities, and here it is given scores.", "cross_entropy(softmax(x), t, 0)")]
    [InlineData("cross_entropy(x @ w + b, t)", "w = [[1, 2], [3, 4]]\nb = [0, 1]", "x = [[1, 2]]\nt = [0]", "cross_entropy takes probabilities", "softmax")]
    [InlineData("cross_entropy(softmax([1, 2] @ w), t)", "w = [[1, 2], [3, 4]]", "t = 0", null, null)]
    [InlineData("cross_entropy(log_softmax([1, 2] @ w), t)", "w = [[1, 2], [3, 4]]", "t = 0", "takes the logarithm of probabilities itself", "softmax in place of log_softmax")]
    [InlineData("binary_cross_entropy(sigmoid(w), t)", "w = 1.0", "t = 1", "binary_cross_entropy takes scores", "Leave the sigmoid out.")]
    [InlineData("sqrt(w)", "w = 0.0", "", "the gradient is not finite at the start point", null)]
    public void What_is_allowed_but_hardly_meant_is_noticed_by_check_and_by_run(string loss, string parameters, string data, string? notice, string? hint)
    {
        using var folder = new TemporaryFolder();
        File.WriteAllText(folder["a.toml"], $"loss = \"{loss}\"\n[parameters]\n{parameters}\n{(data.Length > 0 ? $"[data]\n{data}\n" : "")}");
        foreach (var command in (string[][])[["check", folder["a.toml"]], ["run", folder["a.toml"], "--set", "method.steps=0", "-o", folder["out"]]])
        {
            var finished = Shell.Run(command);
            Assert.Equal(0, finished.ExitCode);
            if (notice is null) Assert.Equal("", finished.Errors);
            else Assert.Equal(2, finished.Errors.Split(notice).Length);
            Assert.Contains(hint ?? "", finished.Errors, StringComparison.Ordinal);
        }
    }

    [Theory]
    [InlineData("x = 1.0", "seed = [1, 2]", "'seed' is swept, but nothing is drawn from it")]
    [InlineData("x = { shape = [], normal = { mean = 0.0, std = 1.0 } }", "seed = [1, 2]", null)]
    [InlineData("x = 1.0", "method.h = [1e-3, 1e-4]", "'method.h' is swept, but the gradient is exact")]
    [InlineData("x = 1.0", "parameters.x = [-1.0, 1.0]", "the loss is NaN at the start point of trial 0")]
    [InlineData("x = 1.0", "parameters.x = [1.0, -1.0]", null)]
    public void A_sweep_without_effect_or_from_nowhere_is_noticed(string parameter, string axis, string? notice)
    {
        using var folder = new TemporaryFolder();
        File.WriteAllText(folder["a.toml"], $"loss = \"sqrt(abs(x)) + log(x + 0.5)\"\n[parameters]\n{parameter}\n[method]\nsteps = 0\n[sweep]\n{axis}\n");
        var finished = Shell.Run("run", folder["a.toml"], "-o", folder["out"]);
        Assert.Equal(0, finished.ExitCode);
        if (notice is not null) Assert.Contains($"notice: {folder["a.toml"]}:", finished.Errors, StringComparison.Ordinal);
        if (axis.StartsWith("seed", StringComparison.Ordinal) && notice is null) Assert.DoesNotContain("swept", finished.Errors, StringComparison.Ordinal);
        else if (notice is null) Assert.Equal("", finished.Errors);
        else Assert.Contains(notice, finished.Errors, StringComparison.Ordinal);
    }

    [Fact]
    public void A_misspelt_list_of_columns_is_known() =>
        Assert.Equal("Perhaps you meant `columns`.", Assert.Single(ExampleFiles.Errors("loss = \"x^2\"\n[parameters]\nx = 1.0\n[log]\ncolums = [\"loss\"]\n")).Hint);

    private const string Bowl = "loss = \"x^2\"\n[parameters]\nx = 1.0\n";

    [Theory]
    [InlineData("[method]\nlr = 0.1", "5:1", "`learning_rate`")]
    [InlineData("[method]\nstep-size = 0.1", "5:1", "`learning_rate`")]
    [InlineData("[method]\neps = 1e-8", "5:1", "`epsilon`, which belongs to: adagrad")]
    [InlineData("[method]\nrule = \"adam\"\neps = 1e-8", "6:1", "meant `epsilon`.")]
    [InlineData("[method]\nrule = \"adam\"\nbetas = [0.9, 0.999]", "6:1", "beta1 = 0.9 and beta2")]
    [InlineData("[method]\nbatch_size = 32", "5:1", "[batch]")]
    [InlineData("[method]\nepochs = 10", "5:1", "write steps")]
    [InlineData("[method]\nmax_iter = 10", "5:1", "`steps`")]
    [InlineData("[method]\nrule = \"SGD\"", "5:8", "`gradient_descent`")]
    [InlineData("[method]\nrule = \"RMSProp\"", "5:8", "`rmsprop`")]
    [InlineData("[method]\nprecision = \"float32\"", "5:13", "`float`")]
    [InlineData("[method]\ndirection = \"max\"", "5:13", "`maximise`")]
    [InlineData("[method]\ngradient = \"numerical\"", "5:12", "`central_difference`")]
    [InlineData("[method]\nlearning_rate = [0.1, 0.2]", "5:17", "below [sweep]: method.learning_rate = [")]
    [InlineData("[method]\nrule = [\"adam\", \"momentum\"]", "5:8", "below [sweep]: method.rule = [\"")]
    [InlineData("[method]\nsteps = { from = 1, to = 10, count = 10 }", "5:9", "below [sweep]: method.steps = {")]
    [InlineData("[method]\nrule = adam", "5:8", "rule = \"adam\".")]
    [InlineData("[sweep]\nmethod.lr = [0.1, 0.2]", "5:1", "`method.learning_rate`")]
    [InlineData("[sweep]\nmethod.eps = [1e-8]", "5:1", "`method.epsilon`, which belongs to")]
    [InlineData("[sweep]\nlr = [0.1]", "5:1", "`method.learning_rate`")]
    [InlineData("[sweep]\nmethod.rule = [adam, momentum]", "5:15", "[\"adam\", \"momentum\"]")]
    [InlineData("[sweep]\nmethod.learning_rate = { start = 0.1, to = 1.0, count = 3 }", "5:26", "`from`")]
    [InlineData("[sweep]\nmethod.learning_rate = { from = 0.1, to = 1.0 }\nsample = { n = 3, by = \"sobol\" }", "6:12", "`count`")]
    [InlineData("[stop]\ntol = 1e-6", "5:1", "`gradient_norm`")]
    [InlineData("[optimizer]\nname = \"adam\"", "4:1", "`method`")]
    [InlineData("[log]\ncolumns = [\"lr\"]", "5:12", "`learning_rate`")]
    [InlineData("y = 1/3", "4:5", "write y = 0.3333333333333333.")]
    [InlineData("y = -pi/2 # a quarter", "4:5", "write y = -1.5707963267948966.")]
    [InlineData("y = [1/2, 2^0.5]", "4:5", "write y = [0.5, 1.4142135623730951].")]
    public void A_word_of_another_system_is_one_mistake_with_its_name_here(string lines, string place, string hint)
    {
        var error = Assert.Single(ExampleFiles.Errors(Bowl + lines + "\n"));
        Assert.Equal($"a.toml:{place}", error.Location);
        Assert.Contains(hint, error.Hint, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("loss = \"a*x^2 + b*y + c\"\n[method]\nlearning_rate = { x = 0.1 }\n[sweep]\nparameters.x = [1.0]\n", "[parameters] is missing", "a = 1.0, x = 1.0, b = 1.0, y = 1.0 ...")]
    [InlineData("loss = \"a*x^2\"\n[params]\na = 1.0\nx = 2.0\n", "'params'", "`parameters`")]
    [InlineData("loss = \"x^2\"\nlearning_rate = 0.1\n[parameters]\nx = 1.0\n", "'learning_rate'", "below [method]")]
    [InlineData("loss = x^2\n[parameters]\nx = 1.0\n", "'x^2'", "loss = \"x^2\".")]
    [InlineData("# Title\n\nSome *words* about it.\nMore words, and `code`.\n- a list\n- of things\n\n    funcgrad run x.toml\n", "not an experiment file", "TOML")]
    public void What_has_one_cause_is_one_mistake(string text, string problem, string hint)
    {
        var error = Assert.Single(ExampleFiles.Errors(text));
        Assert.Contains(problem, error.Problem, StringComparison.Ordinal);
        Assert.Contains(hint, error.Hint, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("method.rule=adam")]
    [InlineData("sweep.method.rule=[adam, momentum]")]
    [InlineData("parameters.x={shape=[], normal={mean=0.0, std=1.0}}")]
    [InlineData("sweep={method.learning_rate={from=0.1, to=1.0, scale=log}, sample={count=4, by=sobol}}")]
    public void Quotation_marks_that_a_command_line_has_eaten_may_be_missing_anywhere(string setting) => Assert.Empty(ExampleFiles.Errors(Bowl, setting));

    [Fact]
    public void A_path_that_leads_to_no_experiment_is_answered_with_one_that_does()
    {
        using var folder = new TemporaryFolder();
        Directory.CreateDirectory(folder["experiments"]);
        foreach (var name in (string[])["bowl.toml", "experiments/ravine.toml", "notes.md", "table.csv"]) File.WriteAllText(folder[name], Bowl);
        foreach (var (path, hint) in ((string, string)[])[("bowl", "bowl.toml."), ("bowel.toml", "bowl.toml."), ("ravine", "experiments/ravine.toml."), ("ravine.toml", "experiments/ravine.toml."), ("notes.md", "Markdown"), ("table.csv", "bowl.toml")])
        {
            var finished = Shell.Run("run", folder[path]);
            Assert.Equal((2, ""), (finished.ExitCode, finished.Output));
            Assert.Contains(hint, finished.Errors, StringComparison.Ordinal);
        }
        Assert.Contains("bowl.toml", Shell.Run("show", folder["bowl"]).Errors, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("--shard 1/10000000000", "10000000000 shards are too many: N is at most 2,147,483,647")]
    [InlineData("--shard 0/2", "1 <= I <= N")]
    [InlineData("--lr 0.1", "--set method.learning_rate=VALUE")]
    [InlineData("--max-iter=5", "--set method.steps=VALUE")]
    [InlineData("--outptu x", "`--output`")]
    public void An_option_that_is_none_has_a_hint(string options, string hint)
    {
        var finished = Shell.Run(["run", ExperimentRuns.PathOf("ascent"), .. options.Split(' ')]);
        Assert.Equal((2, ""), (finished.ExitCode, finished.Output));
        Assert.Contains(hint, finished.Errors, StringComparison.Ordinal);
    }
}
