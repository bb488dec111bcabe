namespace FuncGrad;

/// <summary>A loss with its gradient as formulas, and both at points: what is shown to a reader, by the slow meaning.</summary>
internal sealed class LossGradient
{
    private readonly Expr _loss;
    private readonly IReadOnlyList<Expr> _parameters;
    private readonly Lazy<Evaluation> _both, _alone;

    /// <param name="loss">A scalar.</param>
    /// <param name="parameters">What it is differentiated by.</param>
    public LossGradient(Expr loss, IReadOnlyList<Expr> parameters)
    {
        (_loss, _parameters, Parts) = (loss, parameters, Simplification.Simplify(Differentiation.Gradient(loss, parameters)));
        (_both, _alone) = (new(() => new([loss, .. Parts])), new(() => new([loss])));
    }

    /// <summary>For each parameter the gradient by it, simplified.</summary>
    public IReadOnlyList<Expr> Parts { get; }

    /// <summary>Loss and gradient, in this order.</summary>
    public IReadOnlyList<Expr> All => [_loss, .. Parts];

    /// <summary>Whether it is the gradient of this loss by these parameters.</summary>
    public bool IsOf(Expr loss, IReadOnlyList<Expr> parameters) => _loss == loss && _parameters.SequenceEqual(parameters);

    public (double Loss, IReadOnlyList<Tensor> Gradient) At(IReadOnlyDictionary<Expr, Tensor> point)
    {
        var values = _both.Value.At(point);
        return (values[0].ToDouble(), [.. values.Skip(1)]);
    }

    /// <summary>The central difference by an element of a parameter.</summary>
    public double NumericalAt(IReadOnlyDictionary<Expr, Tensor> point, Expr parameter, int element, double h) =>
        CentralDifference.At(_alone.Value, point, parameter, element, h);

    /// <summary>
    /// The gradient by each element of a vector under a name of its own; null where they would still have to be put together from parts.
    /// </summary>
    public IReadOnlyList<Expr>? ByElements(Expr vector, IReadOnlyList<Expr> elements)
    {
        var named = new Dictionary<Expr, Expr> { [vector] = Expr.Vector([.. elements]) };
        var byElements = Simplification.Simplify(Substitution.Replace(_loss, named));
        var formulas = Simplification.Simplify(Differentiation.Gradient(byElements, elements));
        return formulas.Any(IsPutTogether) ? null : formulas;
    }

    /// <summary>Whether an array is put together from parts, as the gradient of a loss that names elements is.</summary>
    public static bool IsPutTogether(Expr gradient) => Ordering.Of(gradient).Any(node => node.Primitive == Structures.Embed);
}
