using System.Runtime.InteropServices;

namespace FuncGrad;

/// <summary>
/// What is seen around points of many lanes, in the coordinates of a basis; each direction has an array with a place for every lane.
/// </summary>
/// <param name="Curvature">A = VᵀHV, of which the upper triangle is there.</param>
/// <param name="Gradient">g.</param>
/// <param name="Way">The way from the start to the end.</param>
/// <param name="RecentWay">And from the middle of the last half.</param>
/// <param name="Point">The last point.</param>
/// <param name="Newton">Room for |H|⁻¹g: the step that leads to the lowest point seen is its negative.</param>
/// <param name="Downward">Room for the direction of least curvature.</param>
internal readonly record struct Quadratics(double[][][] Curvature, double[][] Gradient, double[][] Way, double[][] RecentWay,
    double[][] Point, double[][] Newton, double[][] Downward)
{
    /// <summary>Of these curvatures, with room for the rest.</summary>
    public static Quadratics Of(double[][][] curvature, int lanes)
    {
        double[][] Room() => Array.ConvertAll(curvature, _ => new double[lanes]);
        return new(curvature, Room(), Room(), Room(), Room(), Room(), Room());
    }
}

/// <summary>Fills in outlooks by the quadratics that are seen, in all lanes.</summary>
/// <param name="seen">The quadratics.</param>
/// <param name="isOfElements">Whether the directions are the parameter elements.</param>
/// <param name="noise">Curvatures smaller than this beside the greatest are none.</param>
/// <param name="room">Working memory, as much as <see cref="Room"/> says.</param>
/// <param name="outlooks">What is filled in.</param>
internal readonly struct QuadraticLook(Quadratics seen, bool isOfElements, double noise, double[] room, Outlooks outlooks) : ILaneOperation
{
    /// <summary>Numbers of working memory for so many directions.</summary>
    public static int Room(int size) => 8 * ((2 * size * size) + (7 * size));

    public void Apply<T>(int lane)
        where T : struct, ILanes<T, double> =>
        new QuadraticModel<T>(in seen, isOfElements, noise, MemoryMarshal.Cast<double, T>(room.AsSpan()), outlooks, lane).See();
}
