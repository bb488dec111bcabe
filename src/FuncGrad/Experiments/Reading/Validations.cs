using LanguageExt;

namespace FuncGrad;

/// <summary>Many values that may each be mistaken.</summary>
internal static class Validations
{
    /// <summary>
    /// All values, or the mistakes of all. LanguageExt's <c>Sequence</c> says the same by way of ten generic types for each type of value,
    /// which every process would compile before it reads a file, in about 25 ms.
    /// </summary>
    public static Validation<InputError, T[]> Collected<T>(this IEnumerable<Validation<InputError, T>> parts)
    {
        var (values, mistakes) = (new List<T>(), new List<InputError>());
        foreach (var part in parts) part.Match(values.Add, errors => mistakes.AddRange(errors));
        return mistakes.Count > 0
            ? Prelude.Fail<InputError, T[]>(mistakes.ToSeq().Strict())
            : Prelude.Success<InputError, T[]>([.. values]);
    }
}
