namespace FuncGrad;

public static partial class TestFunctions
{
    /// <summary>A handful of minima, maxima and saddles.</summary>
    public static IReadOnlyList<TestFunction> Hills { get; } =
    [
        new("himmelblau", "Himmelblau",
            "(x^2 + y - 11)^2 + (x + y^2 - 7)^2",
            Plane(0, 0), "[-5, 5]^2", "4 equal minima",
            [Minimum([3, 2], 0, [25.71573, 82.28427]),
                Minimum([-2.805118086952745, 3.131312518250573], 0, [64.84037, 80.55007]),
                Minimum([-3.779310253377747, -3.2831859912861696], 0, [70.71435, 133.7856]),
                Minimum([3.5844283403304917, -1.8481265269644036], 0, [28.69068, 105.4189])])
            { Notes = "local maximum 181.617 at (-0.270845, -0.923039)" },
        new("three_hump_camel", "Three-hump camel",
            "2*x^2 - 1.05*x^4 + x^6/6 + x*y + y^2",
            Plane(2, -2), "[-5, 5]^2", "3 minima",
            [Minimum([0, 0], 0, [1.585786, 4.414214]),
                Minimum([-1.7475523458302888, 0.8737761729151444], 0.2986384422368598, [1.902445, 12.25064])])
            { Notes = "the second minimum is local, and so is its mirror (1.7476, -0.8738)" },
        new("six_hump_camel", "Six-hump camel",
            "(4 - 2.1*x^2 + x^4/3)*x^2 + x*y + (-4 + 4*y^2)*y^2",
            Plane(1, 1), "[-3, 3] x [-2, 2]", "6 minima",
            [Minimum([0.08984201310031806, -0.7126564030207396], -1.0316284534898774, [7.682251, 16.4932]),
                Minimum([-0.08984201310031806, 0.7126564030207396], -1.0316284534898774, [7.682251, 16.4932])]),
        new("goldstein_price", "Goldstein-Price",
            "(1 + (x + y + 1)^2*(19 - 14*x + 3*x^2 - 14*y + 6*x*y + 3*y^2))*(30 + (2*x - 3*y)^2*(18 - 32*x + 12*x^2 + 48*y - 36*x*y + "
                + "27*y^2))",
            Plane(0, 0), "[-2, 2]^2", "4 local minima, huge range", [Minimum([0, -1], 3, [402.831, 965.169])])
            { Notes = "local minima: f=30 at (-0.6,-0.4), f=84 at (1.8,0.2), f=840 at (1.2,0.8)" },
        new("styblinski_tang", "Styblinski-Tang",
            "0.5*sum(x^4 - 16*x^2 + 5*x)",
            Vector(0, 0), "[-5, 5]^n", "2^n minima, separable",
            [Minimum([-2.903534027771177, -2.903534027771177], -78.33233140754282, [34.58306, 34.58306])])
            { Notes = "f* = -39.16616570377142 n" },
        new("branin", "Branin",
            "(y - 5.1/(4*pi^2)*x^2 + 5/pi*x - 6)^2 + 10*(1 - 1/(8*pi))*cos(x) + 10",
            Plane(2.5, 7.5), "[-5, 10] x [0, 15]", "3 equal minima",
            [Minimum([-3.141592653589793, 12.275], 0.3978873577297383, [0.8614952, 22.29174]),
                Minimum([3.141592653589793, 2.275], 0.3978873577297383, [1.732262, 11.08621]),
                Minimum([9.42477796076938, 2.475], 0.3978873577297383, [1.694957, 11.33021])])
            { Notes = "exact f* = 5/(4 pi)" },
        new("qing", "Qing",
            "sum((x^2 - i)^2)",
            Vector(1, 1), "[-500, 500]^n", "2^n equal minima (+-sqrt i)", [Minimum([1, 1.414213562373095], 0, [8, 16])])
            { Data = Data(("i", UpTo(2))) },
        new("hosaki", "Hosaki",
            "(1 - 8*x + 7*x^2 - 7/3*x^3 + 1/4*x^4)*y^2*exp(-y)",
            Plane(3.6, 1.9), "[0, 10]^2", "2 minima", [Minimum([4, 2], -2.3458115761012865, [1.172906, 3.248047])]),
        new("adjiman", "Adjiman",
            "cos(x)*sin(y) - x/(y^2 + 1)",
            Plane(0, 0), "[-1, 2] x [-1, 1]", "minimum on boundary x=2", [Minimum([2, 0.1057834694517169], -2.021806783359787)])
            { Notes = "the minimum lies on the boundary x = 2 of the domain, where the gradient is not 0" },
        new("gramacy_lee", "Gramacy-Lee (1-D)",
            "sin(10*pi*x)/(2*x) + (x - 1)^4",
            Line(1.5), "[0.5, 2.5]", "1-D multimodal", [Minimum([0.5485634445276052], -0.8690111349894998, [899.7743])]),
        new("forrester", "Forrester (1-D)",
            "(6*x - 2)^2*sin(12*x - 4)",
            Line(0.5), "[0, 1]", "1-D multimodal",
            [Minimum([0.7572487578418559], -6.0207400557670825, [1068.008]),
                Minimum([0.1425891893247163], -0.9863254063210815, [304.6865])])
            { Notes = "the second minimum is local" },
        new("parsopoulos", "Parsopoulos",
            "cos(x)^2 + sin(y)^2",
            Plane(1, 1), "[-5, 5]^2", "12 equal minima in box", [Minimum([1.5707963267948966, 0], 0, [2, 2])]),
        new("bird", "Bird",
            "sin(x)*exp((1 - cos(y))^2) + cos(y)*exp((1 - sin(x))^2) + (x - y)^2",
            Plane(4, 4), "[-2 pi, 2 pi]^2", "2 equal minima",
            [Minimum([4.701043130249553, 3.15293850372493], -106.76453674926466, [272.8116, 276.6992]),
                Minimum([-1.5821421769300335, -3.1302468034546562], -106.76453674926466, [272.8116, 276.6992])]),
        new("alpine_2", "Alpine 2",
            "prod(sqrt(x)*sin(x))",
            Vector(7, 7), "[0, 10]^n", "ascent test; sqrt of negative = NaN outside the domain",
            [Maximum([7.917052684666207, 7.917052684666207], 7.885600724127534, [-7.979957, -7.979957])])
            {
                Notes = "ascent; maximum 2.8081311800070049^n; the root of a negative number is NaN outside the domain",
                Direction = Direction.Maximise,
            },
        new("peaks", "Peaks",
            "3*(1 - x)^2*exp(-x^2 - (y + 1)^2) - 10*(x/5 - x^3 - y^5)*exp(-x^2 - y^2) - 1/3*exp(-(x + 1)^2 - y^2)",
            Plane(0, 0), "[-3, 3]^2", "2 minima, 3 maxima",
            [Minimum([0.2282789205563691, -1.6255349574999964], -6.551133332835837, [17.91971, 30.18221]),
                Minimum([-1.3473962443682108, 0.20451886609700518], -3.04984940280026, [8.551747, 15.57143]),
                Maximum([-0.009317581959954116, 1.5813679629389998], 8.106213589442337, [-32.42809, -16.27934]),
                Maximum([1.285684697241304, -0.004847559075593672], 3.592489918002754, [-15.75106, -7.112907]),
                Maximum([-0.46002451803438665, -0.6291965087168009], 3.7765809985322063, [-30.41297, -14.43829])])
            { Notes = "points: global minimum, local minimum, global maximum, two local maxima" },
        new("gaussian_hill", "Gaussian hill",
            "exp(-(x - 1)^2 - (y + 2)^2)",
            Plane(0, -1), "R^2", "ascent test; gradient vanishes far away", [Maximum([1, -2], 1, [-2, -2])])
            { Notes = "ascent; the gradient vanishes far away", Direction = Direction.Maximise },
        new("saddle", "Hyperbolic paraboloid",
            "x^2 - y^2",
            Plane(1, 0), "R^2", "strict saddle; from (1,0) GD converges to the saddle exactly", [Saddle([0, 0], 0, [-2, 2])])
            { Notes = "no minimum; from (1, 0) descent converges to the saddle, from (1, 1e-9) it leaves it" },
        new("monkey_saddle", "Monkey saddle",
            "x^3 - 3*x*y^2",
            Plane(1, 0), "R^2", "degenerate saddle, Hessian = 0", [Saddle([0, 0], 0, [0, 0])])
            { Notes = "no minimum; the Hessian at the saddle is 0" },
    ];
}
