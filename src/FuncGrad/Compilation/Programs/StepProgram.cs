using System.Globalization;
using System.Text;

namespace FuncGrad;

/// <summary>What a program computes of a recurrence.</summary>
internal enum ProgramKind
{
    /// <summary>The next state and whether the lane continues.</summary>
    Update,

    /// <summary>What a logged step shows.</summary>
    Observation,

    /// <summary>Both, sharing what they share.</summary>
    ObservedUpdate,
}

/// <summary>A value of a program: a node with the place where it is kept.</summary>
/// <param name="Node">What is computed.</param>
/// <param name="Operands">The positions of the operands among the program's values.</param>
/// <param name="IsUniform">All lanes share the value, so that it is computed and kept once.</param>
/// <param name="IsPerStep">It changes from step to step; else it is computed once per call.</param>
/// <param name="Cell">Where it is kept: values that share a cell are not needed at the same time, or are the same elements.</param>
internal sealed record ProgramValue(Expr Node, int[] Operands, bool IsUniform, bool IsPerStep, int Cell);

/// <summary>A cell: an array of this many elements for each lane, or once for all lanes.</summary>
internal sealed record Cell(int Elements, bool IsUniform);

/// <summary>
/// A recurrence as straight-line code: values in order of computation, each in a cell. First the inputs, then what stays the same
/// over a run, then the body of the loop over steps.
/// </summary>
internal sealed class StepProgram
{
    public required Recurrence Recurrence { get; init; }

    public required ProgramKind Kind { get; init; }

    public required IReadOnlyList<ProgramValue> Values { get; init; }

    public required IReadOnlyList<Cell> Cells { get; init; }

    /// <summary>The value that says whether a lane continues; −1 if lanes never stop.</summary>
    public required int Continues { get; init; }

    /// <summary>For each state symbol the value it becomes; empty where nothing is updated.</summary>
    public required IReadOnlyList<int> Next { get; init; }

    public required IReadOnlyList<int> Observed { get; init; }

    /// <summary>
    /// Whether a lane that stopped stays stopped: then a pack whose lanes have all stopped is done. A condition on the iteration may turn
    /// true again.
    /// </summary>
    public required bool StopsForGood { get; init; }

    /// <summary>The position of each node among the values.</summary>
    public required IReadOnlyDictionary<Expr, int> Positions { get; init; }

    /// <summary>The position of a leaf among the values; −1 if the program does not need it.</summary>
    public int Position(Expr leaf) => Positions.TryGetValue(leaf, out var position) ? position : -1;

    /// <summary>The program for a reader: one value a line, deterministic.</summary>
    public override string ToString()
    {
        var text = new StringBuilder();
        Section(text, "inputs", value => value.Node.Primitive.Family == Family.Leaf);
        Section(text, "once", value => value.Node.Primitive.Family != Family.Leaf && !value.IsPerStep);
        Section(text, "every step", value => value.Node.Primitive.Family != Family.Leaf && value.IsPerStep);
        if (Continues >= 0) text.Append(CultureInfo.InvariantCulture, $"continues where v{Continues} is not 0\n");
        for (var i = 0; i < Next.Count; i++) text.Append(CultureInfo.InvariantCulture, $"{Recurrence.State[i].InputName} <- v{Next[i]}\n");
        for (var i = 0; i < Observed.Count; i++) text.Append(CultureInfo.InvariantCulture, $"observed {i}: v{Observed[i]}\n");
        var (own, shared) =
            (Cells.Where(r => !r.IsUniform).Sum(r => (long)r.Elements), Cells.Where(r => r.IsUniform).Sum(r => (long)r.Elements));
        return text.Append(CultureInfo.InvariantCulture, $"cells: {own} numbers per lane, {shared} shared\n").ToString();
    }

    private void Section(StringBuilder text, string title, Func<ProgramValue, bool> belongs)
    {
        if (!Values.Any(belongs)) return;
        text.Append(title).Append('\n');
        for (var i = 0; i < Values.Count; i++)
            if (belongs(Values[i])) text.Append("  ").Append(Line(i)).Append('\n');
    }

    private string Line(int position)
    {
        var value = Values[position];
        var node = value.Node;
        var operands = string.Concat(value.Operands.Select(operand => string.Create(CultureInfo.InvariantCulture, $" v{operand}")));
        var detail = node.InputName ?? (node.ConstantValue is { } constant ? Short(constant) : Detail(node.Attribute));
        var lanes = value.IsUniform ? ", shared" : "";
        return string.Create(CultureInfo.InvariantCulture,
            $"v{position}: r{value.Cell} = {node.Operation}{operands}{(detail.Length > 0 ? " " : "")}{detail}   {node.Shape}{lanes}");
    }

    private static string Detail(object? attribute) => attribute switch
    {
        Placement placement => $"at ({placement.Starts})",
        Indices indices => $"axes {indices}",
        int number => number.ToString(CultureInfo.InvariantCulture),
        _ => "",
    };

    private static string Short(Tensor constant) => constant.Values.Length > 4
        ? string.Create(CultureInfo.InvariantCulture, $"[{constant[0]:R}, ... {constant.Values.Length} numbers]")
        : string.Join(", ", constant.ToArray().Select(value => value.ToString("R", CultureInfo.InvariantCulture)));
}
