/// The C# library used as F# writes it: operators, F#'s own functions, slices, patterns, formulas.
module FuncGrad.FSharp.Tests.ExpressionTests

open Xunit
open FuncGrad
open FuncGrad.FSharp
open FuncGrad.FSharp.Tests.Properties

let x = Expr.Symbol("x", Shape.Of 3)
let W = Expr.Symbol("W", Shape.Of(2, 3))
let y = Expr.Symbol "y"

let pointOf (a: float, b: float, c: float) = [ x, Tensor.Vector(a, b, c); y, Tensor.Scalar 0.5 ]

/// The same mathematics on numbers and on expressions.
let himmelblau = fun (x: Expr) -> (x[0] ** 2.0 + x[1] - 11.0) ** 2.0 + (x[0] + x[1] ** 2.0 - 7.0) ** 2.0
let himmelblauOfNumbers (a: float) (b: float) = (a ** 2.0 + b - 11.0) ** 2.0 + (a + b ** 2.0 - 7.0) ** 2.0

[<Fact>]
let ``operators take numbers on either side and expressions on both`` () =
    let value expression = expression |> Value.scalarAt (pointOf (3.0, 4.0, 5.0))
    Assert.Equal(3.0 * 4.0 - 5.0 / 2.0 + 1.0, value (x[0] * x[1] - x[2] / 2.0 + 1.0))
    Assert.Equal(2.0 / (1.0 - 3.0) - 4.0, value (2.0 / (1.0 - x[0]) - x[1]))
    Assert.Equal(-3.0 + 4.0, value (-x[0] + (+x[1])))
    Assert.Equal(81.0, value (x[0] ** x[1]))
    Assert.Equal(9.0, value (x[0] ** 2.0))

[<Fact>]
let ``the himmelblau function is written once with the operators of F#`` () =
    forNumbers -2.0 2.0 2 (fun v ->
        let value = himmelblau x |> Value.scalarAt (pointOf (v[0], v[1], 0.0))
        Assert.Equal(himmelblauOfNumbers v[0] v[1], value, 1e-12))

let functions: (string * (Expr -> Expr) * (float -> float)) list =
    [ "sin", sin, sin
      "cos", cos, cos
      "tan", tan, tan
      "sinh", sinh, sinh
      "cosh", cosh, cosh
      "tanh", tanh, tanh
      "atan", atan, atan
      "exp", exp, exp
      "log", (fun x -> log (x + 3.0)), (fun x -> log (x + 3.0))
      "sqrt", (fun x -> sqrt (x + 3.0)), (fun x -> sqrt (x + 3.0))
      "abs", abs, abs
      "generic", (fun x -> x * x + sin x), (fun x -> x * x + sin x) ]

[<Fact>]
let ``the functions of F# work on expressions and agree with themselves on numbers`` () =
    for name, onExpressions, onNumbers in functions do
        forNumbers -2.0 2.0 1 (fun v ->
            let value = onExpressions y |> Value.scalarAt [ y, Tensor.Scalar v[0] ]
            Assert.True(abs (value - onNumbers v[0]) <= 1e-14 * max 1.0 (abs (onNumbers v[0])), $"{name} {v[0]}: {value}"))

[<Fact>]
let ``an inline function is good for numbers and for expressions`` () =
    let inline swing x = x * x + sin x
    Assert.Equal(swing 0.5, swing y |> Value.scalarAt [ y, Tensor.Scalar 0.5 ], 1e-15)

[<Fact>]
let ``slices include both ends`` () =
    let at expression = (expression |> Value.at [ x, Tensor.Vector(1.0, 2.0, 3.0); W, Tensor.Of(Shape.Of(2, 3), [ 1.0 .. 6.0 ]) ]).ToArray()
    Assert.Equal<float>([| 2.0; 3.0 |], at x[1..])
    Assert.Equal<float>([| 1.0; 2.0 |], at x[..1])
    Assert.Equal<float>([| 2.0 |], at x[1..1])
    Assert.Equal<float>([| 4.0; 5.0; 6.0 |], at W[1..])
    Assert.Equal<float>([| 2.0; 3.0; 5.0; 6.0 |], at W[*, 1..])
    Assert.Equal<float>([| 5.0 |], at W[1..1, 1..1])
    Assert.Equal<float>([| 4.0; 5.0 |], at W[1, ..1])
    Assert.Equal<float>([| 3.0; 6.0 |], at W[*, 2])
    Assert.Equal<float>([| 6.0 |], at (Expr.Reshape(W[1, 2], Shape.Of 1)))

[<Fact>]
let ``the chained rosenbrock function is a line of slices`` () =
    let loss = Expr.Sum(100.0 * (x[1..] - x[..1] ** 2.0) ** 2.0 + (1.0 - x[..1]) ** 2.0)
    Assert.Equal(0.0, loss |> Value.scalarAt [ x, Tensor.Vector(1.0, 1.0, 1.0) ])

[<Fact>]
let ``a slice that does not fit says so`` () =
    let mistake = Assert.Throws<ShapeException>(fun () -> x[1..3] |> ignore)
    Assert.Contains("1:4", mistake.Message)

/// Counts operations, as a user of the patterns would.
let rec operations expression =
    match expression with
    | Constant _
    | Symbol _ -> 0
    | Operation(_, operands) -> 1 + List.sumBy operations operands

[<Fact>]
let ``patterns tell constants, symbols and operations apart`` () =
    match y * 2.0 with
    | Operation("multiply", [ Symbol "y"; Constant two ]) -> Assert.Equal(2.0, two.ToDouble())
    | other -> Assert.Fail $"{other}"

    Assert.Equal(3, operations (sin y + y * y))

[<Fact>]
let ``equal expressions are equal, and are one object`` () =
    Assert.True(sin y + 1.0 = sin y + 1.0)
    Assert.False(sin y = cos y)
    Assert.True(obj.ReferenceEquals(himmelblau x, himmelblau x))
    Assert.Equal(1, Set.count (Set.ofList [ for _ in 1..3 -> (sin y).GetHashCode() ]))

[<Fact>]
let ``a formula is parsed to a result`` () =
    match Formula.parse "x[0]^2 + x[1]^2" with
    | Ok loss -> Assert.Equal(25.0, loss |> Value.scalarAt [ Expr.Symbol("x", Shape.Of 2), Tensor.Vector(3.0, 4.0) ])
    | Error mistakes -> Assert.Fail $"{mistakes}"

    Assert.Equal(Ok(Expr.Sum(x * x)), "sum(x*x)" |> Formula.parseWith [ "x", x ])

[<Fact>]
let ``a formula is read with definitions, whose mistakes come back with their places`` () =
    Assert.Equal(Ok(Expr.Sum(Expr.Tanh(x * x))), "sum(h)" |> Formula.parseDefined [ "h", "f(x)"; "f(z)", "tanh(z*z)" ] [ "x", x ])
    match "sum(h)" |> Formula.parseDefined [ "h", "f(y)"; "f(z)", "z*" ] [ "x", x ] with
    | Ok loss -> Assert.Fail $"{loss}"
    | Error mistakes -> Assert.Equal<string>([ "f(z): column 3"; "h: column 3" ], mistakes |> List.map _.Location |> List.sort)

[<Fact>]
let ``all mistakes of a formula come back with their columns`` () =
    match "sin(q) + cosh(r)" |> Formula.parseWith [ "x", x ] with
    | Ok loss -> Assert.Fail $"{loss}"
    | Error mistakes -> Assert.Equal<string>([ "column 5"; "column 15" ], mistakes |> List.map _.Location)

[<Fact>]
let ``what is printed is read again as the same expression`` () =
    let loss = himmelblau x + Expr.Norm(Expr.Dot(W, x)) + abs y
    Assert.Equal(Ok loss, loss |> Formula.print |> Formula.parseWith [ "x", x; "W", W; "y", y ])

[<Fact>]
let ``the module and the class of one name are both at hand`` () =
    Assert.Equal(Formula.Print(sin y), Formula.print (sin y))
    Assert.Equal<Expr>(Simplification.Simplify(y * 1.0), Simplification.simplify (y * 1.0))

[<Fact>]
let ``records are constructed with named arguments and compared by value`` () =
    Assert.Equal(Stopping(Loss = 1e-6), Stopping(Loss = 1e-6))
    Assert.Equal(Hyperparameter("rate", 0.1, 0.0, 1.0, "how far"), Hyperparameter(Name = "rate", Default = 0.1, Low = 0.0, High = 1.0, Meaning = "how far"))
    let method = Method(UpdateRules.Momentum(momentum = 0.8), Gradient = GradientKind.CentralDifference, Direction = Direction.Maximise)
    Assert.Equal(Precision.Double, method.Precision)

[<Fact>]
let ``whole numbers, averages and comparisons are written as for numbers`` () =
    let value expression = expression |> Value.scalarAt (pointOf (3.0, 4.0, 5.0))
    Assert.Equal(2.0 * 3.0 + 1.0 - 4.0 / 2.0, value (2 * x[0] + 1 - x[1] / 2))
    Assert.Equal(9.0, value (x[0] ** 2))
    Assert.Equal(4.0, value (List.average [ x[0]; x[1]; x[2] ]))
    Assert.Equal<float list>([ 1.0; 0.0; 1.0; 1.0; 0.0 ], [ x[0] .< 4; x[0] .> x[1]; x[0] .<= 3.0; x[1] .>= x[0]; x[0] .= 4 ] |> List.map value)
