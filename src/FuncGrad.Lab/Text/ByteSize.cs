namespace FuncGrad.Lab;

/// <summary>Numbers of bytes for people.</summary>
internal static class ByteSize
{
    private static readonly string[] Units = ["bytes", "kB", "MB", "GB", "TB", "PB", "EB"];

    public static string Text(double bytes)
    {
        var unit = 0;
        while (bytes >= 999.5 && unit < Units.Length - 1) (bytes, unit) = (bytes / 1000, unit + 1);
        return FormattableString.Invariant($"{(unit == 0 || bytes >= 99.5 ? Math.Round(bytes) : Math.Round(bytes, 1))} {Units[unit]}");
    }
}
