using CsCheck;
using Xunit;

namespace FuncGrad.Tests.Descents;

/// <summary>A verdict does not depend on the units of the loss or of the parameters, nor on the zero of the loss.</summary>
public sealed class VerdictInvarianceTests
{
    private static readonly (string Name, Func<Expr, Expr, Expr> Loss)[] Losses =
    [
        ("bowl", (x, y) => Expr.Pow(x, 2) + (3 * Expr.Pow(y - 1, 2))),
        ("rosenbrock", (x, y) => (20 * Expr.Pow(y - Expr.Pow(x, 2), 2)) + Expr.Pow(1 - x, 2)),
        ("saddle", (x, y) => Expr.Pow(x, 2) - Expr.Pow(y, 2) + Expr.Pow(y, 4)),
        ("quartic", (x, y) => Expr.Pow(x, 4) + Expr.Pow(y, 4)),
        ("edges", (x, y) => Expr.Abs(x) + Expr.Abs(y - 0.3)),
        ("slope", (x, y) => x + Expr.Pow(y, 2)),
        ("waves", (x, y) => Expr.Cos(3 * x) + Expr.Sin(2 * y)),
        ("plateau", (x, y) => Expr.Pow(Expr.Tanh(x) - 0.5, 2) + Expr.Pow(Expr.Tanh(y), 2)),
        ("soft", (x, y) => Expr.Softplus(-x) + Expr.Softplus(-2 * y)),
        ("wells", (x, y) => Expr.Pow(Expr.Pow(x, 2) - 1, 2) + (0.5 * Expr.Pow(y, 2)) + (0.3 * x)),
        ("hump", (x, y) => -Expr.Exp(-Expr.Pow(x, 2) - Expr.Pow(y, 2))),
        ("maximum", (x, y) => -Expr.Pow(x, 2) - Expr.Pow(y, 2)),
    ];

    private sealed record Case(int Loss, bool Momentum, double Rate, int Steps, double X, double Y, double Factor, double Offset, double UnitX, double UnitY)
    {
        public override string ToString() => FormattableString.Invariant(
            $"{Losses[Loss].Name}, momentum {Momentum}, rate {Rate:R}, {Steps} steps from ({X:R}, {Y:R}), factor {Factor:R}, offset {Offset:R}, units {UnitX:R}, {UnitY:R}");
    }

    private static readonly Gen<double> Coordinate = Gen.OneOf(Gen.Double[0.01, 3], Gen.Double[-3, -0.01], Gen.Const(0.0));

    private static readonly Gen<Case> Cases = Gen.Select(
        Gen.Select(Gen.Int[0, Losses.Length - 1], Gen.Bool, Gen.Double[-4, 0.7].Select(e => Math.Pow(10, e)), Gen.OneOf(Gen.Const(4), Gen.Const(17), Gen.Const(60), Gen.Const(200))),
        Gen.Select(Coordinate, Coordinate),
        Gen.Select(Gen.Int[-40, 40].Select(e => Math.Pow(2, e)), Gen.Double[-1, 1], Gen.Int[-6, 6].Select(e => Math.Pow(2, e)), Gen.Int[-6, 6].Select(e => Math.Pow(2, e))),
        (a, b, c) => new Case(a.Item1, a.Item2, a.Item3, a.Item4, b.Item1, b.Item2, c.Item1, c.Item2, c.Item3, c.Item4));

    /// <summary>The run of factor · loss(x / unit) + offset with rates such that it makes the same steps in other units.</summary>
    private static Run Run(Case c, double factor, double offset, double unitX, double unitY)
    {
        var (x, y) = (Expr.Symbol("x", Shape.Scalar), Expr.Symbol("y", Shape.Scalar));
        var value = (factor * Losses[c.Loss].Loss(x / unitX, y / unitY)) + offset;
        var rule = new UpdateRule("scaled", "", [], [new Slot("velocity")], a =>
        {
            var unit = a.Parameter == x ? unitX : unitY;
            var change = ((c.Momentum ? 0.9 : 0) * a["velocity"]) - (c.Rate * unit * unit / factor * a.Gradient);
            return new Update(change, change);
        });
        return new Descent(Loss.Of(value, x, y), rule).Run(c.Steps, c.X * unitX, c.Y * unitY);
    }

    private static void AssertSame(Run expected, Run actual)
    {
        if (double.IsFinite(expected.Loss) && Math.Abs(expected.Loss) < 1e200) Assert.Equal(expected.Verdict, actual.Verdict);
    }

    [Fact]
    public void The_scale_of_the_loss_changes_no_verdict() => Cases.Sample(
        c => AssertSame(Run(c, 1, 0, 1, 1), Run(c, c.Factor, 0, 1, 1)), iter: 300);

    [Fact]
    public void The_units_of_the_parameters_change_no_verdict() => Cases.Sample(
        c => AssertSame(Run(c, 1, 0, 1, 1), Run(c, 1, 0, c.UnitX, c.UnitY)), iter: 300);

    /// <summary>As far as rounding lets it: a sum of a loss of about 1 and an offset of up to 1 loses the figures below 1e-16, which decide only what stands on the threshold.</summary>
    [Fact]
    public void A_constant_changes_no_verdict() => Cases.Sample(
        c => AssertSame(Run(c, 1, 0, 1, 1), Run(c, 1, c.Offset, 1, 1)), iter: 300);
}
