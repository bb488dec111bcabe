namespace FuncGrad;

/// <summary>A mistake in a formula. <paramref name="Column"/> is 1-based and counts characters, line ends included.</summary>
internal sealed record FormulaError(int Column, string Problem, string Hint)
{
    /// <summary>The column of a mistake that is a consequence of this one; 0 if there is none.</summary>
    public int Consequence { get; init; }

    /// <summary>Whether a name was found that nothing has.</summary>
    public bool IsUnknownName { get; init; }

    /// <summary>A column of the definition that it is in ↦ where that stands; null if it is in the formula itself.</summary>
    public Func<int, string>? PlaceOf { get; init; }

    public InputError At(string location) => new(location, Problem, Hint);

    /// <summary>The mistake with its place.</summary>
    /// <param name="placeOf">A column of the formula itself ↦ where it stands.</param>
    public InputError At(Func<int, string> placeOf) => At((PlaceOf ?? placeOf)(Column));

    /// <summary>A mistake in a definition.</summary>
    public FormulaError Within(FormulaDefinition definition) => PlaceOf is null ? this with { PlaceOf = definition.PlaceOf } : this;

    /// <summary>A mistake that a function has with these arguments.</summary>
    public FormulaError Within(FormulaDefinition function, IReadOnlyList<Expr> arguments) => PlaceOf is not null ? this : this with
    {
        PlaceOf = function.PlaceOf,
        Problem = $"{Problem.TrimEnd('.')}, in {function.Signature} with "
            + $"{string.Join(", ", function.Parameters!.Select((name, i) => $"{name} of shape {arguments[i].Shape}"))}.",
    };

    /// <summary>A tracing mistake says what is wrong in its first sentence and the remedy in the others.</summary>
    public static FormulaError From(int column, ShapeException mistake)
    {
        var end = mistake.Message.IndexOf(". ", StringComparison.Ordinal);
        return end < 0 ? new(column, mistake.Message, "") : new(column, mistake.Message[..(end + 1)], mistake.Message[(end + 2)..]);
    }
}

/// <summary>What a formula means, or, if <paramref name="Expression"/> is null, what is wrong with it, in the order of columns.</summary>
internal sealed record FormulaReading(Expr? Expression, IReadOnlyList<FormulaError> Errors)
{
    /// <summary>No more mistakes than a reader can use are reported.</summary>
    public const int MaxErrors = 20;

    /// <summary>What is allowed, but often not meant.</summary>
    public IReadOnlyList<FormulaError> Notices { get; init; } = [];

    public static FormulaReading Failed(IEnumerable<FormulaError> errors) =>
        new(null, [.. errors.OrderBy(error => error.PlaceOf is not null).ThenBy(error => error.Column).Take(MaxErrors)]);
}

/// <summary>Finds what a misspelt name was probably meant to be.</summary>
internal static class NearestName
{
    /// <summary>Names of a list in a message: as many as a file has keys at its top, and one more.</summary>
    private const int Listed = 14;

    /// <summary>
    /// What to write in place of a word: its name here, or what to do instead, or the name it is nearest to, or a list of what there is.
    /// </summary>
    public static string Hint(string name, IEnumerable<string> known, string listTitle)
    {
        string[] candidates = [.. known];
        if (OtherNames.Of(name, candidates) is { } here) return $"Perhaps you meant `{here}`.";
        return OtherNames.Instead(name) ?? Spelling(name, candidates, listTitle);
    }

    /// <summary><c>Perhaps you meant `sin`.</c>, or a list of what there is, or nothing.</summary>
    public static string Spelling(string name, IEnumerable<string> known, string listTitle)
    {
        string[] candidates = [.. known];
        if (Of(name, candidates) is { } nearest) return $"Perhaps you meant `{nearest}`.";
        var more = candidates.Length > Listed ? ", ..." : "";
        return candidates.Length == 0 ? "" : $"{listTitle}: {string.Join(", ", candidates.Take(Listed))}{more}.";
    }

    /// <summary>
    /// The candidate that the fewest changes turn <paramref name="name"/> into, if they are few for its length; of equals the shortest,
    /// then the first. In a dotted path whose beginning is known only the end can be wrong, and its length counts.
    /// </summary>
    public static string? Of(string name, IEnumerable<string> candidates)
    {
        var path = name[..(name.LastIndexOf('.') + 1)];
        string[] inside = path.Length == 0 ? []
            : [.. candidates.Where(candidate => candidate.StartsWith(path, StringComparison.Ordinal))
                .Select(candidate => candidate[path.Length..])];
        return inside.Length == 0 ? OfWhole(name, candidates, 0) : OfWhole(name[path.Length..], inside, path.Length) is { } end ? path + end
            : null;
    }

    private static string? OfWhole(string name, IEnumerable<string> candidates, int known)
    {
        var (limit, lower) = (Math.Clamp((name.Length + 1) / 3, 1, 3), name.ToLowerInvariant());
        return candidates
            .Where(candidate => Math.Abs(candidate.Length - name.Length) <= limit)
            .Select(candidate => (candidate, changes: Changes(lower, candidate.ToLowerInvariant(), limit)))
            .Where(pair => pair.changes <= limit && pair.changes < known + pair.candidate.Length)
            .OrderBy(pair => pair.changes).ThenBy(pair => pair.candidate.Length)
            .Select(pair => pair.candidate)
            .FirstOrDefault();
    }

    /// <summary>
    /// Insertions, deletions, replacements and swaps of neighbours (optimal string alignment distance; Damerau 1964), or some number above
    /// the limit if there are more: what stands in a row is never below the least of the row before, so that most pairs are told apart by
    /// their first letters.
    /// </summary>
    private static int Changes(string a, string b, int limit)
    {
        int[] beforeLast = [], last = [.. Enumerable.Range(0, b.Length + 1)];
        for (var i = 1; i <= a.Length; i++)
        {
            var row = new int[b.Length + 1];
            row[0] = i;
            for (var j = 1; j <= b.Length; j++)
            {
                row[j] = Math.Min(Math.Min(last[j], row[j - 1]) + 1, last[j - 1] + (a[i - 1] == b[j - 1] ? 0 : 1));
                var isSwap = i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1];
                if (isSwap) row[j] = Math.Min(row[j], beforeLast[j - 2] + 1);
            }
            if (row.Min() > limit) return limit + 1;
            (beforeLast, last) = (last, row);
        }
        return last[^1];
    }
}
