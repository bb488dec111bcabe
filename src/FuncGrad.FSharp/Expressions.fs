namespace FuncGrad.FSharp

open FuncGrad

/// Parts of expressions, as F# writes them: <c>x[1..]</c>, <c>x[..2]</c> (both ends included), <c>W[0, *]</c>, <c>W[*, 1]</c>, <c>W[0..1, 2..]</c>.
[<AutoOpen>]
module Slicing =

    let private along axis (first: int option) (last: int option) (x: Expr) =
        let start = defaultArg first 0
        let stop = match last with Some index -> index + 1 | None -> x.Shape[axis]
        x.SliceOver(axis, start, stop)

    type Expr with

        /// The part of a vector, or the rows of an array, from first to last, both included.
        member x.GetSlice(first: int option, last: int option) : Expr = along 0 first last x

        /// The part of a matrix from first to last row and column, all included.
        member x.GetSlice(firstRow: int option, lastRow: int option, firstColumn: int option, lastColumn: int option) : Expr =
            x |> along 0 firstRow lastRow |> along 1 firstColumn lastColumn

        /// Part of one row of a matrix.
        member x.GetSlice(row: int, firstColumn: int option, lastColumn: int option) : Expr =
            x[row] |> along 0 firstColumn lastColumn

        /// Part of one column of a matrix.
        member x.GetSlice(firstRow: int option, lastRow: int option, column: int) : Expr =
            Expr.Transpose(x)[column] |> along 0 firstRow lastRow

/// <summary>What may stand beside an operator of comparison: an expression or a number.</summary>
[<Sealed; AbstractClass; System.ComponentModel.EditorBrowsable(System.ComponentModel.EditorBrowsableState.Never)>]
type Operand =
    /// <summary>The expression itself.</summary>
    static member Of(x: Expr, _: Operand) = x
    /// <summary>The number as an expression.</summary>
    static member Of(x: float, _: Operand) = Expr.Constant x
    /// <summary>The number as an expression.</summary>
    static member Of(x: int, _: Operand) = Expr.Constant(float x)

/// <summary>Comparisons as expressions, 1 where they hold, else 0: for conditions of <c>Expr.Where</c> and of runs. F#'s own give booleans.</summary>
[<AutoOpen>]
module Comparisons =

    /// <summary>An expression or a number as an expression.</summary>
    let inline operand (x: ^a) : Expr = ((^a or Operand): (static member Of: ^a * Operand -> Expr) (x, Unchecked.defaultof<Operand>))

    /// <summary>1 where a &lt; b, else 0.</summary>
    let inline (.<) a b = Expr.Less(operand a, operand b)

    /// <summary>1 where a &gt; b, else 0.</summary>
    let inline (.>) a b = Expr.Less(operand b, operand a)

    /// <summary>1 where a ≤ b, else 0.</summary>
    let inline (.<=) a b = Expr.LessOrEqual(operand a, operand b)

    /// <summary>1 where a ≥ b, else 0.</summary>
    let inline (.>=) a b = Expr.LessOrEqual(operand b, operand a)

    /// <summary>1 where a = b, else 0.</summary>
    let inline (.=) a b = Expr.Equal(operand a, operand b)

/// What an expression is, for pattern matching.
[<AutoOpen>]
module Patterns =

    /// <summary>A number or array that never changes; an input with its name; or an operation with its name and operands.</summary>
    let (|Constant|Symbol|Operation|) (expression: Expr) =
        match expression.ConstantValue with
        | null ->
            match expression.InputName with
            | null -> Operation(expression.Operation, List.ofSeq expression.Operands)
            | name -> Symbol(name)
        | value -> Constant(value)

/// <summary>The formula language: text to expression and back.</summary>
[<RequireQualifiedAccess>]
module Formula =

    let private result (reading: LanguageExt.Validation<InputError, Expr>) : Result<Expr, InputError list> =
        reading.Match(Succ = (fun expression -> Ok expression), Fail = (fun errors -> Error(List.ofSeq errors)))

    /// <summary>The expression that a formula means when its names are inputs of the least shape that their indices need; or all its mistakes.</summary>
    let parse (text: string) : Result<Expr, InputError list> = result (Formula.Parse text)

    /// <summary>The expression that a formula means when its names stand for these expressions; or all its mistakes.</summary>
    let parseWith (names: seq<string * Expr>) (text: string) : Result<Expr, InputError list> =
        result (Formula.Parse(text, dict names |> System.Collections.Generic.Dictionary))

    /// <summary>
    /// The same with definitions, <c>"h", "net(X)"</c> and <c>"net(x)", "tanh(x @ W)"</c>, in any order; or all mistakes of the formula and of them.
    /// </summary>
    let parseDefined (definitions: seq<string * string>) (names: seq<string * Expr>) (text: string) : Result<Expr, InputError list> =
        result (Formula.Parse(text, dict names |> System.Collections.Generic.Dictionary, dict definitions |> System.Collections.Generic.Dictionary))

    /// <summary>The formula of an expression. Read again, it gives the very same expression.</summary>
    let print (expression: Expr) : string = Formula.Print expression

/// <summary>The values of expressions.</summary>
[<RequireQualifiedAccess>]
module Value =

    /// <summary>The value of an expression when its inputs have these values.</summary>
    let at (inputs: seq<Expr * Tensor>) (expression: Expr) : Tensor =
        Evaluation.Of(expression, [| for symbol, value in inputs -> struct (symbol, value) |])

    /// <summary>The value of a scalar expression when its inputs have these values.</summary>
    let scalarAt (inputs: seq<Expr * Tensor>) (expression: Expr) : float = (at inputs expression).ToDouble()
