namespace FuncGrad;

/// <summary>
/// A loss as a function of numbers: its value, gradient and curvature at any point, compiled, for other optimizers, for contours, for
/// whatever a program wants to know of it. Points hold all parameter elements in order, end to end. The values are those of a run, bit for
/// bit. Safe for calls from several threads.
/// </summary>
/// <example><code>
/// var f = Loss.Of(x => x[0] * x[0] + x[1] * x[1], dimension: 2).Compile();
/// var gradient = new double[2];
/// var value = f.ValueAndGradient([3, 4], gradient);   // 25, and [6, 8]
/// </code></example>
public sealed class CompiledLoss
{
    private readonly Lazy<Observer> _value, _gradient, _product;
    private readonly BlackBoxLandscape? _blackBox;

    internal CompiledLoss(Loss loss, CancellationToken stop)
    {
        (Loss, Dimension) = (loss, loss.Dimension);
        if (loss.Function is { } function) _blackBox = new BlackBoxLandscape(point => function([.. point]), Dimension);
        _value = new(() => Observed(loss.Parameters, [loss.Value!], stop));
        _gradient = new(() => Observed(loss.Parameters, [loss.Value!, .. Differentiation.Gradient(loss.Value!, loss.Parameters)], stop));
        _product = new(() =>
            Observed([.. loss.Parameters, .. Directions], Directional.HessianVector(loss.Value!, loss.Parameters, Directions), stop));
        if (loss.Value is not null) Value(new double[Dimension]);
    }

    /// <summary>What is computed.</summary>
    public Loss Loss { get; }

    /// <summary>How many numbers a point has.</summary>
    public int Dimension { get; }

    /// <summary>The loss at a point.</summary>
    /// <param name="x">All parameter elements in order.</param>
    /// <exception cref="ArgumentException">The number of values is not the dimension.</exception>
    public double Value(params ReadOnlySpan<double> x)
    {
        Checked(x.Length, nameof(x));
        var value = 0.0;
        if (_blackBox is not null) _blackBox.Scores(x.ToArray(), 1, new Span<double>(ref value));
        else _value.Value.At(1, new Call(x, new Span<double>(ref value)), Scattered, Gathered);
        return value;
    }

    /// <summary>The loss at a point, with its gradient; of a black box by central differences.</summary>
    /// <param name="x">All parameter elements in order.</param>
    /// <param name="gradient">Where the derivatives by them are written.</param>
    /// <exception cref="ArgumentException">The number of values is not the dimension.</exception>
    public double ValueAndGradient(ReadOnlySpan<double> x, Span<double> gradient)
    {
        Checked(x.Length, nameof(x));
        Checked(gradient.Length, nameof(gradient));
        if (_blackBox is not null) return _blackBox.ValueAndGradient(x.ToArray(), gradient);
        var both = Dimension < 256 ? stackalloc double[1 + Dimension] : new double[1 + Dimension];
        _gradient.Value.At(1, new Call(x, both), Scattered, Gathered);
        both[1..].CopyTo(gradient);
        return both[0];
    }

    /// <summary>The gradient at a point, in an array of its own.</summary>
    public double[] Gradient(params ReadOnlySpan<double> x)
    {
        var gradient = new double[Dimension];
        ValueAndGradient(x, gradient);
        return gradient;
    }

    /// <summary>
    /// The loss at many points, side by side in the lanes of the registers: as many numbers as <see cref="Value"/> gives one by one, the
    /// same bits.
    /// </summary>
    /// <param name="points">The points one after the other: element e of point p at <c>p · Dimension + e</c>.</param>
    /// <param name="values">Where the loss of each is written.</param>
    /// <exception cref="ArgumentException">There are not <see cref="Dimension"/> numbers for each value.</exception>
    public void Values(ReadOnlySpan<double> points, Span<double> values)
    {
        var due = (long)values.Length * Dimension;
        if (points.Length != due)
            throw new ArgumentException(
                $"{values.Length} points of {Dimension} elements are {due} numbers, but {points.Length} were given.", nameof(points));
        var lanes = _blackBox is null ? LanesAtOnce(Dimension, values.Length) : 1;
        for (; values.Length > 0; values = values[Math.Min(lanes, values.Length)..])
        {
            var count = Math.Min(lanes, values.Length);
            if (_blackBox is not null) values[0] = Value(points[..Dimension]);
            else
                _value.Value.At(lanes, new LanesCall(points[..(count * Dimension)], values[..count], Dimension, lanes), ScatteredLanes,
                    GatheredLanes);
            points = points[(count * Dimension)..];
        }
    }

    /// <summary>H·v at a point: how the gradient changes along a direction. Of a black box by differences.</summary>
    /// <param name="x">All parameter elements in order.</param>
    /// <param name="direction">v.</param>
    /// <param name="product">Where H·v is written.</param>
    /// <exception cref="ArgumentException">The number of values is not the dimension.</exception>
    public void HessianVector(ReadOnlySpan<double> x, ReadOnlySpan<double> direction, Span<double> product)
    {
        Checked(x.Length, nameof(x));
        Checked(direction.Length, nameof(direction));
        Checked(product.Length, nameof(product));
        if (_blackBox is not null) _blackBox.Product(x.ToArray(), direction.ToArray()).CopyTo(product);
        else _product.Value.At(1, new Call([.. x, .. direction], product), Scattered, Gathered);
    }

    /// <summary>The matrix of second derivatives at a point, row i by the elements of the gradient.</summary>
    public double[,] Hessian(params ReadOnlySpan<double> x)
    {
        var (hessian, direction, column) = (new double[Dimension, Dimension], new double[Dimension], new double[Dimension]);
        for (var j = 0; j < Dimension; j++)
        {
            direction[j] = 1;
            HessianVector(x, direction, column);
            direction[j] = 0;
            for (var i = 0; i < Dimension; i++) hessian[i, j] = column[i];
        }
        return hessian;
    }

    /// <summary>
    /// The loss, and how it is computed: where the runtime compiles no code of its own, it is interpreted, which takes about ten times as
    /// long.
    /// </summary>
    public override string ToString() => $"{Loss} ({(_blackBox is null ? _value.Value.Description : "called")})";

    private Expr[] Directions => [.. Loss.Parameters.Select(p => Expr.Input($"direction.{p.InputName}", p.Shape))];

    private Observer Observed(IReadOnlyList<Expr> symbols, IReadOnlyList<Expr> outputs, CancellationToken stop) =>
        new(symbols, Loss.Data, Loss.DataValues, outputs, new CompilationOptions { Stop = stop });

    private void Checked(int length, string name)
    {
        if (length != Dimension)
            throw new ArgumentException($"The loss has {Dimension} parameter elements, but {length} numbers were given.", name);
    }

    /// <summary>So many points that they stay near the processor, and no more than there are, in whole registers.</summary>
    internal static int LanesAtOnce(int dimension, int points) =>
        Math.Min(Math.Clamp((1 << 14) / dimension, 8, 2048), (points + 7) / 8 * 8);

    private readonly ref struct Call(ReadOnlySpan<double> given, Span<double> wanted)
    {
        public readonly ReadOnlySpan<double> Given = given;
        public readonly Span<double> Wanted = wanted;
    }

    private readonly ref struct LanesCall(ReadOnlySpan<double> given, Span<double> wanted, int dimension, int lanes)
    {
        public readonly ReadOnlySpan<double> Given = given;
        public readonly Span<double> Wanted = wanted;
        public readonly int Dimension = dimension, Lanes = lanes;
    }

    private static readonly Transfer<Call> Scattered = (arrays, call) => Flat.Scatter(call.Given, arrays);
    private static readonly Transfer<Call> Gathered = (arrays, call) => Flat.Gather(arrays, call.Wanted);
    private static readonly Transfer<LanesCall> ScatteredLanes =
        (arrays, call) => Flat.ScatterLanes(call.Given, call.Dimension, call.Lanes, arrays);
    private static readonly Transfer<LanesCall> GatheredLanes = (arrays, call) => Flat.GatherLanes(arrays, call.Lanes, call.Wanted, 1);
}
