namespace FuncGrad;

public static partial class TestFunctions
{
    /// <summary>Many minima, from waves laid over a bowl.</summary>
    public static IReadOnlyList<TestFunction> Waves { get; } =
    [
        new("ackley", "Ackley",
            "-20*exp(-0.2*sqrt(mean(x^2))) - exp(mean(cos(2*pi*x))) + 20 + e",
            Vector(2, 2), "[-32.768, 32.768]^n",
            "multimodal; NON-differentiable at the minimum (cone, slope 4/sqrt(n) per |x|-unit in 2-norm)",
            [Minimum([0, 0], 0)]),
        new("rastrigin", "Rastrigin",
            "sum(10 + x^2 - 10*cos(2*pi*x))",
            Vector(2.3, -1.7), "[-5.12, 5.12]^n", "~11^n minima, separable", [Minimum([0, 0], 0, [396.7842, 396.7842])]),
        new("griewank", "Griewank",
            "1 + sum(x^2)/4000 - prod(cos(x/sqrt(i)))",
            Vector(100, 100), "[-600, 600]^n", "multimodal", [Minimum([0, 0], 0, [0.5005, 1.0005])])
            { Data = Data(("i", UpTo(2))) },
        new("levy", "Levy",
            "sin(pi*(1 + (x[0] - 1)/4))^2 + sum(((x[:-1] - 1)/4)^2*(1 + 10*sin(pi*(1 + (x[:-1] - 1)/4) + 1)^2)) + ((x[-1] - 1)/4)^2*(1 + "
                + "sin(2*pi*(1 + (x[-1] - 1)/4))^2)",
            Vector(-4, 5), "[-10, 10]^n", "multimodal", [Minimum([1, 1], 0, [0.125, 2.243792])]),
        new("levy_13", "Levy N.13",
            "sin(3*pi*x)^2 + (x - 1)^2*(1 + sin(3*pi*y)^2) + (y - 1)^2*(1 + sin(2*pi*y)^2)",
            Plane(-4, 5), "[-10, 10]^2", "multimodal", [Minimum([1, 1], 0, [2, 179.6529])]),
        new("schwefel_2_26", "Schwefel (2.26)",
            "sum(418.98288727243369 - x*sin(sqrt(abs(x))))",
            Vector(300, 300), "[-500, 500]^n", "multimodal, second-best far away",
            [Minimum([420.96874635998205, 420.96874635998205], 0, [0.2523671, 0.2523671])])
            { Notes = "the constant makes the minimum 0; 418.9829, which many libraries use, leaves 1.27e-5·n" },
        new("bohachevsky_1", "Bohachevsky 1",
            "x^2 + 2*y^2 - 0.3*cos(3*pi*x) - 0.4*cos(4*pi*y) + 0.7",
            Plane(1, 1), "[-100, 100]^2", "multimodal", [Minimum([0, 0], 0, [28.64793, 67.16547])]),
        new("bohachevsky_2", "Bohachevsky 2",
            "x^2 + 2*y^2 - 0.3*cos(3*pi*x)*cos(4*pi*y) + 0.3",
            Plane(1, 1), "[-100, 100]^2", "multimodal", [Minimum([0, 0], 0, [28.64793, 51.3741])]),
        new("bohachevsky_3", "Bohachevsky 3",
            "x^2 + 2*y^2 - 0.3*cos(3*pi*x + 4*pi*y) + 0.3",
            Plane(1, 1), "[-100, 100]^2", "multimodal", [Minimum([0, 0], 0, [2.707645, 77.31439])]),
        new("easom", "Easom",
            "-cos(x)*cos(y)*exp(-(x - pi)^2 - (y - pi)^2)",
            Plane(4, 4), "[-100, 100]^2", "needle in flat plain: gradient underflows to 0 far away",
            [Minimum([3.141592653589793, 3.141592653589793], -1, [3, 3])]),
        new("drop_wave", "Drop-wave",
            "-(1 + cos(12*sqrt(x^2 + y^2)))/(0.5*(x^2 + y^2) + 2)",
            Plane(1, 1), "[-5.12, 5.12]^2", "multimodal rings", [Minimum([0, 0], -1, [72.5, 72.5])])
            { Notes = "at the minimiser itself the gradient comes out as NaN: the slope of the square root there is infinite" },
        new("schaffer_1", "Schaffer N.1",
            "0.5 + (sin(x^2 + y^2)^2 - 0.5)/(1 + 0.001*(x^2 + y^2))^2",
            Plane(10, 10), "[-100, 100]^2", "multimodal rings", [Minimum([0, 0], 0, [0.002, 0.002])]),
        new("schaffer_2", "Schaffer N.2",
            "0.5 + (sin(x^2 - y^2)^2 - 0.5)/(1 + 0.001*(x^2 + y^2))^2",
            Plane(10, 10), "[-100, 100]^2", "multimodal", [Minimum([0, 0], 0, [0.002, 0.002])]),
        new("schaffer_4", "Schaffer N.4",
            "0.5 + (cos(sin(abs(x^2 - y^2)))^2 - 0.5)/(1 + 0.001*(x^2 + y^2))^2",
            Plane(10, 10), "[-100, 100]^2", "multimodal", [Minimum([0, 1.2531318314637332], 0.29257863203598056, [0.001656769, 5.69373])])
            { Notes = "4 equal minima (0,+-a),(+-a,0)" },
        new("shubert", "Shubert",
            "sum(i*cos((i + 1)*x + i))*sum(i*cos((i + 1)*y + i))",
            Plane(0, 0), "[-10, 10]^2", "760 minima, 18 global",
            [Minimum([-1.425128428319761, -0.8003211004719731], -186.73090883102384, [4419.651, 4661.369]),
                Minimum([-7.0835064076515595, 4.858056878859825], -186.73090883102384, [4419.651, 4661.369])])
            { Data = Data(("i", UpTo(5))) },
        new("salomon", "Salomon",
            "1 - cos(2*pi*norm(x)) + 0.1*norm(x)",
            Vector(5, 5), "[-100, 100]^n", "rings; non-smooth at min", [Minimum([0, 0], 0)]),
        new("egg_crate", "Egg crate",
            "x^2 + y^2 + 25*(sin(x)^2 + sin(y)^2)",
            Plane(3, 3), "[-5, 5]^2", "multimodal", [Minimum([0, 0], 0, [52, 52])]),
        new("trefethen", "Trefethen (SIAM 100-digit #4)",
            "exp(sin(50*x)) + sin(60*exp(y)) + sin(70*sin(x)) + sin(sin(80*y)) - sin(10*(x + y)) + (x^2 + y^2)/4",
            Plane(0, 0), "[-1, 1]^2", "extremely multimodal",
            [Minimum([-0.024403079694375173, 0.21061242715535577], -3.306868647475237, [5977.994, 9898.121])]),
        new("michalewicz_2", "Michalewicz, m = 10, n = 2",
            "-sum(sin(x)*sin(i*x^2/pi)^20)",
            Vector(2, 1.5), "[0, pi]^n", "n! minima, flat plateaux",
            [Minimum([2.2029055201726093, 1.5707963267948966], -1.8013034100985525, [32.50564, 81])])
            { Data = Data(("i", UpTo(2))) },
        new("michalewicz_5", "Michalewicz, m = 10, n = 5",
            "-sum(sin(x)*sin(i*x^2/pi)^20)",
            Vector(2, 2, 2, 2, 2), "[0, pi]^n", "n! minima",
            [Minimum([2.2029055201726093, 1.5707963267948966, 1.2849915705529245, 1.9230584698663629, 1.7204697725658413],
                -4.687658179088146, [32.50564, 81, 116.795, 450.9954, 594.0331])])
            { Data = Data(("i", UpTo(5))) },
    ];
}
