namespace FuncGrad;

public static partial class TestFunctions
{
    /// <summary>Bowls: convex or nearly so, one minimum, from round to badly scaled to flat.</summary>
    public static IReadOnlyList<TestFunction> Convex { get; } =
    [
        new("sphere", "Sphere (De Jong 1)",
            "sum(x^2)",
            Vector(1, 1), "[-5.12, 5.12]^n", "convex, separable", [Minimum([0, 0], 0, [2, 2])]),
        new("book_bowl", "Bowl of \"Deep Learning from Scratch\", chapter 4 (function_2)",
            "x^2 + y^2",
            Plane(-3, 4), "R^2", "convex", [Minimum([0, 0], 0, [2, 2])]),
        new("book_ravine", "Ravine of \"Deep Learning from Scratch\", chapter 6",
            "x^2/20 + y^2",
            Plane(-7, 2), "[-10, 10] x [-5, 5]", "convex, kappa=20", [Minimum([0, 0], 0, [0.1, 2])]),
        new("book_parabola", "Parabola of \"Deep Learning from Scratch\", chapter 4 (function_1)",
            "0.01*x^2 + 0.1*x",
            Line(5), "[0, 20)", "convex, 1-D", [Minimum([-5], -0.25, [0.02])]),
        new("sum_squares", "Sum squares (axis-parallel hyper-ellipsoid)",
            "sum(i*x^2)",
            Vector(1, 1, 1, 1), "[-10, 10]^n", "convex, kappa=n", [Minimum([0, 0, 0, 0], 0, [2, 4, 6, 8])])
            { Data = Data(("i", UpTo(4))) },
        new("rotated_hyper_ellipsoid", "Rotated hyper-ellipsoid",
            "sum(L @ x^2)",
            Vector(1, 1, 1, 1), "[-65.536, 65.536]^n", "convex (diagonal; = sum (n-i+1) x_i^2)", [Minimum([0, 0, 0, 0], 0, [2, 4, 6, 8])])
            { Data = Data(("L", LowerTriangle(4))) },
        new("schwefel_1_2", "Schwefel 1.2 (double sum)",
            "sum((L @ x)^2)",
            Vector(1, 1, 1, 1), "[-100, 100]^n", "convex, non-separable", [Minimum([0, 0, 0, 0], 0, [0.5662372, 0.8520441, 2, 16.58172])])
            { Data = Data(("L", LowerTriangle(4))) },
        new("trid", "Trid",
            "sum((x - 1)^2) - sum(x[1:]*x[:-1])",
            Vector(0, 0, 0, 0), "[-n^2, n^2]^n", "convex, non-separable", [
                Minimum([4, 6, 6, 4], -16, [0.381966, 1.381966, 2.618034, 3.618034])])
            { Notes = "x_i* = i(n+1-i); f* = -n(n+4)(n-1)/6 (n=4: -16; n=6: -50; n=10: -210)" },
        new("booth", "Booth",
            "(x + 2*y - 7)^2 + (2*x + y - 5)^2",
            Plane(0, 0), "[-10, 10]^2", "convex, kappa=9", [Minimum([1, 3], 0, [2, 18])]),
        new("matyas", "Matyas",
            "0.26*(x^2 + y^2) - 0.48*x*y",
            Plane(5, -5), "[-10, 10]^2", "convex, kappa=25", [Minimum([0, 0], 0, [0.04, 1])]),
        new("nesterov_worst_case", "Nesterov's worst-case quadratic, L = 4",
            "0.5*(x[0]^2 + sum((x[:-1] - x[1:])^2) + x[-1]^2) - x[0]",
            Vector(0, 0, 0, 0), "R^n", "convex, ill-conditioned as n grows",
            [Minimum([0.8, 0.6, 0.4, 0.2], -0.4, [0.381966, 1.381966, 2.618034, 3.618034])])
            { Notes = "x_i* = 1 - i/(n+1); f* = -(1 - 1/(n+1))/2; lower-bound function for first-order methods" },
        new("zakharov", "Zakharov",
            "sum(x^2) + sum(0.5*i*x)^2 + sum(0.5*i*x)^4",
            Vector(1, 1), "[-5, 10]^n", "convex", [Minimum([0, 0], 0, [2, 4.5])])
            { Data = Data(("i", UpTo(2))) },
        new("chung_reynolds", "Chung Reynolds",
            "sum(x^2)^2",
            Vector(1, 1), "[-100, 100]^n", "convex, degenerate Hessian at min", [Minimum([0, 0], 0, [0, 0])]),
        new("quartic", "Quartic / De Jong 4 (noise-free)",
            "sum(i*x^4)",
            Vector(1, 1), "[-1.28, 1.28]^n", "convex, degenerate Hessian (GD is sublinear)", [Minimum([0, 0], 0, [0, 0])])
            { Data = Data(("i", UpTo(2))) },
        new("sum_of_powers", "Sum of different powers",
            "sum(abs(x)^(i + 1))",
            Vector(0.5, 0.5), "[-1, 1]^n", "convex", [Minimum([0, 0], 0)])
            { Data = Data(("i", UpTo(2))) },
        new("brown", "Brown",
            "sum((x[:-1]^2)^(x[1:]^2 + 1) + (x[1:]^2)^(x[:-1]^2 + 1))",
            Vector(1, 1), "[-1, 4]^n", "convex-ish", [Minimum([0, 0], 0)]),
        new("exponential", "Exponential",
            "-exp(-0.5*sum(x^2))",
            Vector(1, 1), "[-1, 1]^n", "unimodal, gradient vanishes far away", [Minimum([0, 0], -1, [1, 1])]),
        new("mccormick", "McCormick",
            "sin(x + y) + (x - y)^2 - 1.5*x + 2.5*y + 1",
            Plane(0, 0), "[-1.5, 4] x [-3, 4]", "box-constrained",
            [Minimum([-0.5471975511965977, -1.5471975511965976], -1.9132229549810364, [1.732051, 4])])
            { Notes = "exact: x*=1/2-pi/3, y*=-1/2-pi/3, f*=-sqrt(3)/2-pi/3. Unbounded below along (1,1) outside the box" },
        new("schwefel_2_23", "Schwefel 2.23",
            "sum(x^10)",
            Vector(1, 1), "[-10, 10]^n", "convex, extremely flat at min", [Minimum([0, 0], 0)]),
        new("logistic", "Separable logistic",
            "softplus(-x)",
            Line(0), "R", "convex, infimum 0 at +inf: GD must be reported as \"still improving\", not converged/diverged", [])
            { Notes = "infimum 0 at +infinity: still improving, neither converged nor diverged" },
        new("ill_conditioned", "Ill-conditioned quadratic",
            "0.5*(x^2 + 1000*y^2)",
            Plane(1, 1), "R^2", "convex, kappa=1000; GD stable iff lr < 0.002", [Minimum([0, 0], 0, [1, 1000])]),
    ];
}
