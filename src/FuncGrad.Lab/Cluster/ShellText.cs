namespace FuncGrad.Lab;

/// <summary>Words of a command line for a POSIX shell.</summary>
internal static class ShellText
{
    /// <summary>The words with blanks between them; those that hold more than plain letters are quoted.</summary>
    public static string Line(IEnumerable<string> words) => string.Join(' ', words.Select(Quoted));

    /// <summary>One word, as the shell will pass it on.</summary>
    public static string Quoted(string word) => word.Length > 0 && word.All(IsPlain) ? word : $"'{word.Replace("'", "'\\''", StringComparison.Ordinal)}'";

    private static bool IsPlain(char letter) => char.IsAsciiLetterOrDigit(letter) || "/._-=+:,@%".Contains(letter);
}
