namespace FuncGrad;

// The functions of small neural networks, over the last axis.
public sealed partial class Expr
{
    /// <summary>
    /// eˣⁱ / Σⱼ eˣʲ along the last axis, with the greatest element subtracted first so that nothing overflows
    /// ("Deep Learning from Scratch", chapter 3). The subtraction is a constant to the derivative, which it does not change.
    /// </summary>
    public static Expr Softmax(Expr x) => SoftmaxOver(x, -1);

    /// <summary><see cref="Softmax(Expr)"/> along an axis.</summary>
    public static Expr SoftmaxOver(Expr x, int axis)
    {
        axis = CheckedAxis("softmax", x, axis);
        var exponentials = Exp(Shifted(x, axis));
        return exponentials / Keep(SumOver(exponentials, axis), x, axis);
    }

    /// <summary>ln softmax(x) along the last axis, without forming the small numbers whose logarithm would be lost.</summary>
    public static Expr LogSoftmax(Expr x) => LogSoftmaxOver(x, -1);

    /// <summary><see cref="LogSoftmax"/> along an axis.</summary>
    public static Expr LogSoftmaxOver(Expr x, int axis)
    {
        axis = CheckedAxis("log_softmax", x, axis);
        var shifted = Shifted(x, axis);
        return shifted - Keep(Log(SumOver(Exp(shifted), axis)), x, axis);
    }

    /// <summary>
    /// The book's cross-entropy: the mean over rows of −Σₖ tₖ·ln(pₖ + ε), for class indices −ln(p[t] + ε). Where t is 0 and p + ε not above
    /// it, t·ln(p + ε) counts as 0, and so do its derivatives.
    /// </summary>
    /// <param name="probabilities">One row of class probabilities, shape (classes), or many, shape (rows, classes).</param>
    /// <param name="targets">One-hot (or any distribution), of the same shape; or class indices, of that shape without its last
    /// axis.</param>
    /// <param name="epsilon">Keeps the logarithm finite: 1e-7 in the book; 0 leaves it out.</param>
    /// <exception cref="ShapeException">The targets fit neither way.</exception>
    public static Expr CrossEntropy(Expr probabilities, Expr targets, double epsilon = 1e-7)
    {
        Arguments.Given(targets);
        var shifted = epsilon == 0 ? Arguments.Given(probabilities) : probabilities + epsilon;
        if (!targets.Shape.Equals(probabilities.Shape)) return -Mean(Log(Gather(shifted, targets)));
        var addsNothing = Where(Equal(targets, 0), shifted <= 0, 0);
        var terms = targets * Log(Where(addsNothing, 1, shifted));
        return probabilities.Shape.Rank == 0 ? -terms : -Mean(SumOver(terms, -1));
    }

    /// <summary>
    /// Inverted dropout (Srivastava et al. 2014, JMLR 15:1929): in each update every element of x is 0 with probability
    /// <paramref name="rate"/> and else x/(1 − rate), by draws that are pure functions of the trial's seed, the number, the step and the
    /// position. Outside of updates, in observations and looks, it is x.
    /// </summary>
    /// <param name="x">Any array.</param>
    /// <param name="rate">The share that is dropped, from 0 to below 1.</param>
    /// <param name="number">Where the same elements are to be dropped the same number, 0 or more; null: a number of its own, in the order
    /// of the loss.</param>
    /// <exception cref="ShapeException">The rate is not from 0 to below 1, or the number below 0.</exception>
    public static Expr Dropout(Expr x, Expr rate, int? number = null) => FuncGrad.Dropout.Node(x, rate, number);

    private static Expr Shifted(Expr x, int axis) => x - Keep(StopGradient(MaxOver(x, axis)), x, axis);

    /// <summary>A reduced array with its axis back, of extent 1, ready to broadcast against <paramref name="x"/>.</summary>
    private static Expr Keep(Expr reduced, Expr x, int axis) =>
        Reshape(reduced, x.Shape.KeepingAxes(new Indices(axis)));
}
