using static FuncGrad.Structures;

namespace FuncGrad;

/// <summary>A number formed at each point of a loop: an operation on others, a constant, or an element of a buffer.</summary>
internal sealed class LoopNode
{
    public Primitive? Operation { get; init; }

    public object? Attribute { get; init; }

    public LoopNode[] Operands { get; init; } = [];

    public double Constant { get; init; }

    /// <summary>The buffer read, or −1.</summary>
    public int Buffer { get; init; } = -1;

    public bool IsUniformBuffer { get; init; }

    /// <summary>Element = Offset + Σ index·stride over the loop axes.</summary>
    public long Offset { get; init; }

    public long[] Strides { get; set; } = [];

    public int Uses { get; set; }
}

/// <summary>The values of one pass over one region as a graph of numbers, shared parts once.</summary>
internal sealed class LoopNodes(LoopSchedule schedule, LoopStage stage, Region region)
{
    private readonly Dictionary<string, LoopNode> _known = [];
    private readonly List<LoopNode> _order = [];
    private readonly HashSet<int> _own = [.. stage.Roots.Where(root => root.Target == root.Value).Select(root => root.Value)];

    /// <summary>Operands before users.</summary>
    public List<LoopNode> Order => _order;

    /// <summary>What a root writes; beyond the last term of a sum that is shorter than the pass, −0, which changes no sum.</summary>
    public LoopNode Root(LoopRoot root) =>
        root.IsSum && region.Low.Length == 1 && region.Low[0] >= schedule.Program.Values[root.Value].Node.Shape[0]
            ? Added(new LoopNode { Constant = -0.0 })
            : Node(root.Value, View.Identity(stage.Domain.Rank), isRoot: root.Target == root.Value);

    /// <summary>The element of a buffer at the loop's own index.</summary>
    public LoopNode Element(int buffer, Shape shape) => Load(buffer, shape, View.Identity(stage.Domain.Rank));

    /// <summary>The only element of a buffer.</summary>
    public LoopNode Scalar(int buffer) => Load(buffer, Shape.Scalar, []);

    private LoopNode Node(int position, AxisView[] view, bool isRoot = false)
    {
        var key = View.Key(position, view);
        if (_known.TryGetValue(key, out var known)) return known;
        var value = schedule.Program.Values[position];
        LoopNode node;
        if (value.Node.ConstantValue is { } constant && constant.Values.Length == 1) node = Added(new LoopNode { Constant = constant[0] });
        else if (schedule.IsKept[position] && !isRoot && !(_own.Contains(position) && IsIdentity(view)))
            node = Load(position, value.Node.Shape, view);
        else if (value.Node.Primitive.Family == Family.Structure) node = Moved(value, view);
        else if (value.Node.Primitive.Family == Family.Elementwise)
            node = Added(new LoopNode
            {
                Operation = value.Node.Primitive,
                Attribute = value.Node.Attribute,
                Operands = [.. value.Operands.Select(operand => Node(operand, view))],
            });
        else if (LoopSchedule.IsOuterProduct(value.Node)) node = Outer(value, view);
        else node = Load(position, value.Node.Shape, view);
        return _known[key] = node;
    }

    /// <summary>The sum that a product is begins with 0, which makes −0 to 0.</summary>
    private LoopNode Outer(ProgramValue value, AxisView[] view)
    {
        var (a, b, zero) =
            (Node(value.Operands[0], View.OfFactor(0, view)), Node(value.Operands[1], View.OfFactor(1, view)), Added(new LoopNode()));
        if (value.Node.Primitive == Products.FusedMatrixProduct) return Added(new LoopNode
        {
            Operation = Elementwise.FusedMultiplyAdd,
            Operands = [a, b, zero],
        });
        var product = Added(new LoopNode { Operation = Elementwise.Multiply, Operands = [a, b] });
        return Added(new LoopNode { Operation = Elementwise.Add, Operands = [product, zero] });
    }

    private static bool IsIdentity(AxisView[] view) => view.Select((axis, i) => axis.Loop == i && axis.Offset == 0).All(isSame => isSame);

    private LoopNode Moved(ProgramValue value, AxisView[] view)
    {
        var node = value.Node;
        foreach (var (part, starts) in Origins.Parts(node))
            if (region.IsInside(view, starts, node.Operands[part].Shape)) return Node(value.Operands[part], View.Shifted(view, starts, -1));
        if (node.Primitive == Embed) return Added(new LoopNode());
        if (node.Primitive == Replace) return Node(value.Operands[0], view);
        if (node.Primitive == Reshape && schedule.IsKept[value.Operands[0]]
            && !(_own.Contains(value.Operands[0]) && View.ReshapeAxes(node.Operands[0].Shape, node.Shape) is not null))
            return Load(value.Operands[0], node.Shape, view); // the same elements in the same order, counted by other axes
        return Node(value.Operands[0], View.Through(node, view));
    }

    private LoopNode Load(int buffer, Shape shape, AxisView[] view)
    {
        var (own, strides, offset) = (shape.Strides(), new long[stage.Domain.Rank], 0L);
        for (var axis = 0; axis < view.Length; axis++)
        {
            offset += (long)own[axis] * view[axis].Offset;
            if (view[axis].Loop >= 0) strides[view[axis].Loop] += own[axis];
        }
        var isUniform = buffer < schedule.Program.Values.Count && schedule.Program.Values[buffer].IsUniform;
        var key = $"load {buffer} {offset} {string.Join(",", strides)}";
        if (_known.TryGetValue(key, out var known)) return known;
        return _known[key] = Added(new LoopNode { Buffer = buffer, IsUniformBuffer = isUniform, Offset = offset, Strides = strides });
    }

    private LoopNode Added(LoopNode node)
    {
        foreach (var operand in node.Operands) operand.Uses++;
        _order.Add(node);
        return node;
    }

    /// <summary>The domain cut where embeddings, replacements and joints begin and end.</summary>
    public static List<Region> Regions(LoopSchedule schedule, LoopStage stage)
    {
        var cuts = stage.Domain.Select(extent => new SortedSet<int> { 0, extent }).ToArray();
        var seen = new HashSet<string>();
        foreach (var root in stage.Roots)
        {
            CutAt(View.Identity(stage.Domain.Rank), new Indices(new int[stage.Domain.Rank]),
                schedule.Program.Values[root.Value].Node.Shape);
            Cut(root.Value, View.Identity(stage.Domain.Rank), isRoot: root.Target == root.Value);
        }
        List<Region> regions = [new([], [])];
        foreach (var axis in cuts)
        {
            int[] points = [.. axis];
            regions = [.. regions.SelectMany(r =>
                Enumerable.Range(0, points.Length - 1).Select(i => new Region([.. r.Low, points[i]], [.. r.High, points[i + 1]])))];
            if (regions.Count > 48) throw new NoLoopException("too many pieces");
        }
        return regions;

        void Cut(int position, AxisView[] view, bool isRoot = false)
        {
            if ((schedule.IsKept[position] && !isRoot) || !seen.Add(View.Key(position, view))) return;
            var (value, node) = (schedule.Program.Values[position], schedule.Program.Values[position].Node);
            foreach (var (part, starts) in Origins.Parts(node))
            {
                CutAt(view, starts, node.Operands[part].Shape);
                Cut(value.Operands[part], View.Shifted(view, starts, -1));
            }
            if (Origins.AreParts(node.Primitive))
            {
                if (node.Primitive == Replace) Cut(value.Operands[0], view);
                return;
            }
            for (var i = 0; i < value.Operands.Length; i++)
            {
                if (node.Primitive == Reshape && schedule.IsKept[value.Operands[0]]) continue;
                Cut(value.Operands[i], node.Primitive.Family switch
                {
                    Family.Product => View.OfFactor(i, view),
                    Family.Structure => View.Through(node, view),
                    _ => view,
                });
            }
        }

        void CutAt(AxisView[] view, Indices starts, Shape part)
        {
            for (var axis = 0; axis < view.Length; axis++)
                if (view[axis].Loop is >= 0 and var loop)
                    foreach (var point in (int[])[starts[axis] - view[axis].Offset, starts[axis] + part[axis] - view[axis].Offset])
                        if (point > 0 && point < stage.Domain[loop]) cuts[loop].Add(point);
        }
    }
}
