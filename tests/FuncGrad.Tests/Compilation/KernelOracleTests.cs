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
}
