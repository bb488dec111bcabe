using System.ComponentModel;
using System.Diagnostics;

namespace FuncGrad.Lab;

/// <summary>The commands of a Slurm cluster.</summary>
internal static class Slurm
{
    /// <summary>Queues a script; the number of its job.</summary>
    /// <exception cref="OutputFailure">Slurm did not take it, or there is none.</exception>
    public static string Queue(string script, IEnumerable<string> options)
    {
        var (code, output, error) = Call("sbatch", options, script);
        if (code != 0) throw OutputFailure.Refused($"sbatch refused the job: {error.Trim()}");
        return output.Trim().Split(';')[0];
    }

    /// <summary>Takes a job back.</summary>
    public static void Cancel(string job) => Call("scancel", [job], "");

    /// <summary>The jobs of this user with this name that are queued or run.</summary>
    public static IReadOnlyList<string> Queued(string name)
    {
        var (code, output, error) = Call("squeue", ["--me", "--noheader", "--format=%F", $"--name={name}"], "");
        if (code != 0) throw OutputFailure.Refused($"squeue does not answer: {error.Trim()}");
        return [.. output.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).Distinct()];
    }

    private static (int Code, string Output, string Error) Call(string program, IEnumerable<string> arguments, string input)
    {
        var start = new ProcessStartInfo(program, arguments)
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        try
        {
            using var process = Process.Start(start)!;
            var (output, error) = (process.StandardOutput.ReadToEndAsync(), process.StandardError.ReadToEndAsync());
            try
            {
                process.StandardInput.Write(input);
                process.StandardInput.Close();
            }
            catch (IOException) { } // it ended before it had read all, and says why
            process.WaitForExit();
            return (process.ExitCode, output.Result, error.Result);
        }
        catch (Win32Exception)
        {
            throw OutputFailure.Refused(
                $"There is no {program} here: submit where the cluster's commands are, or see the job with --dry-run.");
        }
    }
}
