namespace FuncGrad.Lab;

/// <summary>Numbers as text, by the rule of <see cref="NumberText"/>.</summary>
internal static class Numbers
{
    /// <summary>As few digits as read back as the same double.</summary>
    public static string Exact(double value) => NumberText.Exact(value);

    /// <summary>Six digits: enough to look at.</summary>
    public static string Short(double value) => NumberText.InTable(value);

    /// <summary>Groups of three digits.</summary>
    public static string Grouped(long value) => NumberText.Count(value);
}
