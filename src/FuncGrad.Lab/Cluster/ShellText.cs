namespace FuncGrad.Lab;

/// <summary>Words of a command line for a POSIX shell.</summary>
internal static class ShellText
{
    /// <summary>
    /// Waits for the process whose number is in <c>task</c>, which saves and ends when it is told to, and puts what it answered into
    /// <c>code</c>: a signal ends the shell's own waiting early.
    /// </summary>
    public const string WaitForTask = """
        wait "$task"
        code=$?
        while kill -0 "$task" 2>/dev/null; do wait "$task"; code=$?; done
        """;

    /// <summary>Passes the end on to it.</summary>
    public const string TellTask = "kill -TERM \"$task\" 2>/dev/null";

    /// <summary>The words with blanks between them; those that hold more than plain letters are quoted.</summary>
    public static string Line(IEnumerable<string> words) => string.Join(' ', words.Select(Quoted));

    /// <summary>One word, as the shell will pass it on.</summary>
    public static string Quoted(string word) =>
        word.Length > 0 && word.All(IsPlain) ? word : $"'{word.Replace("'", "'\\''", StringComparison.Ordinal)}'";

    private static bool IsPlain(char letter) => char.IsAsciiLetterOrDigit(letter) || "/._-=+:,@%".Contains(letter);
}
