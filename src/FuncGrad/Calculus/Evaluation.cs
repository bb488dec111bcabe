namespace FuncGrad;

/// <summary>
/// The meaning of a graph: every node's value from its operands' values by the table of operations, one after the other, nothing fused
/// and nothing reordered. Slow and obviously right; every faster way is tested against it.
/// </summary>
public sealed class Evaluation
{
    private readonly Expr[] _outputs;
    private readonly List<Expr> _order;
    private readonly int[][] _operands;
    private readonly int[] _results;
    private readonly int[] _lastUses;
    private readonly Precision _precision;

    /// <summary>Prepares the evaluation of <paramref name="outputs"/> in a precision.</summary>
    public Evaluation(IEnumerable<Expr> outputs, Precision precision = Precision.Double)
    {
        _outputs = Arguments.AllGiven<Expr>([.. Arguments.Given(outputs)], nameof(outputs));
        _order = Ordering.Of(_outputs);
        var positions = new Dictionary<Expr, int>(_order.Count, ReferenceEqualityComparer.Instance);
        foreach (var node in _order) positions[node] = positions.Count;
        _operands = [.. _order.Select(node => node.Operands.Select(operand => positions[operand]).ToArray())];
        _results = [.. _outputs.Select(output => positions[output])];
        _lastUses = LastUses();
        _precision = precision;
    }

    /// <summary>What is evaluated.</summary>
    public override string ToString() => string.Join<Expr>(", ", _outputs);

    /// <summary>The most numbers that are held at once, the inputs beside them.</summary>
    internal double PeakElements
    {
        get
        {
            var (held, peak) = (0.0, 0.0);
            for (var i = 0; i < _order.Count; i++)
            {
                held += Own(i);
                peak = Math.Max(peak, held);
                foreach (var operand in _operands[i].Distinct())
                    if (_lastUses[operand] == i) held -= Own(operand);
            }
            return peak;

            double Own(int position) => _order[position].Primitive.Family == Family.Leaf ? 0 : _order[position].Shape.ElementCount;
        }
    }

    /// <summary>For each node the position of its last user; past the end for results.</summary>
    private int[] LastUses()
    {
        var last = new int[_order.Count];
        for (var i = 0; i < last.Length; i++)
            foreach (var operand in _operands[i]) last[operand] = i;
        foreach (var result in _results) last[result] = last.Length;
        return last;
    }

    /// <summary>The values of the outputs when the inputs have these values.</summary>
    /// <param name="inputs">For each symbol the graph needs, a value of its shape.</param>
    /// <exception cref="ArgumentException">An input is missing or has another shape.</exception>
    public IReadOnlyList<Tensor> At(IReadOnlyDictionary<Expr, Tensor> inputs)
    {
        Arguments.Given(inputs);
        var values = new Tensor[_order.Count];
        for (var i = 0; i < values.Length; i++)
        {
            values[i] = inputs.TryGetValue(_order[i], out var given)
                ? Supplied(_order[i], given)
                : _order[i].Primitive.Meaning(_order[i], Array.ConvertAll(_operands[i], operand => values[operand]), _precision);
            foreach (var operand in _operands[i])
                if (_lastUses[operand] == i) values[operand] = null!;
        }
        return Array.ConvertAll(_results, result => values[result]);
    }

    /// <summary>The value of one expression: <c>Evaluation.Of(x * x, (x, Tensor.Scalar(3)))</c> is 9.</summary>
    public static Tensor Of(Expr expression, params (Expr Symbol, Tensor Value)[] inputs) =>
        new Evaluation([Arguments.Given(expression)]).At(Arguments.Given(inputs)
            .ToDictionary(input => input.Symbol, input => input.Value))[0];

    private Tensor Supplied(Expr node, Tensor value) => Arguments.Given(value, node.InputName).Shape.Equals(node.Shape)
        ? Leaves.Rounded(value, _precision)
        : throw new ArgumentException($"'{node.InputName}' has shape {node.Shape}, but a value of shape {value.Shape} was given.");
}
