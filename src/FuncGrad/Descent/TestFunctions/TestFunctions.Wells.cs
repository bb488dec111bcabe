namespace FuncGrad;

public static partial class TestFunctions
{
    /// <summary>Sums of wells at given places, and other functions with tables of constants.</summary>
    public static IReadOnlyList<TestFunction> Wells { get; } =
    [
        new("hartmann_3", "Hartmann 3-D",
            "-sum(a*exp(-sum(A*(x - P)^2, 1)))",
            Vector(0.5, 0.5, 0.5), "[0, 1]^3", "4 minima",
            [Minimum([0.11458887665506896, 0.55564889461693, 0.8525469846866774], -3.8627797873326624, [1.210265, 69.6369, 193.4499])])
            {
                Data = Data(("a", List(1, 1.2, 3, 3.2)),
                    ("A", Rows([3, 10, 30], [0.1, 10, 35], [3, 10, 30], [0.1, 10, 35])),
                    ("P", Rows([0.3689, 0.117, 0.2673], [0.4699, 0.4387, 0.747], [0.1091, 0.8732, 0.5547], [0.0381, 0.5743, 0.8828]))),
            },
        new("hartmann_6", "Hartmann 6-D",
            "-sum(a*exp(-sum(A*(x - P)^2, 1)))",
            Vector(0.5, 0.5, 0.5, 0.5, 0.5, 0.5), "[0, 1]^6", "6 minima",
            [Minimum([0.20168951100670543, 0.15001069182345797, 0.476873974221897, 0.2753324304940561, 0.31165161660011326,
                0.6573005340656203], -3.3223680114155147, [18.24548, 22.80786, 25.20709, 51.72682, 59.58642, 98.86131])])
            {
                Data = Data(("a", List(1, 1.2, 3, 3.2)),
                    ("A", Rows([10, 3, 17, 3.5, 1.7, 8], [0.05, 10, 17, 0.1, 8, 14], [3, 3.5, 1.7, 10, 17, 8], [17, 8, 0.05, 10, 0.1, 14])),
                    ("P", Rows([0.1312, 0.1696, 0.5569, 0.0124, 0.8283, 0.5886], [0.2329, 0.4135, 0.8307, 0.3736, 0.1004, 0.9991], [0.2348,
                        0.1451, 0.3522, 0.2883, 0.3047, 0.665], [0.4047, 0.8828, 0.8732, 0.5743, 0.1091, 0.0381]))),
            },
        new("shekel_5", "Shekel, m = 5",
            "-sum(1/(sum((x - C)^2, 1) + b))",
            Vector(3, 3, 3, 3), "[0, 10]^4", "m minima",
            [Minimum([4.000037152819676, 4.00013327659156, 4.000037152819676, 4.00013327659156], -10.153199679058227, [199.971, 200.0011,
                200.0141, 200.0141])])
            { Data = Data(("C", ShekelWells(5)), ("b", ShekelDepths(5))) },
        new("shekel_7", "Shekel, m = 7",
            "-sum(1/(sum((x - C)^2, 1) + b))",
            Vector(3, 3, 3, 3), "[0, 10]^4", "m minima",
            [Minimum([4.000572916185823, 4.000689366185304, 3.9994897088591506, 3.9996061588586316], -10.40294056681866, [199.7057,
                200.0742, 200.1039, 200.1183])])
            { Data = Data(("C", ShekelWells(7)), ("b", ShekelDepths(7))) },
        new("shekel_10", "Shekel, m = 10",
            "-sum(1/(sum((x - C)^2, 1) + b))",
            Vector(3, 3, 3, 3), "[0, 10]^4", "m minima",
            [Minimum([4.000746531592046, 4.000592934138532, 3.9996633980403224, 3.9995098005868077], -10.536409816692043, [199.7193,
                200.0687, 200.0828, 200.1319])])
            { Data = Data(("C", ShekelWells(10)), ("b", ShekelDepths(10))) },
        new("shekel_foxholes", "De Jong 5 / Shekel foxholes",
            "1/(0.002 + sum(1/(j + (x[0] - a)^6 + (x[1] - b)^6)))",
            Vector(0, 0), "[-65.536, 65.536]^2", "25 sharp holes on a flat plain (f~500 outside)",
            [Minimum([-31.97833483565697, -31.978334837300796], 0.9980038377944502, [6.570748e-6, 6.574994e-6])])
            { Data = Data(("j", UpTo(25)), ("a", FoxholeColumns), ("b", FoxholeRows)) },
        new("langermann", "Langermann (2-D, m=5)",
            "-sum(c*exp(-sum((x - A)^2, 1)/pi)*cos(pi*sum((x - A)^2, 1)))",
            Vector(3, 3), "[0, 10]^2", "multimodal", [
                Minimum([2.0029921199344654, 1.0060959402921885], -5.162126159963982, [33.14368, 36.38545])])
            { Data = Data(("A", Rows([3, 5], [5, 2], [2, 1], [1, 4], [7, 9])), ("c", List(1, 2, 5, 2, 3))) },
        new("perm_0", "Perm 0,d, beta = 10",
            "sum(sum((j + 10)*(x^i - 1/j^i), 1)^2)",
            Vector(1, 1), "[-n, n]^n", "flat valley", [Minimum([1, 0.5], 0, [39.9156, 1746.084])])
            { Data = Data(("i", Rows([1], [2])), ("j", UpTo(2))), Notes = "minimiser 1/j" },
        new("perm_d", "Perm d, beta = 0.5",
            "sum(sum((j^i + 0.5)*((x/j)^i - 1), 1)^2)",
            Vector(1, 1), "[-n, n]^n", "flat valley", [Minimum([1, 2], 0, [0.5489812, 65.57602])])
            { Data = Data(("i", Rows([1], [2])), ("j", UpTo(2))), Notes = "minimiser j" },
    ];

    private static Tensor ShekelWells(int m) => Rows([.. new double[][]
    {
        [4, 4, 4, 4], [1, 1, 1, 1], [8, 8, 8, 8], [6, 6, 6, 6], [3, 7, 3, 7], [2, 9, 2, 9], [5, 5, 3, 3], [8, 1, 8, 1], [6, 2, 6, 2],
            [7, 3.6, 7, 3.6],
    }.Take(m)]);

    private static Tensor ShekelDepths(int m) =>
        List(((ReadOnlySpan<double>)[0.1, 0.2, 0.2, 0.4, 0.4, 0.6, 0.3, 0.7, 0.5, 0.5])[..m].ToArray());

    /// <summary>The holes stand on a square grid of 25 points: −32, −16, 0, 16, 32 each way.</summary>
    private static Tensor FoxholeColumns => List([.. Enumerable.Range(0, 25).Select(hole => 16.0 * ((hole % 5) - 2))]);

    private static Tensor FoxholeRows => List([.. Enumerable.Range(0, 25).Select(hole => 16.0 * ((hole / 5) - 2))]);
}
