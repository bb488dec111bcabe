namespace FuncGrad.Lab;

/// <summary>Messages on stderr. A terminal that was closed while the work goes on is no reason to end it.</summary>
internal static class StandardError
{
    public static void Say(string message) => Write(Visible.Lines(message) + Environment.NewLine);

    public static void Write(string text)
    {
        try { Console.Error.Write(text); }
        catch (IOException) { }
    }
}
