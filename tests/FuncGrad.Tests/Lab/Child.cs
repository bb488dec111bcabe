using System.Diagnostics;

namespace FuncGrad.Tests;

/// <summary>What a process left behind.</summary>
internal sealed record Finished(int ExitCode, string Output, string Errors);

/// <summary>Programs run to their end as processes of their own.</summary>
internal static class Child
{
    private const int MostMinutes = 5;

    /// <summary>The command <c>funcgrad</c> as the tests were built with it.</summary>
    public static Finished FuncGrad(string folder, params string[] arguments) =>
        Dotnet(folder, [Path.Combine(AppContext.BaseDirectory, "FuncGrad.Lab.dll"), .. arguments]);

    /// <summary>The command <c>dotnet</c> that runs the tests.</summary>
    public static Finished Dotnet(string folder, params string[] arguments) => Run(Environment.ProcessPath is { } path && Path.GetFileNameWithoutExtension(path) == "dotnet" ? path : "dotnet", folder, arguments);

    /// <summary>Whether a program can be found by its name.</summary>
    public static bool Has(string program) => (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator).Any(folder => File.Exists(Path.Combine(folder, program)));

    public static Finished Run(string program, string folder, IReadOnlyList<string> arguments, params (string Name, string? Value)[] environment)
    {
        var start = new ProcessStartInfo(program) { WorkingDirectory = folder, RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true };
        foreach (var argument in arguments) start.ArgumentList.Add(argument);
        foreach (var (name, value) in environment) start.Environment[name] = value;
        using var process = Process.Start(start)!;
        process.StandardInput.Close();
        var (output, errors) = (process.StandardOutput.ReadToEndAsync(), process.StandardError.ReadToEndAsync());
        if (!process.WaitForExit(TimeSpan.FromMinutes(MostMinutes)))
        {
            process.Kill(entireProcessTree: true);
            throw new TimeoutException($"{program} {string.Join(' ', arguments)} did not end within {MostMinutes} minutes.");
        }
        return new(process.ExitCode, output.Result, errors.Result);
    }
}

/// <summary>A folder of a test's own, gone when the test is over.</summary>
internal sealed class TemporaryFolder : IDisposable
{
    public string Path { get; } = Directory.CreateTempSubdirectory("funcgrad-").FullName;

    public string this[string name] => System.IO.Path.Combine(Path, name);

    public void Dispose() => Directory.Delete(Path, recursive: true);
}
