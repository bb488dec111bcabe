using System.Globalization;

namespace FuncGrad.Lab;

/// <summary>The path of a trial's kept parameters below a folder of results.</summary>
internal static class KeptName
{
    public const string Folder = "parameters", Prefix = Folder + "/trial-", Extension = ".npz";

    public static string Of(long trial) => $"{Prefix}{trial.ToString("D6", CultureInfo.InvariantCulture)}{Extension}";
}
