using LanguageExt;
using Xunit;
using static FuncGrad.Tests.ExampleFiles;

namespace FuncGrad.Tests;

public sealed class ExperimentParserTests
{
    [Fact]
    public void A_file_with_every_form_is_read_whole()
    {
        var e = Experiment(Whole);
        Assert.Equal("The learning rate decides", e.Title);
        Assert.Equal("x0^2 + x1^2", e.Formula);
        Assert.Equal(["x0", "x1", "W", "V", "U", "Z", "K"], e.Parameters.AsEnumerable().Select(p => p.Name));
        Assert.Equal(["()", "()", "(2,3)", "(16,1)", "(4)", "(4)", "(2,2)"], e.Parameters.AsEnumerable().Select(p => p.Source.Shape.ToString()));
        Assert.Equal(new ArraySource.Normal(Shape.Of(16, 1), 0, 1), e.Parameters[3].Source);
        Assert.Equal(new ArraySource.Uniform(Shape.Of(4), -1, 1), e.Parameters[4].Source);
        Assert.Equal(new ArraySource.FromFile("k.csv", Tensor.Matrix(new double[,] { { 1, 2 }, { 3, 4 } })), e.Parameters[6].Source);
        Assert.Equal(Tensor.Vector(0, 0, 1), e.Data[1].Source.Values(0, ""));
        Assert.Equal("momentum", e.Method.Rule.Name);
        var momentum = e.Method.Rule.Hyperparameters[1];
        Assert.Equal([0.5, 0.25, 0.9], new[] { "W", "V", "x0" }.Select(parameter => e.Method.Hyperparameter(momentum, parameter)));
        Assert.Equal(new Stopping(1e-8, 1e-6, 1e12), e.Stop);
        Assert.Equal(3 * 7 * 10, e.Sweep.Count);
        Assert.Equal(["method.learning_rate", "method.momentum", "parameters.x0", "seed"], e.Sweep.Keys);
        Assert.Equal("a.toml:20:1", e.LocationOf("method.steps"));
        Assert.Equal(["x0", "x1", "W[0][0]", "W[0][1]", "W[0][2]", "W[1][0]"], e.ElementNames.Take(6));
    }

    [Fact]
    public void What_a_file_leaves_out_has_its_default()
    {
        var e = Experiment("loss = \"x^2\"\n[parameters]\nx = 3\n");
        Assert.Equal(("gradient_descent", 100L, GradientKind.Exact, 1e-4), (e.Method.Rule.Name, e.Method.Steps, e.Method.Gradient, e.Method.DifferenceStep));
        Assert.Equal("Loss GradientNorm LearningRate Parameters", string.Join(' ', e.Log.Columns));
        Assert.Equal((Stopping.Never, Tolerance.Standard, 1L, 1L, 0L), (e.Stop, e.Judge, e.Log.Every, e.Sweep.Count, e.Seed));
        Assert.Equal(9, Evaluation.Of(e.Value, (Expr.Symbol("x"), e.Start()[0])).ToDouble());
    }

    /// <summary>One mistake for each row: what follows a sound beginning of 3 lines, where the mistake is, a part of its problem, a part of its hint.</summary>
    public static TheoryData<string, string, string, string> Mistakes => new()
    {
        { "titel = \"a\"", "1:1", "'titel' is not a setting", "`title`" },
        { "[methd]\nsteps = 1", "4:1", "'methd' is not a setting", "`method`" },
        { "[method]\nstep = 10", "5:1", "no setting 'step'", "`steps`" },
        { "[method]\nsteps = -1", "5:9", "the number -1, but must be a whole number, 0 or more", "" },
        { "[method]\nsteps = 1.5", "5:9", "the number 1.5, but must be a whole number", "2" },
        { "[method]\nsteps = \"10\"", "5:9", "the text \"10\"", "without quotes" },
        { "[method]\nsteps = true", "5:9", "true, but must be a whole number", "" },
        { "[method]\nsteps = 1e300", "5:9", "at most 2^53", "" },
        { "[method]\nrule = \"gradient_decent\"", "5:8", "the text \"gradient_decent\"", "`gradient_descent`" },
        { "[method]\nmomentum = 0.9", "5:1", "not a hyperparameter of gradient_descent", "momentum, momentum_pytorch, nesterov" },
        { "[method]\nrule = \"adam\"\nbeta4 = 0.9", "6:1", "no setting 'beta4'", "`beta1`" },
        { "[method]\nlearning_rate = -0.1", "5:17", "must be a finite number, 0 or more", "" },
        { "[method]\nlearning_rate = inf", "5:17", "must be a finite number", "" },
        { "[method]\nlearning_rate = { schedule = \"cosin\" }", "5:30", "which is not a schedule", "`cosine`" },
        { "[method]\nlearning_rate = { x0 = 0.1, X1 = 0.1 }", "5:29", "'X1', which is not a parameter", "`x1`" },
        { "[method]\nlearning_rate = { x0 = \"a\" }", "5:24", "the text \"a\"", "" },
        { "[method]\ngradient = \"numerical\"", "5:12", "one of \"exact\", \"central_difference\"", "" },
        { "[method]\nh = 0", "5:5", "above 0", "" },
        { "[method]\nprecision = \"flaot\"", "5:13", "one of \"double\", \"float\"", "`float`" },
        { "[stop]\ndiverged = 0", "5:12", "above 0", "" },
        { "[stop]\ngradient_norms = 1", "5:1", "no setting 'gradient_norms'", "`gradient_norm`" },
        { "[judge]\ngradient_norm = -1", "5:17", "0 or more", "" },
        { "judge = 1", "1:9", "must be a table", "[judge]" },
        { "[log]\nevery = -1", "5:9", "0 or more", "" },
        { "[log]\ncolumns = [\"los\"]", "5:12", "the text \"los\"", "`loss`" },
        { "[log]\ncolumns = [\"loss\", \"loss\"]", "5:20", "twice", "" },
        { "[log]\ncolumns = \"loss\"", "5:11", "an array of names", "" },
        { "[data]\na = [[1, 2], [3]]", "5:14", "this row has 1 element, but the first has 2", "equally long" },
        { "[data]\na = [1, [2]]", "5:9", "an array stands where", "depth" },
        { "[data]\na = [[1], 2]", "5:11", "a number stands where", "depth" },
        { "[data]\na = [1, \"2\"]", "5:9", "the text \"2\"", "" },
        { "[data]\na = []", "5:5", "empty", "" },
        { "[data]\na = [1, nan]", "5:9", "the number nan", "" },
        { "[data]\na = \"1\"", "5:5", "must be numbers", "Write a number" },
        { "[data]\na = { csv = \"b.csv\" }", "b.csv", "does not exist", "" },
        { "[data]\na = { csv = 1 }", "5:13", "a path in quotes", "" },
        { "[data]\na = { shape = [2], normal = { mean = 0.0, sdt = 1.0 } }", "5:43", "no part 'sdt'", "`std`" },
        { "[data]\na = { shape = [2], normal = { std = -1.0 } }", "5:37", "0 or more", "" },
        { "[data]\na = { shape = [2], uniform = { low = 1.0, high = 0.0 } }", "5:30", "low must not be above high", "Exchange" },
        { "[data]\na = { shape = [2] }", "5:5", "does not say where its numbers come from", "fill" },
        { "[data]\na = { fill = 0.0 }", "5:5", "has no shape", "shape = [" },
        { "[data]\na = { shape = [2, 0], fill = 0.0 }", "5:19", "1 or more", "" },
        { "[data]\na = { shape = [100000, 100000], fill = 0.0 }", "5:15", "1e+10 numbers", "" },
        { "[data]\nx0 = 1", "5:1", "'x0' names data here and a parameter at line 3", "another name" },
        { "[data]\nsum = 1", "5:1", "a function of the formula language", "sum_" },
        { "[data]\n\"a b\" = 1", "5:1", "is not a name", "a_b" },
        { "[data]\npi = 1", "5:1", "a number of the formula language", "" },
        { "[sweep]\nmethod.lerning_rate = [1]", "5:1", "names no setting", "`method.learning_rate`" },
        { "[sweep]\nlearning_rate = [1]", "5:1", "names no setting", "`method.learning_rate`" },
        { "[sweep]\n\"parameters.x2\" = [1]", "5:1", "names no setting", "`parameters.x" },
        { "[sweep]\n\"method.momentum\" = [1]", "5:1", "not a hyperparameter of gradient_descent", "nesterov" },
        { "[sweep]\nlog.every = [1]", "5:1", "the same for all trials", "[log]" },
        { "[sweep]\nmethod.steps = [10, 1.5]", "5:21", "a whole number", "" },
        { "[sweep]\nmethod.steps = 10", "5:16", "needs a list or a range", "[10]" },
        { "[sweep]\nmethod.steps = []", "5:16", "no values", "" },
        { "[sweep]\nmethod.steps = { from = 1, to = 10, count = 5 }", "5:16", "takes 3.25", "divides" },
        { "[sweep]\nmethod.h = { from = 0, to = 1, count = 5 }", "5:21", "above 0", "" },
        { "[sweep]\nmethod.h = { from = 0.1, to = 1 }", "5:12", "method.h.count is missing", "count = 11" },
        { "[sweep]\nmethod.h = { from = 0.1, to = 1, count = 0 }", "5:42", "1 or more", "" },
        { "[sweep]\nmethod.h = { from = 0.1, to = 1, cuont = 3 , count = 1}", "5:34", "no part 'cuont'", "`count`" },
        { "[sweep]\nparameters.x0 = { from = -1, to = 1, count = 3, scale = \"log\" }", "5:26", "must be above 0", "" },
        { "[sweep]\nparameters.x0 = { from = 1, to = 2, count = 3, scale = \"lgo\" }", "5:56", "one of \"linear\", \"log\"", "`log`" },
        { "[sweep]\nmethod.rule = { from = 1, to = 2, count = 2 }", "5:15", "has no range", "[\"gradient_descent\"" },
        { "[sweep]\nmethod.rule = [\"adam\", \"adma\"]", "5:24", "\"adma\"", "`adam`" },
        { "[sweep]\nseed = { from = 0, to = 5, count = 5 }", "5:20", "no part 'to'", "" },
        { "[sweep]\nseed = [-1]", "5:9", "0 or more", "" },
        { "[sweep]\nmethod.h = [1, 2]\n\"method.h\" = [3]", "6:1", "swept twice; first at line 5", "" },
        { "[sweep]\nmethod.h = [1, 2]\nmethod.steps = [1]\nzip = [[\"method.h\", \"method.steps\"]]", "7:8", "method.h has 2, method.steps has 1", "as many values" },
        { "[sweep]\nmethod.h = [1, 2]\nzip = [[\"method.h\", \"method.g\"]]", "6:21", "'method.g', which is not swept", "`method.h`" },
        { "[sweep]\nmethod.h = [1, 2]\nzip = [[\"method.h\", \"method.h\"]]", "6:21", "twice", "" },
        { "[sweep]\nmethod.h = [1, 2]\nzip = [\"method.h\"]", "6:8", "must hold arrays of keys", "zip = [[" },
        { "[sweep]\nmethod.h = [1, 2]\nsample = { count = 4, by = \"sobol\" }", "6:10", "nothing to sample", "from" },
        { "[sweep]\nmethod.h = { from = 1, to = 2 }\nsample = { count = 4, by = \"sobl\" }", "6:28", "\"sobl\"", "`sobol`" },
        { "[sweep]\nmethod.h = { from = 1, to = 2 }\nsample = { by = \"sobol\" }", "6:10", "sample.count is missing", "count = 1000" },
        { "[sweep]\nmethod.h = { from = 1, to = 2, count = 3 }\nsample = { count = 4, by = \"sobol\" }", "5:32", "sample gives the count", "" },
        { "[method]\nsteps = 10\nsteps = 20", "6:1", "given twice; first at line 5", "" },
        { "[method]\nsteps = 1\n[stop]\nloss = 1\n[method]\nh = 1", "8:1", "for the second time; it began at line 4", "" },
        { "[[method]]\nsteps = 1", "4:1", "a list of tables", "[method]" },
        { "seed = 3", "1:1", "'seed' stands outside [sweep]", "" },
        { "[method]\nsteps = ", "5:9", "not TOML", "A value is" },
        { "[method]\nsteps 10", "5:7", "not TOML", "key = value" },
        { "[method\nsteps = 10", "4:8", "not TOML", "]" },
        { "[method]\nrule = \"adam", "5:13", "not TOML", "quotation mark" },
        { "[method]\nsteps = 010", "5:9", "not TOML", "zeros" },
        { "[sweep]\nmethod.h = [1, 2\nmethod.steps = [1]", "6:1", "not TOML", "]" },
    };

    [Theory]
    [MemberData(nameof(Mistakes))]
    public void A_mistake_is_reported_once_with_its_place_and_what_would_be_right(string lines, string place, string problem, string hint)
    {
        var isBefore = !lines.StartsWith('[');
        var text = isBefore ? lines + "\n" + Sound : Sound + lines + "\n";
        var error = Assert.Single(Errors(text));
        Assert.Equal(place.Contains(':') ? $"a.toml:{place}" : place, error.Location);
        Assert.Contains(problem, error.Problem);
        Assert.Contains(hint, error.Hint);
    }

    [Fact]
    public void Five_mistakes_of_different_kinds_are_five_errors_in_the_order_of_the_file()
    {
        const string text = """
            loss = "x0^2 + y1^2"
            [parameters]
            x0 = 1
            W = [[1, 2], [3]]
            [method]
            ruel = "adam"
            steps = -5
            learning_rate = 0.1 0.2
            """;
        Assert.Equal(["a.toml:1:16", "a.toml:4:14", "a.toml:6:1", "a.toml:7:9", "a.toml:8:21"], Errors(text).Select(error => error.Location));
    }

    /// <summary>A loss of the names x (3), W (2,3), a and where its mistake stands in the file.</summary>
    public static TheoryData<string, string, string, string> LossMistakes => new()
    {
        { "\"a^2 + b\"", "1:15", "`b` is not known", "" },
        { "\"a^2 + sin(a\"", "1:15", "", "" },
        { "'a^2 + b'", "1:15", "`b` is not known", "" },
        { "\"\"\"\na^2 +\n  b\"\"\"", "3:3", "`b` is not known", "" },
        { "\"\\u0061^2 + b\"", "1:20", "`b` is not known", "" },
        { "\"\"\"a + \\\n   b\"\"\"", "2:4", "`b` is not known", "" },
        { "\"x^2\"", "1:8", "single number, but its shape is (3)", "sum" },
        { "\"sum(W @ W)\"", "1:15", "(2,3) and (2,3)", "Transpose" },
        { "\"x[3]\"", "1:10", "x[3] does not exist", "" },
        { "\"sni(a)\"", "1:9", "`sni` is not a function", "`sin`" },
        { "1", "1:8", "a formula in quotes", "" },
        { "\"\"", "1:9", "", "" },
    };

    [Theory]
    [MemberData(nameof(LossMistakes))]
    public void A_mistake_in_the_loss_is_placed_in_the_file(string loss, string place, string problem, string hint)
    {
        var error = Assert.Single(Errors($"loss = {loss}\n[parameters]\na = 1\n[data]\nx = [1, 2, 3]\nW = [[1, 2, 3], [4, 5, 6]]\n"));
        Assert.Equal($"a.toml:{place}", error.Location);
        Assert.Contains(problem, error.Problem);
        Assert.Contains(hint, error.Hint);
    }

    [Theory]
    [InlineData("", "loss is missing", "[parameters] is missing")]
    [InlineData("loss = \"1\"\n[parameters]\n", "[parameters] is missing")]
    [InlineData("loss = \"1\"\nparameters = 3", "must be a table")]
    [InlineData("loss = \"x\"\n[parameters]\nx = [1", "not TOML")]
    [InlineData("loss = \"x + y\"\n[parameters]\nx = [1,, 2]", "`y` is not known", "not TOML")]
    [InlineData("loss = \"x + \n[parameters]\nx = 1", "not TOML")]
    public void What_a_broken_line_names_is_not_reported_again(string text, params string[] problems)
    {
        var errors = Errors(text);
        Assert.Equal(problems.Length, errors.Length);
        foreach (var (error, problem) in errors.Zip(problems)) Assert.Contains(problem, error.Problem);
    }

    [Fact]
    public void Brackets_without_end_are_an_error_and_not_the_end_of_the_process() =>
        Assert.Contains("nested more than", Assert.Single(Errors("x = " + new string('[', 1_000_000))).Problem);

    [Fact]
    public void A_rule_that_is_swept_brings_its_hyperparameters()
    {
        var e = Experiment(Sound + "[method]\nbeta1 = 0.8\n[sweep]\nmethod.rule = [\"gradient_descent\", \"adam\"]\nmethod.beta2 = [0.9]");
        var trials = new Trials(e);
        Assert.Equal(["gradient_descent", "adam"], Enumerable.Range(0, 2).Select(i => trials.ExperimentOf(trials[i]).Method.Rule.Name));
    }

    private const string Sound = "loss = \"x0^2 + x1^2\"\nparameters.x1 = 2\nparameters.x0 = 1\n";
}
