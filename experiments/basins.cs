#!/usr/bin/env -S dotnet run -c Release
#:project ../src/FuncGrad/FuncGrad.csproj
// Which minimum does a descent reach? Himmelblau's function has four, all of value 0. Every character of the map is a start;
// its digit is the minimum that 300 updates lead to, its * a start from which the descent is lost.
//   dotnet run -c Release experiments/basins.cs                        gradient descent, learning rate 0.01
//   dotnet run -c Release experiments/basins.cs -- momentum 0.002      another rule: the same minima, other basins
using System.Globalization;
using FuncGrad;

const int columns = 61, rows = 25, updates = 300;
var name = args.Length > 0 ? args[0] : "gradient_descent";
var learningRate = args.Length > 1 ? double.Parse(args[1], CultureInfo.InvariantCulture) : 0.01;
if (UpdateRules.Find(name) is not { } rule)
{
    Console.Error.WriteLine($"There is no rule '{name}'. There are: {string.Join(", ", UpdateRules.All)}.");
    return 2;
}

var himmelblau = TestFunctions.Find("himmelblau")!;
StationaryPoint[] minima = [.. himmelblau.Points.Where(point => point.Kind == StationaryKind.Minimum)];
var descent = new Descent(himmelblau.ToLoss(), rule.With("learning_rate", learningRate));

char Reached(double x, double y)
{
    var end = descent.Fold(updates, x, y);
    var nearest = Enumerable.Range(0, minima.Length).MinBy(i => Distance(end, minima[i]));
    return Distance(end, minima[nearest]) < 0.1 ? (char)('1' + nearest) : '*';
}

static double Distance(Step end, StationaryPoint minimum) => Math.Sqrt(Math.Pow(end[0] - minimum.At[0], 2) + Math.Pow(end[1] - minimum.At[1], 2));

static double Between(double low, double high, int i, int count) => low + ((high - low) * i / (count - 1));

Console.WriteLine($"{himmelblau.Title}, {name}, learning rate {learningRate.ToString(CultureInfo.InvariantCulture)}, {updates} updates from every point of -5...5 x -5...5");
for (var row = 0; row < rows; row++)
    Console.WriteLine(string.Concat(Enumerable.Range(0, columns).Select(column => Reached(Between(-5, 5, column, columns), Between(5, -5, row, rows)))));
for (var i = 0; i < minima.Length; i++)
    Console.WriteLine(FormattableString.Invariant($"{i + 1}: ({minima[i].At[0]:F6}, {minima[i].At[1]:F6})"));
return 0;
