namespace FuncGrad;

/// <summary>
/// The numbers of a cell within a workspace, for a pack of lanes: element e of lane l stands at <c>Start + e·ElementStep +
/// l·LaneStep</c>.
/// </summary>
internal readonly record struct Strided(int Start, int ElementStep, int LaneStep);

/// <summary>Where a cell begins: shared ones first, then those of the lanes, whose place grows with the number of lanes.</summary>
internal readonly record struct Place(int SharedOffset, int LaneOffset, bool IsUniform)
{
    public Strided For(int lanes) =>
        IsUniform ? new Strided(SharedOffset, 1, 0) : new Strided(SharedOffset + (LaneOffset * lanes), lanes, 1);
}

/// <summary>Computes one value of a program for all lanes of a pack.</summary>
internal delegate void Instruction(double[] workspace, int lanes);

/// <summary>
/// Values of a program ↦ instructions of the interpreter. Numbers are kept as doubles; in single precision they are floats kept as doubles.
/// </summary>
internal sealed class InstructionMaker(StepProgram program, Place[] places, Precision precision)
{
    /// <summary>The instruction for a value, or null if there is nothing to do.</summary>
    public Instruction? Make(int position)
    {
        var value = program.Values[position];
        var node = value.Node;
        return node.Primitive.Family switch
        {
            Family.Elementwise => Arithmetic(value) ?? Elementwise(value),
            Family.Structure => node.Primitive == Structures.Reshape ? null : Origins.Exist(node) ? Move(value) : Choose(value),
            Family.Reduction => Fold(value),
            Family.Product => Product(value),
            _ => null,
        };
    }

    private Place Of(int position) => places[program.Values[position].Cell];

    private static int Lanes(ProgramValue value, int lanes) => value.IsUniform ? 1 : lanes;

    private static readonly Dictionary<Primitive, Action<double[], int, int, int, int>> Loops = new()
    {
        [FuncGrad.Elementwise.Add] = static (w, t, i, j, n) => { for (var k = 0; k < n; k++) w[t + k] = w[i + k] + w[j + k]; },
        [FuncGrad.Elementwise.Subtract] = static (w, t, i, j, n) => { for (var k = 0; k < n; k++) w[t + k] = w[i + k] - w[j + k]; },
        [FuncGrad.Elementwise.Multiply] = static (w, t, i, j, n) => { for (var k = 0; k < n; k++) w[t + k] = w[i + k] * w[j + k]; },
        [FuncGrad.Elementwise.Divide] = static (w, t, i, j, n) => { for (var k = 0; k < n; k++) w[t + k] = w[i + k] / w[j + k]; },
    };

    /// <summary>
    /// The four operations that programs mostly consist of, without a call for each element; if operands and result lie alike.
    /// </summary>
    private Instruction? Arithmetic(ProgramValue value)
    {
        if (value.Operands.Length != 2 || precision != Precision.Double) return null;
        if (value.Operands.Any(operand => program.Values[operand].IsUniform != value.IsUniform)) return null;
        var (a, b, target, count) = (Of(value.Operands[0]), Of(value.Operands[1]), places[value.Cell], value.Node.Shape.ElementCount);
        return !Loops.TryGetValue(value.Node.Primitive, out var loop) ? null
            : (w, lanes) => loop(w, target.For(lanes).Start, a.For(lanes).Start, b.For(lanes).Start, count * Lanes(value, lanes));
    }

    private Instruction Elementwise(ProgramValue value)
    {
        var op = value.Node.Primitive;
        var function = op == FuncGrad.Elementwise.IntegerPower
            ? FuncGrad.Elementwise.IntegerPowerOf((int)value.Node.Attribute!, precision)
            : precision == Precision.Double ? op.InDouble! : op.InFloat!;
        var (target, arity, count) = (places[value.Cell], value.Operands.Length, value.Node.Shape.ElementCount);
        var (first, second, third) = (Of(value.Operands[0]), Of(value.Operands[arity > 1 ? 1 : 0]), Of(value.Operands[arity > 2 ? 2 : 0]));
        return (w, lanes) =>
        {
            var (t, a, b, c) = (target.For(lanes), first.For(lanes), second.For(lanes), third.For(lanes));
            for (int element = 0, own = Lanes(value, lanes); element < count; element++)
                for (var lane = 0; lane < own; lane++)
                    w[t.Start + (element * t.ElementStep) + lane] = function(
                        w[a.Start + (element * a.ElementStep) + (lane * a.LaneStep)],
                        arity > 1 ? w[b.Start + (element * b.ElementStep) + (lane * b.LaneStep)] : 0,
                        arity > 2 ? w[c.Start + (element * c.ElementStep) + (lane * c.LaneStep)] : 0);
        };
    }

    private Instruction Move(ProgramValue value)
    {
        var (origins, target) = (Origins.Of(value.Node), places[value.Cell]);
        Place[] sources = [.. value.Operands.Select(Of)];
        return (w, lanes) =>
        {
            var (t, own) = (target.For(lanes), Lanes(value, lanes));
            for (var element = 0; element < origins.Length; element++)
            {
                var (operand, from) = (origins[element].Operand, origins[element].Element);
                var s = operand < 0 ? default : sources[operand].For(lanes);
                for (var lane = 0; lane < own; lane++)
                    w[t.Start + (element * t.ElementStep) + lane] =
                        operand < 0 ? 0 : w[s.Start + (from * s.ElementStep) + (lane * s.LaneStep)];
            }
        };
    }

    /// <summary>Gather and scatter: which element is only known from the values.</summary>
    private Instruction Choose(ProgramValue value)
    {
        var (x, y, target) = (Of(value.Operands[0]), Of(value.Operands[1]), places[value.Cell]);
        var gathers = value.Node.Primitive == Structures.Gather;
        var (rows, classes) =
            gathers ? (value.Node.Shape.ElementCount, value.Node.Operands[0].Shape[^1])
                : (value.Node.Operands[0].Shape.ElementCount, (int)value.Node.Attribute!);
        return (w, lanes) =>
        {
            var (t, a, b) = (target.For(lanes), x.For(lanes), y.For(lanes));
            for (int row = 0, own = Lanes(value, lanes); row < rows; row++)
                for (var lane = 0; lane < own; lane++)
                {
                    var index = w[b.Start + (row * b.ElementStep) + (lane * b.LaneStep)];
                    var exists = index >= 0 && index < classes && index == Math.Floor(index);
                    if (gathers)
                        w[t.Start + (row * t.ElementStep) + lane] =
                            exists ? w[a.Start + (((row * classes) + (int)index) * a.ElementStep) + (lane * a.LaneStep)] : double.NaN;
                    else
                        for (var k = 0; k < classes; k++)
                            w[t.Start + (((row * classes) + k) * t.ElementStep) + lane] =
                                exists && k == (int)index ? w[a.Start + (row * a.ElementStep) + (lane * a.LaneStep)] : 0;
                }
        };
    }

    private Instruction Fold(ProgramValue value)
    {
        var (target, source, op) = (places[value.Cell], Of(value.Operands[0]), value.Node.Primitive);
        var (starts, steps) = Reductions.Terms(value.Node);
        return (w, lanes) =>
        {
            var (t, s, own) = (target.For(lanes), source.For(lanes), Lanes(value, lanes));
            var room = w.AsSpan(w.Length - steps.Length); // every workspace ends with room for the longest fold
            for (var i = 0; i < starts.Length; i++)
                for (var lane = 0; lane < own; lane++)
                {
                    for (var j = 0; j < steps.Length; j++)
                        room[j] = w[s.Start + ((starts[i] + steps[j]) * s.ElementStep) + (lane * s.LaneStep)];
                    w[t.Start + (i * t.ElementStep) + lane] =
                        op == Reductions.Sum ? Summation.Sum(room, precision) : Reductions.Best(room, op == Reductions.Max);
                }
        };
    }

    private Instruction Product(ProgramValue value)
    {
        var (target, left, right) = (places[value.Cell], Of(value.Operands[0]), Of(value.Operands[1]));
        var (rows, columns, inner) = (value.Node.Shape[0], value.Node.Shape[1], value.Node.Operands[0].Shape[1]);
        var accumulate = Products.Accumulation(value.Node.Primitive, precision);
        return (w, lanes) =>
        {
            var (t, a, b, own) = (target.For(lanes), left.For(lanes), right.For(lanes), Lanes(value, lanes));
            for (var i = 0; i < rows; i++)
                for (var j = 0; j < columns; j++)
                    for (var lane = 0; lane < own; lane++)
                    {
                        double sum = 0;
                        for (var k = 0; k < inner; k++)
                            sum = accumulate(sum, w[a.Start + (((i * inner) + k) * a.ElementStep) + (lane * a.LaneStep)],
                                w[b.Start + (((k * columns) + j) * b.ElementStep) + (lane * b.LaneStep)]);
                        w[t.Start + (((i * columns) + j) * t.ElementStep) + lane] = sum;
                    }
        };
    }
}
