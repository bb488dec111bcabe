namespace FuncGrad.FSharp

open FuncGrad

/// <summary>What is minimised.</summary>
[<RequireQualifiedAccess>]
module Loss =

    /// <summary>
    /// A loss of one vector, traced from a function that is called once. In F# a sign binds tighter than <c>**</c>: write <c>-(x[0] ** 2.0)</c>, for
    /// <c>-x[0] ** 2.0</c> is the square of −x₀.
    /// </summary>
    let trace (dimension: int) (f: Expr -> Expr) : Loss = Loss.Of(f, dimension)

    /// <summary>A loss from its expression and the symbols that are learned.</summary>
    let ofExpr (parameters: seq<Expr>) (value: Expr) : Loss = Loss.Of(value, Array.ofSeq parameters)

    /// <summary>A loss of what is learned and of data, which is never differentiated.</summary>
    let withData (data: seq<Expr * Tensor>) (parameters: seq<Expr>) (value: Expr) : Loss =
        Loss.WithData(value, Array.ofSeq parameters, [| for symbol, numbers in data -> struct (symbol, numbers) |])

    /// <summary>A loss from a formula, all of whose names are learned, in the order in which they first occur; or all its mistakes.</summary>
    let ofFormula (text: string) : Result<Loss, InputError list> =
        let symbols = [ for name in Formula.Names text -> name.Name, Expr.Symbol(name.Name, name.Shape) ]
        text |> Formula.parseWith symbols |> Result.map (ofExpr (List.map snd symbols))

    /// <summary>A function of which only values can be had; its gradient is taken by central differences.</summary>
    let blackBox (dimension: int) (f: float array -> float) : Loss = Loss.BlackBox(f, dimension)

    /// <summary>The loss as a compiled function of a point: all parameter elements in order.</summary>
    let compile (loss: Loss) : CompiledLoss = loss.Compile()

    /// <summary>A function that gives the loss at a point; compiled once, when it is given the loss: <c>let f = Loss.value loss</c>.</summary>
    let value (loss: Loss) : float array -> float =
        let compiled = loss.Compile()
        fun x -> compiled.Value x

    /// <summary>A function that gives loss and gradient at a point; compiled once, when it is given the loss.</summary>
    let valueAndGradient (loss: Loss) : float array -> struct (float * float array) =
        let compiled = loss.Compile()
        fun x ->
            let gradient = Array.zeroCreate<float> compiled.Dimension
            struct (compiled.ValueAndGradient(x, gradient), gradient)

    /// <summary>A function that gives the loss at many points at once, side by side in the lanes of the registers.</summary>
    let values (loss: Loss) : float array array -> float array =
        let compiled = loss.Compile()
        fun points ->
            let results = Array.zeroCreate<float> points.Length
            compiled.Values(Array.concat<float> points, results)
            results

    /// <summary>H·v at a point: how the gradient changes along a direction.</summary>
    let hessianVector (loss: Loss) : float array -> float array -> float array =
        let compiled = loss.Compile()
        fun direction x ->
            let product = Array.zeroCreate<float> compiled.Dimension
            compiled.HessianVector(x, direction, product)
            product

/// <summary>Runs as lazy sequences of steps.</summary>
[<RequireQualifiedAccess>]
module Descent =

    /// <summary>A loss with an update rule and the exact gradient.</summary>
    let using (rule: Rule) (loss: Loss) : Descent = Descent(loss, rule)

    /// <summary>A loss with a method: numerical gradients, ascent, single precision.</summary>
    let by (method: Method) (loss: Loss) : Descent = Descent(loss, method)

    /// <summary>A loss with an update rule and the gradient by central differences of step h.</summary>
    let byDifferences (h: float) (rule: Rule) (loss: Loss) : Descent =
        Descent(loss, Method(rule, GradientKind.CentralDifference), h)

    /// <summary>The steps from a start on, without end: step 0 is the start itself.</summary>
    let scan (start: seq<float>) (descent: Descent) : seq<Step> = descent.Scan(Array.ofSeq start)

    /// <summary>The steps from a start on, each parameter by its name: <c>[ "W", weights; "b", Tensor.Scalar 0.0 ]</c>.</summary>
    let scanFrom (start: seq<string * Tensor>) (descent: Descent) : seq<Step> =
        descent.Scan([| for name, value in start -> struct (name, value) |])

    /// <summary>The steps from a step of an earlier run on, that step first, bit for bit as if that run had never ended.</summary>
    let resume (from: Step) (descent: Descent) : seq<Step> = descent.Scan(from)

    /// <summary>The state after some updates.</summary>
    let fold (steps: int) (start: seq<float>) (descent: Descent) : Step = descent.Fold(steps, Array.ofSeq start)

    /// <summary>A judged run: its verdict with the evidence.</summary>
    let run (steps: int64) (start: seq<float>) (descent: Descent) : Run = descent.Run(steps, Array.ofSeq start)

    /// <summary>A judged run that may stop early; the tolerance says what counts as converged: <c>Tolerance.Standard</c>, <c>Tolerance(1e-6)</c>.</summary>
    let runUntil (stopping: Stopping) (tolerance: Tolerance) (steps: int64) (start: seq<float>) (descent: Descent) : Run =
        descent.Run(steps, stopping, tolerance, Array.ofSeq start)

    /// <summary>A judged run by a plan, each parameter by its name.</summary>
    let runFrom (plan: RunPlan) (start: seq<string * Tensor>) (descent: Descent) : Run =
        descent.Run(plan, [| for name, value in start -> struct (name, value) |])

    /// <summary>The same as a computation that can be awaited and cancelled.</summary>
    let runAsync (plan: RunPlan) (start: seq<string * Tensor>) (descent: Descent) : Async<Run> =
        async {
            do! Async.SwitchToThreadPool()
            let! token = Async.CancellationToken
            let planned = RunPlan(plan.Steps, Stopping = plan.Stopping, When = plan.When, Tolerance = plan.Tolerance, Cancellation = token, Progress = plan.Progress)
            return runFrom planned start descent
        }

/// <summary>Functions of sequences of steps, beside those of <c>Seq</c>.</summary>
[<RequireQualifiedAccess>]
module Steps =

    /// <summary>The steps up to and including the first at which a condition holds.</summary>
    let untilStopped (stopping: Stopping) (steps: seq<Step>) : seq<Step> = Steps.UntilStopped(steps, stopping)

    /// <summary>The steps up to and including the first for which the condition is true.</summary>
    let until (condition: Step -> bool) (steps: seq<Step>) : seq<Step> = Steps.Until(steps, condition)

    /// <summary>Each k-th step of a finite sequence, and always the first and the last.</summary>
    let every (k: int64) (steps: seq<Step>) : seq<Step> = Steps.Every(steps, k)

/// <summary>How a run went, for pattern matching: a pattern for each verdict, since F# allows at most seven in one.</summary>
[<AutoOpen>]
module Verdicts =

    let private noteOf verdict (run: Run) = if run.Verdict = verdict then ValueSome run.Note else ValueNone

    /// <summary>It stands at a minimum: the note of such a run.</summary>
    [<return: Struct>]
    let (|Converged|_|) (run: Run) = noteOf Verdict.Converged run

    /// <summary>It went away, or something is not finite: the note of such a run.</summary>
    [<return: Struct>]
    let (|Diverged|_|) (run: Run) = noteOf Verdict.Diverged run

    /// <summary>The loss falls without bound: the note of such a run.</summary>
    [<return: Struct>]
    let (|Unbounded|_|) (run: Run) = noteOf Verdict.Unbounded run

    /// <summary>It stands where the loss falls along a direction: the note of such a run.</summary>
    [<return: Struct>]
    let (|Saddle|_|) (run: Run) = noteOf Verdict.Saddle run

    /// <summary>It stands where neither gradient nor curvature lead on: the note of such a run.</summary>
    [<return: Struct>]
    let (|Flat|_|) (run: Run) = noteOf Verdict.Flat run

    /// <summary>The user's own condition was met: the note of such a run.</summary>
    [<return: Struct>]
    let (|Stopped|_|) (run: Run) = noteOf Verdict.Stopped run

    /// <summary>It goes round and gains nothing: the note of such a run.</summary>
    [<return: Struct>]
    let (|Oscillating|_|) (run: Run) = noteOf Verdict.Oscillating run

    /// <summary>It would take more than 100 times the steps: the note of such a run.</summary>
    [<return: Struct>]
    let (|TooSlow|_|) (run: Run) = noteOf Verdict.TooSlow run

    /// <summary>It was still descending: the note of such a run.</summary>
    [<return: Struct>]
    let (|Unfinished|_|) (run: Run) = noteOf Verdict.Unfinished run
