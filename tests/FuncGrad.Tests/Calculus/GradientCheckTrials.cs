namespace FuncGrad.Tests.Calculus;

/// <summary>A loss at a point.</summary>
internal sealed record CheckedLoss(string Name, Expr Value, Expr[] Symbols, Dictionary<Expr, Tensor> Point)
{
    public GradientCheck Check() => GradientCheck.Of(Value, Symbols, Point);

    /// <summary>The gradient with a mistake in one element; null where its slope is 0, so that no relative mistake can be made.</summary>
    public (Expr[] Gradient, double Slope)? Planted(Random random, double relative)
    {
        var (gradient, of) = (Differentiation.Gradient(Value, Symbols).ToArray(), random.Next(Symbols.Length));
        var (symbol, element) = (Symbols[of], random.Next(Symbols[of].Shape.ElementCount));
        var slope = new Evaluation([gradient[of]]).At(Point)[0][element];
        if (slope == 0) return null;
        gradient[of] *= Expr.Constant(Tensor.Of(symbol.Shape, Enumerable.Range(0, symbol.Shape.ElementCount).Select(i => i == element ? 1 + relative : 1)));
        return (gradient, slope);
    }
}

/// <summary>Losses of the kinds that differences with a step of |x|·10⁻⁴ get wrong, at random points.</summary>
internal static class GradientCheckTrials
{
    private static readonly Expr X = Expr.Symbol("x"), Y = Expr.Symbol("y"), A = Expr.Symbol("a"), B = Expr.Symbol("b"), Times = Expr.Symbol("T", Shape.Of(5));

    public static IReadOnlyList<Func<Random, CheckedLoss>> Kinds { get; } =
    [
        .. TestFunctions.All.Select<TestFunction, Func<Random, CheckedLoss>>(function => random => AtRandom(function, random)),
        random => Peak("bump", random, u => -Expr.Exp(-(u * u))),
        random => Peak("resonance", random, u => 1 / (1 + (u * u))),
        random => Peak("edge", random, Expr.Tanh),
        random => Peak("trough", random, u => Expr.Log(1 + (u * u))),
        random => Of("fast sine", Expr.Sin(128 * Math.PI * X), (X, Spread(random, 3))),
        random => Of("sine far away", Expr.Sin(X), (X, Power(random, 0, 9))),
        random => Of("waves", (Expr.Sin(40 * X) * Expr.Cos(0.3 * Y)) + (0.1 * X * Y), (X, Spread(random, 100)), (Y, Spread(random, 1e4))),
        random => Of("chirp", Expr.Cos(X * X * X), (X, Power(random, -1, 2))),
        UnixTimes,
        random => Of("offset", (X * X * Y) + Expr.Exp(X / 10) + Power(random, 3, 16), (X, Spread(random, 3)), (Y, Spread(random, 3))),
        random => Of("offset inside", Expr.Sqrt(Expr.Pow(X + Power(random, 3, 8), 2) + (Y * Y)), (X, Spread(random, 3)), (Y, Spread(random, 3))),
        random => Of("scales", Expr.Log(1 + Expr.Exp(X)) * Power(random, -200, 200), (X, Spread(random, 30))),
        random => Of("powers", Expr.Pow(Expr.Abs(X), 2.5) + Expr.Pow(Y, 7) + Expr.Pow(2 + (X * X), Y / 3), (X, Spread(random, 3)), (Y, Spread(random, 3))),
        random => Of("saturated", Expr.Sigmoid(X) + Expr.Atan(Y), (X, Spread(random, 15)), (Y, Spread(random, 1e3))),
        random => Of("cut off", Expr.Min(Expr.Pow(X - Y, 2), 1) + Expr.Relu(X), (X, Spread(random, 1)), (Y, Spread(random, 1e-3))),
    ];

    private static CheckedLoss Of(string name, Expr value, params (Expr Symbol, double At)[] at) =>
        new(name, value, [.. at.Select(a => a.Symbol)], at.ToDictionary(a => a.Symbol, a => Tensor.Scalar(a.At)));

    private static CheckedLoss AtRandom(TestFunction function, Random random)
    {
        var loss = function.ToLoss();
        var (width, point, position) = (Power(random, -3, 0.5), new Dictionary<Expr, Tensor>(), 0);
        for (var i = 0; i < loss.Data.Count; i++) point[loss.Data[i]] = loss.DataValues[i];
        foreach (var parameter in loss.Parameters)
            point[parameter] = Tensor.Of(parameter.Shape, Enumerable.Range(0, parameter.Shape.ElementCount).Select(_ => function.Start[position++] + Spread(random, width)));
        return new(function.Name, loss.Value!, [.. loss.Parameters], point);
    }

    private static CheckedLoss Peak(string name, Random random, Func<Expr, Expr> shape)
    {
        var (middle, width) = (Power(random, 0, 9), Power(random, -5, 3));
        return Of(name, Y * shape((X - middle) / width), (X, middle + Spread(random, 3 * width)), (Y, Spread(random, 2)));
    }

    private static CheckedLoss UnixTimes(Random random)
    {
        var first = 1.7e9 + random.Next(100_000_000);
        var drift = (A * (Times - first)) + B - Expr.Sin(Times / 3600);
        return new("Unix times", Expr.Mean(drift * drift), [A, B], new()
        {
            [A] = Tensor.Scalar(Spread(random, 1e-3)), [B] = Tensor.Scalar(Spread(random, 3)), [Times] = Tensor.Of(Times.Shape, Enumerable.Range(0, 5).Select(i => first + (3600 * i))),
        });
    }

    private static double Spread(Random random, double width) => ((2 * random.NextDouble()) - 1) * width;

    private static double Power(Random random, double low, double high) => Math.Pow(10, low + ((high - low) * random.NextDouble()));
}
