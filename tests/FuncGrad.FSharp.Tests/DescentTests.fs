/// Descents through pipes: a run is a sequence.
module FuncGrad.FSharp.Tests.DescentTests

open System
open Xunit
open FuncGrad
open FuncGrad.FSharp

let bowl = Loss.trace 2 (fun x -> x[0] ** 2.0 + x[1] ** 2.0)

[<Fact>]
let ``a descent is a pipe from a loss to a step`` () =
    let last =
        bowl
        |> Descent.using (UpdateRules.GradientDescent(learningRate = 0.1))
        |> Descent.scan [ -3.0; 4.0 ]
        |> Seq.takeWhile (fun step -> step.GradientNorm > 1e-6)
        |> Seq.last
    Assert.InRange(last.Loss, 0.0, 1e-12)
    Assert.InRange(last.Iteration, 50L, 100L)

[<Fact>]
let ``fold is where scan arrives, and a resumed run goes on bit for bit`` () =
    for rule in UpdateRules.All |> Seq.filter (fun rule -> not (List.contains rule.Name [ "muon"; "shampoo"; "soap" ])) do
        let descent = bowl |> Descent.using rule
        let steps = descent |> Descent.scan [ -3.0; 4.0 ] |> Seq.truncate 31 |> Seq.toArray
        let folded = descent |> Descent.fold 30 [ -3.0; 4.0 ]
        let resumed = descent |> Descent.resume steps[10] |> Seq.item 20
        Assert.Equal(BitConverter.DoubleToInt64Bits steps[30].Loss, BitConverter.DoubleToInt64Bits folded.Loss)
        Assert.Equal(BitConverter.DoubleToInt64Bits steps[30].Loss, BitConverter.DoubleToInt64Bits resumed.Loss)

[<Fact>]
let ``a rule of one's own is text, and a chain is made of rules`` () =
    let text = Rule.text "heavy_ball" [ "learning_rate", 0.01; "momentum", 0.9 ] [ "v", "0" ] [ "v = momentum*v - learning_rate*g"; "x = x + v" ]
    match text |> Rule.ofText [ Shape.Of 2 ] with
    | Error mistakes -> failwith $"{mistakes}"
    | Ok own ->
        let losses rule = bowl |> Descent.using rule |> Descent.scan [ -3.0; 4.0 ] |> Seq.truncate 20 |> Seq.map _.Loss |> List.ofSeq
        Assert.Equal<float list>(losses (UpdateRules.Momentum(0.01, 0.9)), losses own)
        Assert.Equal<float list>(losses (own |> Rule.withValue "momentum" 0.5), losses (UpdateRules.Momentum(0.01, 0.5)))
        let clip = Rule.tryFind "clip_by_global_norm" |> Option.get
        let chain = Chain.ofSeq [ clip ] |> Chain.add own
        Assert.Equal<Chain>(chain, Chain.append (Chain.append Chain.empty (Chain.ofSeq [ clip ])) (Chain.ofSeq [ own ]))
        Assert.NotEqual<float list>(losses own, losses (Chain.toRule chain))

[<Fact>]
let ``the mistakes of a rule's lines are told with their columns`` () =
    match Rule.text "wrong" [] [] [ "x = x - rate*g"; "y = (" ] |> Rule.ofText [ Shape.Of 2; Shape.Of 2 ] with
    | Ok _ -> failwith "There are mistakes."
    | Error mistakes -> Assert.Equal<string list>([ "update[0]: column 9"; "update[1]: column 6" ], [ for mistake in mistakes -> mistake.Location ])

[<Fact>]
let ``a run is judged`` () =
    let run = bowl |> Descent.using (UpdateRules.GradientDescent(learningRate = 0.1)) |> Descent.run 100L [ -3.0; 4.0 ]
    Assert.Equal(Verdict.Converged, run.Verdict)
    let run = bowl |> Descent.using (UpdateRules.GradientDescent(learningRate = 10.0)) |> Descent.run 1000L [ -3.0; 4.0 ]
    Assert.Equal(Verdict.Diverged, run.Verdict)

[<Fact>]
let ``steps are thinned and stopped as sequences`` () =
    let steps = bowl |> Descent.using (UpdateRules.GradientDescent 0.1) |> Descent.scan [ -3.0; 4.0 ]
    let stopped = steps |> Steps.untilStopped (Stopping(Loss = 1.0)) |> Seq.toList
    Assert.True((List.last stopped).Loss <= 1.0)
    Assert.All(stopped |> List.take (stopped.Length - 1), fun step -> Assert.True(step.Loss > 1.0))
    Assert.Equal<int64>([ 0L; 4L; 8L; 10L ], steps |> Seq.truncate 11 |> Steps.every 4L |> Seq.map _.Iteration)
    Assert.Equal(3L, (steps |> Steps.until (fun step -> step.Iteration = 3L) |> Seq.last).Iteration)

[<Fact>]
let ``a rule of one's own is a function`` () =
    let signDescent =
        UpdateRule(
            "sign_descent",
            "x = x - learning_rate*sign(g)",
            [| Hyperparameter("learning_rate", 0.5, 0.0, Double.PositiveInfinity, "how far") |],
            [||],
            fun a -> Update(-(a["learning_rate"] * Expr.SignOf a.Gradient)))
    let step = bowl |> Descent.using (signDescent.ForAll()) |> Descent.fold 3 [ -3.0; 4.0 ]
    Assert.Equal<float>([| -1.5; 2.5 |], step.Parameters[0].ToArray())

[<Fact>]
let ``a black box runs too`` () =
    let box = Loss.blackBox 2 (fun x -> x[0] * x[0] + Math.Pow(x[1], 2.0))
    let step = box |> Descent.using (UpdateRules.GradientDescent 0.1) |> Descent.fold 100 [ -3.0; 4.0 ]
    Assert.InRange(step.Loss, 0.0, 1e-10)

[<Fact>]
let ``a test function becomes a loss with its start`` () =
    match TestFunctions.Find "himmelblau" with
    | Null -> Assert.Fail "there is no himmelblau"
    | NonNull himmelblau ->
        let run = himmelblau.ToLoss() |> Descent.using (UpdateRules.GradientDescent 0.01) |> Descent.run 500L himmelblau.Start
        Assert.Equal(Verdict.Converged, run.Verdict)
        Assert.InRange(run.Loss, 0.0, 1e-9)

[<Fact>]
let ``a verdict is matched with its evidence`` () =
    let told learningRate steps =
        match bowl |> Descent.using (UpdateRules.GradientDescent learningRate) |> Descent.run steps [ -3.0; 4.0 ] with
        | Converged note -> "converged", note
        | Diverged note -> "diverged", note
        | TooSlow note -> "too slow", note
        | Oscillating note -> "oscillating", note
        | Unfinished note -> "unfinished", note
        | other -> string other.Verdict, other.Note
    Assert.Equal("converged", told 0.1 100L |> fst)
    Assert.Equal("diverged", told 10.0 1000L |> fst)
    Assert.Equal("too slow", told 1e-10 100L |> fst)
    Assert.Equal("oscillating", told 1.0 100L |> fst)
    Assert.Equal("unfinished", told 0.01 100L |> fst)
    Assert.Contains("more steps", told 1e-10 100L |> snd)

[<Fact>]
let ``a loss is a formula, an expression, or an expression of data`` () =
    match Loss.ofFormula "(x - 1)^2 + 2*(y + 3)^2" with
    | Error mistakes -> Assert.Fail $"{mistakes}"
    | Ok loss ->
        let last = loss |> Descent.using (UpdateRules.GradientDescent 0.2) |> Descent.fold 200 [ 0.0; 0.0 ]
        Assert.Equal(1.0, last[0], 1e-12)
        Assert.Equal(-3.0, last[1], 1e-12)
    Assert.True((Loss.ofFormula "(x - 1)^2 + sine(y)").IsError)

    let points, slope, offset = Expr.Symbol("points", Shape.Of(3, 2)), Expr.Symbol "slope", Expr.Symbol "offset"
    let errors = slope * points[*, 0] + offset - points[*, 1]
    let line =
        Expr.Mean(errors * errors)
        |> Loss.withData [ points, Tensor.Matrix(array2D [ [ 0.0; 1.0 ]; [ 1.0; 3.0 ]; [ 2.0; 5.0 ] ]) ] [ slope; offset ]
        |> Descent.using (UpdateRules.Momentum 0.1)
        |> Descent.fold 500 [ 0.0; 0.0 ]
    Assert.Equal(2.0, line[0], 1e-9)
    Assert.Equal(1.0, line[1], 1e-9)

[<Fact>]
let ``gradients by differences, ascent and early stops are pipes too`` () =
    let book = bowl |> Descent.byDifferences 1e-4 (UpdateRules.GradientDescent 0.1) |> Descent.scan [ 3.0; 4.0 ] |> Seq.head
    Assert.Equal<float>([| 6.00000000000378; 7.999999999999119 |], book.Gradient[0].ToArray())
    let hill = Loss.trace 1 (fun x -> exp (-((x[0] - 1.0) ** 2.0)))
    let top = hill |> Descent.by (Method(UpdateRules.GradientDescent 0.5, Direction = Direction.Maximise)) |> Descent.fold 100 [ 0.5 ]
    Assert.Equal(1.0, top[0], 1e-9)
    let stopped = bowl |> Descent.using (UpdateRules.GradientDescent 0.1) |> Descent.runUntil (Stopping(Loss = 1.0)) Tolerance.Standard 100L [ -3.0; 4.0 ]
    Assert.Equal<StopReason>([ StopReason.Loss ], stopped.StopReasons)
    Assert.Equal(8L, stopped.Steps)

[<Fact>]
let ``functions are composed and passed as they are`` () =
    let shifted (by: float) (x: Expr) = x[0] - by
    let square (e: Expr) = e * e
    let last = Loss.trace 1 (shifted 2.0 >> square) |> Descent.using (UpdateRules.GradientDescent 0.25) |> Descent.fold 60 [ 0.0 ]
    Assert.Equal(2.0, last[0], 1e-12)

[<Fact>]
let ``a step beyond the loss is told at once, in words`` () =
    let mistake = Assert.Throws<ShapeException>(fun () -> Loss.trace 2 (fun x -> x[2] ** 2.0) |> ignore)
    Assert.Contains("x[2]", mistake.Message)

[<Fact>]
let ``losses are functions of points, and starts and ends have names`` () =
    let f = Loss.valueAndGradient bowl
    let struct (value, gradient) = f [| 3.0; 4.0 |]
    Assert.Equal(Loss.value bowl [| 3.0; 4.0 |], value)
    Assert.Equal<float>([| 6.0; 8.0 |], gradient)
    Assert.Equal<float>([| 25.0; 2.0 |], Loss.values bowl [| [| 3.0; 4.0 |]; [| 1.0; 1.0 |] |])
    Assert.Equal<float>([| 2.0; 0.0 |], Loss.hessianVector bowl [| 1.0; 0.0 |] [| 3.0; 4.0 |])
    let descent = bowl |> Descent.using (UpdateRules.GradientDescent 0.1)
    let named = [ "x", Tensor.Vector(3.0, 4.0) ]
    Assert.Equal<Step>(descent |> Descent.scan [ 3.0; 4.0 ] |> Seq.item 3, descent |> Descent.scanFrom named |> Seq.item 3)
    let run = descent |> Descent.runAsync (RunPlan(50L, When = (RunPlan.Loss .< 1))) named |> Async.RunSynchronously
    Assert.Equal(descent |> Descent.scanFrom named |> Steps.until (fun step -> step.Loss < 1.0) |> Seq.last |> _.Iteration, run.Steps)
    Assert.Equal(Verdict.Stopped, run.Verdict)
    Assert.Equal(run.Parameters[1], run["x"][1])

[<Fact>]
let ``each verdict has its pattern`` () =
    let patterns = System.Reflection.Assembly.Load("FuncGrad.FSharp").GetTypes() |> Seq.collect _.GetMethods() |> Seq.map _.Name |> Set.ofSeq
    for verdict in System.Enum.GetNames<Verdict>() do
        Assert.Contains($"|{verdict}|_|", patterns)
