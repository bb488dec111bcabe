using CsCheck;
using Xunit;

namespace FuncGrad.Tests;

public sealed class SmokeTests
{
    [Fact]
    public void Addition_commutes() => Gen.Select(Gen.Int, Gen.Int).Sample((a, b) => a + b == b + a);
}
