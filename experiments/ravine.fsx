(**
# Why momentum helps in a ravine

A notebook: text, cells, and below each cell what it prints. After `dotnet build -c Release src/FuncGrad.FSharp` it runs as a whole, `dotnet fsi experiments/ravine.fsx`, or a
selection at a time in an editor that sends lines to F# Interactive. With the package its first two lines become `#r "nuget: FuncGrad.FSharp"`.
*)
#r "../src/FuncGrad.FSharp/bin/Release/net10.0/FuncGrad.dll"
#r "../src/FuncGrad.FSharp/bin/Release/net10.0/FuncGrad.FSharp.dll"
open FuncGrad
open FuncGrad.FSharp
(**
The ravine of chapter 6, steep across and nearly level along: x²/20 + y². It is quadratic, so that its curvatures are the same everywhere, the
eigenvalues of its Hessian.
*)
let ravine = Loss.trace 2 (fun x -> x[0] ** 2.0 / 20.0 + x[1] ** 2.0)
let hessian = ravine.Value |> Directional.hessian ravine.Parameters |> Value.at [ (ravine.Parameters[0], Tensor.Vector(0.0, 0.0)) ]
let along, across = hessian[0], hessian[3]
printfn "curvatures %g and %g, condition number %g" along across (across / along)
(**
prints

    curvatures 0.1 and 2, condition number 20

Gradient descent multiplies the distance along each axis by 1 − rate·curvature. The best rate makes the greater of both factors as small as can be:
2/(along + across). Then the distance falls by (κ − 1)/(κ + 1) in a step, and κ is the condition number.
*)
let start = [ -7.0; 2.0 ]
let condition = across / along
let factor rule steps =
    let last = ravine |> Descent.using rule |> Descent.fold steps start
    (last.Loss / (ravine |> Loss.value <| Array.ofList start)) ** (0.5 / float steps)
let best = 2.0 / (along + across)
printfn "predicted %.4f, measured %.4f" ((condition - 1.0) / (condition + 1.0)) (factor (UpdateRules.GradientDescent best) 200)
(**
prints

    predicted 0.9048, measured 0.9048

Momentum remembers where it was going. With the rate and the momentum that Polyak gave in 1964 the factor is that of √κ instead of κ: as if the ravine were a bowl.
*)
let root = sqrt condition
let rate = (2.0 / (sqrt along + sqrt across)) ** 2.0
let memory = ((root - 1.0) / (root + 1.0)) ** 2.0
printfn "rate %.4f, momentum %.4f: predicted %.4f, measured %.4f" rate memory (sqrt memory) (factor (UpdateRules.Momentum(rate, memory)) 200)
(**
prints

    rate 1.3358, momentum 0.4026: predicted 0.6345, measured 0.6524

The measured factor is a little greater: both of its eigenvalues are the same there, and the distance falls as k·factorᵏ.
Is it the best pair? Nearly: of this grid another one is ahead after 100 steps. A sweep is an experiment over axes, and its trials are a sequence.
*)
let trials =
    Experiment.Of(ravine, struct ("x", Tensor.Vector(-7.0, 2.0)))
    |> Experiment.over [ SweepAxis.OfWords("method.rule", "momentum"); SweepAxis.Linear("method.learning_rate", 0.2, 2.0, 19L); SweepAxis.Linear("method.momentum", 0.0, 0.9, 19L) ]
    |> Experiment.run
    |> List.ofSeq
let least = trials |> List.filter (fun trial -> System.Double.IsFinite trial.Loss) |> List.minBy _.Loss
printfn "of %d trials the least loss has rate %.2f, momentum %.2f" trials.Length least.Swept[1].Number least.Swept[2].Number
for verdict, those in trials |> List.countBy _.Verdict |> List.sortByDescending snd do printfn "%4d %s" those verdict
(**
prints

    of 361 trials the least loss has rate 1.20, momentum 0.45
     125 converged
     117 unfinished
     111 diverged
       8 oscillating

What a run came to is a pattern, with the judge's note.
*)
match ravine |> Descent.using (UpdateRules.Momentum(rate, memory)) |> Descent.run 200L start with
| Converged note -> printfn "converged: %s" note
| run -> printfn "%O: %s" run.Verdict run.Note
(**
prints

    converged: 6.506e-75 of the gain remains, no curvature is negative; other starts may lead lower
*)
