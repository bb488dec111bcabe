using System.Runtime.Intrinsics;
using Xunit;

namespace FuncGrad.Tests.Elementary;

public sealed unsafe class PointwiseTests
{
    private const int Length = 4096;

    public static TheoryData<string> Functions => [.. ErrorBounds.All.Select(b => b.Function)];

    [Theory, MemberData(nameof(Functions))]
    public void Runs_of_vectors_in_memory_have_the_bits_of_the_scalars(string function)
    {
        var (x, y) = (Samples.Fixed(Length), Samples.Fixed(Length + 5)[5..]);
        var expected = ElementaryFunctions.Apply(function, typeof(double), x, y).Select(Samples.Bits).ToArray();
        foreach (var vector in ElementaryFunctions.DoubleWidths[1..])
            Assert.Equal(expected, InMemory(function, vector, x, y).Select(Samples.Bits));

        var (a, b) = (Array.ConvertAll(x, v => (float)v), Array.ConvertAll(y, v => (float)v));
        var singles = ElementaryFunctions.Apply(function, typeof(float), a, b).Select(Samples.Bits).ToArray();
        foreach (var vector in ElementaryFunctions.SingleWidths[1..])
            Assert.Equal(singles, InMemory(function, vector, a, b).Select(Samples.Bits));
    }

    [Fact]
    public void Nothing_is_written_past_the_run()
    {
        var (x, result) = (new double[64], new double[64]);
        Call("Exp", typeof(Vector256<double>), x, x, result, 5);
        Assert.Equal(20, result.Count(v => v == 1));
    }

    private static T[] InMemory<T>(string function, Type vector, T[] x, T[] y) where T : unmanaged
    {
        var result = new T[x.Length];
        var lanes = vector.Name switch { "Vector128`1" => 16, "Vector256`1" => 32, _ => 64 } / sizeof(T);
        Call(function, vector, x, y, result, x.Length / lanes);
        return result;
    }

    private static void Call<T>(string function, Type vector, T[] x, T[] y, T[] result, int count) where T : unmanaged
    {
        var address = Pointwise.Of(function, vector).MethodHandle.GetFunctionPointer();
        fixed (T* a = x, b = y, r = result)
        {
            if (ElementaryFunctions.TakesTwo(function)) ((delegate*<nint, nint, nint, int, void>)address)((nint)a, (nint)b, (nint)r, count);
            else ((delegate*<nint, nint, int, void>)address)((nint)a, (nint)r, count);
        }
    }
}
