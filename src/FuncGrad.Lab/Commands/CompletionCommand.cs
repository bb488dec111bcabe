using System.CommandLine;

namespace FuncGrad.Lab;

/// <summary>
/// <c>funcgrad completion</c>: the script by which a shell completes words of <c>funcgrad</c>. What there is to complete, the program
/// itself is asked.
/// </summary>
internal static class CompletionCommand
{
    // Each asks: funcgrad "[suggest:POSITION]" "LINE", the line without the program's name; what it does not know are files.
    private static readonly (string Shell, string Script)[] Scripts =
    [
        ("bash", """
            # In ~/.bashrc: source <(funcgrad completion bash)
            _funcgrad() {
                local line=${COMP_LINE:0:COMP_POINT} word=${COMP_WORDS[COMP_CWORD]}
                line=${line#* }
                mapfile -t COMPREPLY < <(compgen -W "$(funcgrad "[suggest:${#line}]" "$line" 2>/dev/null)" -- "$word")
            }
            complete -o bashdefault -o default -F _funcgrad funcgrad
            """),
        ("zsh", """
            # In ~/.zshrc, after compinit: source <(funcgrad completion zsh)
            _funcgrad() {
                local line="${(j: :)words[2,CURRENT]}"
                local -a found
                found=("${(@f)$(funcgrad "[suggest:${#line}]" "$line" 2>/dev/null)}")
                compadd -- ${found:#} || _files
            }
            compdef _funcgrad funcgrad
            """),
        ("fish", """
            # In ~/.config/fish/config.fish: funcgrad completion fish | source
            function __funcgrad
                set -l line (string join ' ' -- (commandline -opc)[2..-1] (commandline -ct))
                funcgrad "[suggest:"(string length -- "$line")"]" "$line" 2>/dev/null
            end
            complete -c funcgrad -a '(__funcgrad)'
            """),
        ("powershell", """
            # In $PROFILE: funcgrad completion powershell | Out-String | Invoke-Expression
            Register-ArgumentCompleter -Native -CommandName funcgrad -ScriptBlock {
                param($word, $command, $cursor)
                $line = $command.ToString().PadRight($cursor).Substring(0, $cursor) -replace '^\S+\s', ''
                funcgrad "[suggest:$($line.Length)]" "$line" 2>$null | Where-Object { $_ -like "$word*" } |
                    ForEach-Object { [System.Management.Automation.CompletionResult]::new($_, $_, 'ParameterValue', $_) }
            }
            """),
    ];

    public static Command Of(Streams streams)
    {
        string[] shells = [.. Scripts.Select(script => script.Shell)];
        var shell = new Argument<string>("SHELL") { Description = string.Join(", ", shells), HelpName = "SHELL" };
        shell.AcceptOnlyFromAmong(shells);
        var command = new ExampledCommand("completion", "a script that lets a shell complete commands, options and names",
            "funcgrad completion bash") { shell };
        command.SetAction(result =>
        {
            streams.Output.Write(Scripts.First(script => script.Shell == result.GetValue(shell)).Script.ReplaceLineEndings("\n") + "\n");
            return ExitCode.Done;
        });
        return command;
    }
}
