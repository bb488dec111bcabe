/// The scripts of F#, as `dotnet fsi` runs them: the README's sample and those among the experiments.
module FuncGrad.FSharp.Tests.ScriptTests

open System
open System.Diagnostics
open System.IO
open Xunit

let rec private rootOf (folder: string) =
    if File.Exists(Path.Combine(folder, "FuncGrad.sln")) then folder
    else rootOf (nonNull (Path.GetDirectoryName folder))

let root = rootOf AppContext.BaseDirectory

#if DEBUG
let configuration = "Debug"
#else
let configuration = "Release"
#endif

/// Runs a script text that refers to files as if it stood in a folder; what it printed.
let run (folder: string) (text: string) =
    let path = Path.Combine(AppContext.BaseDirectory, $"{Guid.NewGuid():N}.fsx")
    let there = text.Replace("#r \"", $"#r \"{folder}/").Replace("/bin/Release/", $"/bin/{configuration}/")
    File.WriteAllText(path, there)
    try
        let start = ProcessStartInfo("dotnet", [ "fsi"; path ], RedirectStandardOutput = true, RedirectStandardError = true)
        use child = nonNull (Process.Start start)
        let errors = child.StandardError.ReadToEndAsync()
        let output = child.StandardOutput.ReadToEnd()
        child.WaitForExit()
        Assert.Equal("", errors.Result)
        Assert.Equal(0, child.ExitCode)
        output
    finally
        File.Delete path

[<Fact>]
let ``the sample of the README prints what stands below it`` () =
    let lines = File.ReadAllLines(Path.Combine(root, "README.md")) |> List.ofArray
    let fromSample = lines |> List.skipWhile ((<>) "```fsharp") |> List.tail
    let sample = fromSample |> List.takeWhile ((<>) "```")
    let expected = fromSample |> List.skipWhile ((<>) "prints") |> List.skip 2 |> List.takeWhile _.StartsWith("    ") |> List.map _.Substring(4)
    Assert.Equal<string list>(expected, (run root (String.concat "\n" sample)).TrimEnd('\n').Split('\n') |> List.ofArray)

[<Fact>]
let ``the stability script finds the greatest learning rate at which a descent settles`` () =
    let folder = Path.Combine(root, "experiments")
    let table = (run folder (File.ReadAllText(Path.Combine(folder, "stability.fsx")))).TrimEnd('\n').Split('\n') |> List.ofArray |> List.tail
    let words = table |> List.map (fun line -> line.Split(' ', StringSplitOptions.RemoveEmptyEntries))
    // The eigenvalues of the Hessians by hand: Rosenbrock's [[802, -400], [-400, 200]], Himmelblau's [[74, 20], [20, 34]], the waves' [[10, 1], [1, 1]].
    let greatest a b d = (a + d) / 2.0 + sqrt (((a - d) / 2.0) ** 2.0 + b * b)
    let expected = [ 2.0; 2.0; greatest 802.0 -400.0 200.0; greatest 74.0 20.0 34.0; greatest 10.0 1.0 1.0 ]
    for row, eigenvalue in List.zip words expected do
        Assert.Equal(eigenvalue, float row[1], 1e-5)
        Assert.Equal(2.0 / eigenvalue, float row[2], 1e-6)
        Assert.Equal<string>([ "settles"; "leaves" ], [ row[3]; row[4] ])
