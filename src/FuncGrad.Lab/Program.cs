using FuncGrad.Lab;

try
{
    return CommandLine.Run(args);
}
catch (OutputFailure failure)
{
    Console.Error.WriteLine(failure.Message);
    return failure.Code;
}
catch (Exception error)
{
    Console.Error.WriteLine($"Unexpected error, please report it: {error.GetType().Name}: {error.Message}");
    return ExitCode.Unexpected;
}
