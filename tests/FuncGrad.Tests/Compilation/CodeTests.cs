using System.Reflection.Emit;
using CsCheck;
using Xunit;

namespace FuncGrad.Tests;

/// <summary>Code that is written statement by statement does what C# does that is written the same way.</summary>
public sealed class CodeTests
{
    private static readonly Func<long, long, long> Written = Compile();

    [Fact]
    public void Loops_choices_and_operators_mean_what_they_mean_in_csharp() =>
        Gen.Select(Gen.Long[-5, 40], Gen.Long[-3, 20]).Sample((n, m) => Written(n, m) == Meant(n, m), iter: 300);

    private static long Meant(long n, long m)
    {
        long i = 0, sum = 0;
        while (i < n)
        {
            if ((i & 3) != 0) sum = sum + (i * m) - 7;
            i = i + 1;
        }
        do sum = sum + Math.Min(i, m) - (Math.Max(i, m) >> 1);
        while (sum > 1000 && false);
        return (sum / 3) + (int)(n + m);
    }

    private static Func<long, long, long> Compile()
    {
        var method = new DynamicMethod("written", typeof(long), [typeof(long), typeof(long)]);
        var code = new Code(method.GetILGenerator());
        var (n, m, i, sum) = (Number.Argument(0), Number.Argument(1), code.Whole(), code.Whole());
        code.Set(i, 0L);
        code.Set(sum, 0L);
        code.While(i < n, () =>
        {
            code.If(Test.IsNotZero(i & 3L), () => code.Set(sum, sum + (i * m) - 7L));
            code.Set(i, i + 1L);
        });
        code.Repeat(() => code.Set(sum, sum + Number.Min(i, m) - (Number.Max(i, m) >> 1)), Test.Differ(sum, sum));
        code.Push((sum / 3L) + (n + m).AsInt().AsLong());
        code.Return();
        return method.CreateDelegate<Func<long, long, long>>();
    }
}
