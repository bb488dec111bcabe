using System.Diagnostics.CodeAnalysis;
using System.Reflection.Emit;

namespace FuncGrad;

/// <summary>Addresses of all buffers, first and last-but-one element of the first axis ↦ nothing.</summary>
internal delegate void LoopCode(nint buffers, long start, long end);

/// <summary>
/// Writes the machine code of one pass: for each region loops over its axes, the innermost over memory side by side wherever the values lie
/// so. With lanes, every element is a register of trials; with one lane, a register holds neighbouring elements and the rest of a row is
/// done one by one.
/// </summary>
[RequiresDynamicCode(KernelCompiler.WhereNoCodeIsMade)]
internal sealed class LoopBody
{
    private readonly LoopSchedule _schedule;
    private readonly LoopStage _stage;
    private readonly int _lanes;
    private readonly int _width;
    private readonly Precision _precision;
    private readonly Code _code;
    private readonly StripMemory _strips;
    private readonly Dictionary<int, LocalBuilder> _bases = [];

    private LoopBody(LoopSchedule schedule, LoopStage stage, int lanes, Precision precision, int width, Code code)
    {
        (_schedule, _stage, _lanes, _precision, _width, _code) = (schedule, stage, stage.IsUniform ? 1 : lanes, precision, width, code);
        _strips = new StripMemory(code);
    }

    /// <summary>
    /// The code of a pass over packs of so many lanes; one register of this width per element if they are more than one.
    /// </summary>
    public static LoopCode Compile(LoopSchedule schedule, LoopStage stage, int lanes, Precision precision, int width)
    {
        var method = new DynamicMethod("pass", typeof(void), [typeof(nint), typeof(long), typeof(long)], typeof(LoopBody).Module,
            skipVisibility: true) { InitLocals = false };
        var body = new LoopBody(schedule, stage, lanes, precision, width, new Code(method.GetILGenerator()));
        foreach (var region in LoopNodes.Regions(schedule, stage)) body.Write(region);
        body._code.Return();
        body._strips.Write();
        return method.CreateDelegate<LoopCode>();
    }

    private void Write(Region region)
    {
        var nodes = new LoopNodes(_schedule, _stage, region);
        var stores = LoopStore.Of(_schedule, _stage, nodes);
        if (region.Low.Zip(region.High, (low, high) => low >= high).Any(isEmpty => isEmpty)) return;
        var axes = LoopAxes.Of(region, [.. nodes.Order.Where(node => node.Buffer >= 0).Select(node => node.Strides)], _stage.Domain);
        foreach (var buffer in nodes.Order.Where(n => n.Buffer >= 0).Select(n => n.Buffer).Concat(stores.Select(s => s.Buffer)))
            Base(buffer);
        // Intermediate values may lie where an operand lay that is read for the last time; next states and observed values have memory of
        // their own.
        var mayRepeat = stores.All(store => store.Buffer >= _schedule.Program.Values.Count);
        new LoopNest(_code, _bases, axes, nodes.Order, stores, _lanes, _precision, _width, _strips, mayRepeat).Write();
    }

    /// <summary>The address of a buffer, read from the table once.</summary>
    private void Base(int buffer)
    {
        if (_bases.ContainsKey(buffer)) return;
        _code.Set(_bases[buffer] = _code.Address(), (Number.Argument(0) + (buffer * 8)).Read());
    }
}

/// <summary>
/// A number written to a buffer at the loop's own index; where there is a mask, only where it is not 0, and else the old number.
/// </summary>
internal sealed record LoopStore(int Buffer, LoopNode Value, LoopNode? Old, LoopNode? Mask)
{
    /// <summary>How many elements the number written is the sum of; 0 for a number for each element.</summary>
    public int Terms { get; init; }

    /// <summary>What the roots of a stage write, their uses counted.</summary>
    public static LoopStore[] Of(LoopSchedule schedule, LoopStage stage, LoopNodes nodes)
    {
        var program = schedule.Program;
        LoopStore[] stores = [.. stage.Roots.Select(root => root.State >= 0 && program.Continues >= 0
            ? new LoopStore(root.Target, nodes.Root(root), nodes.Element(program.Position(program.Recurrence.State[root.State]),
                stage.Domain), nodes.Scalar(program.Continues))
            : new LoopStore(root.Target, nodes.Root(root), null, null) { Terms = root.IsSum ? stage.Domain.ElementCount : 0 })];
        foreach (var store in stores) store.CountUses();
        return stores;
    }

    private void CountUses()
    {
        Value.Uses++;
        if (Old is not null) Old.Uses++;
        if (Mask is not null) Mask.Uses += 2;
    }
}

/// <summary>The axes of a region, outermost first, those joined into one that can be walked as one.</summary>
internal sealed class LoopAxes
{
    /// <summary>How many elements along each axis.</summary>
    public required List<long> Extents { get; init; }

    /// <summary>First element of the region along each axis of the domain.</summary>
    public required int[] Low { get; init; }

    /// <summary>For each joined axis the innermost domain axis it consists of: its stride is the stride of the whole.</summary>
    public required List<int> Axis { get; init; }

    /// <summary>How many elements of that axis a step is.</summary>
    public required List<int> Scale { get; init; }

    /// <summary>Whether the outermost loop goes over the strands of sums.</summary>
    public bool AreByStrands { get; private set; }

    public required Shape Domain { get; init; }

    /// <summary>
    /// Goes through the elements strand by strand, see <see cref="Summation"/>, if a row consists of whole groups of strands. What is
    /// written for each element may be written in any order.
    /// </summary>
    public bool GoByStrands()
    {
        if (Extents.Count == 0 || Extents[^1] % Summation.Strands != 0) return false;
        Extents[^1] /= Summation.Strands;
        Scale[^1] = Summation.Strands;
        if (Extents[^1] == 1) RemoveLast();
        Extents.Insert(0, Summation.Strands);
        Axis.Insert(0, Domain.Rank - 1);
        Scale.Insert(0, 1);
        return AreByStrands = true;

        void RemoveLast()
        {
            Extents.RemoveAt(Extents.Count - 1);
            Axis.RemoveAt(Axis.Count - 1);
            Scale.RemoveAt(Scale.Count - 1);
        }
    }

    /// <summary>
    /// Joins axis a to a + 1 if every access moves by extent(a + 1)·stride(a + 1) along a, and the region spans axis a + 1 wholly.
    /// </summary>
    public static LoopAxes Of(Region region, IReadOnlyList<long[]> accesses, Shape domain)
    {
        var (extents, axis, own) = (new List<long>(), new List<int>(), domain.Strides());
        for (var a = domain.Rank - 1; a >= 0; a--)
        {
            long extent = region.High[a] - region.Low[a];
            if (extents.Count > 0 && Joins(a, axis[0], extents[0])) extents[0] *= extent;
            else
            {
                extents.Insert(0, extent);
                axis.Insert(0, a);
            }
        }
        return new LoopAxes { Extents = extents, Axis = axis, Scale = [.. axis.Select(_ => 1)], Low = region.Low, Domain = domain };

        bool Joins(int outer, int inner, long count)
        {
            if (domain.Rank == 1) return false;
            var isWhole = Enumerable.Range(outer + 1, inner - outer).All(a => region.Low[a] == 0 && region.High[a] == domain[a]);
            return isWhole && own[outer] == own[inner] * count && accesses.All(strides => strides[outer] == strides[inner] * count);
        }
    }
}
