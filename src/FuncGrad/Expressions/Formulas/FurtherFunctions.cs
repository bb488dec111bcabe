namespace FuncGrad;

/// <summary>Functions of formulas that are made of others: activations, losses, figures along axes, layers.</summary>
internal static class FurtherFunctions
{
    public static IReadOnlyList<FormulaFunction> All { get; } =
    [
        // ---- element by element -------------------------------------------------------------------------------------
        Unary("asin", Expr.Asin),
        Unary("acos", Expr.Acos),
        new("atan2", "atan2(y, x)", 2, 2, false, call => Expr.Atan2(call[0], call[1])),
        new("clip", "clip(x, low, high)", 3, 3, false, call => Expr.Clip(call[0], call[1], call[2])),
        new("mod", "mod(a, b)", 2, 2, false, call => Expr.Mod(call[0], call[1])),
        Unary("gelu", Expr.Gelu),
        Unary("silu", Expr.Silu),
        new("elu", "elu(x) or elu(x, alpha)", 1, 2, false, call => Expr.Elu(call[0], NumberOr(call, 1, 1))),
        new("leaky_relu", "leaky_relu(x) or leaky_relu(x, slope)", 1, 2, false, call => Expr.LeakyRelu(call[0], NumberOr(call, 1, 0.01))),

        // ---- losses -------------------------------------------------------------------------------------------------
        new("mse", "mse(y, t)", 2, 2, false, call => Expr.MeanSquaredError(call[0], call[1])),
        new("huber", "huber(y, t) or huber(y, t, delta)", 2, 3, false, call => Expr.Huber(call[0], call[1], NumberOr(call, 2, 1))),
        new("binary_cross_entropy", "binary_cross_entropy(x, t) with logits x", 2, 2, false,
            call => Expr.BinaryCrossEntropy(call[0], call[1])),

        // ---- along axes ---------------------------------------------------------------------------------------------
        AlongAxis("logsumexp", Expr.LogSumExp, Expr.LogSumExpOver),
        AlongAxis("variance", Expr.Variance, Expr.VarianceOver),
        AlongAxis("std", Expr.Std, Expr.StdOver),
        AlongAxis("argmax", x => Expr.ArgMaxOver(Flat(x), 0), Expr.ArgMaxOver),
        AlongAxis("argmin", x => Expr.ArgMinOver(Flat(x), 0), Expr.ArgMinOver),
        AlongAxis("cumsum", x => Expr.CumSumOver(Flat(x), 0), Expr.CumSumOver),

        // ---- networks -----------------------------------------------------------------------------------------------
        new("one_hot", "one_hot(t, classes)", 2, 2, false, call => Expr.OneHot(call[0], call.Whole(1))),
        new("embedding", "embedding(E, indices)", 2, 2, false, call => Expr.Embedding(call[0], call[1])),
        new("dropout", "dropout(x, rate) or dropout(x, rate, number)", 2, 3, false,
            call => Expr.Dropout(call[0], call[1], call.Count > 2 ? call.Whole(2) : null)),
        new("eigenvectors", "eigenvectors(A)", 1, 1, false, call => Expr.Eigenvectors(call[0])),
        new("orthonormal", "orthonormal(A)", 1, 1, false, call => Expr.Orthonormal(call[0])),
        new("flatten", "flatten(x)", 1, 1, false, call => Expr.Flatten(call[0])),
        new("layer_norm", "layer_norm(x) or layer_norm(x, epsilon)", 1, 2, false, call => Expr.LayerNorm(call[0], NumberOr(call, 1, 1e-5))),
        new("batch_norm", "batch_norm(x), batch_norm(x, mean, variance) or batch_norm(x, mean, variance, epsilon)", 1, 4, false, BatchNorm),
        new("track", "track(average, x) or track(average, x, share)", 2, 3, false,
            call => call.Count > 2 ? Expr.Track(call[0], call[1], call[2]) : Expr.Track(call[0], call[1])),
        new("conv2d", "conv2d(x, W), conv2d(x, W, stride) or conv2d(x, W, stride, padding)", 2, 4, false, Conv2d),
        new("max_pool", "max_pool(x, size), max_pool(x, size, stride) or max_pool(x, size, stride, padding)", 2, 4, false,
            call => Expr.MaxPool(call[0], call.Whole(1), WholeOr(call, 2, call.Whole(1)), WholeOr(call, 3, 0))),
        new("avg_pool", "avg_pool(x, size), avg_pool(x, size, stride) or avg_pool(x, size, stride, padding)", 2, 4, false,
            call => Expr.AvgPool(call[0], call.Whole(1), WholeOr(call, 2, call.Whole(1)), WholeOr(call, 3, 0))),
    ];

    private static FormulaFunction Unary(string name, Func<Expr, Expr> build) =>
        new(name, $"{name}(x)", 1, 1, false, call => build(call[0]));

    private static FormulaFunction AlongAxis(string name, Func<Expr, Expr> whole, Func<Expr, int, Expr> along) =>
        FormulaFunctions.AlongAxis(name, whole, along);

    private static Expr Conv2d(FormulaCall call) => call.Has(2) && call[2].ConstantValue is null
        ? throw new ShapeException("Argument 3 of conv2d is the stride, a number that is written out. A bias is added behind it: "
            + "conv2d(x, W) + reshape(b, -1, 1, 1).")
        : Expr.Conv2d(call[0], call[1], WholeOr(call, 2, 1), WholeOr(call, 3, 0));

    private static Expr BatchNorm(FormulaCall call) => (call.Has(1), call.Has(2)) switch
    {
        (false, false) => Expr.BatchNorm(call[0], NumberOr(call, 3, 1e-5)),
        (true, true) => Expr.BatchNorm(call[0], call[1], call[2], NumberOr(call, 3, 1e-5)),
        _ => throw new ShapeException(
            "batch_norm takes mean and variance, or neither. Write batch_norm(x) or batch_norm(x, mean, variance)."),
    };

    private static Expr Flat(Expr x) => Expr.Reshape(x, Shape.Of(x.Shape.ElementCount));

    private static double NumberOr(FormulaCall call, int position, double otherwise) =>
        call.Has(position) ? call.Number(position) : otherwise;

    private static int WholeOr(FormulaCall call, int position, int otherwise) => call.Has(position) ? call.Whole(position) : otherwise;
}
