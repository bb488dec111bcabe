/// Derivatives through pipes, with properties that hold for any numbers.
module FuncGrad.FSharp.Tests.DerivativeTests

open Xunit
open FuncGrad
open FuncGrad.FSharp
open FuncGrad.FSharp.Tests.Properties

let x = Expr.Symbol("x", Shape.Of 2)
let at (a, b) = [ x, Tensor.Vector(a, b) ]
let forPoints = forNumbers -3.0 3.0 2

let losses: (string * (Expr -> Expr)) list =
    [ "bowl", (fun x -> x[0] ** 2.0 + x[1] ** 2.0)
      "rosenbrock", (fun x -> 100.0 * (x[1] - x[0] ** 2.0) ** 2.0 + (1.0 - x[0]) ** 2.0)
      "waves", (fun x -> sin (3.0 * x[0]) * cos x[1] + exp (-x[0] * x[0]))
      "roots", (fun x -> sqrt (1.0 + x[0] * x[0]) + log (2.0 + tanh x[1])) ]

let near (expected: Tensor) (actual: Tensor) tolerance =
    for i in 0 .. expected.Shape.ElementCount - 1 do
        Assert.True(abs (expected[i] - actual[i]) <= tolerance * max 1.0 (abs expected[i]), $"{expected} and {actual}")

[<Fact>]
let ``the book's number comes out bit for bit`` () =
    let gradient = (losses |> List.head |> snd) x |> Gradient.central 1e-4 [ x ] |> List.exactlyOne
    Assert.Equal<float>([| 6.00000000000378; 7.999999999999119 |], (gradient |> Value.at (at (3.0, 4.0))).ToArray())

[<Fact>]
let ``exact and numerical gradients agree anywhere`` () =
    for _, loss in losses do
        let exact = loss x |> Gradient.exact [ x ] |> List.exactlyOne
        let central = loss x |> Gradient.central 1e-5 [ x ] |> List.exactlyOne
        forPoints (fun v ->
            near (exact |> Value.at (at (v[0], v[1]))) (central |> Value.at (at (v[0], v[1]))) 1e-5)

[<Fact>]
let ``differentiation is linear`` () =
    let gradient loss = loss |> Gradient.exact [ x ] |> List.exactlyOne
    for _, f in losses do
        for _, g in losses do
            let whole, parts = gradient (3.0 * f x - g x), 3.0 * gradient (f x) - gradient (g x)
            forPoints (fun v ->
                near (whole |> Value.at (at (v[0], v[1]))) (parts |> Value.at (at (v[0], v[1]))) 1e-11)

[<Fact>]
let ``the derivative along a direction is the gradient times the direction`` () =
    let direction = Expr.Constant(Tensor.Vector(0.3, -0.7))
    for _, loss in losses do
        let along = loss x |> Directional.derivative [ x, direction ]
        let dotted = Expr.Dot(loss x |> Gradient.exact [ x ] |> List.exactlyOne, direction)
        forPoints (fun v ->
            near (dotted |> Value.at (at (v[0], v[1]))) (along |> Value.at (at (v[0], v[1]))) 1e-11)

[<Fact>]
let ``the hessian of the bowl is two on the diagonal`` () =
    let hessian = x * x |> Expr.Sum |> Directional.hessian [ x ]
    Assert.Equal<float>([| 2.0; 0.0; 0.0; 2.0 |], (hessian |> Value.at (at (0.4, 9.0))).ToArray())
    let product = x * x |> Expr.Sum |> Directional.hessianVector [ x, Expr.Constant(Tensor.Vector(1.0, 2.0)) ] |> List.exactlyOne
    Assert.Equal<float>([| 2.0; 4.0 |], (product |> Value.at (at (0.4, 9.0))).ToArray())

[<Fact>]
let ``every loss here passes the gradient check`` () =
    for name, loss in losses do
        let check = loss x |> Gradient.check (at (0.8, -1.1)) [ x ]
        Assert.True((check.Verdict = GradientVerdict.Right), $"{name}: {check.Note}")
