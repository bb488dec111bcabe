using Xunit;

namespace FuncGrad.Tests;

/// <summary>The scripts of <c>funcgrad completion</c>, in the shells that are there.</summary>
public sealed class CompletionTests
{
    /// <summary>Each completes <c>funcgrad rules ada</c> and prints what it found, a line each.</summary>
    [Theory]
    [InlineData("bash", "source <(funcgrad completion bash); COMP_LINE='funcgrad rules adam'; COMP_POINT=${#COMP_LINE}; COMP_WORDS=(funcgrad rules adam); COMP_CWORD=2; _funcgrad; printf '%s\\n' \"${COMPREPLY[@]}\"")]
    [InlineData("zsh", "compdef() { :; }; compadd() { shift; print -l -- ${(M)@:#adam*}; }; source <(funcgrad completion zsh); words=(funcgrad rules adam); CURRENT=3; _funcgrad")]
    [InlineData("fish", "funcgrad completion fish | source; complete -C 'funcgrad rules adam' | string split -f1 \\t")]
    public void A_shell_completes_the_names_of_rules(string shell, string script)
    {
        using var folder = new TemporaryFolder();
        File.WriteAllText(folder["funcgrad"], $"#!/bin/sh\nexec dotnet '{Path.Combine(AppContext.BaseDirectory, "FuncGrad.Lab.dll")}' \"$@\"\n");
        if (!OperatingSystem.IsWindows()) File.SetUnixFileMode(folder["funcgrad"], UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        Finished finished;
        try { finished = Child.Run(shell, folder.Path, ["-c", script], ("PATH", $"{folder.Path}:{Environment.GetEnvironmentVariable("PATH")}")); }
        catch (System.ComponentModel.Win32Exception) { Assert.Skip($"{shell} is not installed."); return; }
        Assert.Equal((0, ""), (finished.ExitCode, finished.Errors));
        var expected = UpdateRules.All.Select(rule => rule.Name).Where(name => name.StartsWith("adam", StringComparison.Ordinal)).Order(StringComparer.Ordinal);
        Assert.Equal(expected, finished.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries).Order(StringComparer.Ordinal));
    }

    [Theory]
    [InlineData("", "run")]
    [InlineData("new ", "compare-rules")]
    [InlineData("schedules cos", "cosine")]
    [InlineData("functions rosen", "rosenbrock")]
    [InlineData("run --wor", "--workers")]
    [InlineData("plot results/lr --kind ", "curves")]
    [InlineData("run lr.toml --set method.learning", "method.learning_rate")]
    [InlineData("submit lr.toml --on ", "slurm")]
    public void The_program_knows_what_may_follow(string line, string word) =>
        Assert.Contains(word, Shell.Run($"[suggest:{line.Length}]", line).Output.Split('\n', StringSplitOptions.TrimEntries));

    [Theory]
    [InlineData("")]
    [InlineData("new ")]
    [InlineData("completion ")]
    [InlineData("run ")]
    public void Help_is_completed_in_one_spelling(string line)
    {
        var words = Shell.Run($"[suggest:{line.Length}]", line).Output.Split('\n', StringSplitOptions.TrimEntries);
        Assert.Contains("--help", words);
        Assert.DoesNotContain(words, word => word.StartsWith('/') || word == "-?");
    }

    [Fact]
    public void There_is_a_script_for_PowerShell_too() => Assert.Contains("Register-ArgumentCompleter", Shell.Run("completion", "powershell").Output, StringComparison.Ordinal);
}
