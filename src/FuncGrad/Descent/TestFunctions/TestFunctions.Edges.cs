namespace FuncGrad;

public static partial class TestFunctions
{
    /// <summary>Not differentiable somewhere that matters: kinks, ridges, poles.</summary>
    public static IReadOnlyList<TestFunction> Edges { get; } =
    [
        new("cross_in_tray", "Cross-in-tray",
            "-0.0001*(abs(sin(x)*sin(y)*exp(abs(100 - sqrt(x^2 + y^2)/pi))) + 1)^0.1",
            Plane(1, 1), "[-10, 10]^2", "4 equal minima (+-a,+-a), non-smooth on axes",
            [Minimum([1.3494066171539107, 1.3494066171539107], -2.062611870822737, [0.2167105, 0.2511146])]),
        new("holder_table", "Holder table",
            "-abs(sin(x)*cos(y)*exp(abs(1 - sqrt(x^2 + y^2)/pi)))",
            Plane(5, 5), "[-10, 10]^2", "4 equal minima (+-a,+-b)",
            [Minimum([8.055023475736563, 9.664590019241272], -19.208502567886732, [19.61437, 20.26288])]),
        new("alpine_1", "Alpine 1",
            "sum(abs(x*sin(x) + 0.1*x))",
            Vector(5, 5), "[-10, 10]^n", "non-smooth", [Minimum([0, 0], 0)]),
        new("bukin_6", "Bukin N.6",
            "100*sqrt(abs(y - 0.01*x^2)) + 0.01*abs(x + 10)",
            Plane(-7, 1), "[-15, -5] x [-3, 3]", "ridge; gradient infinite on ridge", [Minimum([-10, 1], 0)]),
        new("schwefel_2_20", "Schwefel 2.20 (L1 norm)",
            "sum(abs(x))",
            Vector(1, 1), "[-100, 100]^n", "convex, non-smooth: fixed-lr GD oscillates forever", [Minimum([0, 0], 0)]),
        new("schwefel_2_21", "Schwefel 2.21 (Linf norm)",
            "max(abs(x))",
            Vector(1, 2), "[-100, 100]^n", "convex, non-smooth", [Minimum([0, 0], 0)]),
        new("schwefel_2_22", "Schwefel 2.22",
            "sum(abs(x)) + prod(abs(x))",
            Vector(1, 1), "[-100, 100]^n", "non-smooth", [Minimum([0, 0], 0)]),
        new("bartels_conn", "Bartels-Conn",
            "abs(x^2 + y^2 + x*y) + abs(sin(x)) + abs(cos(y))",
            Plane(5, 5), "[-500, 500]^2", "non-smooth, f*=1", [Minimum([0, 0], 1)]),
        new("eggholder", "Eggholder",
            "-(y + 47)*sin(sqrt(abs(x/2 + y + 47))) - x*sin(sqrt(abs(x - y - 47)))",
            Plane(500, 400), "[-512, 512]^2", "minimum on boundary x=512", [Minimum([512, 404.2318051137578], -959.6406627208509)])
            { Notes = "the minimum lies on the boundary x = 512 of the domain, where the gradient is not 0" },
        new("csendes", "Csendes",
            "sum(x^6*(2 + sin(1/x)))",
            Vector(1, 1), "[-1, 1]^n", "literal evaluation at the minimum gives NaN (sin(1/0)); f*:=0 by limit", [Minimum([0, 0], 0)])
            { Notes = "1/0 makes value and gradient NaN at the minimiser; the limit there is 0" },
    ];
}
