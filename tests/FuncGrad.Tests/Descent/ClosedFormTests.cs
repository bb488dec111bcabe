using CsCheck;
using Xunit;

namespace FuncGrad.Tests.Descents;

/// <summary>What is known of rules on paper.</summary>
public sealed class ClosedFormTests
{
    private static readonly Gen<double> Curvature = Gen.Double[-2, 2].Select(e => Math.Pow(10, e)), Share = Gen.Double[0.05, 0.95];

    private static Loss Bowl(double curvature) => Loss.Of(x => 0.5 * curvature * x[0] * x[0], 1);

    private static double At(Loss loss, Rule rule, int steps, params double[] start) => new Descent(loss, rule).Fold(steps, start)[0];

    [Fact]
    public void Gradient_descent_shrinks_by_1_minus_rate_times_curvature_and_is_stable_below_2_over_curvature() => Gen.Select(Curvature, Gen.Double[0.1, 2.9]).Sample((curvature, product) =>
    {
        var x = At(Bowl(curvature), UpdateRules.GradientDescent(product / curvature), 20, 1);
        Assert.Equal(Math.Pow(1 - product, 20), x, 1e-9 * Math.Max(1, Math.Abs(x)));
        if (Math.Abs(product - 2) > 0.01) Assert.Equal(product < 2, Math.Abs(x) < 1);
    }, iter: 20);

    [Fact]
    public void Heavy_ball_is_stable_while_rate_times_curvature_is_below_2_plus_2_momentum() => Gen.Select(Curvature, Share, Gen.Double[0.1, 1.9]).Sample((curvature, momentum, part) =>
    {
        if (Math.Abs(part - 1) < 0.05) return;
        var rate = part * (2 + (2 * momentum)) / curvature;
        var x = new Descent(Bowl(curvature), UpdateRules.Momentum(rate, momentum)).Fold(4000, 1)[0];
        Assert.Equal(part < 1, Math.Abs(x) < 1e-3);
    }, iter: 20);

    [Fact]
    public void Heavy_ball_shrinks_by_the_root_of_the_momentum_where_it_swings() => Gen.Select(Curvature, Gen.Double[0.5, 0.95]).Sample((curvature, momentum) =>
    {
        // (1 − √β)² < ηλ < (1 + √β)²: complex roots of modulus √β.
        var product = 1 + momentum;
        Step[] steps = [.. new Descent(Bowl(curvature), UpdateRules.Momentum(product / curvature, momentum)).Scan(1).Take(201)];
        var (early, late) = (steps[80..100].Max(step => Math.Abs(step[0])), steps[180..200].Max(step => Math.Abs(step[0])));
        Assert.Equal(Math.Sqrt(momentum), Math.Pow(late / early, 1 / 100.0), 5e-3);
    }, iter: 20);

    [Fact]
    public void The_first_step_of_Adam_is_the_rate_along_the_sign_of_the_gradient() => Gen.Select(Curvature, Share, Gen.Double[-9, 9]).Sample((curvature, rate, start) =>
    {
        if (Math.Abs(start) > 1e-3) Assert.Equal(start - (rate * Math.Sign(start)), At(Bowl(curvature), UpdateRules.Adam(rate, epsilon: 0), 1, start), 1e-12);
    }, iter: 20);

    [Fact]
    public void Polyaks_step_halves_the_way_in_a_bowl() => Gen.Select(Curvature, Gen.Double[0.1, 9]).Sample((curvature, start) =>
        Assert.Equal(start / 2, At(Bowl(curvature), UpdateRules.Find("polyak")!, 1, start), 1e-14 * start), iter: 20);

    [Fact]
    public void Nesterovs_bound_holds_on_convex_quadratics() => Gen.Double[-3, 0].Select(e => Math.Pow(10, e)).Array[4].Sample(curvatures =>
    {
        var loss = Loss.Of(x => 0.5 * Expr.Sum(Expr.Vector([.. curvatures.Select(c => (Expr)c)]) * x * x), 4);
        var (greatest, k) = (curvatures.Max(), 0);
        foreach (var step in new Descent(loss, UpdateRules.Find("nesterov_1983")!.With("learning_rate", 1 / greatest)).Scan(1, -1, 2, 0.5).Take(60))
        {
            if (k > 0) Assert.True(step.Loss <= 2 * greatest * 6.25 / ((k + 1.0) * (k + 1)) * (1 + 1e-12), $"{k}: {step.Loss}");
            k++;
        }
    }, iter: 20);

    [Theory]
    [InlineData("lion")]
    [InlineData("sign_descent")]
    [InlineData("adam")]
    public void The_scale_of_the_loss_does_not_matter(string name)
    {
        var rule = UpdateRules.Find(name)!;
        if (name == "adam") rule = rule.With("epsilon", 0);
        Loss Scaled(double factor) => Loss.Of(x => factor * ((100 * Expr.Pow(x[1] - Expr.Pow(x[0], 2), 2)) + Expr.Pow(1 - x[0], 2)), 2);
        var (one, many) = (new Descent(Scaled(1), rule).Fold(50, -1.2, 1), new Descent(Scaled(1024), rule).Fold(50, -1.2, 1));
        Assert.Equal((one[0], one[1]), (many[0], many[1]));
    }
}
