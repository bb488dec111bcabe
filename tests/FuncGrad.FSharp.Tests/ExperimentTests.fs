/// Experiments read, swept and run without leaving F#.
module FuncGrad.FSharp.Tests.ExperimentTests

open System.Linq
open Xunit
open FuncGrad
open FuncGrad.FSharp

let text = """
loss = "x0^2 + x1^2"
[parameters]
x0 = -3.0
x1 = 4.0
[method]
gradient = "central_difference"
[sweep]
"method.learning_rate" = [1e-10, 0.1, 10.0]
"""

let experiment = function
    | Ok experiment -> experiment
    | Error mistakes -> invalidOp $"{mistakes}"

[<Fact>]
let ``the trials of an experiment are a sequence of records`` () =
    let records = text |> Experiment.parse |> experiment |> Experiment.run |> List.ofSeq
    Assert.Equal<string>([ "too_slow"; "converged"; "diverged" ], records |> List.map _.Verdict)
    Assert.Equal<int64>([ 0L; 1L; 2L ], records |> List.map _.Index)

[<Fact>]
let ``records come in order, block after block, as they are asked for`` () =
    let many = text |> Experiment.parseWith (fun _ -> Error "none") [ "sweep.method.learning_rate", "{ from = 0.0, to = 0.9, count = 1000000000 }"; "log.every", "0" ] |> experiment
    let first = many |> Experiment.run |> Seq.truncate 20000 |> Seq.map _.Index
    Assert.Equal<int64>([ 0L .. 19999L ], first)

[<Fact>]
let ``a trial is an experiment of its own`` () =
    let whole = text |> Experiment.parse |> experiment
    let rates =
        whole |> Experiment.trials |> Seq.map (fun trial ->
            let own = whole |> Experiment.ofTrial trial
            own.Method.Hyperparameter(own.Method.Rule.Hyperparameters[0], "x0"))
    Assert.Equal<float>([ 1e-10; 0.1; 10.0 ], rates)

[<Fact>]
let ``all mistakes come back with their places`` () =
    match text.Replace("method.learning_rate", "method.learning_rat").Replace("-3.0", "three") |> Experiment.parse with
    | Ok _ -> Assert.Fail "it was accepted"
    | Error mistakes ->
        Assert.Equal<string>([ "experiment:4:6"; "experiment:9:1" ], mistakes |> List.map _.Location)
        Assert.Contains("method.learning_rate", mistakes[1].Hint)

[<Fact>]
let ``tables come from wherever the program has them`` () =
    let fit = """
loss = "mean((slope * points[:, 0] - points[:, 1])^2)"
parameters = { slope = 0.0 }
data = { points = { csv = "points.csv" } }
method = { learning_rate = 0.1 }
"""
    let points = Tensor.Matrix(array2D [ [ 1.0; 2.0 ]; [ 2.0; 4.0 ] ])
    let read path = if path = "points.csv" then Ok points else Error "There is only points.csv."
    let record = fit |> Experiment.parseWith read [] |> experiment |> Experiment.run |> Seq.exactlyOne
    Assert.Equal(2.0, record.Parameters.Single(), 1e-9)
    match fit |> Experiment.parse with
    | Ok _ -> Assert.Fail "it was accepted"
    | Error mistakes -> Assert.Contains("parseWith", mistakes.Head.Problem)

[<Fact>]
let ``a loss of arrays is learned in batches of their rows`` () =
    let rows, right = Tensor.Of(Shape.Of(9, 1), [ 1.0 .. 9.0 ]), Tensor.Vector [| for x in 1.0 .. 9.0 -> 2.0 * x |]
    let record =
        (fun (a: System.Collections.Generic.IReadOnlyDictionary<string, Expr>) -> Expr.MeanSquaredError(Expr.MatrixProduct(a["X"], a["w"]), a["y"]))
        |> Experiment.ofArrays [ "w", Tensor.Vector 0.0 ] [ "X", rows; "y", right ]
        |> Experiment.inBatches 4 40L [ "X"; "y" ]
        |> Experiment.over [ SweepAxis.Of("method.learning_rate", 0.01) ]
        |> Experiment.run |> Seq.exactlyOne
    Assert.Equal(120L, record.Steps)
    Assert.Equal(2.0, record.Parameters.Single(), 1e-9)
