namespace FuncGrad.Tests;

/// <summary>
/// Slurm's commands as scripts that run jobs at once, one after the other: <c>sbatch</c> numbers them, runs the tasks of an array with the variables that a real one
/// sets, and again where <c>scontrol requeue</c> was called.
/// </summary>
internal sealed class FakeSlurm : IDisposable
{
    private const string Sbatch = """
        #!/bin/bash
        # A job runs when it is submitted; what is queued for later is none.
        here=$(dirname "$0"); job=$(( $(cat "$here/last" 2>/dev/null || echo 0) + 1 )); echo "$job" > "$here/last"
        echo "$*" >> "$here/calls"
        [ -z "$FAKE_REFUSES" ] || { echo 'sbatch: error: invalid partition' >&2; exit 1; }
        script="$here/job-$job.sh"; cat > "$script"
        for option; do case $option in --output=*) output=${option#--output=}; output=${output//%%/%} ;; esac; done
        array=$(sed -n 's/^#SBATCH --array=//p' "$script" | tr ',' '\n' | sed 's/-/ /' | while read -r first last; do seq "$first" "${last:-$first}"; done)
        for task in ${array:-0}; do
            export SLURM_ARRAY_JOB_ID=$job SLURM_ARRAY_TASK_ID=$task SLURM_RESTART_COUNT=0
            while :; do
                rm -f "$here/requeue"
                PATH="$here:$PATH" bash "$script" >> "${output//%a/$task}" 2>&1 &
                if [ -n "$FAKE_LIMIT" ] && [ "$SLURM_RESTART_COUNT" = 0 ]; then # its time is over as soon as there is something
                    until ls $FAKE_LIMIT >/dev/null 2>&1 || ! kill -0 $!; do /bin/sleep 0.02; done
                    kill -USR1 $!
                fi
                wait $!
                [ -e "$here/requeue" ] || break
                SLURM_RESTART_COUNT=$(( SLURM_RESTART_COUNT + 1 ))
            done
        done
        echo "$job"
        """;

    private readonly TemporaryFolder _folder = new();

    public FakeSlurm()
    {
        Script("sbatch", Sbatch);
        Script("squeue", "#!/bin/bash\ncat \"$(dirname \"$0\")/queued\" 2>/dev/null; exit 0");
        Script("scancel", "#!/bin/bash\necho \"cancel $*\" >> \"$(dirname \"$0\")/calls\"");
        Script("scontrol", "#!/bin/bash\necho \"$*\" >> \"$(dirname \"$0\")/calls\"; touch \"$(dirname \"$0\")/requeue\"");
        Script("sleep", "#!/bin/bash\nexit 0");
    }

    public string Calls => File.Exists(_folder["calls"]) ? File.ReadAllText(_folder["calls"]) : "";

    public void Queue(params string[] jobs) => File.WriteAllLines(_folder["queued"], jobs);

    /// <summary>The command as its users call it where these commands are found.</summary>
    public Finished FuncGrad(string folder, (string, string?)[] environment, params string[] arguments) => Child.Run(
        Path.Combine(AppContext.BaseDirectory, "FuncGrad.Lab"), folder, arguments, [("PATH", $"{_folder.Path}:{Environment.GetEnvironmentVariable("PATH")}"), .. environment]);

    public void Dispose() => _folder.Dispose();

    private void Script(string name, string text)
    {
        File.WriteAllText(_folder[name], text.ReplaceLineEndings("\n") + "\n");
        if (!OperatingSystem.IsWindows()) File.SetUnixFileMode(_folder[name], UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
    }
}
