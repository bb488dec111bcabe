using System.Diagnostics.CodeAnalysis;

namespace FuncGrad;

/// <summary>
/// A function of any shape, compiled, with its Jacobian J[i,j] = ∂yᵢ/∂xⱼ whole and from either side: J·v in forward mode, wᵀ·J in reverse
/// mode. Inputs and outputs are flat: all elements in order, end to end. Safe for calls from several threads.
/// </summary>
/// <example><code>
/// var polar = CompiledFunction.Of(x => Expr.Vector(x[0] * Expr.Cos(x[1]), x[0] * Expr.Sin(x[1])), dimension: 2);
/// var jacobian = polar.Jacobian(2, 0);   // [[1, 0], [0, 2]]
/// </code></example>
public sealed class CompiledFunction
{
    private readonly Lazy<Observer> _value, _along, _back;
    private readonly Expr _output;

    private CompiledFunction(Expr output, IReadOnlyList<Expr> symbols, IReadOnlyList<(Expr Symbol, Tensor Value)> data)
    {
        (_output, Inputs, Outputs) = (output, symbols.Sum(symbol => symbol.Shape.ElementCount), output.Shape.ElementCount);
        Expr[] constant = [.. data.Select(d => d.Symbol)],
            moving = [.. symbols.Select(s => Expr.Input($"direction.{s.InputName}", s.Shape))];
        Tensor[] values = [.. data.Select(d => d.Value)];
        var weights = Expr.Input("weights", output.Shape);
        Observer Compiled(Expr[] inputs, IReadOnlyList<Expr> outputs) => new(inputs, constant, values, outputs, new CompilationOptions());
        _value = new(() => Compiled([.. symbols], [output]));
        _along = new(() => Compiled([.. symbols, .. moving], Directional.Derivative([output], symbols, moving)));
        _back = new(() => Compiled([.. symbols, weights], Differentiation.Adjoints([(output, weights)], symbols)));
    }

    /// <summary>A function of one vector, traced from a lambda.</summary>
    /// <exception cref="ShapeException">The function reads an element that x does not have.</exception>
    [RequiresDynamicCode(KernelCompiler.WhereNoCodeIsMade)]
    public static CompiledFunction Of(Func<Expr, Expr> function, int dimension)
    {
        Arguments.Given(function);
        ArgumentOutOfRangeException.ThrowIfLessThan(dimension, 1);
        var x = Expr.Symbol("x", Shape.Of(dimension));
        return Of(function(x)
            ?? throw new ArgumentException("The function gives null instead of an expression.", nameof(function)), [x], []);
    }

    /// <summary>
    /// A function from its graph, of any shape, and the symbols that it is a function of, with the values of what else it depends on.
    /// </summary>
    /// <exception cref="ArgumentException">A symbol is none or given twice, or the graph depends on another one.</exception>
    [RequiresDynamicCode(KernelCompiler.WhereNoCodeIsMade)]
    public static CompiledFunction Of(Expr output, IReadOnlyList<Expr> symbols, IReadOnlyList<(Expr Symbol, Tensor Value)> data)
    {
        Expr[] constant = [.. Arguments.Given(data).Select(d => d.Symbol)];
        Arguments.Symbols([.. Arguments.Symbols(symbols, "an input"), .. Arguments.Symbols(constant, "data")], "an input and as data");
        foreach (var (symbol, given) in data)
            if (!symbol.Shape.Equals(Arguments.Given(given, symbol.InputName).Shape))
                throw ShapeException.CannotBroadcast($"The data {symbol.InputName}", given.Shape, symbol.Shape);
        if (Ordering.Inputs([Arguments.Given(output)])
            .FirstOrDefault(input => !symbols.Contains(input) && !constant.Contains(input)) is { } unknown)
            throw new ArgumentException($"The function depends on '{unknown.InputName}', which is neither an input nor data.",
                nameof(output));
        return new(output, symbols, data);
    }

    /// <summary>How many numbers go in.</summary>
    public int Inputs { get; }

    /// <summary>How many numbers come out.</summary>
    public int Outputs { get; }

    /// <summary>y at a point.</summary>
    /// <exception cref="ArgumentException">The number of values is not <see cref="Inputs"/>.</exception>
    public double[] Value(params ReadOnlySpan<double> x) => Called(_value, x, [], Inputs, Outputs);

    /// <summary>J·v at a point: how the outputs change when the inputs move along v.</summary>
    /// <exception cref="ArgumentException">The number of values of x or v is not <see cref="Inputs"/>.</exception>
    public double[] JacobianVector(ReadOnlySpan<double> x, ReadOnlySpan<double> direction)
    {
        if (direction.Length != Inputs) throw Wrong(nameof(direction), Inputs, direction.Length);
        return Called(_along, x, direction, Inputs, Outputs);
    }

    /// <summary>wᵀ·J at a point: the gradient of the sum of the outputs with these weights.</summary>
    /// <exception cref="ArgumentException">The number of values of x is not <see cref="Inputs"/>, or that of the weights is not
    /// <see cref="Outputs"/>.</exception>
    public double[] VectorJacobian(ReadOnlySpan<double> x, ReadOnlySpan<double> weights)
    {
        if (weights.Length != Outputs) throw Wrong(nameof(weights), Outputs, weights.Length);
        return Called(_back, x, weights, Inputs, Inputs);
    }

    /// <summary>J at a point, row i for output i: by rows where the outputs are fewer, else by columns.</summary>
    /// <exception cref="ArgumentException">The number of values is not <see cref="Inputs"/>.</exception>
    public double[,] Jacobian(params ReadOnlySpan<double> x)
    {
        var (jacobian, byRows) = (new double[Outputs, Inputs], Outputs <= Inputs);
        var unit = new double[byRows ? Outputs : Inputs];
        for (var k = 0; k < unit.Length; k++)
        {
            unit[k] = 1;
            var line = byRows ? VectorJacobian(x, unit) : JacobianVector(x, unit);
            unit[k] = 0;
            for (var i = 0; i < line.Length; i++) jacobian[byRows ? k : i, byRows ? i : k] = line[i];
        }
        return jacobian;
    }

    /// <summary>The formula.</summary>
    public override string ToString() => $"{_output}: {Inputs} numbers to {Outputs}";

    private static double[] Called(Lazy<Observer> compiled, ReadOnlySpan<double> x, ReadOnlySpan<double> beside, int inputs, int outputs)
    {
        if (x.Length != inputs) throw Wrong(nameof(x), inputs, x.Length);
        var wanted = new double[outputs];
        double[] given = [.. x, .. beside];
        compiled.Value.At(1, (given, wanted), static (arrays, call) => Flat.Scatter(call.given, arrays),
            static (arrays, call) => Flat.Gather(arrays, call.wanted));
        return wanted;
    }

    private static ArgumentException Wrong(string name, int due, int given) =>
        new($"{due} numbers are needed, but {given} were given.", name);
}
