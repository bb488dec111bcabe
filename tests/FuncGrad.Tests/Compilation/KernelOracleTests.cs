using CsCheck;
using Xunit;

namespace FuncGrad.Tests;

public class KernelOracleTests
{
    private static readonly RandomExpressionOptions Options = new() { Symbols = Oracle.Symbols, HasSpecialValues = true, HasEmptyArrays = true };

    private static readonly IReadOnlyList<(string Name, CompilationOptions Options)> Ways =
    [
        ("interpreted", new() { Engine = Engine.Interpreted }),
        .. new[] { 512, 256, 128, 64 }.Select(width => ($"compiled {width}", new CompilationOptions { Engine = Engine.Compiled, Width = width })),
        .. new[] { 512, 256, 128, 64 }.Select(width => ($"loops {width}", new CompilationOptions { Engine = Engine.Compiled, Width = width, PrefersLoops = true })),
    ];

    private static IKernel Compile(Recurrence recurrence, CompilationOptions options, Precision precision) =>
        KernelCompiler.Compile(recurrence, options with { Precision = precision });

    [Fact]
    public void Every_kernel_equals_the_slow_meaning_bit_for_bit()
    {
        foreach (var (name, options) in Ways)
            foreach (var precision in Enum.GetValues<Precision>())
                Gen.Select(RandomExpressions.Of(Options), Gen.Bool, Gen.Int[0, 3].Select(i => new[] { 1, 2, 9, 37 }[i]), Gen.ULong, Gen.Bool).Sample((e, stops, lanes, seed, special) =>
                {
                    var recurrence = Oracle.Around(e.Root, stops);
                    var difference = Oracle.Difference(recurrence, new EvaluatedKernel(recurrence, precision), Compile(recurrence, options, precision),
                        Oracle.Frame(recurrence, lanes, seed, special));
                    if (difference is not null) throw new InvalidOperationException($"{name} {precision}: {difference}");
                    return true;
                }, iter: 25);
    }

    [Fact]
    public void Every_operation_is_computed_by_every_kernel()
    {
        foreach (var primitive in Primitives.All)
            foreach (var (name, options) in Ways)
                foreach (var precision in Enum.GetValues<Precision>())
                    RandomExpressions.EndingWith(primitive, Options).Sample(e =>
                    {
                        var recurrence = Oracle.Around(e.Root, stops: false);
                        var difference = Oracle.Difference(recurrence, new EvaluatedKernel(recurrence, precision), Compile(recurrence, options, precision),
                            Oracle.Frame(recurrence, 9, 5, isSpecial: true), steps: 1);
                        if (difference is not null) throw new InvalidOperationException($"{name} {precision} {primitive.Name}: {difference}");
                    }, iter: 2);
    }

    /// <summary>Values that functions need, that are used before and after them, once a run and at every step, in blocks of every size.</summary>
    [Fact]
    public void Functions_of_functions_are_computed_from_what_each_stage_keeps()
    {
        Expr x = Expr.Symbol("x"), v = Expr.Symbol("v"), rate = Expr.Symbol("rate"), shared = Expr.Symbol("shared"), iteration = Expr.Symbol("iteration");
        Expr square = x * x, opposite = -square, isSmall = Expr.Less(square, 2), decay = Expr.Exp(-rate);
        Expr inner = Expr.Sin(x * shared), outer = Expr.Exp(Expr.FusedMultiplyAdd(opposite, decay, inner)), power = Expr.Pow(square + 1, Expr.Tanh(inner + v));
        var nextV = (v * decay) + Expr.FusedMultiplyAdd(opposite, outer, Expr.Where(isSmall, power, Expr.Log(outer + square)));
        var nextX = Expr.Where(isSmall, x + (rate * Expr.Cos(nextV + iteration)), Expr.Pow(x, -5) + inner);
        foreach (var condition in (Expr?[])[null, Expr.Less(Expr.Abs(x - power), 4), Expr.Less(iteration, 5)])
        {
            var recurrence = new Recurrence([x, v], [nextX, nextV], [rate], [shared], iteration, [outer, nextV], condition);
            foreach (var (name, options) in Ways)
                foreach (var precision in Enum.GetValues<Precision>())
                    foreach (var lanes in (int[])[1, 3, 20, 150])
                        Assert.Null(Oracle.Difference(recurrence, new EvaluatedKernel(recurrence, precision), Compile(recurrence, options, precision), Oracle.Frame(recurrence, lanes, 7, false))
                            is { } difference ? $"{name} {precision} {lanes}: {difference}" : null);
        }
    }

    /// <summary>Momentum, and two states that become each other, with more registers than the processor has.</summary>
    [Fact]
    public void States_that_need_each_other_are_all_taken_from_the_same_step()
    {
        Expr[] s = [.. Enumerable.Range(0, 6).Select(i => Expr.Symbol($"s{i}"))];
        Expr rate = Expr.Symbol("rate"), momentum = Expr.Symbol("momentum"), force = Expr.FusedMultiplyAdd(s[0], s[1], -s[2]);
        Expr v = (momentum * s[2]) - (rate * -2 * force), w = (momentum * s[3]) + (rate * -2 * s[0]);
        foreach (var condition in (Expr?[])[null, Expr.Less(s[0], 1)])
        {
            var recurrence = new Recurrence(s, [s[0] + v, s[1] + w, v, w, s[5] * force, s[4] - s[0]], [rate, momentum], [], Expr.Symbol("iteration"), [v, s[4]], condition);
            foreach (var (name, options) in Ways)
                foreach (var precision in Enum.GetValues<Precision>())
                    foreach (var lanes in (int[])[1, 9, 150])
                        Assert.Null(Oracle.Difference(recurrence, new EvaluatedKernel(recurrence, precision), Compile(recurrence, options, precision), Oracle.Frame(recurrence, lanes, 3, false))
                            is { } difference ? $"{name} {precision} {lanes}: {difference}" : null);
        }
    }
}
