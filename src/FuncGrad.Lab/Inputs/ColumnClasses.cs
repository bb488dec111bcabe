namespace FuncGrad.Lab;

/// <summary>The words of a column of text as class numbers: in the order that is given, or in that of their first appearance.</summary>
/// <param name="given">The words; none: in order of appearance.</param>
internal sealed class ColumnClasses(IReadOnlyList<string> given)
{
    private readonly List<string> _words = [.. given];
    private readonly Dictionary<string, int> _numbers = given.Select((word, number) => (word, number))
        .ToDictionary(pair => pair.word, pair => pair.number);

    /// <summary>The words met or given, in the order of their numbers.</summary>
    public IReadOnlyList<string> Words => _words;

    /// <summary>Whether they were given, so that others are mistakes.</summary>
    public bool AreGiven => given.Count > 0;

    /// <summary>The number of a word; null if the words are given and it is none of them.</summary>
    public int? NumberOf(string word)
    {
        if (_numbers.TryGetValue(word, out var number)) return number;
        if (AreGiven) return null;
        _words.Add(word);
        return _numbers[word] = _words.Count - 1;
    }

    /// <summary>What is wrong with a word that is none of those given.</summary>
    public (string Problem, string Hint) Mistake(string word, int cell) =>
        ($"'{(word.Length <= 40 ? word : $"{word[..40]}...")}' in cell {cell} is none of the classes.",
            NearestName.Hint(word, _words, "The classes are"));
}
