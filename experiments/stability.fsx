// How large may the learning rate be? Near a minimum, gradient descent multiplies its distance along each eigenvector of the
// Hessian by 1 - learning_rate * eigenvalue: it settles exactly if learning_rate < 2 / (the greatest eigenvalue).
// The script finds that eigenvalue by power iteration on Hessian-vector products, without ever forming the Hessian, and then
// tries a rate 5 % below the limit and one 5 % above.
//   dotnet build -c Release src/FuncGrad.FSharp
//   dotnet fsi experiments/stability.fsx
#r "../src/FuncGrad.FSharp/bin/Release/net10.0/FuncGrad.dll"
#r "../src/FuncGrad.FSharp/bin/Release/net10.0/FuncGrad.FSharp.dll"

open FuncGrad
open FuncGrad.FSharp

let losses =
    [ "bowl", (fun (x: Expr) -> x[0] ** 2.0 + x[1] ** 2.0), [ 0.0; 0.0 ]
      "ravine", (fun x -> x[0] ** 2.0 / 20.0 + x[1] ** 2.0), [ 0.0; 0.0 ]
      "rosenbrock", (fun x -> 100.0 * (x[1] - x[0] ** 2.0) ** 2.0 + (1.0 - x[0]) ** 2.0), [ 1.0; 1.0 ]
      "himmelblau", (fun x -> (x[0] ** 2.0 + x[1] - 11.0) ** 2.0 + (x[0] + x[1] ** 2.0 - 7.0) ** 2.0), [ 3.0; 2.0 ]
      "waves", (fun x -> 2.0 - cos (3.0 * x[0]) - cos (x[0] + x[1])), [ 0.0; 0.0 ] ]

let length (v: float list) = sqrt (List.sumBy (fun e -> e * e) v)

/// v <- H v / |H v| turns towards the eigenvector of the greatest eigenvalue, and |H v| towards that eigenvalue.
let greatestEigenvalue f minimum =
    let x, v = Expr.Symbol("x", Shape.Of 2), Expr.Symbol("v", Shape.Of 2)
    let product = f x |> Directional.hessianVector [ (x, v) ] |> List.exactlyOne
    let times (direction: float list) =
        List.ofArray ((product |> Value.at [ x, Tensor.Vector(Array.ofList minimum); v, Tensor.Vector(Array.ofList direction) ]).ToArray())
    let turned direction = let moved = times direction in moved |> List.map (fun e -> e / length moved)
    Seq.unfold (fun v -> Some(v, turned v)) [ 0.6; 0.8 ] |> Seq.item 200 |> times |> length

/// Started a millionth away from the minimum: does the descent come nearer, or does it leave?
let outcome f minimum rate =
    let start = minimum |> List.map (fun e -> e + 1e-6)
    let last = Loss.trace 2 f |> Descent.using (UpdateRules.GradientDescent rate) |> Descent.fold 20000 start
    let distance = length [ for i in 0 .. 1 -> last[i] - minimum[i] ]
    if distance < 1e-6 then "settles" else "leaves"

printfn "%-12s%20s%14s%14s%14s" "loss" "greatest eigenvalue" "limit" "0.95 limit" "1.05 limit"
for name, f, minimum in losses do
    let eigenvalue = greatestEigenvalue f minimum
    let limit = 2.0 / eigenvalue
    printfn "%-12s%20.6f%14.6f%14s%14s" name eigenvalue limit (outcome f minimum (0.95 * limit)) (outcome f minimum (1.05 * limit))
