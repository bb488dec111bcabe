using System.Globalization;
using System.Text;

namespace FuncGrad;

/// <summary>
/// What will run, for a reader: inputs, what is computed once per run, then every step, one operation a line. Small problems are numbers in
/// registers; arrays are passes over memory, each with what it writes.
/// </summary>
internal sealed class ProgramText
{
    private readonly StepProgram _program;
    private readonly StringBuilder _text = new();
    private readonly HashSet<int> _written = [];

    private ProgramText(StepProgram program) => _program = program;

    /// <summary>The update of a recurrence as text.</summary>
    public static string Of(Recurrence recurrence)
    {
        var isScalar = KernelCompiler.BecomesScalars(recurrence);
        var text = new ProgramText(Linearization.Of(isScalar ? Scalarization.Of(recurrence) : recurrence, ProgramKind.Update));
        text.Inputs();
        text.Once();
        if (isScalar) text.Scalars();
        else text.Passes();
        return text._text.ToString();
    }

    private void Inputs()
    {
        var recurrence = _program.Recurrence;
        List("state", recurrence.State);
        List("per trial", recurrence.LaneInputs);
        List("data", recurrence.SharedInputs);
    }

    private void List(string title, IReadOnlyList<Expr> symbols)
    {
        if (symbols.Count > 0)
            Line($"{title}: {string.Join(", ", symbols.Select(symbol => symbol.InputName + (symbol.Shape.Rank > 0 ? symbol.Shape : "")))}");
    }

    private void Once()
    {
        int[] once = [.. Operations().Where(i => !_program.Values[i].IsPerStep)];
        if (once.Length == 0) return;
        Line("once per run:");
        foreach (var i in once) Assign(i);
    }

    private IEnumerable<int> Operations() =>
        Enumerable.Range(0, _program.Values.Count).Where(i => _program.Values[i].Node.Primitive.Family != Family.Leaf);

    private void Scalars()
    {
        Line("every step, in registers:");
        foreach (var i in Operations().Where(i => _program.Values[i].IsPerStep)) Assign(i);
        for (var s = 0; s < _program.Next.Count; s++) Next(s);
        Condition();
    }

    private void Passes()
    {
        var schedule = new LoopSchedule(_program, keepsMovements: false, Walk.Lines);
        Line("every step:");
        foreach (var stage in schedule.Stages.Where(stage => stage.IsPerStep))
        {
            Line(stage.Single >= 0 ? "  in blocks:" : $"  loop over {stage.Domain}:");
            foreach (var value in stage.Single >= 0 ? [stage.Single] : stage.Roots.Select(root => root.Value)) Formed(schedule, value);
            foreach (var root in stage.Roots.Where(root => root.IsSum)) Assign(root.Target);
            foreach (var root in stage.Roots.Where(root => root.State >= 0)) Next(root.State);
        }
        Condition();
    }

    /// <summary>A value with what it is formed of in the same pass.</summary>
    private void Formed(LoopSchedule schedule, int position)
    {
        if (_program.Values[position].Node.Primitive.Family == Family.Leaf || !_program.Values[position].IsPerStep
            || !_written.Add(position))
            return;
        foreach (var operand in _program.Values[position].Operands)
            if (!schedule.IsKept[operand]) Formed(schedule, operand);
        Assign(position);
    }

    private void Next(int state) => Line($"    {_program.Recurrence.State[state].InputName} <- {Name(_program.Next[state])}");

    private void Condition()
    {
        if (_program.Continues >= 0) Line($"  goes on where {Name(_program.Continues)} is not 0");
    }

    private void Assign(int position)
    {
        var shape = _program.Values[position].Node.Shape;
        Line($"    t{position} = {Operation(position)}{(shape.Rank > 0 ? $"   {shape}" : "")}");
    }

    private string Operation(int position)
    {
        var value = _program.Values[position];
        var (op, names) = (value.Node.Primitive, value.Operands.Select(Name).ToArray());
        if (Emissions.Find(op)?.Sign is { } sign)
            return string.Format(CultureInfo.InvariantCulture, sign, [.. names, value.Node.Attribute]);
        return $"{value.Node.Operation}({string.Join(", ", names)}){Detail(value.Node.Attribute)}";
    }

    private static string Detail(object? attribute) => attribute switch
    {
        Placement placement => $" at ({placement.Starts})",
        Indices indices => $" axes ({indices})",
        int number => number.ToString(" 0", CultureInfo.InvariantCulture),
        _ => "",
    };

    private string Name(int position)
    {
        var node = _program.Values[position].Node;
        if (node.InputName is { } name) return name;
        if (node.ConstantValue is not { } constant) return $"t{position}";
        return constant.Values.Length == 1 ? constant[0].ToString("R", CultureInfo.InvariantCulture)
            : $"[{constant[0].ToString("R", CultureInfo.InvariantCulture)} ...]";
    }

    private void Line(string line) => _text.Append(line).Append('\n');
}
