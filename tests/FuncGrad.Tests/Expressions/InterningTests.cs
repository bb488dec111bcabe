using System.Runtime.CompilerServices;
using Xunit;

namespace FuncGrad.Tests.Expressions;

/// <summary>Equal expressions are one object, from any thread, and what nobody holds is forgotten.</summary>
public sealed class InterningTests
{
    private static Expr Formula(string name)
    {
        var x = Expr.Symbol(name, Shape.Of(4));
        return Expr.Sum((100 * Expr.Pow(x[1..] - Expr.Pow(x[..^1], 2), 2)) + Expr.Pow(1 - x[..^1], 2))
            + Expr.Norm(Expr.Softmax(x)) + Expr.Max(Expr.Dot(Expr.Reshape(x, Shape.Of(2, 2)), Expr.Constant(Tensor.Matrix(new[,] { { 1.0, 2 }, { 3, 4 } }))));
    }

    [Fact]
    public void The_same_formula_built_twice_is_the_same_object() => Assert.Same(Formula("x"), Formula("x"));

    [Fact]
    public void Different_formulas_are_different_objects()
    {
        Assert.NotSame(Formula("x"), Formula("y"));
        Assert.NotSame(Expr.Constant(0.0), Expr.Constant(-0.0));
        Assert.NotSame(Expr.Symbol("x", Shape.Of(2)), Expr.Symbol("x", Shape.Of(3)));
        Assert.NotSame(Expr.Pow(Expr.Symbol("x"), 2), Expr.Pow(Expr.Symbol("x"), 3));
        Assert.Same(Expr.Constant(double.NaN), Expr.Constant(double.NaN));
    }

    [Fact]
    public void The_gradient_of_the_same_formula_is_the_same_object() => Assert.Same(
        Differentiation.Gradient(Formula("x"), Expr.Symbol("x", Shape.Of(4))),
        Differentiation.Gradient(Formula("x"), Expr.Symbol("x", Shape.Of(4))));

    [Fact]
    public void Threads_that_build_the_same_formulas_get_the_same_objects()
    {
        var built = new Expr[8][];
        Thread[] threads = [.. Enumerable.Range(0, built.Length).Select(thread => new Thread(() =>
            built[thread] = [.. Enumerable.Range(0, 300).Select(i => Formula($"shared{i}"))]))];
        foreach (var thread in threads) thread.Start();
        foreach (var thread in threads) thread.Join();
        for (var i = 0; i < 300; i++)
            foreach (var formulas in built) Assert.Same(built[0][i], formulas[i]);
    }

    [Fact]
    public void A_graph_that_nobody_holds_is_collected()
    {
        var (forgotten, kept) = Build();
        GC.Collect();
        GC.WaitForPendingFinalizers();
        GC.Collect();
        Assert.All(forgotten, reference => Assert.False(reference.TryGetTarget(out _)));
        Assert.Same(kept, Formula("kept"));
        GC.KeepAlive(kept);

        [MethodImpl(MethodImplOptions.NoInlining)]
        static (WeakReference<Expr>[] Forgotten, Expr Kept) Build() =>
            ([.. Enumerable.Range(0, 100).Select(i => new WeakReference<Expr>(Formula($"forgotten{i}")))], Formula("kept"));
    }

    [Fact]
    public void The_table_of_living_nodes_does_not_grow_with_what_was_forgotten()
    {
        var table = new Interning.Stripe();
        for (var round = 0; round < 20; round++)
        {
            for (var i = 0; i < 10_000; i++) _ = table.Intern(Expr.Sin(Expr.Constant((round * 10_000) + i + 0.5)));
            GC.Collect();
        }
        Assert.InRange(table.EntryCount, 1, 100_000);
    }

    /// <summary>A chain of nodes of one hash is walked from end to end for each new one: 4,000 unit vectors took 8 s.</summary>
    [Fact]
    public void Arrays_that_differ_in_any_element_have_different_hashes()
    {
        int[] hashes = [.. Enumerable.Range(0, 500).Select(one => Tensor.Vector([.. Enumerable.Range(0, 500).Select(i => i == one ? 1.0 : 0)]).GetHashCode())];
        Assert.Equal(500, hashes.Distinct().Count());
    }
}
