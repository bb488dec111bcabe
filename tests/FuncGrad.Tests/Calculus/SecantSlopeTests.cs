using Xunit;

namespace FuncGrad.Tests.Calculus;

/// <summary>What a check of gradients rests on: differences of values, over steps so long that a derivative would be visibly off.</summary>
public sealed class SecantSlopeTests
{
    private static readonly double[] Middles = [-2.3, -0.7, 0.4, 1.1, 3.2], Lengths = [0.3, -0.21, 0.05, 1e-3];

    public static TheoryData<string> Elementwise => [.. FuncGrad.Elementwise.All.Select(primitive => primitive.Name)];

    [Theory, MemberData(nameof(Elementwise))]
    public void The_slopes_give_the_difference_of_the_values_at_the_ends_of_a_long_step(string name)
    {
        var primitive = FuncGrad.Elementwise.All.Single(row => row.Name == name);
        Assert.True(SecantSlopes.Know(primitive));
        foreach (var use in PrimitiveCases.Of(primitive).Where(use => use.Shapes.All(shape => shape.Rank == 0)))
            for (var moved = 0; moved < primitive.Arity; moved++)
                foreach (var middle in Middles)
                    foreach (var length in Lengths) Holds(use, moved, middle, length);
    }

    private static void Holds(PrimitiveCase use, int moved, double middle, double length)
    {
        double[] others = [0.83, 1.37, 0.52];
        Moving Operand(int i) => i == moved ? new(middle, length, length, 0) : i < use.Primitive.Arity ? new(others[i], 0, 0, 0) : default;
        double At(double value) => Evaluation.Of(use.Node, [.. use.Symbols.Select((symbol, i) => (symbol, Tensor.Scalar(i == moved ? value : others[i])))]).ToDouble();
        var (below, above) = (At(middle - (length / 2)), At(middle + (length / 2)));
        if (!double.IsFinite(below + above + At(middle))) return;
        var slopes = SecantSlopes.Of(use.Node, Operand(0), Operand(1), Operand(2), At(middle));
        if (Math.Abs(slopes.Strain) > 0.5 && IsChoice(use.Primitive)) return;
        if (RandomNumbers.All.Contains(use.Primitive)) // another number for another key, which none is the slope of
        {
            Assert.Equal((0, 0, 0), (slopes.A, slopes.B, slopes.C));
            return;
        }
        var difference = (moved switch { 0 => slopes.A, 1 => slopes.B, _ => slopes.C }) * length;
        Assert.Equal(above - below, difference, 1e-13 * (1 + Math.Abs(above) + Math.Abs(below)));
    }

    /// <summary>Those hold where the step crosses no kink.</summary>
    private static bool IsChoice(Primitive primitive) => primitive.Name is "less" or "less_or_equal" or "equal" or "not_equal" or "maximum" or "minimum" or "abs" or "sign" or "relu"
        or "floor" or "ceil" or "round";

    [Fact]
    public void Sums_products_norms_and_moves_form_the_difference_of_a_long_step()
    {
        foreach (var primitive in Primitives.All.Where(row => row.Family is Family.Structure or Family.Product || row == Reductions.Sum || row == Reductions.Norm))
            foreach (var use in PrimitiveCases.Of(primitive).Where(use => use.IndexOperands.Length == 0))
            {
                var (values, directions) = (PrimitiveCases.Values(use, bothSigns: true), PrimitiveCases.Directions(use));
                Motion?[] motions = [.. directions.Select(direction => new Motion(direction.ToArray(), Array.ConvertAll(direction.ToArray(), Math.Abs), null, 0, false))];
                Tensor At(double t) => Evaluation.Of(use.Node, [.. use.Symbols.Select((symbol, i) =>
                    (symbol, Tensor.Of(symbol.Shape, values[i].ToArray().Zip(directions[i].ToArray(), (x, v) => x + (t * v)))))]);
                var motion = Motions.Of(use.Node, [.. Enumerable.Range(0, values.Length)], values, motions, At(0))!;
                var (above, below) = (At(0.5), At(-0.5));
                for (var i = 0; i < motion.By.Length; i++) Assert.Equal(above[i] - below[i], motion.By[i], 1e-13 * (1 + Math.Abs(above[i])));
            }
    }
}
