namespace FuncGrad;

/// <summary>
/// The slopes of a claimed gradient beside those of the loss: element by element, and along directions that pass through all elements.
/// </summary>
internal sealed class SlopeComparison
{
    private const int DirectionCount = 4;

    /// <summary>Elements with a slope below this share of the greatest count less than the others in a direction.</summary>
    private const double LeastShare = 1e-6;

    /// <summary>For sums of products over all elements, in units of 2⁻⁵³ (see <see cref="Summation"/>).</summary>
    private const double RoundingsOfSum = 512;

    private readonly StepDifference _loss;
    private readonly double[] _claimed;
    private readonly IReadOnlyList<Expr> _symbols;
    private readonly IProgress<double>? _progress;
    private readonly Dictionary<CoordinateCheck, string> _obstacles = [];

    public SlopeComparison(IReadOnlyList<Expr> gradient, Expr loss, IReadOnlyList<Expr> symbols, IReadOnlyDictionary<Expr, Tensor> point,
        IProgress<double>? progress)
    {
        if (loss.Shape.Rank != 0) throw ShapeException.NotAScalar("The loss", loss.Shape);
        RequireShapes(gradient, symbols);
        (_symbols, _progress) = (symbols, progress);
        _loss = new StepDifference(loss, symbols, point);
        _claimed = [.. new Evaluation(gradient).At(point).SelectMany(part => part.ToArray())];
    }

    public double Loss => _loss.Loss;

    /// <summary>The operation that has a kink or no slope.</summary>
    public string? ObstacleBy(CoordinateCheck check) => _obstacles.GetValueOrDefault(check);

    /// <summary>Elements as evenly spread as so many can be; directions only if that are not all.</summary>
    public (List<CoordinateCheck> Coordinates, List<CoordinateCheck> Directions) Compare(int mostCoordinates)
    {
        if (!double.IsFinite(Loss)) return ([], []);
        var stride = Math.Max(1, (int)((_claimed.Length + (long)mostCoordinates - 1) / mostCoordinates));
        int[] elements = [.. Enumerable.Range(0, _claimed.Length).Where(i => i % stride == 0)];
        var directions = stride == 1 ? [] : Directions();
        var coordinates = new List<CoordinateCheck>();
        foreach (var element in elements)
        {
            _progress?.Report((double)(directions.Count + coordinates.Count) / (directions.Count + elements.Length));
            coordinates.Add(Coordinate(element));
        }
        if (stride > 1) coordinates.AddRange(Suspects(directions).Except(elements).Select(Coordinate));
        _progress?.Report(1);
        return (coordinates, directions);
    }

    private List<CoordinateCheck> Directions()
    {
        var checks = new List<CoordinateCheck>();
        for (var number = 1; number <= DirectionCount; number++)
        {
            _progress?.Report(0);
            checks.Add(Along($"direction {number}", Direction(number)));
        }
        return checks;
    }

    /// <summary>Elements that are not finite, and the one in which a direction that disagrees does.</summary>
    private IEnumerable<int> Suspects(List<CoordinateCheck> directions)
    {
        var notFinite = Array.FindIndex(_claimed, slope => !double.IsFinite(slope));
        if (notFinite >= 0) yield return notFinite;
        else if (directions.FindIndex(check => check.IsWrong) is >= 0 and var number) yield return Culprit(Direction(number + 1));
    }

    /// <summary>Halving: of two halves of the elements the one along which the slopes disagree more.</summary>
    private int Culprit(double[] direction)
    {
        var (low, high) = (0, direction.Length);
        while (high - low > 1)
        {
            var middle = (low + high) / 2;
            double Excess(int from, int to) => Along("", [.. direction.Select((v, i) => i >= from && i < to ? v : 0)]).Excess;
            (low, high) = Excess(low, middle) >= Excess(middle, high) ? (low, middle) : (middle, high);
        }
        return low;
    }

    private CoordinateCheck Coordinate(int element)
    {
        var direction = new double[_claimed.Length];
        direction[element] = 1;
        return Compared(NameOf(element), _claimed[element], 0, _loss.Along(direction));
    }

    private CoordinateCheck Along(string name, double[] direction)
    {
        double[] shares = [.. _claimed.Zip(direction, (g, v) => v == 0 ? 0 : g * v)];
        return Compared(name, Summation.Sum(shares), RoundingsOfSum * Math.ScaleB(shares.Sum(Math.Abs), -53), _loss.Along(direction));
    }

    private CoordinateCheck Compared(string name, double claimed, double rounding, MeasuredSlope slope)
    {
        var check = new CoordinateCheck(name, claimed, slope.Value, slope.Uncertainty + rounding, slope.Terms, slope.Kink);
        if (slope.Obstacle is { } obstacle) _obstacles[check] = obstacle;
        return check;
    }

    /// <summary>
    /// Each element moves in inverse proportion to its slope, so that the same relative mistake shows as much in any of them; up or down as
    /// if by chance.
    /// </summary>
    private double[] Direction(int number)
    {
        var greatest = _claimed.Where(double.IsFinite).Select(Math.Abs).DefaultIfEmpty(0).Max();
        return [.. _claimed.Select((slope, i) =>
        {
            var position = ((i + 1) * (0.6180339887498949 + (number * 0.2360679774997897))) % 1;
            var size = greatest == 0 || !double.IsFinite(slope) ? 1 : greatest / Math.Max(Math.Abs(slope), LeastShare * greatest);
            return size * (position < 0.5 ? position - 1 : position);
        })];
    }

    private string NameOf(int position)
    {
        var symbol = 0;
        for (; position >= _symbols[symbol].Shape.ElementCount; symbol++) position -= _symbols[symbol].Shape.ElementCount;
        return ElementNames.At(_symbols[symbol].InputName!, _symbols[symbol].Shape, position);
    }

    private static void RequireShapes(IReadOnlyList<Expr> gradient, IReadOnlyList<Expr> symbols)
    {
        if (gradient.Count != symbols.Count)
            throw new ArgumentException(
                $"There are {symbols.Count} symbols, but {gradient.Count} parts of a gradient. Give one for each symbol.");
        for (var i = 0; i < symbols.Count; i++)
            if (!gradient[i].Shape.Equals(symbols[i].Shape))
                throw new ArgumentException(
                    $"The gradient by {symbols[i].InputName} has shape {gradient[i].Shape}, but the symbol has {symbols[i].Shape}.");
    }
}
