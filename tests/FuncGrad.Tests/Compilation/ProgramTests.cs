using CsCheck;
using Xunit;

namespace FuncGrad.Tests;

/// <summary>What holds between a recurrence and its code, looked at pass by pass on random programs: order, cells, views, origins, sums, stages.</summary>
public sealed class ProgramTests
{
    private static readonly RandomExpressionOptions Options = new() { Symbols = Oracle.Symbols, HasEmptyArrays = true, MaxOperations = 40 };

    private static readonly Gen<StepProgram> Programs = Gen.Select(RandomExpressions.Of(Options), Gen.Bool, Gen.Enum<ProgramKind>())
        .Select((e, stops, pass) => Linearization.Of(Definitions.WrittenOut(Oracle.Around(e.Root, stops), Precision.Double), pass));

    private static bool IsLeaf(ProgramValue value) => value.Node.Primitive.Family == Family.Leaf;

    [Fact]
    public void Each_value_stands_behind_its_operands_and_changes_if_one_of_them_does() => Programs.Sample(program =>
    {
        for (var i = 0; i < program.Values.Count; i++)
        {
            var (value, operands) = (program.Values[i], program.Values[i].Operands);
            Assert.Equal(value.Node.Operands, operands.Select(operand => program.Values[operand].Node));
            Assert.All(operands, operand => Assert.True(operand < i));
            if (IsLeaf(value)) continue;
            Assert.Equal(operands.Any(operand => program.Values[operand].IsPerStep), value.IsPerStep);
            Assert.Equal(operands.All(operand => program.Values[operand].IsUniform), value.IsUniform);
        }
        Assert.All(program.Next.Zip(program.Recurrence.Next), pair => Assert.Same(pair.Item2, program.Values[pair.Item1].Node));
        Assert.All(program.Observed.Zip(program.Recurrence.Observed), pair => Assert.Same(pair.Item2, program.Values[pair.Item1].Node));
    }, iter: 60);

    /// <summary>Plays two steps, noting which value each cell holds: whatever is read, or is a result at the end, must be there still.</summary>
    [Fact]
    public void No_register_is_used_anew_while_its_value_is_needed() => Programs.Sample(program =>
    {
        var holds = new int[program.Cells.Count];
        Array.Fill(holds, -1);
        for (var i = 0; i < program.Values.Count; i++)
            if (IsLeaf(program.Values[i])) holds[program.Values[i].Cell] = i;
        Compute(isPerStep: false);
        for (var step = 0; step < 2; step++)
        {
            Compute(isPerStep: true);
            foreach (var result in (int[])[.. program.Next, .. program.Observed, .. program.Continues >= 0 ? [program.Continues] : Array.Empty<int>()])
                Assert.Equal(Seen(result), holds[program.Values[result].Cell]);
        }

        void Compute(bool isPerStep)
        {
            for (var i = 0; i < program.Values.Count; i++)
            {
                if (IsLeaf(program.Values[i]) || program.Values[i].IsPerStep != isPerStep) continue;
                Assert.All(program.Values[i].Operands, operand => Assert.Equal(Seen(operand), holds[program.Values[operand].Cell]));
                if (Seen(i) == i) holds[program.Values[i].Cell] = i;
            }
        }

        // A reshape is its operand, seen with another shape.
        int Seen(int position) => program.Values[position].Node.Primitive == Structures.Reshape ? Seen(program.Values[position].Operands[0]) : position;
    }, iter: 400);

    [Fact]
    public void A_register_is_as_large_as_what_it_holds_and_only_a_reshape_shares_its_operands() => Programs.Sample(program =>
        Assert.All(program.Values, value =>
        {
            Assert.Equal(value.Node.Shape.ElementCount, program.Cells[value.Cell].Elements);
            Assert.Equal(value.IsUniform, program.Cells[value.Cell].IsUniform);
            if (!IsLeaf(value) && value.Operands.Length > 0)
                Assert.Equal(value.Node.Primitive == Structures.Reshape, value.Operands.Any(operand => program.Values[operand].Cell == value.Cell));
        }), iter: 60);

    /// <summary>Elements that are numbered from 1 on come out where the table of origins says.</summary>
    [Fact]
    public void Origins_and_views_say_where_each_element_comes_from() => Gen.Select(RandomExpressions.Of(Options), Gen.Int[0, 1000]).Sample((e, _) =>
    {
        var turned = Expr.Transpose(Expr.Symbol("T", Shape.Of(2, 3, 4)), new Indices(1, 2, 0));
        foreach (var node in Ordering.Of(e.Root).Append(turned).Where(Origins.Exist))
        {
            var (numbers, next) = (new List<Tensor>(), 1.0);
            foreach (var operand in node.Operands) numbers.Add(Tensor.Of(operand.Shape, [.. Enumerable.Range(0, operand.Shape.ElementCount).Select(_ => next++)]));
            double[] meant = node.Primitive.Meaning(node, numbers, Precision.Double).ToArray();
            Assert.Equal(meant, Origins.Of(node).Select(origin => origin.Operand < 0 ? 0 : numbers[origin.Operand][origin.Element]));
            if (Origins.AreParts(node.Primitive) || (node.Primitive == Structures.Reshape && View.ReshapeAxes(node.Operands[0].Shape, node.Shape) is null)) continue;
            var (view, own) = (View.Through(node, View.Identity(node.Shape.Rank)), node.Operands[0].Shape.Strides());
            for (var element = 0; element < meant.Length; element++)
            {
                var strides = node.Shape.Strides();
                var place = view.Select((axis, a) => own[a] * (axis.Offset + (axis.Loop < 0 ? 0 : element / strides[axis.Loop] % node.Shape[axis.Loop]))).Sum();
                Assert.Equal(meant[element], numbers[0][place]);
            }
        }
    }, iter: 60);

    /// <summary>Of arrays that become numbers, sums are formed in the order of the slow meaning: to the last bit, also where they are long.</summary>
    [Fact]
    public void Sums_that_are_taken_apart_keep_their_order()
    {
        foreach (var count in (int[])[0, 1, 2, 15, 16, 17, 40, 129, 1025])
        {
            var x = Expr.Symbol("x", Shape.Of(count));
            var values = Tensor.Of(x.Shape, [.. Enumerable.Range(0, count).Select(i => Math.Sin(i) * Math.Pow(10, i % 17))]);
            var parts = Scalarization.Of(new Recurrence([x], [x], [], [], Expr.Symbol("iteration"), [Expr.Sum(x)], null));
            var (sum, given) = (parts.Observed.Single(), parts.State.Select((symbol, i) => (symbol, Tensor.Scalar(values[i]))).ToArray());
            Assert.Equal(BitConverter.DoubleToInt64Bits(Summation.Sum(values.ToArray(), Precision.Double)), BitConverter.DoubleToInt64Bits(Evaluation.Of(sum, given).ToArray()[0]));
        }
    }

    /// <summary>Every stage reads buffers that were written before it, or leaves; each buffer of a value is written once.</summary>
    [Fact]
    public void Stages_read_what_earlier_stages_wrote() => Gen.Select(Programs, Gen.Bool, Gen.Enum<Walk>()).Sample((program, keepsMovements, walk) =>
    {
        var schedule = new LoopSchedule(program, keepsMovements, walk);
        var written = new HashSet<int>();
        foreach (var stage in schedule.Stages)
        {
            int[] own = [.. stage.Single >= 0 ? [stage.Single] : Array.Empty<int>(), .. stage.Roots.Where(root => root.State < 0 && root.Target < program.Values.Count).Select(root => root.Target)];
            foreach (var (buffer, isIdentity) in stage.Reads)
                Assert.True(IsLeaf(program.Values[buffer]) || written.Contains(buffer) || (isIdentity && own.Contains(buffer)), $"v{buffer} is read before it is written");
            Assert.All(own, buffer => Assert.True(written.Add(buffer), $"v{buffer} is written twice"));
        }
        Assert.Equal(Enumerable.Range(0, program.Values.Count).Where(i => schedule.IsKept[i] && !IsLeaf(program.Values[i])), written.Order());
    }, iter: 60);
}
