using System.Globalization;
using Xunit;

namespace FuncGrad.Tests.Calculus;

/// <summary>The derivatives of every function against 50 digits, over its whole range, tails included; the bounds stand in the reference.</summary>
public sealed class DerivativeAccuracyTests
{
    /// <summary>2⁵³ and 2²⁴.</summary>
    private const double InDouble = 9007199254740992, InFloat = 16777216;

    private sealed record Row(double X, double Y, double First, double Second);

    private static readonly ILookup<string, Row> Rows = Read().ToLookup(pair => pair.Function, pair => pair.Row);

    private static IEnumerable<ReferenceRow> Bounds => ReferencePage.Rows.Where(row => row.Cells.ContainsKey("derivative of"));

    public static TheoryData<string> Functions => [.. Bounds.Select(row => row.Code("derivative of").Single())];

    [Fact]
    public void Every_function_that_is_not_piecewise_linear_has_a_bound() => Assert.Equal(
        Rows.Select(rows => rows.Key == "power" ? "x^y" : $"{rows.Key}(x)").Order(), Functions.Select(row => row.Data).Order());

    [Theory, MemberData(nameof(Functions))]
    public void The_derivatives_are_within_the_stated_error(string function)
    {
        var bound = Bounds.Single(row => row.Code("derivative of").Single() == function);
        var (x, y) = (Expr.Symbol("x"), Expr.Symbol("y"));
        var value = Formula.Parse(function, new Dictionary<string, Expr> { ["x"] = x, ["y"] = y }).Match(e => e, e => throw new InvalidOperationException(e[0].Message));
        var first = Differentiation.Gradient(value, x);
        var second = function == "x^y" ? Differentiation.Gradient(value, y) : Differentiation.Gradient(first, x);
        var forward = Directional.Derivative([first], [x], [Expr.One])[0];
        var (inDouble, inFloat) = (new Evaluation([first, second, forward]), new Evaluation([first, second, forward], Precision.Float));
        double[] worst = new double[4];
        foreach (var row in Rows[function == "x^y" ? "power" : function[..^3]])
        {
            var exact = inDouble.At(At(row.X, row.Y));
            worst[0] = Math.Max(worst[0], Error(exact[0].ToDouble(), row.First, 2.3e-308, InDouble));
            foreach (var way in function == "x^y" ? new[] { 1 } : IsFar(row.X, 1e75) ? [] : [1, 2])
                worst[1] = Math.Max(worst[1], Error(exact[way].ToDouble(), row.Second, 2.3e-308, InDouble));
            // In single precision against the double derivatives at the same float.
            var (floatX, floatY) = ((double)(float)row.X, (double)(float)row.Y);
            var (rounded, wide) = (inFloat.At(At(floatX, floatY)), inDouble.At(At(floatX, floatY)));
            worst[2] = Math.Max(worst[2], Error(rounded[0].ToDouble(), wide[0].ToDouble(), 1.2e-38, InFloat));
            if (!IsFar(floatX, 1e9)) worst[3] = Math.Max(worst[3], Error(rounded[1].ToDouble(), wide[1].ToDouble(), 1.2e-38, InFloat));
        }
        double[] stated = [.. new[] { "first", "second", "first in float", "second in float" }.Select(name => double.Parse(bound.Cells[name], CultureInfo.InvariantCulture))];
        for (var i = 0; i < 4; i++) Assert.True(worst[i] <= stated[i], $"{function}: {string.Join(" ", worst.Select(w => w.ToString("0.##", CultureInfo.InvariantCulture)))}");

        bool IsFar(double a, double reach) => function == "atan(x)" && Math.Abs(a) > reach;
        Dictionary<Expr, Tensor> At(double a, double b) => new() { [x] = Tensor.Scalar(a), [y] = Tensor.Scalar(b) };
    }

    /// <summary>Relative, in units of half a last place; 0 where the exact result is no normal number of the precision.</summary>
    private static double Error(double computed, double exact, double least, double unit) =>
        Math.Abs(exact) < least || (unit == InFloat && !float.IsFinite((float)exact)) || !double.IsFinite(exact) ? 0 : Math.Abs((computed - exact) / exact) * unit;

    private static IEnumerable<(string Function, Row Row)> Read()
    {
        static double OfBits(string text) => text.Length == 0 ? 1 : BitConverter.UInt64BitsToDouble(ulong.Parse(text, NumberStyles.HexNumber, CultureInfo.InvariantCulture));
        foreach (var field in File.ReadLines(Path.Combine(SourceCode.Root, "tests", "FuncGrad.Tests", "Calculus", "derivative_values.csv")).Skip(1).Select(line => line.Split(',')))
            yield return (field[0], new(OfBits(field[1]), OfBits(field[2]), OfBits(field[3]), OfBits(field[4])));
    }
}
