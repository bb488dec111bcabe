namespace FuncGrad;

/// <summary>
/// What cross-entropies are given and hardly meant: elsewhere functions of these names take scores where they take probabilities here, or
/// the reverse, and a loss of the wrong ones is a number all the same.
/// </summary>
internal static class CrossEntropyArguments
{
    /// <summary>What to tell of a call; null if its first argument may well be meant.</summary>
    public static FormulaError? Notice(int column, string function, Expr first) => function switch
    {
        "cross_entropy" when IsScores(first) => new(column, "cross_entropy takes probabilities, and here it is given scores.",
            "Write cross_entropy(softmax(x), t, 0)."),
        "cross_entropy" when IsLogSoftmax(first) => new(column, "cross_entropy takes the logarithm of probabilities itself.",
            "Write softmax in place of log_softmax."),
        "binary_cross_entropy" when first.Primitive == Elementwise.Sigmoid =>
            new(column, "binary_cross_entropy takes scores, of which it takes the sigmoid itself.", "Leave the sigmoid out."),
        _ => null,
    };

    /// <summary>A product of weights, with a bias or without.</summary>
    private static bool IsScores(Expr x) =>
        IsProduct(x) || (x.Primitive == Elementwise.Add && x.Operands.Any(IsProduct));

    private static bool IsProduct(Expr x) => Products.All.Contains(Unspread(x).Primitive);

    private static bool IsLogSoftmax(Expr x) =>
        x.Primitive == Elementwise.Subtract && Unspread(x.Operands[1]) is { } log && log.Primitive == Elementwise.Log
            && Unspread(log.Operands[0]) is { } sum && sum.Primitive == Reductions.Sum && sum.Operands[0].Primitive == Elementwise.Exp;

    private static Expr Unspread(Expr x)
    {
        while (x.Primitive == Structures.Broadcast || x.Primitive == Structures.Reshape) x = x.Operands[0];
        return x;
    }
}
