namespace FuncGrad.Lab;

/// <summary>What the command answers the system; the contract, section 4.</summary>
internal static class ExitCode
{
    public const int Done = 0;
    public const int Unexpected = 1;
    public const int BadInput = 2;
    public const int SomeFailed = 3;
    public const int OutputFailure = 4;
    public const int StoppedEarly = 75;

    /// <summary>128 + the number of the signal that ended it at once.</summary>
    public static int Killed(int signal) => 128 + signal;
}
