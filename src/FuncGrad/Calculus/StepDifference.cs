namespace FuncGrad;

/// <summary>What moving along a direction makes of a loss.</summary>
/// <param name="Value">(f(x + h·v/2) − f(x − h·v/2)) / h.</param>
/// <param name="Terms">Σ |share| over all the ways in which the direction acts on the loss: what <paramref name="Value"/> is the sum
/// of.</param>
/// <param name="Kink">By how much the slopes to either side may differ; 0 where the loss is smooth.</param>
/// <param name="Uncertainty">How far <paramref name="Value"/> may be off.</param>
/// <param name="Obstacle">The operation that has a kink here, or no slope; null if none has.</param>
internal sealed record MeasuredSlope(double Value, double Terms, double Kink, double Uncertainty, string? Obstacle);

/// <summary>
/// The difference of a loss between the two ends of a step, formed node by node: from the differences of its operands every operation has
/// its own by an addition theorem (<see cref="SecantSlopes"/>), so that nothing cancels, neither against the size of x nor against an
/// offset. The step is as long as the function allows: no operation's argument moves by more than <see cref="GreatestStrain"/> of what the
/// operation changes over.
/// </summary>
internal sealed class StepDifference
{
    /// <summary>The truncation error, its square, is then below the rounding error.</summary>
    private const double GreatestStrain = 1.0 / (1 << 28);

    /// <summary>The step is shortened so often at most: each time to what the strain of the one before asks for.</summary>
    private const int Attempts = 24;

    /// <summary>Below this, numbers have fewer digits than 53 bits.</summary>
    private const double FewestDigits = 1e-290;

    private readonly List<Expr> _order;
    private readonly int[][] _operands;
    private readonly IReadOnlyList<Expr> _symbols;
    private readonly double _roundings;

    public StepDifference(Expr loss, IReadOnlyList<Expr> symbols, IReadOnlyDictionary<Expr, Tensor> point)
    {
        (_order, _symbols) = (Ordering.Of(loss), symbols);
        var positions = new Dictionary<Expr, int>(_order.Count, ReferenceEqualityComparer.Instance);
        foreach (var node in _order) positions[node] = positions.Count;
        _operands = [.. _order.Select(node => node.Operands.Select(operand => positions[operand]).ToArray())];
        Values = new Evaluation(_order).At(point);
        Start = [.. symbols.SelectMany(symbol => point[symbol].ToArray())];
        _roundings = Roundings();
    }

    /// <summary>All elements of the symbols, end to end.</summary>
    public double[] Start { get; }

    /// <summary>The loss at the point.</summary>
    public double Loss => Values[^1].ToDouble();

    /// <summary>What every operation of the loss gives at the point, in order of computation.</summary>
    private IReadOnlyList<Tensor> Values { get; }

    /// <summary>The slope along a direction through all elements.</summary>
    public MeasuredSlope Along(double[] direction)
    {
        var h = Math.ScaleB(1 / Math.Max(direction.Max(Math.Abs), double.Epsilon), -40) * Start
            .Zip(direction, (x, v) => v == 0 ? 1 : Math.Max(1, Math.Abs(x))).Max();
        if (!double.IsFinite(h) || h == 0) h = Math.ScaleB(1, -40);
        for (var attempt = 0; ; attempt++)
        {
            var (motion, strain, obstacle) = Moved(direction, h);
            if (strain > GreatestStrain && attempt < Attempts && h > 1e-280) h *= Math.Max(GreatestStrain / 2 / strain, 1e-60);
            else return Slope(motion, h, strain, obstacle);
        }
    }

    private MeasuredSlope Slope(Motion? motion, double h, double strain, string? obstacle)
    {
        if (motion is null) return new(0, 0, 0, 0, null);
        var (difference, terms, kink) = (motion.By[0] / h, motion.Terms[0] / h, motion.Kinks is { } kinks ? kinks[0] / h : 0);
        // What falls below the normal numbers on its way has lost digits, whatever it is divided by afterwards.
        var underflow = terms < FewestDigits / h ? FewestDigits / h * Math.ScaleB(1, -40) : 0;
        var share = Math.Min(1, strain * strain) + (_roundings * Math.ScaleB(1, -52));
        return new(difference, terms, double.IsNaN(kink) ? double.PositiveInfinity : kink, (share * terms) + underflow, obstacle);
    }

    /// <summary>How many roundings a term meets at most, on its way through the loss or back through its gradient.</summary>
    private double Roundings()
    {
        var depths = new double[_order.Count];
        for (var i = 0; i < depths.Length; i++)
            depths[i] = (_operands[i].Length == 0 ? 0 : _operands[i].Max(operand => depths[operand]))
                + (_order[i].Primitive.Family == Family.Product
                    ? _order[i].Operands[0].Shape[0] + _order[i].Operands[0].Shape[1] + _order[i].Shape[1]
                    : _order[i].Primitive.Family == Family.Reduction ? 4 + Math.Min(256, _order[i].Operands[0].Shape.ElementCount) : 4);
        return 16 + depths[^1];
    }

    private (Motion? OfLoss, double Strain, string? Obstacle) Moved(double[] direction, double h)
    {
        var (motions, strain, obstacle) = (new Motion?[_order.Count], 0.0, (string?)null);
        var parts = Parts(direction, h);
        for (var i = 0; i < motions.Length; i++)
        {
            var node = _order[i];
            motions[i] = parts.TryGetValue(node, out var part) ? part : Motions.Of(node, _operands[i], Values, motions, Values[i]);
            if (motions[i] is not { } motion) continue;
            strain = Math.Max(strain, motion.Strain);
            if (obstacle is null && motion.IsObstructed) obstacle = node.Operation;
        }
        return (motions[^1], strain, obstacle);
    }

    private Dictionary<Expr, Motion> Parts(double[] direction, double h)
    {
        var (parts, position) = (new Dictionary<Expr, Motion>(ReferenceEqualityComparer.Instance), 0);
        foreach (var symbol in _symbols)
        {
            var part = direction.AsSpan(position, symbol.Shape.ElementCount);
            position += part.Length;
            if (!part.ContainsAnyExcept(0.0)) continue;
            var by = part.ToArray();
            for (var i = 0; i < by.Length; i++) by[i] *= h;
            parts[symbol] = new Motion(by, Array.ConvertAll(by, Math.Abs), null, 0, false);
        }
        return parts;
    }
}
