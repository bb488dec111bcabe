using CsCheck;

namespace FuncGrad.Tests;

/// <summary>A random expression with a value for each of its inputs.</summary>
internal sealed record RandomExpression(Expr Root, IReadOnlyDictionary<Expr, Tensor> Inputs)
{
    /// <summary>The symbols in the order of the options, whether the root depends on them or not.</summary>
    public IReadOnlyList<Expr> Symbols => [.. Inputs.Keys];

    /// <summary>One line per node, operands by number, so that a failing sample can be read without the printer under test.</summary>
    public override string ToString()
    {
        var order = Ordering.Of(Root);
        var number = order.Select((node, i) => (node, i)).ToDictionary(pair => pair.node, pair => pair.i);
        var lines = order.Select((node, i) =>
            $"  #{i} = {node.Operation}({string.Join(", ", node.Operands.Select(o => $"#{number[o]}"))}) {node.Attribute} : {node.Shape}");
        return $"\n{string.Join("\n", lines)}\n{string.Join("\n", Inputs.Select(input => $"  {input.Key.InputName} = {input.Value}"))}\n";
    }
}

/// <summary>What random expressions are made of.</summary>
internal sealed record RandomExpressionOptions
{
    /// <summary>The inputs an expression may use; leaves of other shapes are constants.</summary>
    public IReadOnlyList<Expr> Symbols { get; init; } =
        [Expr.Symbol("x"), Expr.Symbol("y"), Expr.Symbol("v", Shape.Of(3)), Expr.Symbol("W", Shape.Of(2, 3)), Expr.Symbol("T", Shape.Of(2, 1, 3))];

    /// <summary>The operations that are chosen from. What fits operands together (broadcast, reshape) appears only if it is among them.</summary>
    public IReadOnlyList<Primitive> Primitives { get; init; } = FuncGrad.Primitives.All;

    /// <summary>At most so many operations are added to the inputs; the root is the last of them.</summary>
    public int MaxOperations { get; init; } = 16;

    /// <summary>No array has more elements.</summary>
    public int MaxElements { get; init; } = 64;

    /// <summary>Whether inputs and constants hold NaN, infinities, zeros of both signs, subnormal and huge numbers among the ordinary ones.</summary>
    public bool HasSpecialValues { get; init; }

    /// <summary>Whether some constants have no elements: shapes (0) and (2,0).</summary>
    public bool HasEmptyArrays { get; init; }

    /// <summary>
    /// Whether at the given inputs every node is finite, of size below 50 and at least 0.05 away from every kink, jump and edge of its domain, so
    /// that derivatives by rule and by finite differences must agree there. Leaves stop_gradient out, whose derivative is meant to differ.
    /// </summary>
    public bool IsRegular { get; init; }

    /// <summary>Whether the root is a scalar, the sum of all elements of the last operation.</summary>
    public bool IsScalar { get; init; }
}

/// <summary>
/// Random graphs over every operation of the table, of shapes up to rank 3. A graph grows by one operation per random number, so a
/// failing sample shrinks to fewer operations. Example: <c>RandomExpressions.Of(new() { IsRegular = true, IsScalar = true }).Sample(e => ...)</c>.
/// </summary>
internal static class RandomExpressions
{
    public static Gen<RandomExpression> Of(RandomExpressionOptions? options = null)
    {
        options ??= new RandomExpressionOptions();
        return Gen.Select(Gen.ULong, Gen.ULong.Array[1, options.MaxOperations],
            (inputs, operations) => new ExpressionGrowth(options, new Choices(inputs)).Grown(operations));
    }

    /// <summary>An operation of the table whose result the random expression is, with random operands.</summary>
    public static Gen<RandomExpression> EndingWith(Primitive primitive, RandomExpressionOptions? options = null)
    {
        options ??= new RandomExpressionOptions();
        return Gen.Select(Gen.ULong, Gen.ULong.Array[0, options.MaxOperations], Gen.ULong.Array[64], (inputs, operations, last) =>
            new ExpressionGrowth(options, new Choices(inputs)).Grown(operations, (primitive, last)));
    }
}

/// <summary>The choices that follow from one random number (SplitMix64: Steele, Lea, Flood 2014).</summary>
internal sealed class Choices(ulong seed)
{
    private static readonly double[] Special =
        [double.NaN, double.PositiveInfinity, double.NegativeInfinity, 0.0, -0.0, 5e-324, -1e-310, double.MaxValue, -1e200, 1e-200, 1, -1];

    public ulong Next()
    {
        seed += 0x9E3779B97F4A7C15;
        var z = (seed ^ (seed >> 30)) * 0xBF58476D1CE4E5B9;
        z = (z ^ (z >> 27)) * 0x94D049BB133111EB;
        return z ^ (z >> 31);
    }

    /// <summary>0 to count − 1.</summary>
    public int Below(int count) => (int)(Next() % (ulong)count);

    public T Of<T>(IReadOnlyList<T> items) => items[Below(items.Count)];

    public double Number(bool isSpecial)
    {
        if (isSpecial && Below(3) == 0) return Of(Special);
        return Below(2) == 0 ? (Below(13) - 6) / 2.0 : ((Next() >> 11) * (5.0 / (1L << 53))) - 2.5;
    }

    public Tensor Array(Shape shape, bool isSpecial) => Tensor.Of(shape, Enumerable.Range(0, shape.ElementCount).Select(_ => Number(isSpecial)));

    public Shape Shape(int rank) => FuncGrad.Shape.Of([.. Enumerable.Range(0, rank).Select(_ => 1 + Below(3))]);
}
