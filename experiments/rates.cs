#!/usr/bin/env -S dotnet run -c Release
#:project ../src/FuncGrad/FuncGrad.csproj
// Which learning rate suits which rule? A batch without an experiment file: rules by rates, from the start that is usual for Rosenbrock's function.
//   dotnet run -c Release experiments/rates.cs                     the best rate of each rule
//   dotnet run -c Release experiments/rates.cs -- trials.csv       and all trials as the table that the command would write
using FuncGrad;

const int steps = 10_000, rates = 26;
string[] rules = ["gradient_descent", "momentum", "nesterov", "adagrad", "rmsprop", "adam"];

var start = Experiment.Of(TestFunctions.Find("rosenbrock")!.ToLoss(), ("x", -1.2), ("y", 1));
var experiment = (start with { Method = start.Method with { Steps = steps } })
    .Over(SweepAxis.OfWords("method.rule", rules), SweepAxis.Log("method.learning_rate", 1e-5, 1, rates));

using var stop = new CancellationTokenSource();
Console.CancelKeyPress += (_, pressed) => (pressed.Cancel, _) = (true, stop.CancelAsync());
var batch = new Batch(experiment);
TrialTable[] tables = [.. batch.Run(stop.Token)];

Console.WriteLine($"{experiment.Formula}, {batch.TrialCount} trials of {steps} steps");
Console.WriteLine($"{"rule",-18}{"rate",12}{"loss",12}  verdict");
foreach (var trials in tables.SelectMany(table => table).GroupBy(trial => trial.Swept[0]))
{
    var best = trials.MinBy(trial => double.IsNaN(trial.Loss) ? double.PositiveInfinity : trial.Loss)!;
    Console.WriteLine(FormattableString.Invariant($"{best.Swept[0],-18}{best.Swept[1].Number,12:0.#####}{best.Loss,12:0.0e+0}  {best.Verdict}"));
}
if (args is [var path])
{
    using var file = new StreamWriter(path);
    TrialCsv.Write(file, batch, tables);
}
