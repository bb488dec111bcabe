using Xunit;

namespace FuncGrad.Tests;

/// <summary>The table of what becomes code has a row for every operation that reaches the compiler, and no other place knows an operation's code.</summary>
public sealed class EmissionTests
{
    /// <summary>Elementwise operations, and those that their definitions are made of.</summary>
    private static IEnumerable<Primitive> Reaching()
    {
        foreach (var primitive in Elementwise.All)
            foreach (var precision in Enum.GetValues<Precision>())
            {
                Expr[] operands = [.. Enumerable.Range(0, primitive.Arity).Select(i => Expr.Symbol($"x{i}"))];
                var root = Expr.Node(primitive, primitive == Elementwise.IntegerPower ? 3 : null, operands);
                foreach (var node in Ordering.Of(Definitions.WrittenOut([root], precision)))
                    if (node.Primitive.Family == Family.Elementwise) yield return node.Primitive;
            }
    }

    [Fact]
    public void Each_operation_that_reaches_the_compiler_has_one_row_and_no_row_is_for_nothing() =>
        Assert.Equal(Reaching().ToHashSet().OrderBy(op => op.Name).ThenBy(op => op.Arity), Emissions.All.Select(row => row.Operation).OrderBy(op => op.Name).ThenBy(op => op.Arity));

    [Fact]
    public void Each_row_is_written_for_every_width_and_precision_without_a_method_that_is_missing()
    {
        foreach (var row in Emissions.All)
            foreach (var precision in Enum.GetValues<Precision>())
                foreach (var width in (int[])[64, 128, 256, 512])
                {
                    var method = new System.Reflection.Emit.DynamicMethod("row", typeof(void), []);
                    new VectorEmitter(method.GetILGenerator(), precision, width).Apply(row.Operation, 3);
                    Assert.Equal(row.Emission is Emission.Nothing, method.GetILGenerator().ILOffset == 0);
                }
    }

    [Fact]
    public void A_sign_shows_each_operand_once_and_the_attribute_of_a_power() => Assert.All(Emissions.All.Where(row => row.Sign is not null), row =>
    {
        var count = row.Operation.Arity + (row.Operation == Elementwise.IntegerPower ? 1 : 0);
        Assert.All(Enumerable.Range(0, 4), i => Assert.Equal(i < count ? 2 : 1, row.Sign!.Split($"{{{i}}}").Length));
    });

    [Fact]
    public void Each_movement_whose_elements_are_known_has_its_origins()
    {
        Assert.All(Structures.All.Where(op => op.Definition is null), op => Assert.NotEqual(Origins.AreChosen(op), op != Structures.Gather && op != Structures.Scatter));
        Assert.Equal([Structures.Concatenate, Structures.Embed, Structures.Replace], Structures.All.Where(Origins.AreParts).OrderBy(op => op.Name));
    }
}
