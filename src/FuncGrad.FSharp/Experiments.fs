namespace FuncGrad.FSharp

open System
open FuncGrad

/// <summary>Experiments as data, and their trials as sequences.</summary>
[<RequireQualifiedAccess>]
module Experiment =

    let private failure path reason hint : LanguageExt.Validation<InputError, Tensor> =
        LanguageExt.Validation<InputError, Tensor>.Fail(LanguageExt.Prelude.Seq1(InputError(path, reason, hint)))

    /// <summary>The experiment that a file's text describes, or all its mistakes, each with its line and column.</summary>
    /// <param name="readCsv">The path of a CSV file, as written, to the numbers in it or why they cannot be had.</param>
    /// <param name="settings">Settings changed as by <c>--set</c>: <c>[ "method.steps", "1000" ]</c>.</param>
    /// <param name="text">TOML.</param>
    let parseWith (readCsv: string -> Result<Tensor, string>) (settings: seq<string * string>) (text: string) : Result<Experiment, InputError list> =
        let numbers (file: ArrayFile) =
            match readCsv file.Path with
            | Ok table -> LanguageExt.Validation<InputError, Tensor>.Success table
            | Error reason -> failure file.Path reason "Its path is relative to the experiment file."
        let reading = ExperimentParser.Parse(text, "experiment", Func<_, _> numbers, settings |> Seq.map (fun (key, value) -> $"{key}={value}"))
        reading.Match(Succ = (fun experiment -> Ok experiment), Fail = (fun errors -> Error(List.ofSeq errors)))

    /// <summary>The experiment that a text describes, which refers to no CSV file; or all its mistakes.</summary>
    let parse (text: string) : Result<Experiment, InputError list> =
        text |> parseWith (fun _ -> Error "No files are read here; use Experiment.parseWith.") []

    /// <summary>An experiment of a loss that is a function of its arrays by name, so that it can be learned in batches of their rows: <c>|> Experiment.inBatches 32 10L [ "X"; "y" ]</c>.</summary>
    let ofArrays (parameters: seq<string * Tensor>) (data: seq<string * Tensor>) (loss: Collections.Generic.IReadOnlyDictionary<string, Expr> -> Expr) : Experiment =
        let values (arrays: seq<string * Tensor>) = [| for name, value in arrays -> struct (name, value) |]
        FuncGrad.Experiment.Of(Func<_, _> loss, values parameters, values data)

    /// <summary>The experiment learned in batches of so many rows of some data, over so many epochs.</summary>
    let inBatches (size: int) (epochs: int64) (data: seq<string>) (experiment: Experiment) : Experiment = experiment.InBatches(size, epochs, Array.ofSeq data)

    /// <summary>The trials, each decoded from its index when the sequence comes to it.</summary>
    let trials (experiment: Experiment) : seq<Trial> =
        let trials = Trials experiment
        Seq.init (int (min trials.Count (int64 Int32.MaxValue))) (fun index -> trials[int64 index])

    /// <summary>The experiment of one trial: its swept settings have the trial's values, and nothing is swept.</summary>
    let ofTrial (trial: Trial) (experiment: Experiment) : Experiment = Trials(experiment).ExperimentOf trial

    /// <summary>Runs the trials and gives their records in order, a block at a time as the sequence comes to it.</summary>
    let run (experiment: Experiment) : seq<TrialRecord> =
        Batch(experiment).Run() |> Seq.collect id

    /// <summary>The experiment over every combination of the values of some axes: <c>[ SweepAxis.Log("method.learning_rate", 1e-4, 1.0, 20L); SweepAxis.Seeds 10L ]</c>.</summary>
    let over (axes: seq<SweepAxis>) (experiment: Experiment) : Experiment = experiment.Over(Array.ofSeq axes)
