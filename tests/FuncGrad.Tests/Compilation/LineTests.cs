using CsCheck;
using Xunit;

namespace FuncGrad.Tests;

/// <summary>Passes along one line of elements: states overwritten while their neighbours are read, sums formed on the way, parts on several threads.</summary>
public class LineTests
{
    private static readonly Expr Rate = Expr.Symbol("rate"), Total = Expr.Symbol("total"), Iteration = Expr.Symbol("iteration");

    /// <summary>Around groups of 16, chunks of 4096, and lengths with a short last chunk, which are summed in another way.</summary>
    private static readonly int[] Lengths = [64, 65, 79, 80, 81, 97, 200, 1000, 4095, 4096, 4097, 4128, 4129, 4160, 8192, 8193, 8240];

    public static TheoryData<int, Precision> Ways { get; } = new(
        from width in (int[])[512, 256, 128, 64]
        from precision in Enum.GetValues<Precision>()
        select (width, precision));

    [Theory]
    [MemberData(nameof(Ways))]
    public void Chains_of_neighbours_equal_the_slow_meaning_bit_for_bit(int width, Precision precision) => Seeds.Sample(seed =>
    {
        var (choices, isSpecial) = (new Choices(seed), seed % 3 == 0);
        var recurrence = Chain(choices, choices.Of(Lengths));
        var compiled = KernelCompiler.Compile(recurrence, new CompilationOptions { Engine = Engine.Compiled, Width = width, Precision = precision, PrefersLoops = true, Lanes = 1 });
        var difference = Oracle.Difference(recurrence, new EvaluatedKernel(recurrence, precision), compiled, Oracle.Frame(recurrence, 1, seed, isSpecial));
        if (difference is not null) throw new InvalidOperationException($"{recurrence.State[0].Shape}: {difference}");
    }, iter: 40);

    [Theory]
    [MemberData(nameof(Ways))]
    public void States_of_each_others_neighbours_equal_the_slow_meaning_bit_for_bit(int width, Precision precision) => Seeds.Sample(seed =>
    {
        var choices = new Choices(seed);
        var recurrence = States(choices, choices.Of(Lengths));
        var compiled = KernelCompiler.Compile(recurrence, new CompilationOptions { Engine = Engine.Compiled, Width = width, Precision = precision, PrefersLoops = true, Lanes = 1 });
        var difference = Oracle.Difference(recurrence, new EvaluatedKernel(recurrence, precision), compiled, Oracle.Frame(recurrence, 1, seed, seed % 3 == 0));
        if (difference is not null) throw new InvalidOperationException($"{recurrence.State[0].Shape}: {difference}");
    }, iter: 40);

    [Fact]
    public void Parts_in_any_order_give_the_same_numbers() => Seeds.Sample(seed =>
    {
        var choices = new Choices(seed);
        var recurrence = Chain(choices, 65_536 + choices.Below(9000));
        foreach (var parts in (int[])[2, 3, 17])
        {
            void Backwards(int count, Action<int> body)
            {
                for (var part = count - 1; part >= 0; part--) body(part);
            }
            var options = new CompilationOptions { Engine = Engine.Compiled, Lanes = 1 };
            var difference = Oracle.Difference(recurrence, KernelCompiler.Compile(recurrence, options), KernelCompiler.Compile(recurrence, options with { Parallel = Backwards, Parts = parts }),
                Oracle.Frame(recurrence, 1, seed, isSpecial: false), steps: 4);
            if (difference is not null) throw new InvalidOperationException($"{recurrence.State[0].Shape} in {parts} parts: {difference}");
        }
    }, iter: 12);

    [Fact]
    public void A_chain_is_one_pass_that_overwrites_its_state()
    {
        var x = Expr.Symbol("x", Shape.Of(1000));
        var loss = Expr.Sum((100 * Expr.Pow(x[1..] - Expr.Pow(x[..^1], 2), 2)) + Expr.Pow(1 - x[..^1], 2));
        var gradient = Differentiation.Gradient(loss, [x])[0];
        var norm = Expr.Sqrt(Expr.Sum(gradient * gradient));
        Expr[] next = [.. Simplification.Simplify([x - (Rate * gradient), loss + norm])];
        var schedule = new LoopSchedule(Linearization.Of(new Recurrence([x, Total], next, [Rate], [], Iteration, [], null), ProgramKind.Update), keepsMovements: false, Walk.Lines);
        var stage = Assert.Single(schedule.Stages, stage => stage.Domain.ElementCount > 1);
        Assert.True(stage.IsLine);
        Assert.Equal(2, stage.Roots.Count(root => root.IsSum));
        Assert.Equal(-1, schedule.ShadowOf[0]);
    }

    /// <summary>−3·x is the opposite of 3·x, but what is formed of the one is not what is formed of the other.</summary>
    [Fact]
    public void Opposite_numbers_are_told_apart_by_what_is_formed_of_them()
    {
        var x = Expr.Symbol("x", Shape.Of(200));
        Expr a = x[1..], b = x[..^1];
        var recurrence = new Recurrence([x, Total], [x * 0.5, Expr.Sum(((-3 * a) + (a * a)) * ((3 * b) + (b * b)))], [], [], Iteration, [], null);
        var compiled = KernelCompiler.Compile(recurrence, new CompilationOptions { Engine = Engine.Compiled, PrefersLoops = true, Lanes = 1 });
        Assert.Null(Oracle.Difference(recurrence, new EvaluatedKernel(recurrence, Precision.Double), compiled, Oracle.Frame(recurrence, 1, 5, isSpecial: false)));
    }

    /// <summary>Of two states written in one pass, the second is formed of elements of the first that are read nowhere else.</summary>
    [Fact]
    public void A_state_is_formed_before_another_is_overwritten()
    {
        Expr x = Expr.Symbol("x", Shape.Of(200)), y = Expr.Symbol("y", Shape.Of(200));
        var recurrence = new Recurrence([x, y], [x * 0.5, y + Expr.Concatenate(0, x[1..], y[..1])], [], [], Iteration, [], null);
        var compiled = KernelCompiler.Compile(recurrence, new CompilationOptions { Engine = Engine.Compiled, PrefersLoops = true, Lanes = 1 });
        Assert.Null(Oracle.Difference(recurrence, new EvaluatedKernel(recurrence, Precision.Double), compiled, Oracle.Frame(recurrence, 1, 5, isSpecial: false)));
    }

    /// <summary>Running sums begin with −0, for 0 + −0 is 0.</summary>
    [Fact]
    public void A_sum_of_negative_zeros_is_one() => Assert.All(Lengths, count =>
    {
        var x = Expr.Symbol("x", Shape.Of(count));
        var recurrence = new Recurrence([Total], [Expr.Sum(x * 0)], [x], [], Iteration, [], null);
        var frame = new LaneFrame { Lanes = 1, State = [[1]], LaneInputs = [[.. Enumerable.Repeat(-1.0, count)]], Shared = [] };
        KernelCompiler.Compile(recurrence, new CompilationOptions { Engine = Engine.Compiled, PrefersLoops = true, Lanes = 1 }).Advance(frame, 1);
        Assert.True(double.IsNegative(frame.State[0][0]));
    });

    [Theory]
    [MemberData(nameof(Ways))]
    public void Matrices_and_columns_of_theirs_equal_the_slow_meaning(int width, Precision precision)
    {
        Expr w = Expr.Symbol("W", Shape.Of(23, 19)), b = Expr.Symbol("b", Shape.Of(19)), data = Expr.Symbol("data", Shape.Of(23, 19));
        var loss = Expr.Sum(Expr.Pow((w * data) + b, 2)) + Expr.Mean(Expr.Abs(w));
        var gradients = Differentiation.Gradient(loss, [w, b]);
        var norm = Expr.Sqrt(Expr.Sum(gradients[0] * gradients[0]) + Expr.Sum(gradients[1] * gradients[1]));
        Expr[] roots = [.. Simplification.Simplify([w - (Rate * gradients[0] / norm), b - (Rate * gradients[1]), Expr.Max(Total, loss), loss, norm])];
        var recurrence = new Recurrence([w, b, Total], roots[..3], [Rate], [data], Iteration, roots[3..], null);
        var compiled = KernelCompiler.Compile(recurrence, new CompilationOptions { Engine = Engine.Compiled, Width = width, Precision = precision, PrefersLoops = true, Lanes = 1 });
        foreach (var isSpecial in (bool[])[false, true])
            Assert.Null(Oracle.Difference(recurrence, new EvaluatedKernel(recurrence, precision), compiled, Oracle.Frame(recurrence, 1, 7, isSpecial)));
    }

    private static Gen<ulong> Seeds => Gen.ULong;

    /// <summary>Descent on a sum over a random function of neighbours, with momentum, whose loss, norm and a sum of other length go into a further state.</summary>
    private static Recurrence Chain(Choices choices, int count)
    {
        Expr x = Expr.Symbol("x", Shape.Of(count)), v = Expr.Symbol("v", Shape.Of(count)), data = Expr.Symbol("data", Shape.Of(count));
        var loss = Expr.Sum(Function(choices, choices.Below(3) == 0 ? [x, v, data] : [x], 1 + choices.Below(4)));
        var gradient = Differentiation.Gradient(loss, [x])[0];
        var change = (0.5 * v) - (Rate * gradient);
        Expr[] roots = [x + change, change, Expr.Max(Total * 0.5, loss) + Expr.Sqrt(Expr.Sum(gradient * gradient)) + Expr.Sum(x * 0), loss, x, Expr.LessOrEqual(Total, 3)];
        if (choices.Below(3) == 0) roots[0] = Expr.Concatenate(0, x[1..], change[..1]);
        var simple = Simplification.Simplify(roots);
        var recurrence = new Recurrence([x, v, Total], [.. simple.Take(3)], [Rate], [data], Iteration, [simple[3], simple[4]], choices.Below(2) == 0 ? simple[5] : null);
        return choices.Below(2) == 0 ? recurrence : Fusion.Contract(recurrence);
    }

    /// <summary>Three states, each a random function of all of them up to four elements before and behind, with sums and observations on the way.</summary>
    private static Recurrence States(Choices choices, int count)
    {
        Expr x = Expr.Symbol("x", Shape.Of(count)), v = Expr.Symbol("v", Shape.Of(count)), w = Expr.Symbol("w", Shape.Of(count)), data = Expr.Symbol("data", Shape.Of(count));
        Expr[] roots = [Mixed(), Mixed(), choices.Below(2) == 0 ? w : Mixed(), Expr.Sum(Mixed()) + (Total * 0.5), Expr.Sum(Mixed()), choices.Below(2) == 0 ? x : Mixed(), Expr.LessOrEqual(Total, 3)];
        var simple = Simplification.Simplify(roots);
        var recurrence = new Recurrence([x, v, w, Total], [.. simple.Take(4)], [Rate], [data], Iteration, [simple[4], simple[5]], choices.Below(3) == 0 ? simple[6] : null);
        return choices.Below(2) == 0 ? recurrence : Fusion.Contract(recurrence);

        Expr Mixed()
        {
            var term = Shifted(choices, [x, v, w, data]);
            for (var i = choices.Below(4); i > 0; i--)
            {
                var other = Shifted(choices, [x, v, w, data]);
                term = choices.Below(5) switch { 0 => term + other, 1 => term * other, 2 => Expr.Max(term, other), 3 => (0.5 * term) - other, _ => (-0.75 * term) + other };
            }
            return term;
        }
    }

    private static Expr Shifted(Choices choices, Expr[] arrays)
    {
        var (array, filling, distance) = (choices.Of(arrays), choices.Of(arrays), 1 + choices.Below(4));
        return choices.Below(3) switch
        {
            0 => array,
            1 => Expr.Concatenate(0, array[distance..], filling[..distance]),
            _ => Expr.Concatenate(0, filling[..distance], array[..(array.Shape[0] - distance)]),
        };
    }

    /// <summary>Windows of arrays that are shifted against each other, combined at random.</summary>
    private static Expr Function(Choices choices, Expr[] arrays, int span)
    {
        Expr[] windows = [.. arrays.SelectMany(x => Enumerable.Range(0, span).Select(i => x[i..(x.Shape[0] - span + 1 + i)]))];
        var term = choices.Of(windows);
        for (var i = 0; i < 2 + choices.Below(5); i++)
        {
            var other = choices.Of(windows);
            term = choices.Below(8) switch
            {
                0 => term + other,
                1 => other - term,
                2 => term * other,
                3 => term * term,
                4 => Expr.Max(term, other),
                5 => Expr.Where(term < other, term * 0.25, other),
                6 => term / (1 + (other * other)),
                _ => Expr.Abs(term) + (100 * other),
            };
        }
        return term;
    }
}
