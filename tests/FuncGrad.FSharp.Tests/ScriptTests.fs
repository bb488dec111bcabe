/// The scripts of F#, as `dotnet fsi` runs them: the README's sample and those among the experiments.
module FuncGrad.FSharp.Tests.ScriptTests

open System
open System.Diagnostics
open System.IO
open System.Reflection
open Xunit

let rec private rootOf (folder: string) =
    if File.Exists(Path.Combine(folder, "FuncGrad.sln")) then folder
    else rootOf (nonNull (Path.GetDirectoryName folder))

let root = rootOf AppContext.BaseDirectory

/// As the tests were built.
let configuration =
    match Assembly.GetExecutingAssembly().GetCustomAttribute<AssemblyConfigurationAttribute>() with
    | null -> "Release"
    | built -> built.Configuration

let private experiment name = File.ReadAllText(Path.Combine(root, "experiments", name))
let private readme = File.ReadAllLines(Path.Combine(root, "README.md")) |> List.ofArray
let private sample = readme |> List.skipWhile ((<>) "```fsharp") |> List.tail
let private marker = "=== next script"

/// A script with all files that it refers to by their whole paths, in a file of its own.
let private written place (folder: string) (text: string) =
    let path = Path.Combine(AppContext.BaseDirectory, $"{place}.fsx")
    File.WriteAllText(path, text.Replace("#r \"", $"#r \"{folder}/").Replace("/bin/Release/", $"/bin/{configuration}/") + $"\nprintfn \"{marker}\"\n")
    path

/// Runs scripts in turn in one session of `dotnet fsi`, since starting it is what takes long; what each printed.
let private run (scripts: string list) =
    let whole = Path.Combine(AppContext.BaseDirectory, "scripts.fsx")
    File.WriteAllLines(whole, [ for script in scripts -> $"#load @\"{script}\"" ])
    let start = ProcessStartInfo("dotnet", [ "fsi"; whole ], RedirectStandardOutput = true, RedirectStandardError = true)
    use child = nonNull (Process.Start start)
    let errors = child.StandardError.ReadToEndAsync()
    let output = child.StandardOutput.ReadToEnd()
    child.WaitForExit()
    Assert.Equal("", errors.Result)
    Assert.Equal(0, child.ExitCode)
    output.Split(marker + "\n") |> List.ofArray

let private outputs =
    lazy
        (let sampleText = sample |> List.takeWhile ((<>) "```") |> String.concat "\n"
         let experiments = Path.Combine(root, "experiments")
         run [ written "readme" root sampleText
               written "stability" experiments (experiment "stability.fsx")
               written "ravine" experiments (experiment "ravine.fsx") ])

let private linesOf (text: string) = text.TrimEnd('\n').Split('\n') |> List.ofArray

/// The blocks that are indented below a line "prints".
let rec private promised (lines: string list) =
    match lines |> List.skipWhile ((<>) "prints") with
    | _ :: "" :: below -> (below |> List.takeWhile _.StartsWith("    ") |> List.map _.Substring(4)) :: promised below
    | _ -> []

[<Fact>]
let ``the sample of the README prints what stands below it`` () =
    Assert.Equal<string list>(List.head (promised sample), linesOf outputs.Value[0])

[<Fact>]
let ``the notebook prints what stands below its cells`` () =
    let promises = promised (List.ofArray ((experiment "ravine.fsx").Split '\n'))
    Assert.True(promises.Length >= 5)
    Assert.Equal<string list>(List.concat promises, linesOf outputs.Value[2])

[<Fact>]
let ``the stability script finds the greatest learning rate at which a descent settles`` () =
    let table = linesOf outputs.Value[1] |> List.tail
    let words = table |> List.map (fun line -> line.Split(' ', StringSplitOptions.RemoveEmptyEntries))
    // The eigenvalues of the Hessians by hand: Rosenbrock's [[802, -400], [-400, 200]], Himmelblau's [[74, 20], [20, 34]], the waves' [[10, 1], [1, 1]].
    let greatest a b d = (a + d) / 2.0 + sqrt (((a - d) / 2.0) ** 2.0 + b * b)
    let expected = [ 2.0; 2.0; greatest 802.0 -400.0 200.0; greatest 74.0 20.0 34.0; greatest 10.0 1.0 1.0 ]
    for row, eigenvalue in List.zip words expected do
        Assert.Equal(eigenvalue, float row[1], 1e-5)
        Assert.Equal(2.0 / eigenvalue, float row[2], 1e-6)
        Assert.Equal<string>([ "settles"; "leaves" ], [ row[3]; row[4] ])
