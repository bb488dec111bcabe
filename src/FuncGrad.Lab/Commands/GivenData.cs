using LanguageExt;

namespace FuncGrad.Lab;

/// <summary>
/// Other numbers in place of an array of an experiment, read as it reads its own: the same columns, separator and classes, made standard by
/// mean and deviation of the same rows. The rows are all that the file has.
/// </summary>
internal static class GivenData
{
    /// <summary>The numbers of a file in place of an array, or what is wrong with it.</summary>
    /// <param name="array">The array.</param>
    /// <param name="classes">The words of columns of text by file and column, in the order of the numbers that they were read as.</param>
    /// <param name="path">The file.</param>
    /// <param name="read">Reads what is asked of a file.</param>
    public static Validation<InputError, Tensor> Read(NamedArray array, IReadOnlyDictionary<string, IReadOnlyList<string>> classes,
        string path, Func<ArrayFile, Validation<InputError, Tensor>> read)
    {
        var plain = new ArrayFile(path) { Kind = KindOf(path), Member = KindOf(path) == ArrayFileKind.Npz ? array.Name : "" };
        if (array.Source is not ArraySource.FromFile source || source.Asked is not { } asked) return read(plain);
        var numbers = plain.Kind == ArrayFileKind.Csv && asked.Kind == ArrayFileKind.Csv
            ? Table(plain, asked, WordsOf(asked, classes), read) : read(plain);
        return source.Standard is not { } standard ? numbers
            : numbers.Bind(values => values.Shape.Skip(1).SequenceEqual(source.Shape.Skip(1))
                ? Prelude.Success<InputError, Tensor>(standard.Applied(values))
                : new InputError(path,
                    $"'{array.Name}' is standardised column by column and has the shape {source.Shape}; these numbers have the shape "
                        + $"{values.Shape}.", "Give as many columns, in the same order."));
    }

    /// <summary>The columns that the experiment takes, if the file has them; else all, as where a file holds nothing but them.</summary>
    private static Validation<InputError, Tensor> Table(ArrayFile plain, ArrayFile asked, Arr<string> words,
        Func<ArrayFile, Validation<InputError, Tensor>> read)
    {
        var same = plain with { Columns = asked.Columns, Delimiter = asked.Delimiter, HasHeader = asked.HasHeader, Classes = words };
        var chosen = read(same);
        return chosen.IsSuccess || asked.Columns.IsEmpty ? chosen
            : read(plain with { Classes = words }).Match(values => values, _ => chosen);
    }

    /// <summary>
    /// The classes that the experiment names, or the words that were found in its column, which a file with a header calls by its name and
    /// not by its position.
    /// </summary>
    private static Arr<string> WordsOf(ArrayFile asked, IReadOnlyDictionary<string, IReadOnlyList<string>> classes)
    {
        if (!asked.Classes.IsEmpty || asked.Columns.Count != 1) return asked.Classes;
        if (classes.TryGetValue($"{asked.Path}: {asked.Columns[0]}", out var words)) return words.ToArr();
        IReadOnlyList<string>[] ofFile = [
            .. classes.Where(column => column.Key.StartsWith($"{asked.Path}: ", StringComparison.Ordinal)).Select(column => column.Value)];
        return ofFile.Length == 1 && IndexRange.Parse(asked.Columns[0]) is not null ? ofFile[0].ToArr() : Arr<string>.Empty;
    }

    private static ArrayFileKind KindOf(string path) => Path.GetExtension(path) switch
    {
        ".npy" => ArrayFileKind.Npy,
        ".npz" => ArrayFileKind.Npz,
        ".csv" or ".txt" or ".tsv" => ArrayFileKind.Csv,
        _ => Path.GetFileName(path).Contains("-idx", StringComparison.Ordinal) || path.EndsWith(".gz", StringComparison.Ordinal)
            ? ArrayFileKind.Idx : ArrayFileKind.Csv,
    };
}
