namespace FuncGrad;

/// <summary>
/// The gradient of a cross-entropy of a softmax as books write it: δ = (p·Σq − q)/N is the gradient by the softmax's argument, for N rows
/// with p = softmax(z) and q = t·p/(p + ε), which is t without ε; so that δ = (p − t)/N where in addition each row of t sums to 1. It is
/// for reading alone: what is compiled is the adjoint of each operation, whose bits differ in rounding.
/// </summary>
/// <param name="Gradient">By each learned symbol, formed of the names defined.</param>
/// <param name="Definitions">Names with what they stand for, in the order of their use.</param>
internal sealed record ShortGradient(IReadOnlyList<Expr> Gradient, IReadOnlyList<(Expr Name, Expr Meaning)> Definitions)
{
    private const double BookEpsilon = 1e-7;

    /// <summary>The short form of a loss's gradient; null if the loss is no cross-entropy of one softmax.</summary>
    /// <param name="loss">A scalar.</param>
    /// <param name="learned">The symbols.</param>
    /// <param name="known">Values of constants, as far as they are known: they tell whether rows of targets sum to 1.</param>
    public static ShortGradient? Of(Expr loss, IReadOnlyList<Expr> learned, IReadOnlyDictionary<Expr, Tensor> known)
    {
        if (Ordering.Of(loss).Where(node => node.Shape.Rank is 1 or 2).Select(node =>
            (Node: node, Argument: FormulaComposites.SoftmaxArgument(node))).Where(found => found.Argument is not null).ToArray()
            is not [var (softmax, argument)]) return null;
        var taken = Ordering.Inputs([loss]).Select(input => input.InputName!).ToHashSet();
        Expr Name(string name, Shape shape) => Expr.Symbol(taken.Contains(name) ? $"{name}_" : name, shape);
        var (p, delta) = (Name("p", softmax.Shape), Name("delta", softmax.Shape));
        var outer = Substitution.Replace(loss, new Dictionary<Expr, Expr> { [softmax] = p });
        if (Ordering.Inputs([outer]).Any(learned.Contains) || Targets(outer, p) is not var (targets, epsilon)) return null;
        var q = epsilon == 0 ? OneHot(targets, p) : Name("q", softmax.Shape);
        List<(Expr, Expr)> definitions = [(delta, Delta(p, q, epsilon == 0 && SumsToOne(targets, p, known)))];
        if (epsilon != 0) definitions.Add((q, Weighted(targets, p, epsilon)));
        definitions.Add((p, softmax));
        return new(Simplification.Simplify(Differentiation.Gradient(Expr.Sum(delta * argument!), learned)), definitions);
    }

    /// <summary>Targets and ε with which a loss of p is the cross-entropy: a guess is enough, since nodes are interned.</summary>
    private static (Expr Targets, double Epsilon)? Targets(Expr loss, Expr p)
    {
        double[] epsilons = [BookEpsilon, 0,
            .. Ordering.Of(loss).Select(node => node.ConstantValue).OfType<Tensor>().Where(value => value.Shape.Rank == 0)
                .Select(value => value.ToDouble())];
        Shape[] shapes = [p.Shape, Shape.Of([.. p.Shape.Take(p.Shape.Rank - 1)])];
        foreach (var targets in Ordering.Of(loss)
            .Where(node => shapes.Contains(node.Shape) && node != p && !Ordering.Inputs([node]).Contains(p)))
            foreach (var epsilon in epsilons.Distinct())
                if (Expr.CrossEntropy(p, targets, epsilon) == loss) return (targets, epsilon);
        return null;
    }

    private static Expr Delta(Expr p, Expr q, bool sumsToOne)
    {
        var difference = sumsToOne ? p - q
            : (p * (p.Shape.Rank == 1 ? Expr.Sum(q) : Expr.Reshape(Expr.SumOver(q, 1), Shape.Of(p.Shape[0], 1)))) - q;
        return p.Shape.Rank == 1 ? difference : difference / p.Shape[0];
    }

    private static Expr Weighted(Expr targets, Expr p, double epsilon)
    {
        if (targets.Shape.Equals(p.Shape)) return targets * p / (p + epsilon);
        var chosen = Expr.Gather(p, targets);
        return Expr.Scatter(chosen / (chosen + epsilon), targets, p.Shape[^1]);
    }

    private static Expr OneHot(Expr targets, Expr p) =>
        targets.Shape.Equals(p.Shape) ? targets : Expr.Scatter(Expr.Fill(1, targets.Shape), targets, p.Shape[^1]);

    private static bool SumsToOne(Expr targets, Expr p, IReadOnlyDictionary<Expr, Tensor> known)
    {
        if (!targets.Shape.Equals(p.Shape)) return true;
        var inputs = Ordering.Inputs([targets]);
        if (!inputs.All(known.ContainsKey)) return false;
        var sums = new Evaluation([Expr.SumOver(targets, targets.Shape.Rank - 1)])
            .At(known.Where(pair => inputs.Contains(pair.Key)).ToDictionary());
        return sums[0].ToArray().All(sum => sum == 1);
    }
}
