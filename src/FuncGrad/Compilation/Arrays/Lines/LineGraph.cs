namespace FuncGrad;

/// <summary>A number that is another one of some elements before, or its opposite.</summary>
internal sealed record Follower(LoopNode Leader, int Distance, bool IsOpposite);

/// <summary>
/// The numbers formed at each point of a line, with those found that are others a few elements further on: of x[i+1] − x[i]² and x[i] −
/// x[i−1]² only the first is formed, the second is what the first was an element ago. A number read before a state's own element always is
/// one: the state may be overwritten by then.
/// </summary>
internal sealed class LineGraph
{
    private readonly Dictionary<LoopNode, (int Kind, bool IsNegative, long Top)> _kinds = [];
    private readonly Dictionary<string, int> _kindNumbers = [];
    private readonly Dictionary<LoopNode, Follower> _followers = [];
    private readonly Func<int, bool> _isOverwritten;
    private readonly int _axis;

    /// <param name="order">All numbers, operands before users.</param>
    /// <param name="roots">Those that are stored or summed.</param>
    /// <param name="axis">The axis along which the line runs.</param>
    /// <param name="isOverwritten">Whether a buffer is overwritten on the way.</param>
    /// <param name="farthest">How many elements back a number may be remembered.</param>
    public LineGraph(IReadOnlyList<LoopNode> order, IEnumerable<LoopNode> roots, int axis, Func<int, bool> isOverwritten, int farthest)
    {
        (_axis, _isOverwritten) = (axis, isOverwritten);
        foreach (var node in order) _kinds[node] = (Kind(node, out var top), IsNegative(node), top);
        FindFollowers(order, farthest);
        Order = [];
        var seen = new HashSet<LoopNode>();
        foreach (var root in roots) Visit(root, seen);
        foreach (var follower in Order.Select(node => _followers.GetValueOrDefault(node)).OfType<Follower>())
            History[follower.Leader] = Math.Max(History.GetValueOrDefault(follower.Leader), follower.Distance);
    }

    /// <summary>What is needed, operands and leaders before users.</summary>
    public List<LoopNode> Order { get; }

    /// <summary>For each leader how many elements back it must be remembered.</summary>
    public Dictionary<LoopNode, int> History { get; } = [];

    public Follower? FollowerOf(LoopNode node) => _followers.GetValueOrDefault(node);

    /// <summary>Whether the number is the same at every point of the line.</summary>
    public bool IsFixed(LoopNode node) => _kinds[node].Top == long.MinValue;

    private bool Moves(LoopNode load) => load.Strides.Length > 0 && load.Strides[_axis] != 0;

    /// <summary>
    /// Numbers of one kind are the same but for the element they are formed at, which is told by the farthest element read.
    /// </summary>
    private int Kind(LoopNode node, out long top)
    {
        var moves = node.Buffer >= 0 && Moves(node);
        top = moves ? node.Offset : node.Operands.Select(operand => _kinds[operand].Top).DefaultIfEmpty(long.MinValue).Max();
        string text;
        if (node.Buffer >= 0) text = moves ? $"load {node.Buffer}" : $"number {node.Buffer} {node.Offset}";
        else if (node.Operation is null) text = $"constant {BitConverter.DoubleToInt64Bits(node.Constant)}";
        else
        {
            var own = top;
            text =
                $"{node.Operation.Name} {node.Attribute} {string.Join(" ", node.Operands.Select(operand => Operand(node, operand, own)))}";
        }
        if (!_kindNumbers.TryGetValue(text, out var number)) _kindNumbers[text] = number = _kindNumbers.Count;
        return number;
    }

    private string Operand(LoopNode user, LoopNode operand, long top)
    {
        if (IsNegativeFactor(user, operand)) return $"factor {BitConverter.DoubleToInt64Bits(-operand.Constant)}";
        if (user.Operation == Elementwise.Multiply && operand is { Operation: null, Buffer: < 0 })
            return $"factor {BitConverter.DoubleToInt64Bits(operand.Constant)}";
        var own = $"{(_kinds[operand].IsNegative ? "-" : "")}{_kinds[operand].Kind}";
        return IsFixed(operand) ? own : $"{own}:{_kinds[operand].Top - top}";
    }

    /// <summary>−c·x is the opposite of c·x, to the last bit: the same kind but for the sign.</summary>
    private static bool IsNegative(LoopNode node) =>
        node.Operation is not null && node.Operands.Any(operand => IsNegativeFactor(node, operand));

    private static bool IsNegativeFactor(LoopNode user, LoopNode operand) =>
        user.Operation == Elementwise.Multiply && operand is { Operation: null, Buffer: < 0, Constant: < 0 };

    private void FindFollowers(IReadOnlyList<LoopNode> order, int farthest)
    {
        foreach (var alike in order.Where(node => !IsFixed(node)).GroupBy(node => _kinds[node].Kind))
        {
            LoopNode[] fromTop = [.. alike.OrderByDescending(node => _kinds[node].Top)];
            for (var i = 1; i < fromTop.Length; i++)
            {
                var leader = fromTop[i].Buffer < 0 ? fromTop[i - 1] : LeadingLoad(fromTop, i);
                var distance = leader is null ? 0 : _kinds[leader].Top - _kinds[fromTop[i]].Top;
                if (distance > 0 && distance <= farthest)
                    _followers[fromTop[i]] =
                        new Follower(leader!, (int)distance, _kinds[leader!].IsNegative != _kinds[fromTop[i]].IsNegative);
            }
        }
    }

    /// <summary>Elements are read where they are, but those before an element that was overwritten.</summary>
    private LoopNode? LeadingLoad(LoopNode[] fromTop, int i) =>
        _isOverwritten(fromTop[i].Buffer) && fromTop[i].Offset < 0 ? fromTop.LastOrDefault(load => load.Offset >= 0) : null;

    private void Visit(LoopNode node, HashSet<LoopNode> seen)
    {
        if (!seen.Add(node)) return;
        if (_followers.TryGetValue(node, out var follower)) Visit(follower.Leader, seen);
        else
            foreach (var operand in node.Operands) Visit(operand, seen);
        Order.Add(node);
    }
}
