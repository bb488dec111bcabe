using System.Globalization;
using FuncGrad.Lab;

namespace FuncGrad.Benchmarks;

/// <summary>N1 to N4: networks that are learned in batches of rows, and the product of two matrices.</summary>
internal static class NetWorkloads
{
    private static readonly ElementThreads Two = new(2);

    /// <summary>An epoch of a 784-100-10 network of rectified units: 60,000 rows, batches of 100, in single precision, two threads.</summary>
    public static Figure N1(bool isFused, string name)
    {
        const int rows = 60_000, inputs = 784, hidden = 100, classes = 10, size = 100;
        Expr w1 = Expr.Symbol("W1", Shape.Of(inputs, hidden)), b1 = Expr.Symbol("b1", Shape.Of(hidden)), w2 = Expr.Symbol("W2", Shape.Of(hidden, classes)), b2 = Expr.Symbol("b2", Shape.Of(classes));
        Expr x = Expr.Input("X", Shape.Of(size, inputs)), t = Expr.Input("t", Shape.Of(size));
        var loss = Expr.CrossEntropy(Expr.Softmax(Expr.MatrixProduct(Expr.Relu(Expr.MatrixProduct(x, w1) + b1), w2) + b2), t, 0);
        var trial = RuleWorkload.Of(loss, [w1, b1, w2, b2], UpdateRules.GradientDescent(), isFused, batches: [x, t]);
        double[][] start = [Weights(13, inputs * hidden, inputs), new double[hidden], Weights(14, hidden * classes, hidden), new double[classes]];
        return Epoch("N1", name, trial, 1, rows, size, [Numbers(11, rows, inputs), Labels(12, rows, classes)], start, new() { Engine = Engine.Compiled, Lanes = 1, Precision = Precision.Float, Parallel = Two.For }, 0.1);
    }

    /// <summary>An epoch of a convolutional network on 8 × 8 digits: 3×3 × 8, pool, 3×3 × 16, dense; 1797 rows, batches of 50, single precision, two threads.</summary>
    public static Figure N2(bool isFused, string name, Precision precision = Precision.Float)
    {
        const int rows = 1797, size = 50;
        Expr k1 = Expr.Symbol("K1", Shape.Of(8, 1, 3, 3)), b1 = Expr.Symbol("b1", Shape.Of(8)), k2 = Expr.Symbol("K2", Shape.Of(16, 8, 3, 3)), b2 = Expr.Symbol("b2", Shape.Of(16));
        Expr w = Expr.Symbol("W", Shape.Of(256, 10)), b = Expr.Symbol("b", Shape.Of(10)), x = Expr.Input("X", Shape.Of(size, 64)), t = Expr.Input("t", Shape.Of(size));
        Expr Layer(Expr images, Expr kernels, Expr bias) => Expr.Relu(Expr.Conv2d(images, kernels, 1, 1) + Expr.Reshape(bias, Shape.Of(bias.Shape[0], 1, 1)));
        var first = Expr.MaxPool(Layer(Expr.Reshape(x, Shape.Of(size, 1, 8, 8)), k1, b1), 2, 2);
        var loss = Expr.CrossEntropy(Expr.Softmax(Expr.MatrixProduct(Expr.Reshape(Layer(first, k2, b2), Shape.Of(size, 256)), w) + b), t, 0);
        var trial = RuleWorkload.Of(loss, [k1, b1, k2, b2, w, b], UpdateRules.GradientDescent(), isFused, batches: [x, t]);
        double[][] start = [Weights(21, 72, 9), Weights(25, 8, 100), Weights(22, 1152, 72), Weights(26, 16, 100), Weights(23, 2560, 256), new double[10]];
        return Epoch(precision == Precision.Float ? "N2" : "N2-f64", name, trial, 1, rows / size * size, size, [Numbers(24, rows, 64), Labels(12, rows, 10)], start, new() { Engine = Engine.Compiled, Lanes = 1, Precision = precision, Parallel = Two.For }, 0.1);
    }

    /// <summary>4096 trainings of a 16-16-1 tanh network side by side, 272 rows, in batches of 16 rows of each trial's own order, or all rows at once; 100 updates of 16 rows or as many rows.</summary>
    public static Figure N3(bool isFused, string name, bool inBatches, int lanes = 4096)
    {
        const int rows = 272, s = 16;
        var size = inBatches ? 16 : rows;
        Expr w0 = Expr.Symbol("W0", Shape.Of(s, s)), w1 = Expr.Symbol("w1", Shape.Of(s)), x = Expr.Input("X", Shape.Of(size, s)), t = Expr.Input("t", Shape.Of(size));
        var loss = Expr.Mean(Expr.Pow(Expr.Dot(Expr.Tanh(Expr.MatrixProduct(x, w0)), w1) - t, 2));
        var trial = inBatches ? RuleWorkload.Of(loss, [w0, w1], UpdateRules.GradientDescent(), isFused, batches: [x, t]) : RuleWorkload.Of(loss, [w0, w1], UpdateRules.GradientDescent(), isFused, [x, t]);
        double[][] start = [Weights(31, s * s, s), Weights(32, s, s)];
        var data = new[] { Numbers(33, rows, s), Tensor.Of(Shape.Of(rows), Weights(34, rows, 1)) };
        return Epoch(inBatches ? "N3" : "N3-full", name, trial, lanes, rows, size, data, start, new() { Engine = Engine.Compiled }, 0.01, epochs: 4);
    }

    /// <summary>The product of two matrices of n × n, billions of operations a second.</summary>
    public static Figure N4(bool isFused, string name, Precision precision, int n = 512)
    {
        Expr a = Expr.Symbol("A", Shape.Of(n, n)), b = Expr.Symbol("B", Shape.Of(n, n));
        var product = isFused ? Expr.Node(Products.FusedMatrixProduct, null, a, b) : Expr.MatrixProduct(a, b);
        var kernel = KernelCompiler.Compile(new Recurrence([a], [product * 1e-3], [], [b], Expr.Symbol("iteration"), [a[0, 0]], null), new() { Engine = Engine.Compiled, Lanes = 1, Precision = precision, Parallel = Two.For });
        var frame = new LaneFrame { Lanes = 1, State = [Weights(1, n * n, 1)], LaneInputs = [], Shared = [Tensor.Of(Shape.Of(n, n), Weights(2, n * n, n))] };
        const int products = 20;
        return Measurement.Rate(precision == Precision.Float ? "N4-f32" : "N4-f64", name, products * 2e-9 * n * n * n, "GFLOP/s", () =>
        {
            kernel.Advance(frame, products);
            return frame.State[0][1].ToString("g6", CultureInfo.InvariantCulture);
        });
    }

    private static Figure Epoch(string workload, string name, RuleWorkload trial, int lanes, int rows, int size, Tensor[] data, double[][] start, CompilationOptions options, double rate, int epochs = 1)
    {
        var kernel = KernelCompiler.Compile(trial.Recurrence, options);
        var (orders, perEpoch) = (Enumerable.Range(0, lanes).Select(lane => RowOrder.Shuffled(lane, "batch.0", rows)).ToArray(), rows / size);
        var batches = new FrameBatches((lane, iteration) => orders[lane].AsSpan((int)(iteration % perEpoch) * size, size), [.. data.Select(d => new WholeArray(d.Shape, d, [], 1))]);
        double[][] loss = [new double[lanes]];
        return Measurement.Rate(workload, name, (double)lanes * rows * epochs, lanes == 1 ? "samples/s" : "rows/s", () =>
        {
            var frame = trial.Frame(lanes, trial.Recurrence.SharedInputs.Count > 0 ? data : [], batches);
            trial.Restart(frame, start);
            Array.Fill(frame.LaneInputs[0], rate);
            kernel.Advance(frame, epochs * perEpoch);
            kernel.Observe(frame, loss);
            return loss[0].Average().ToString("g6", CultureInfo.InvariantCulture);
        });
    }

    private static double[] Weights(ulong seed, int count, int inputs) => [.. Enumerable.Range(0, count).Select(i => ((ArrayWorkloads.Uniform(seed, (ulong)i) * 2) - 1) / Math.Sqrt(inputs))];

    private static Tensor Numbers(ulong seed, int rows, int columns) => Tensor.Of(Shape.Of(rows, columns), [.. Enumerable.Range(0, rows * columns).Select(i => ArrayWorkloads.Uniform(seed, (ulong)i))]);

    private static Tensor Labels(ulong seed, int rows, int classes) => Tensor.Of(Shape.Of(rows), [.. Enumerable.Range(0, rows).Select(i => Math.Floor(ArrayWorkloads.Uniform(seed, (ulong)i) * classes))]);
}
