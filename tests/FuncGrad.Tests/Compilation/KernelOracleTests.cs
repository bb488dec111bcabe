using CsCheck;
using Xunit;

namespace FuncGrad.Tests;

public class KernelOracleTests
{
    private static readonly RandomExpressionOptions Options = new() { Symbols = Oracle.Symbols, HasSpecialValues = true, HasEmptyArrays = true };

    private static readonly (string Name, Func<Recurrence, Precision, IKernel> Compile)[] Ways =
    [
        ("interpreted", (r, precision) => KernelCompiler.Compile(r, new CompilationOptions { Precision = precision, Engine = Engine.Interpreted })),
    ];

    [Fact]
    public void Every_kernel_equals_the_slow_meaning_bit_for_bit()
    {
        foreach (var (name, compile) in Ways)
            foreach (var precision in Enum.GetValues<Precision>())
                Gen.Select(RandomExpressions.Of(Options), Gen.Bool, Gen.Int[1, 21], Gen.ULong, Gen.Bool).Sample((e, stops, lanes, seed, special) =>
                {
                    var recurrence = Oracle.Around(e.Root, stops);
                    var difference = Oracle.Difference(recurrence, new EvaluatedKernel(recurrence, precision), compile(recurrence, precision),
                        Oracle.Frame(recurrence, lanes, seed, special));
                    if (difference is not null) throw new InvalidOperationException($"{name} {precision}: {difference}");
                    return true;
                }, iter: 400);
    }

    [Fact]
    public void Every_operation_is_computed_by_every_kernel()
    {
        foreach (var primitive in Primitives.All)
            foreach (var (name, compile) in Ways)
                foreach (var precision in Enum.GetValues<Precision>())
                    RandomExpressions.EndingWith(primitive, Options).Sample(e =>
                    {
                        var recurrence = Oracle.Around(e.Root, stops: false);
                        var difference = Oracle.Difference(recurrence, new EvaluatedKernel(recurrence, precision), compile(recurrence, precision),
                            Oracle.Frame(recurrence, 9, 5, isSpecial: true), steps: 1);
                        if (difference is not null) throw new InvalidOperationException($"{name} {precision} {primitive.Name}: {difference}");
                    }, iter: 10);
    }
}
