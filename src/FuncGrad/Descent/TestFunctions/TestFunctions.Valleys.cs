namespace FuncGrad;

public static partial class TestFunctions
{
    /// <summary>Curved valleys and deceptive ones: one or two minima that are slow to reach.</summary>
    public static IReadOnlyList<TestFunction> Valleys { get; } =
    [
        new("rosenbrock", "Rosenbrock 2-D",
            "100*(y - x^2)^2 + (1 - x)^2",
            Plane(-1.2, 1), "[-2.048, 2.048]^2", "valley, kappa~2508", [Minimum([1, 1], 0, [0.3993608, 1001.601])]),
        new("rosenbrock_chained", "Rosenbrock n-D (chained)",
            "sum(100*(x[1:] - x[:-1]^2)^2 + (1 - x[:-1])^2)",
            Vector(-1.2, 1, -1.2, 1), "[-5, 10]^n", "valley", [Minimum([1, 1, 1, 1], 0, [0.4929591, 436.085, 1001.8, 1567.622])])
            { Notes = "for 4<=n<=30 there is also a local minimum near (-1,1,..,1) with f~3.7..4" },
        new("rosenbrock_uncoupled", "Extended Rosenbrock (MGH 21, uncoupled)",
            "sum(100*(x[:, 1] - x[:, 0]^2)^2 + (1 - x[:, 0])^2)",
            Matrix([-1.2, 1], [-1.2, 1]), "R^n, n even", "valley, separable in pairs",
            [Minimum([1, 1, 1, 1], 0, [0.3993608, 0.3993608, 1001.601, 1001.601])])
            { Notes = "x is of shape (n/2, 2), one pair a row" },
        new("chebyshev_rosenbrock", "Nesterov-Chebyshev-Rosenbrock",
            "0.25*(x[0] - 1)^2 + sum((x[1:] - 2*x[:-1]^2 + 1)^2)",
            Vector(-1, 1, 1, 1), "[-1, 1]^n", "extremely slow valley", [
                Minimum([1, 1, 1, 1], 0, [0.0001125694, 22.8583, 34.23702, 45.40456])]),
        new("cube", "Cube",
            "100*(y - x^3)^2 + (1 - x)^2",
            Plane(-1.2, 1), "[-10, 10]^2", "valley", [Minimum([1, 1], 0, [0.1998201, 2001.8])]),
        new("dixon_price", "Dixon-Price",
            "(x[0] - 1)^2 + sum(i*(2*x[1:]^2 - x[:-1])^2)",
            Vector(1, 1), "[-10, 10]^n", "valley", [Minimum([1, 0.7071067811865476], 0, [1.766312, 36.23369])])
            { Data = Data(("i", List(2))), Notes = "x_i* = 2^(-(2^i-2)/2^i), f*=0" },
        new("colville", "Colville / Wood",
            "100*(x[1] - x[0]^2)^2 + (1 - x[0])^2 + 90*(x[3] - x[2]^2)^2 + (1 - x[2])^2 + 10.1*((x[1] - 1)^2 + (x[3] - 1)^2) + 19.8*(x[1] "
                + "- 1)*(x[3] - 1)",
            Vector(-3, -1, -3, -1), "[-10, 10]^4", "valley, saddle near (-1,1,-1,1)",
            [Minimum([1, 1, 1, 1], 0, [0.7195681, 32.15015, 905.6053, 1005.925])]),
        new("powell_singular", "Powell singular",
            "sum((x[:, 0] + 10*x[:, 1])^2 + 5*(x[:, 2] - x[:, 3])^2 + (x[:, 1] - 2*x[:, 2])^4 + 10*(x[:, 0] - x[:, 3])^4)",
            Matrix([3, -1, 0, 1]), "[-4, 5]^n", "singular Hessian at min", [Minimum([0, 0, 0, 0], 0, [0, 0, 20, 202])])
            { Notes = "x is of shape (n/4, 4), one group of four a row" },
        new("beale", "Beale",
            "(1.5 - x + x*y)^2 + (2.25 - x + x*y^2)^2 + (2.625 - x + x*y^3)^2",
            Plane(1, 1), "[-4.5, 4.5]^2", "valley, flat", [Minimum([3, 0.5], 0, [0.3014636, 48.97979])]),
        new("freudenstein_roth", "Freudenstein-Roth",
            "(-13 + x + ((5 - y)*y - 2)*y)^2 + (-29 + x + ((y + 1)*y - 14)*y)^2",
            Plane(0.5, -2), "[-10, 10]^2", "two minima; standard start leads to the WRONG one",
            [Minimum([5, 4], 0, [2.900432, 3729.1]),
                Minimum([11.412778986902094, -0.8968052532744765], 48.98425367924002, [0.8207177, 905.067])]),
        new("wayburn_seader_1", "Wayburn-Seader 1",
            "(x^6 + y^4 - 17)^2 + (2*x + y - 4)^2",
            Plane(0, 0), "[-5, 5]^2", "valley",
            [Minimum([1, 2], 0, [6.33622, 2123.664]),
                Minimum([1.5968041538769333, 0.8063916922461334], 0, [1.735866, 7776.836])]),
        new("zettl", "Zettl",
            "(x^2 - 2*x + y^2)^2 + 0.25*x",
            Plane(1, 1), "[-1, 5]^2", "unimodal-ish", [Minimum([-0.029895985050660382, 0], -0.003791237220468898, [0.242743, 8.728229])]),
        new("deckkers_aarts", "Deckkers-Aarts",
            "100000*x^2 + y^2 - (x^2 + y^2)^2 + 1e-5*(x^2 + y^2)^4",
            Plane(0, 10), "[-20, 20]^2", "2 minima, badly scaled",
            [Minimum([0, 14.945112151891959], -24776.51834231769, [3561.702, 199998]),
                Minimum([0, -14.945112151891959], -24776.51834231769, [3561.702, 199998])]),
        new("rosenbrock_deceptive", "Modified Rosenbrock (deceptive)",
            "74 + 100*(y - x^2)^2 + (1 - x)^2 - 400*exp(-((x + 1)^2 + (y + 1)^2)/0.1)",
            Plane(-1.2, 1), "[-2, 2]^2", "deceptive: broad valley -> f=74, narrow hole -> f*",
            [Minimum([-0.9095537365026206, -0.9505717126590494], 34.04024310664063, [6887.409, 7546.482]),
                Minimum([1, 1], 74, [0.3993608, 1001.601])]),
        new("helical_valley", "Helical valley (Fletcher-Powell)",
            "100*(x[2] - 10*(atan(x[1]/x[0])/(2*pi) + where(x[0] > 0, 0, 0.5)))^2 + 100*(sqrt(x[0]^2 + x[1]^2) - 1)^2 + x[2]^2",
            Vector(-1, 0, 0), "R^3", "discontinuous theta on x1=0; do NOT use atan2", [Minimum([1, 0, 0], 0, [1.432763, 200, 707.1732])])
            { Notes = "theta jumps on x[0] = 0; not atan2; f(start) = 2500" },
    ];
}
