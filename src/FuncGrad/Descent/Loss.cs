using System.Diagnostics.CodeAnalysis;

namespace FuncGrad;

/// <summary>
/// What is minimised: a scalar function of named, shaped parameters and, if it has any, of data. Traced once from a lambda or parsed from a
/// formula into a graph; or a black box, of which only values can be had.
/// </summary>
public sealed class Loss
{
    private Loss(IReadOnlyList<Expr> parameters, IReadOnlyList<Expr> data, IReadOnlyList<Tensor> dataValues, Expr? value,
        Func<double[], double>? function) =>
        (Parameters, Data, DataValues, Value, Function) = (parameters, data, dataValues, value, function);

    /// <summary>The symbols that are learned, in order.</summary>
    public IReadOnlyList<Expr> Parameters { get; }

    /// <summary>The symbols that stand for data.</summary>
    public IReadOnlyList<Expr> Data { get; }

    /// <summary>The data.</summary>
    public IReadOnlyList<Tensor> DataValues { get; }

    /// <summary>The loss as a graph; null for a black box.</summary>
    public Expr? Value { get; }

    /// <summary>The loss as a black box of all parameter elements in order; null for a traced loss.</summary>
    internal Func<double[], double>? Function { get; }

    /// <summary>How many numbers are learned.</summary>
    public int Dimension => Parameters.Sum(parameter => parameter.Shape.ElementCount);

    /// <summary>The name of a parameter element by its place, as it heads a column.</summary>
    internal string ElementName(int position)
    {
        foreach (var parameter in Parameters)
        {
            if (position < parameter.Shape.ElementCount) return ElementNames.At(parameter.InputName!, parameter.Shape, position);
            position -= parameter.Shape.ElementCount;
        }
        throw new ArgumentOutOfRangeException(nameof(position));
    }

    /// <summary>The formula, cut if it is long, and what is learned.</summary>
    public override string ToString()
    {
        var parameters = Parameters.Select(of => of.Shape.Rank == 0 ? of.InputName : $"{of.InputName} {of.Shape}");
        return $"{Value?.ToString() ?? "a black box"} of {string.Join(", ", parameters)}";
    }

    /// <summary>A loss of one vector x, traced from a function: <c>Loss.Of(x => x[0] * x[0] + x[1] * x[1], dimension: 2)</c>.</summary>
    /// <param name="function">Called once, with the symbol x of shape (dimension).</param>
    /// <param name="dimension">The number of elements of x, 1 or more.</param>
    /// <exception cref="ShapeException">The result is not a scalar, or the function reads an element that x does not have.</exception>
    public static Loss Of(Func<Expr, Expr> function, int dimension)
    {
        Arguments.Given(function);
        ArgumentOutOfRangeException.ThrowIfLessThan(dimension, 1);
        var x = Expr.Symbol("x", Shape.Of(dimension));
        return Of(function(x) ?? throw new ArgumentException("The function gives null instead of a loss.", nameof(function)), x);
    }

    /// <summary>A loss from its graph and the symbols that are learned.</summary>
    /// <exception cref="ShapeException">The value is not a scalar.</exception>
    /// <exception cref="ArgumentException">A parameter is no symbol or given twice, or the value depends on a symbol that is not among
    /// them, or on none.</exception>
    public static Loss Of(Expr value, params Expr[] parameters) => WithData(value, parameters, []);

    /// <summary>A loss of parameters and data: the data is shared by all trials and never differentiated.</summary>
    /// <exception cref="ShapeException">The value is not a scalar, or data has another shape than its symbol.</exception>
    /// <exception cref="ArgumentException">A parameter or data is no symbol or given twice, or the value depends on a symbol that is
    /// neither, or on no parameter.</exception>
    public static Loss WithData(Expr value, IReadOnlyList<Expr> parameters, IReadOnlyList<(Expr Symbol, Tensor Value)> data)
    {
        var loss = Unchecked(value, Arguments.Symbols(parameters, "a parameter"), data);
        var inputs = Ordering.Inputs([value]);
        if (parameters.Any(inputs.Contains)) return loss;
        var names = parameters.Count == 0 ? "any parameter: none is given" : string.Join(", ", parameters.Select(p => p.InputName));
        throw new ArgumentException($"The loss does not depend on {names}. There is nothing to learn.");
    }

    /// <summary><inheritdoc cref="WithData"/> As experiment files have it: the loss may be a constant, which a run then shows.</summary>
    internal static Loss Unchecked(Expr value, IReadOnlyList<Expr> parameters, IReadOnlyList<(Expr Symbol, Tensor Value)> data)
    {
        if (Arguments.Given(value).Shape.Rank != 0) throw ShapeException.NotAScalar("The loss", value.Shape);
        Expr[] symbols = [.. Arguments.Given(data).Select(d => d.Symbol)];
        Arguments.Symbols(symbols, "data");
        Arguments.Symbols([.. parameters, .. symbols], "a parameter and as data");
        foreach (var (symbol, given) in data)
            if (!symbol.Shape.Equals(Arguments.Given(given, symbol.InputName).Shape))
                throw ShapeException.CannotBroadcast($"The data {symbol.InputName}", given.Shape, symbol.Shape);
        Expr[] known = [.. parameters, .. symbols];
        foreach (var input in Ordering.Inputs([value]))
            if (!known.Contains(input))
                throw new ArgumentException($"The loss depends on '{input.InputName}', which is neither a parameter nor data.");
        if (Tracked.Mistake(value, parameters) is { } mistake) throw new ArgumentException(mistake);
        return new Loss([.. parameters], symbols, [.. data.Select(d => d.Value)], DropoutNumbers.Given(value), null);
    }

    /// <summary>
    /// A function of which only values can be had: its gradient is taken by central differences, one coordinate after the other.
    /// </summary>
    /// <param name="function">All elements of the point ↦ the loss. Each call is given an array of its own, which it may keep or change. It
    /// may be called from several threads if several trials run.</param>
    /// <param name="dimension">The number of elements of the point x, 1 or more.</param>
    public static Loss BlackBox(Func<double[], double> function, int dimension)
    {
        Arguments.Given(function);
        ArgumentOutOfRangeException.ThrowIfLessThan(dimension, 1);
        return new([Expr.Symbol("x", Shape.Of(dimension))], [], [], null, function);
    }

    /// <summary>
    /// The loss as a compiled function: values, gradients and curvatures at any point. Takes some ten milliseconds; a loss that is
    /// evaluated a few times only is as well served by <see cref="Evaluation"/>.
    /// </summary>
    /// <param name="stop">Ends compiling with an <see cref="OperationCanceledException"/>.</param>
    [RequiresDynamicCode(KernelCompiler.WhereNoCodeIsMade)]
    public CompiledLoss Compile(CancellationToken stop = default) => new(this, stop);
}
