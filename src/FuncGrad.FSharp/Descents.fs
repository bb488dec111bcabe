namespace FuncGrad.FSharp

open FuncGrad

/// <summary>What is minimised.</summary>
[<RequireQualifiedAccess>]
module Loss =

    /// <summary>A loss of one vector, traced from a function that is called once.</summary>
    let trace (dimension: int) (f: Expr -> Expr) : Loss = Loss.Of(f, dimension)

    /// <summary>A function of which only values can be had; its gradient is taken by central differences.</summary>
    let blackBox (dimension: int) (f: float array -> float) : Loss = Loss.BlackBox(f, dimension)

/// <summary>Runs as lazy sequences of steps.</summary>
[<RequireQualifiedAccess>]
module Descent =

    /// <summary>A loss with an update rule and the exact gradient.</summary>
    let using (rule: UpdateRule) (loss: Loss) : Descent = Descent(loss, rule)

    /// <summary>The steps from a start on, without end: step 0 is the start itself.</summary>
    let scan (start: seq<float>) (descent: Descent) : seq<Step> = descent.Scan(Array.ofSeq start)

    /// <summary>The steps from a step of an earlier run on, that step first, bit for bit as if that run had never ended.</summary>
    let resume (from: Step) (descent: Descent) : seq<Step> = descent.Scan(from)

    /// <summary>The state after some updates.</summary>
    let fold (steps: int) (start: seq<float>) (descent: Descent) : Step = descent.Fold(steps, Array.ofSeq start)

    /// <summary>A judged run: its verdict with the evidence.</summary>
    let run (steps: int64) (start: seq<float>) (descent: Descent) : Run = descent.Run(steps, Array.ofSeq start)

/// <summary>Functions of sequences of steps, beside those of <c>Seq</c>.</summary>
[<RequireQualifiedAccess>]
module Steps =

    /// <summary>The steps up to and including the first at which a condition holds.</summary>
    let untilStopped (stopping: Stopping) (steps: seq<Step>) : seq<Step> = Steps.UntilStopped(steps, stopping)

    /// <summary>The steps up to and including the first for which the condition is true.</summary>
    let until (condition: Step -> bool) (steps: seq<Step>) : seq<Step> = Steps.Until(steps, condition)

    /// <summary>Each k-th step of a finite sequence, and always the first and the last.</summary>
    let every (k: int64) (steps: seq<Step>) : seq<Step> = Steps.Every(steps, k)
