namespace FuncGrad.FSharp

open System.Collections.Generic
open FuncGrad

/// <summary>Gradients: expression to expressions, one for each symbol, of its shape.</summary>
[<RequireQualifiedAccess>]
module Gradient =

    /// <summary>∂loss/∂xᵢ for each symbol xᵢ, by reverse-mode differentiation: exact up to rounding.</summary>
    let exact (symbols: seq<Expr>) (loss: Expr) : Expr list =
        Differentiation.Gradient(loss, Array.ofSeq symbols) |> List.ofSeq

    /// <summary>(f(x + h·eᵢ) − f(x − h·eᵢ)) / 2h for each element of each symbol, in the book's operation order.</summary>
    let central (h: float) (symbols: seq<Expr>) (loss: Expr) : Expr list =
        CentralDifference.Gradient(loss, Array.ofSeq symbols, Expr.Constant h) |> List.ofSeq

    /// <summary>Puts the exact gradient to the test at a point: each coordinate against a difference of the loss.</summary>
    let check (point: seq<Expr * Tensor>) (symbols: seq<Expr>) (loss: Expr) : GradientCheck =
        GradientCheck.Of(loss, Array.ofSeq symbols, dict point |> Dictionary)

/// <summary>Derivatives along directions, and second derivatives.</summary>
[<RequireQualifiedAccess>]
module Directional =

    /// <summary>J·v: how an expression of any shape changes when each symbol moves along its direction.</summary>
    let derivative (moves: seq<Expr * Expr>) (expression: Expr) : Expr =
        let symbols, directions = List.unzip (List.ofSeq moves)
        Directional.Derivative([| expression |], Array.ofList symbols, Array.ofList directions)[0]

    /// <summary>H·v: how the gradient of a scalar changes when each symbol moves along its direction, one expression for each symbol.</summary>
    let hessianVector (moves: seq<Expr * Expr>) (loss: Expr) : Expr list =
        let symbols, directions = List.unzip (List.ofSeq moves)
        Directional.HessianVector(loss, Array.ofList symbols, Array.ofList directions) |> List.ofSeq

    /// <summary>The matrix of second derivatives by all elements of all symbols.</summary>
    let hessian (symbols: seq<Expr>) (loss: Expr) : Expr = Directional.Hessian(loss, Array.ofSeq symbols)

/// <summary>Graphs made smaller at the same value.</summary>
[<RequireQualifiedAccess>]
module Simplification =

    /// <summary>An expression of the same value, bit for bit, with less to compute.</summary>
    let simplify (expression: Expr) : Expr = Simplification.Simplify expression
