namespace FuncGrad;

/// <summary>
/// How long compiling takes, told from the graph: a sum over its nodes, of those times that came nearest to 190 measurements of 45 losses,
/// from three nodes to 300,000 (chains, wide sums, nets, windows, products of matrices; November 2026, processor time of an AMD EPYC). Two
/// of three are within a factor of 1.5 of the truth, beside the beginning, and nearly all within 4: <c>scripts/bench.sh compiling</c>.
/// </summary>
internal static class CompileTime
{
    /// <summary>Seconds that the first kernel of a process takes before anything else: the compiler itself is compiled then.</summary>
    private const double Beginning = 0.03;

    private const double Operation = 15e-6, FunctionOfScalars = 40e-6;

    private const double Node = 30e-6, Function = 210e-6, Structure = 200e-6, Product = 100e-6;

    /// <summary>A sum of all elements ends a pass, and what is read across it is formed again.</summary>
    private const double WholeSum = 600e-6;

    /// <summary>Where arrays are cut and joined, a pass falls into regions, each with code of its own.</summary>
    private const double Joint = 3e-3;

    /// <summary>Seconds for the kernel that will be made of a recurrence.</summary>
    public static double Of(Recurrence recurrence, CompilationOptions options) =>
        KernelCompiler.BecomesScalars(recurrence) && !options.PrefersLoops ? OfScalars(recurrence) : OfLoops(recurrence, options.Lanes);

    /// <summary>Seconds for loops over arrays, which are as long to compile for ten elements as for a million.</summary>
    public static double OfLoops(Recurrence recurrence, int lanes) =>
        Beginning + Nodes(recurrence).Sum(node => OfLoop(node, lanes));

    /// <summary>Code in which every element is a register.</summary>
    private static double OfScalars(Recurrence recurrence) =>
        Beginning + (Operation * Scalarization.Size(recurrence, long.MaxValue)) + (FunctionOfScalars * Nodes(recurrence).Count(IsFunction));

    private static List<Expr> Nodes(Recurrence recurrence) => Ordering.Of([.. recurrence.Next, .. recurrence.Observed]);

    private static double OfLoop(Expr node, int lanes) => node.Primitive.Family switch
    {
        Family.Elementwise => IsFunction(node) && (lanes > 1 || node.Shape.ElementCount > 1) ? Function : Node,
        Family.Structure => Origins.AreParts(node.Primitive) ? Joint : Structure,
        Family.Reduction => node.Primitive == Reductions.Sum && node.Shape.ElementCount == 1 ? WholeSum : Node,
        Family.Product => Product,
        _ => 0,
    };

    private static bool IsFunction(Expr node) => PointwiseFunctions.Has(node.Primitive);
}
