namespace FuncGrad;

/// <summary>Lists compared by what is in them: records that hold lists are equal if their numbers are.</summary>
internal static class Lists
{
    /// <summary>Whether both have equal elements in the same order; null equals null.</summary>
    public static bool Equal<T>(IReadOnlyList<T>? a, IReadOnlyList<T>? b) =>
        ReferenceEquals(a, b) || (a is not null && b is not null && a.Count == b.Count && a.SequenceEqual(b));

    /// <summary>A hash of the elements.</summary>
    public static int Hash<T>(IReadOnlyList<T>? list)
    {
        var hash = new HashCode();
        foreach (var element in list ?? []) hash.Add(element);
        return hash.ToHashCode();
    }
}
