using LanguageExt;
using static LanguageExt.Prelude;

namespace FuncGrad;

/// <summary>The arrays of an experiment that are read from files: their rows are chosen, then they are made standard.</summary>
/// <param name="root">The experiment file.</param>
/// <param name="read">Reads what is asked of a file.</param>
internal sealed class FileArrays(TomlTable root, Func<ArrayFile, Validation<InputError, Tensor>> read)
{
    private readonly Dictionary<string, Validation<InputError, (ArrayFile File, Tensor Values)>> _rows = [];
    private IReadOnlyList<(string Files, DataSplit Split)>? _splits;

    /// <summary>The array of a table that names a file, as <see cref="ArrayFileReader.Is"/> tells.</summary>
    /// <param name="key">As in messages: <c>data.X</c>.</param>
    /// <param name="table">The table.</param>
    public Validation<InputError, ArraySource> Read(string key, TomlTable table) =>
        Rows(key, table).Bind(used => Standard(key, table, used.Values).Map<ArraySource>(standard =>
            new ArraySource.FromFile(used.File.Path, standard.Match(one => one.Applied(used.Values), () => used.Values))
            {
                Asked = used.File,
                Standard = standard.MatchUnsafe<Standardisation?>(one => one, () => null),
            }));

    /// <summary>What is used of the file, read once for each array.</summary>
    private Validation<InputError, (ArrayFile File, Tensor Values)> Rows(string key, TomlTable table) =>
        _rows.TryGetValue(key, out var known) ? known
            : _rows[key] = (ArrayFileReader.Read(key, table),
                DataSplit.Read($"{key}.split", table["split"])).Apply((file, split) => (file, split))
                .Bind(asked => read(asked.file).Bind(values =>
                    asked.split.Match(split => Part(split, FilesOf(table), values, asked.file.Path), () => values))
                        .Map(values => (asked.file, values)));

    private Validation<InputError, Tensor> Part(DataSplit split, string files, Tensor values, string path)
    {
        if (values.Shape.Rank == 0) return split.Place.Error($"{path} holds a single number, which has no rows.", "Leave split out.");
        _splits ??= [.. Entries().Select(known => (TomlTable)known.Entry.Value).Select(table =>
            (Files: FilesOf(table), Split: DataSplit.Read("split", table["split"]).Match(read => read, _ => Option<DataSplit>.None)))
                .SelectMany(pair => pair.Split.Map(split => (pair.Files, split)))];
        return split.Rows([.. _splits.Where(other => other.Files == files && other.Split.Seed == split.Seed).Select(other => other.Split)],
            values.Shape[0], path).Map(values.Rows);
    }

    /// <summary>The entries of both tables that name files.</summary>
    private IEnumerable<(string Key, TomlEntry Entry)> Entries() => from table in (string[])["data", "parameters"]
                                                                    where root[table] is TomlTable
                                                                    from entry in ((TomlTable)root[table]!).Entries
                                                                    where entry.Value is TomlTable named && ArrayFileReader.Is(named)
                                                                    select ($"{table}.{entry.Key}", entry);

    /// <summary>The file and the rows of it that are split, as a text: arrays of which it is the same have the same parts.</summary>
    private static string FilesOf(TomlTable table) =>
        string.Join('\n', table.Entries.Where(entry => entry.Key is "csv" or "idx" or "npy" or "npz" or "array" or "rows")
            .OrderBy(entry => entry.Key, StringComparer.Ordinal).Select(entry => entry.Value.Described));

    // ---- standard ---------------------------------------------------------------------------------------------------

    private Validation<InputError, Option<Standardisation>> Standard(string key, TomlTable table, Tensor values) => (
        ArrayFileReader.Truth($"{key}.standardise", table["standardise"]),
        ArrayFileReader.Text($"{key}.like", table["like"], "X")).Apply((standardise, like) => (standardise, like))
        .Bind(asked => asked switch
        {
            ({ IsSome: true, Case: false }, not "") =>
                table["like"]!.Place.Error($"{key} is standardised like '{asked.like}', but standardise is false.",
                    "Remove one of them."),
            (_, not "" and var like) => Example(key, table["like"]!.Place, like, values).Map(example => Some(Standardisation.Of(example))),
            ({ IsSome: true, Case: true }, _) => Success<InputError, Option<Standardisation>>(Standardisation.Of(values)),
            _ => Option<Standardisation>.None,
        });

    /// <summary>The array whose mean and deviation are taken, before it is made standard itself.</summary>
    private Validation<InputError, Tensor> Example(string key, TextPlace place, string name, Tensor values)
    {
        var (found, entry) = Entries().FirstOrDefault(known => known.Entry.Key == name);
        if (entry is null)
            return place.Error($"{key} is standardised like '{name}', which is not an array read from a file.",
                NearestName.Hint(name, Entries().Select(known => known.Entry.Key), "Such arrays are"));
        return Rows(found, (TomlTable)entry.Value).Map(used => used.Values)
            .Bind(example => example.Shape.Skip(1).SequenceEqual(values.Shape.Skip(1))
                ? Success<InputError, Tensor>(example)
                : place.Error(
                    $"{key} has the shape {values.Shape} and '{name}' the shape {example.Shape}: their columns do not fit each other.",
                    "Use the same columns of both."));
    }
}
