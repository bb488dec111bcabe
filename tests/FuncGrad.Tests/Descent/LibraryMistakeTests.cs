using Xunit;

namespace FuncGrad.Tests.Descents;

/// <summary>What a program cannot have meant is told at once, with what would be right; a black box can neither spoil nor watch the work of others.</summary>
public sealed class LibraryMistakeTests
{
    private static readonly Expr X = Expr.Symbol("x"), V = Expr.Symbol("v", Shape.Of(2)), D = Expr.Symbol("d");
    private static readonly Loss Bowl = Loss.Of(x => (x[0] * x[0]) + (x[1] * x[1]), 2);
    private static readonly Descent Descent = new(Bowl, UpdateRules.Adam(0.1));
    private static readonly Experiment Experiment = ExampleFiles.Experiment("loss = \"x0^2\"\n[parameters]\nx0 = 0.5\n");

    private static readonly (string What, Func<object?> Act, string Words)[] Mistakes =
    [
        ("loss and parameter in swapped order", () => Loss.Of(X, X * X), "is not a symbol"),
        ("a constant as a parameter", () => Loss.Of(X * X, X, Expr.Constant(1)), "'1' is not a symbol"),
        ("a parameter given twice", () => Loss.Of(X * X, X, X), "'x' is given twice"),
        ("two parameters of one name", () => Loss.Of(X * Expr.Sum(Expr.Symbol("x", Shape.Of(2))), X, Expr.Symbol("x", Shape.Of(2))), "'x' is given twice"),
        ("a symbol as parameter and data", () => Loss.WithData(X * X, [X], [(X, Tensor.Scalar(1))]), "'x' is given twice"),
        ("data that is no symbol", () => Loss.WithData(X * X, [X], [(D + 1, Tensor.Scalar(1))]), "is not a symbol"),
        ("a constant loss", () => Loss.Of(Expr.Constant(5), X), "does not depend on x"),
        ("a loss without parameters", () => Loss.Of(Expr.Constant(5)), "nothing to learn"),
        ("a loss of a symbol that is not given", () => Loss.Of(X * D, X), "depends on 'd'"),
        ("a vector as a loss", () => Loss.Of(V * 2, V), "(2)"),
        ("no elements", () => Loss.Of(x => Expr.Sum(x), 0), "dimension"),
        ("fewer than no elements", () => Loss.BlackBox(_ => 0, -1), "dimension"),
        ("a function that gives null", () => Loss.Of(_ => null!, 2), "null"),
        ("too many steps", () => Descent.Run(long.MaxValue, 1, 2), "2^53"),
        ("fewer than no steps", () => Descent.Run(-1, 1, 2), "2^53"),
        ("a fold backwards", () => Descent.Fold(-1, 1, 2), "steps"),
        ("a tolerance below 0", () => Descent.Run(10, null, new Tolerance(-1), 1, 2), "tolerance"),
        ("a tolerance that is none", () => Descent.Run(10, null, new Tolerance(GradientNorm: double.NaN), 1, 2), "tolerance"),
        ("too few starting values", () => Descent.Scan(1), "2 parameter elements, but 1"),
        ("a start of another shape", () => Descent.Scan([Tensor.Scalar(1)]), "(2)"),
        ("a step of another rule", () => new Descent(Bowl, UpdateRules.GradientDescent()).Scan(Descent.Scan(1, 2).First()), "slots"),
        ("a difference step of 0", () => new Descent(Bowl, new Method(UpdateRules.Adam()), 0), "above 0"),
        ("a difference step that is none", () => new Descent(Bowl, new Method(UpdateRules.Adam()), double.NaN), "above 0"),
        ("a difference step without end", () => new Descent(Bowl, new Method(UpdateRules.Adam()), double.PositiveInfinity), "above 0"),
        ("each 0th step", () => Descent.Scan(1, 2).Every(0), "every"),
        ("each -1st step", () => Descent.Scan(1, 2).Every(-1), "every"),
        ("segments backwards", () => new Batch(Experiment).Run(0, 1, () => -5), "negative"),
        ("trials that do not exist", () => new Batch(Experiment).Run(1, 1, () => 5), "0 to 0"),
        ("a trial before the first", () => new Batch(Experiment).Run(-1, 1, () => 5), "first"),
        ("no trials", () => new Batch(Experiment).Run(0, 0, () => 5), "count"),
        ("a trial of another experiment", () => new Trials(Experiment).ExperimentOf(new Trial(0, "", 0, LanguageExt.Prelude.Array(new SettingValue(1)))), "another"),
        ("a trial that does not exist", () => new Trials(Experiment)[1], "0 to 0"),
        ("an axis that does not exist", () => Expr.Concatenate(1, V, V), "axis 1"),
        ("an axis too far from the end", () => Expr.Concatenate(-2, V, V), "axis -2"),
        ("a scalar to join", () => Expr.Concatenate(0, X, X), "axis 0"),
        ("nothing to join", () => Expr.Concatenate(0), "nothing to join"),
        ("a row too many", () => Tensor.Matrix(new double[2, 3])[2, 0], "2 rows and 3 columns"),
        ("a column too many", () => Tensor.Matrix(new double[2, 3])[0, 3], "2 rows and 3 columns"),
        ("a row before the first", () => Tensor.Matrix(new double[2, 3])[-1, 4], "2 rows and 3 columns"),
        ("two indices of a vector", () => Tensor.Vector(1, 2)[0, 1], "matrix"),
        ("a position too many", () => Tensor.Vector(1, 2)[2], "0 to 1"),
        ("an axis of a shape", () => Shape.Of(2)[1], "Axis 1"),
        ("an element of a step", () => Descent.Scan(1, 2).First()[2], ""),
        ("directions for other symbols", () => Directional.Derivative([Expr.Sum(V)], [V], []), "1 symbols, but 0 directions"),
        ("a direction of another shape", () => Directional.HessianVector(Expr.Sum(V * V), [V], [X]), "(2)"),
        ("a gradient for other symbols", () => GradientCheck.OfClaimed([], Expr.Sum(V), [V], Point()), "1 symbols, but 0 parts"),
        ("a gradient of another shape", () => GradientCheck.OfClaimed([X], Expr.Sum(V), [V], Point()), "(2)"),
        ("no coordinates to compare", () => GradientCheck.Of(Expr.Sum(V), [V], Point(), 0), "mostCoordinates"),
        ("a point without a value", () => GradientCheck.Of(Expr.Sum(V) * X, [V], Point()), "'x'"),
        ("a point of another shape", () => new Evaluation([X]).At(new Dictionary<Expr, Tensor> { [X] = Tensor.Vector(1, 2) }), "(2)"),
        ("gradient and point of a black box", () => GradientCheck.OfBlackBox([1], x => x[0], [1, 2]), "1 elements, but the point has 2"),
        ("a rate that is none", () => UpdateRules.Adam(double.NaN), "learning_rate"),
        ("a share above 1", () => UpdateRules.Adam().With("beta1", 1.5), "beta1"),
        ("a hyperparameter that is not there", () => UpdateRules.Adam().With("momentum", 0.5), "momentum"),
    ];

    private static Dictionary<Expr, Tensor> Point() => new() { [V] = Tensor.Vector(1, 2) };

    public static TheoryData<int, string> Rows => [.. Mistakes.Select((mistake, i) => (i, mistake.What))];

    [Theory, MemberData(nameof(Rows))]
    public void A_mistake_of_a_program_is_told_at_once(int row, string what)
    {
        var error = Record.Exception(() => Mistakes[row].Act());
        Assert.True(error is ArgumentException, $"{what}: {error?.GetType().Name ?? "nothing"}");
        Assert.Contains(Mistakes[row].Words, error!.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_black_box_may_keep_or_change_what_it_is_given()
    {
        static double Plain(double[] x) => (x[0] * x[0]) + (3 * x[1] * x[1]) + (x[0] * x[1]);
        var kept = new List<double[]>();
        double Rude(double[] x)
        {
            var value = Plain(x);
            kept.Add(x);
            Array.Sort(x);
            x[0] = 1e6;
            return value;
        }
        var (rude, plain) = (new Descent(Loss.BlackBox(Rude, 2), UpdateRules.Adam(0.1)), new Descent(Loss.BlackBox(Plain, 2), UpdateRules.Adam(0.1)));
        Assert.Equal(plain.Scan(3, -2).Take(20).Select(step => step.ToString()), rude.Scan(3, -2).Take(20).Select(step => step.ToString()));
        Assert.Equal(plain.Run(20, 3, -2).ToString(), rude.Run(20, 3, -2).ToString());
        Assert.Equal(kept.Count, kept.Distinct().Count());
        var check = GradientCheck.OfBlackBox([(2 * 3) - 2, (6 * -2) + 3], Rude, [3, -2]);
        Assert.Equal(GradientVerdict.Right, check.Verdict);
    }

    [Fact]
    public void What_a_trial_computes_decides_its_id_whatever_a_program_puts_in_its_place()
    {
        static string Id(Experiment experiment) => new Trials(experiment)[0].Id;
        var x = Expr.Symbol("x0");
        var method = Experiment.Method;
        var same = Experiment with { Value = x * x, Title = "another", Log = Experiment.Log with { Every = 7 } };
        Experiment[] others =
        [
            Experiment with { Value = x * x * x },
            Experiment with { Value = Expr.Sin(x), Formula = "x0^2" },
            Experiment with { Method = method with { Rule = UpdateRules.GradientDescent(0.5) } },
            Experiment with { Method = method with { Rule = UpdateRules.GradientDescent() with { Apply = e => new Move([.. e.Point.Select((x0, i) => x0 - (2 * e["learning_rate"] * e.Gradient[i]))], []) } } },
            Experiment with { Method = method with { Rule = UpdateRules.Adam() } },
            Experiment with { Method = method with { Rule = UpdateRules.Adam() with { Slots = [.. UpdateRules.Adam().Slots.Select(slot => slot with { Initial = 1 })] } } },
        ];
        Assert.Equal(Id(Experiment), Id(Experiment with { Title = "another" }));
        Assert.NotEqual(Id(Experiment), Id(same));
        Assert.Equal(others.Length, others.Select(Id).Append(Id(Experiment)).Distinct().Count() - 1);
        Assert.Equal(
            Id(ExampleFiles.Experiment("loss = \"x0^2\"\n[parameters]\nx0 = 0.5\n[method]\nlearning_rate = 0.5\n")),
            Id(Experiment with { Method = method with { Rule = UpdateRules.GradientDescent(0.5) } }));
    }
}
