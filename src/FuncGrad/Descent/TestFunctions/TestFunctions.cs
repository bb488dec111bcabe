namespace FuncGrad;

/// <summary>
/// The functions that optimizers are tried on. Sources: Moré, Garbow &amp; Hillstrom, Testing unconstrained optimization software, ACM TOMS
/// 7, 1981, doi:10.1145/355934.355936; Jamil &amp; Yang, A literature survey of benchmark functions for global optimization problems, 2013,
/// arXiv:1308.4008; "Deep Learning from Scratch", chapters 4 and 6. Indices are 0-based; sums over pairs of neighbours are slices.
/// </summary>
public static partial class TestFunctions
{
    private static readonly Lazy<IReadOnlyList<TestFunction>> Table = new(Together);

    /// <summary>Every test function, family after family.</summary>
    public static IReadOnlyList<TestFunction> All => Table.Value;

    /// <summary>The test function of a name, or null.</summary>
    public static TestFunction? Find(string name) => All.FirstOrDefault(function => function.Name == Arguments.Given(name));

    /// <summary>Formed on first use, when every family is there whatever file it stands in.</summary>
    private static IReadOnlyList<TestFunction> Together() => [.. Convex, .. Valleys, .. Hills, .. Waves, .. Edges, .. Wells];

    // ---- how a row is written ---------------------------------------------------------------------------------------

    /// <summary>One number, x.</summary>
    private static NamedTensor[] Line(double x) => [new("x", Tensor.Scalar(x))];

    /// <summary>Two numbers, x and y.</summary>
    private static NamedTensor[] Plane(double x, double y) => [new("x", Tensor.Scalar(x)), new("y", Tensor.Scalar(y))];

    /// <summary>A vector, x.</summary>
    private static NamedTensor[] Vector(params double[] x) => [new("x", Tensor.Vector(x))];

    /// <summary>A matrix, x, by its rows.</summary>
    private static NamedTensor[] Matrix(params double[][] rows) => [new("x", Rows(rows))];

    private static StationaryPoint Minimum(double[] at, double value, double[]? curvatures = null) =>
        new(StationaryKind.Minimum, at, value, curvatures);

    private static StationaryPoint Maximum(double[] at, double value, double[]? curvatures = null) =>
        new(StationaryKind.Maximum, at, value, curvatures);

    private static StationaryPoint Saddle(double[] at, double value, double[]? curvatures = null) =>
        new(StationaryKind.Saddle, at, value, curvatures);

    private static NamedTensor[] Data(params (string Name, Tensor Value)[] arrays) =>
        [.. arrays.Select(array => new NamedTensor(array.Name, array.Value))];

    private static Tensor List(params double[] values) => Tensor.Vector(values);

    private static Tensor Rows(params double[][] rows) => Tensor.Of(Shape.Of(rows.Length, rows[0].Length), rows.SelectMany(row => row));

    /// <summary>1, 2 ... n.</summary>
    private static Tensor UpTo(int n) => Tensor.Vector([.. Enumerable.Range(1, n).Select(i => (double)i)]);

    /// <summary>Ones on and below the diagonal: L @ x are the sums of the first elements.</summary>
    private static Tensor LowerTriangle(int n) =>
        Tensor.Of(Shape.Of(n, n), Enumerable.Range(0, n * n).Select(i => i % n <= i / n ? 1.0 : 0.0));
}
