using System.Globalization;
using FuncGrad.Tests.Golden;
using Xunit;

namespace FuncGrad.Tests.Descents;

/// <summary>The runs of "Deep Learning from Scratch", chapters 4 and 6, bit for bit; PyTorch's to 1e-12.</summary>
public sealed class BookDescentTests
{
    private static double Number(string text) => double.Parse(text, CultureInfo.InvariantCulture);

    private static readonly Loss Bowl = Loss.Of(x => Expr.Pow(x[0], 2) + Expr.Pow(x[1], 2), 2);

    private static readonly Loss Ravine = Loss.Of(x => (Expr.Pow(x[0], 2) / 20) + Expr.Pow(x[1], 2), 2);

    private static readonly Loss Rosenbrock = Loss.Of(x => (100 * Expr.Pow(x[1] - Expr.Pow(x[0], 2), 2)) + Expr.Pow(1 - x[0], 2), 2);

    [Theory]
    [InlineData("0.1")]
    [InlineData("0.01")]
    [InlineData("10.0")]
    [InlineData("1e-10")]
    public void Chapter_4_gradient_descent_comes_out_bit_for_bit(string learningRate)
    {
        var method = new Method(UpdateRules.GradientDescent(Number(learningRate)), GradientKind.CentralDifference);
        var golden = GoldenFile.Rows("book_ch04_gradient_descent.csv").Where(row => Number(row[0]) == Number(learningRate)).ToList();
        Assert.NotEmpty(golden);
        foreach (var (row, step) in golden.Zip(new Descent(Bowl, method).Scan(-3, 4)))
            Assert.Equal(row.Skip(1).Select(Number), [step.Iteration, step[0], step[1], step.Loss, .. step.Gradient[0].ToArray()]);
    }

    [Fact]
    public void A_black_box_takes_the_same_steps_as_the_formula()
    {
        var method = new Method(UpdateRules.GradientDescent(0.1), GradientKind.CentralDifference);
        var boxed = Loss.BlackBox(x => (x[0] * x[0]) + (x[1] * x[1]), 2);
        var pairs = new Descent(Bowl, method).Scan(-3, 4).Zip(new Descent(boxed, method).Scan(-3, 4)).Take(101);
        foreach (var (traced, box) in pairs)
            Assert.Equal((traced.Loss, traced[0], traced[1], traced.GradientNorm), (box.Loss, box[0], box[1], box.GradientNorm));
    }

    [Fact]
    public void A_difference_over_too_many_elements_for_one_graph_is_the_same_difference()
    {
        const int n = StepGraph.LargestUnrolledDifference + 2;
        Expr Chain(Expr x) => Expr.Sum((100 * Expr.Pow(x[1..] - Expr.Pow(x[..^1], 2), 2)) + Expr.Pow(1 - x[..^1], 2));
        var (loss, x) = (Loss.Of(Chain, n), Expr.Symbol("x", Shape.Of(n)));
        double[] start = [.. Enumerable.Range(0, n).Select(i => i % 2 == 0 ? -1.2 : 1)];
        var first = new Descent(loss, new Method(UpdateRules.GradientDescent(1e-4), GradientKind.CentralDifference)).Scan(start).First();
        var graph = CentralDifference.Gradient(Chain(x), [x], 1e-4)[0];
        Assert.Equal(Evaluation.Of(graph, (x, Tensor.Vector(start))), first.Gradient[0]);
    }

    [Theory]
    [InlineData("SGD")]
    [InlineData("Momentum")]
    [InlineData("Adam")]
    public void Chapter_6_optimizers_come_out_bit_for_bit(string optimizer)
    {
        var rule = optimizer switch
        {
            "SGD" => UpdateRules.GradientDescent(0.95),
            "Momentum" => UpdateRules.Momentum(0.1),
            _ => UpdateRules.BookAdam(0.3),
        };
        var x = Expr.Symbol("x");
        var y = Expr.Symbol("y");
        var ravine = Loss.Of((Expr.Pow(x, 2) / 20) + Expr.Pow(y, 2), x, y);
        var golden = GoldenFile.Rows("book_ch06_optimizers.csv").Where(row => row[0] == optimizer).ToList();
        Assert.Equal(31, golden.Count);
        foreach (var (row, step) in golden.Zip(new Descent(ravine, rule).Scan(-7, 2)))
            Assert.Equal(row.Skip(1).Take(4).Select(Number), [step.Iteration, step[0], step[1], step.Loss]);
    }

    [Theory]
    [InlineData(0.1, 0.9)]
    [InlineData(0.3, 0.5)]
    [InlineData(0.07, 0.77)]
    public void The_books_nesterov_comes_out_in_the_books_order_of_operations(double rate, double momentum)
    {
        var (ravine, p, v) = (new Descent(Ravine, UpdateRules.BookNesterov(rate, momentum)), new[] { -7.0, 2.0 }, new double[2]);
        foreach (var step in ravine.Scan(-7, 2).Take(31))
        {
            Assert.Equal((p[0], p[1]), (step[0], step[1]));
            double[] g = [2 * p[0] / 20, 2 * p[1]];
            for (var i = 0; i < 2; i++)
            {
                p[i] += momentum * momentum * v[i];
                p[i] -= (1 + momentum) * rate * g[i];
                v[i] *= momentum;
                v[i] -= rate * g[i];
            }
        }
    }

    [Fact]
    public void PyTorchs_optimizers_come_out_to_1e_12()
    {
        var rules = new Dictionary<string, Rule>
        {
            ["SGD {\"lr\": 0.001}"] = UpdateRules.GradientDescent(0.001),
            ["SGD {\"lr\": 0.0005, \"momentum\": 0.9}"] = UpdateRules.Momentum(0.0005),
            ["SGD {\"lr\": 0.0005, \"momentum\": 0.9, \"nesterov\": true}"] = UpdateRules.Nesterov(0.0005),
            ["Adagrad {\"lr\": 0.1}"] = UpdateRules.AdaGrad(0.1, 1e-10),
            ["RMSprop {\"lr\": 0.01}"] = UpdateRules.RmsProp(0.01),
            ["Adam {\"lr\": 0.02}"] = UpdateRules.Adam(0.02),
        };
        var golden = GoldenFile.Rows("pytorch_rosenbrock.csv").ToLookup(row => $"{row[0]} {row[1]}");
        foreach (var (settings, rule) in rules)
        {
            Assert.Equal(101, golden[settings].Count());
            foreach (var (row, step) in golden[settings].Zip(new Descent(Rosenbrock, rule).Scan(-1.2, 1)))
                foreach (var (expected, actual) in row.Skip(3).Select(Number).Zip([step[0], step[1], step.Loss]))
                    Assert.True(Math.Abs(actual - expected) <= 1e-12 * Math.Max(1, Math.Abs(expected)), $"{settings}, step {step.Iteration}: {actual:R}, PyTorch {expected:R}");
        }
    }

    [Fact]
    public void A_run_resumed_is_the_run_undisturbed_bit_for_bit()
    {
        foreach (var rule in UpdateRules.All.Where(rule => rule.Text is not { Update.Count: 0 }))
        {
            var descent = new Descent(Ravine, rule);
            var whole = descent.Scan(-7, 2).ElementAt(25);
            var resumed = descent.Scan(descent.Scan(-7, 2).ElementAt(11)).ElementAt(14);
            Assert.Equal(whole.Loss, resumed.Loss);
            Assert.Equal(whole.Parameters, resumed.Parameters);
            Assert.Equal(whole.Slots, resumed.Slots);
        }
    }
}
