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
}
