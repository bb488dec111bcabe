using FuncGrad.Lab;

namespace FuncGrad.Tests;

/// <summary>The command <c>funcgrad</c> within this process: as quick as a call, with its own stdout and stderr.</summary>
internal static class Shell
{
    public static Finished Run(params string[] arguments)
    {
        using var output = new StringWriter();
        using var errors = new StringWriter();
        var code = new CommandLine(new Streams(output, errors)).Run(arguments);
        return new(code, output.ToString(), errors.ToString());
    }

    /// <summary>As <see cref="Run"/>, where the reader of stdout goes when it has seen enough, as <c>head</c> does: what has no end ends there.</summary>
    public static Finished RunIntoHead(params string[] arguments)
    {
        using var output = new Head();
        using var errors = new StringWriter();
        var code = new CommandLine(new Streams(output, errors)).Run(arguments);
        return new(code, output.ToString(), errors.ToString());
    }

    private sealed class Head : StringWriter
    {
        private const int Enough = 1 << 20, BrokenPipe = 32;

        public override void Write(string? value)
        {
            if (GetStringBuilder().Length >= Enough) throw new IOException("Broken pipe", BrokenPipe);
            base.Write(value);
        }
    }
}
