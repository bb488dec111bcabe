#!/usr/bin/env -S dotnet run -c Release
#:project ../src/FuncGrad/FuncGrad.csproj
#:package MathNet.Numerics
#:property PublishAot=false
// A loss of FuncGrad, with its exact gradient and Hessian, for the minimizers of MathNet.Numerics: dotnet run experiments/mathnet.cs
using FuncGrad;
using MathNet.Numerics.LinearAlgebra;
using MathNet.Numerics.Optimization;

var rosenbrock = Loss.Of(x => Expr.Pow(1 - x[0], 2) + 100 * Expr.Pow(x[1] - Expr.Pow(x[0], 2), 2), dimension: 2);
var start = Vector<double>.Build.DenseOfArray([-1.2, 1.0]);

var objective = new Objective(rosenbrock.Compile());
var quasiNewton = new BfgsMinimizer(1e-8, 1e-10, 1e-10, 1000).FindMinimum(objective, start);
var newton = new NewtonMinimizer(1e-8, 100).FindMinimum(objective, start);
foreach (var (name, found) in new[] { ("BFGS", quasiNewton), ("Newton", newton) })
    Console.WriteLine(FormattableString.Invariant($"{name}: ({found.MinimizingPoint[0]:F6}, {found.MinimizingPoint[1]:F6}) after {found.Iterations} iterations"));

/// <summary>What MathNet asks of an objective, answered by a compiled loss.</summary>
internal sealed class Objective(CompiledLoss loss) : IObjectiveFunction
{
    private readonly double[] _gradient = new double[loss.Dimension];

    public Vector<double> Point { get; private set; } = Vector<double>.Build.Dense(loss.Dimension);

    public double Value { get; private set; }

    public bool IsGradientSupported => true;

    public bool IsHessianSupported => true;

    public Vector<double> Gradient => Vector<double>.Build.DenseOfArray(_gradient);

    public Matrix<double> Hessian => Matrix<double>.Build.DenseOfArray(loss.Hessian(Point.ToArray()));

    public void EvaluateAt(Vector<double> point) => (Point, Value) = (point.Clone(), loss.ValueAndGradient(point.ToArray(), _gradient));

    public IObjectiveFunction CreateNew() => new Objective(loss);

    public IObjectiveFunction Fork()
    {
        var copy = new Objective(loss);
        copy.EvaluateAt(Point);
        return copy;
    }
}
