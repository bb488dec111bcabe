using LanguageExt;

namespace FuncGrad;

/// <summary>What can be swept of a parameter or of data: a scalar, an element of a literal, a field of a random source.</summary>
internal static class SweptArrays
{
    /// <summary>The setting at a path below a table of arrays, or null if there is none of that name.</summary>
    /// <param name="key">The whole key, for messages.</param>
    /// <param name="path">The key without its table.</param>
    /// <param name="place">Where the key stands.</param>
    /// <param name="find">What is declared in the table under a name.</param>
    /// <param name="lift">From a change of the arrays to a change of the experiment.</param>
    public static Validation<InputError, Setting>? Resolve(string key, string[] path, TextPlace place, Func<string, Declaration?> find,
        Func<Func<Arr<NamedArray>, Arr<NamedArray>>, Func<Experiment, Experiment>> lift)
    {
        var element = path.Length == 1 ? ElementNames.Parse(path[0]) : null;
        var name = element?.Name ?? path[0];
        if (find(name) is not { } declared) return null;
        if (declared.Source is not { } source) return SweptSettings.Unreadable(key);
        if (element is { } named) return Element(key, place, source, named.Indices, Put);
        return path.Length == 1 ? Whole(key, place, source, Put) : Field(path[1..], source, Put);

        Setting Put(Domain domain, Func<ArraySource, double, ArraySource> change, int? position = null) => new(key, domain, (e, v) =>
            lift(all => all.Map(array => array.Name == name ? array with { Source = change(array.Source, v.Number) } : array))(e))
        {
            Place = position is { } at && key.StartsWith("parameters.", StringComparison.Ordinal) ? new LanePlace.Element(name, at) : null,
        };
    }

    /// <summary>The keys of all that can be swept.</summary>
    public static IEnumerable<string> Keys(string table, IEnumerable<Declaration> arrays, int mostElements) =>
        arrays.SelectMany(array => Keys($"{table}.{array.Name}", array.Source, mostElements));

    private static IEnumerable<string> Keys(string array, ArraySource? source, int mostElements) => source switch
    {
        ArraySource.Normal => [$"{array}.normal.mean", $"{array}.normal.std"],
        ArraySource.Uniform => [$"{array}.uniform.low", $"{array}.uniform.high"],
        ArraySource.Fill => [$"{array}.fill"],
        { } literal => ElementNames.Of(array, literal.Shape).Take(mostElements),
        null => [],
    };

    private delegate Setting Putting(Domain domain, Func<ArraySource, double, ArraySource> change, int? position = null);

    private static Validation<InputError, Setting> Whole(string key, TextPlace place, ArraySource source, Putting put)
    {
        if (source is ArraySource.Literal { Shape.Rank: 0 })
            return put(Domain.Any, (_, value) => new ArraySource.Literal(Tensor.Scalar(value)), 0);
        var examples = Keys(key, source, 2);
        return place.Error($"'{key}' has the shape {source.Shape}; only a single number can be swept.",
            $"Sweep one of its numbers: {string.Join(", ", examples)} ...");
    }

    private static Validation<InputError, Setting> Element(string key, TextPlace place, ArraySource source, int[] indices, Putting put)
    {
        if (source is not (ArraySource.Literal or ArraySource.FromFile))
            return place.Error($"'{key}' is an element of an array that is drawn or filled, and has no value of its own.",
                "Sweep the numbers it is drawn from, as normal.mean, or write the array down.");
        if (indices.Length != source.Shape.Rank || indices.Where((index, axis) => index >= source.Shape[axis]).Any())
            return place.Error($"'{key}' does not exist: the shape is {source.Shape}.",
                source.Shape.Rank == 0 ? "It is a scalar: leave the brackets out." : "Elements are counted from 0.");
        var position = indices.Zip(source.Shape.Strides(), (index, stride) => index * stride).Sum();
        return put(Domain.Any, (old, value) => new ArraySource.Literal(WithElement(old.Values(0, ""), position, value)), position);
    }

    private static Tensor WithElement(Tensor tensor, int position, double value)
    {
        var values = tensor.ToArray();
        values[position] = value;
        return Tensor.Own(tensor.Shape, values);
    }

    private static Validation<InputError, Setting>? Field(string[] field, ArraySource source, Putting put)
    {
        var setting = FieldSetting(field, source, put);
        return setting is null ? default(Validation<InputError, Setting>?) : setting;
    }

    private static Setting? FieldSetting(string[] field, ArraySource source, Putting put) => (source, field) switch
    {
        (ArraySource.Normal, ["normal", "mean"]) => put(Domain.Any, (old, value) => (ArraySource.Normal)old with { Mean = value }),
        (ArraySource.Normal, ["normal", "std"]) => put(Domain.NonNegative, (old, value) => (ArraySource.Normal)old with { Std = value }),
        (ArraySource.Uniform, ["uniform", "low"]) => put(Domain.Any, (old, value) => (ArraySource.Uniform)old with { Low = value }),
        (ArraySource.Uniform, ["uniform", "high"]) => put(Domain.Any, (old, value) => (ArraySource.Uniform)old with { High = value }),
        (ArraySource.Fill, ["fill"]) => put(Domain.Any, (old, value) => (ArraySource.Fill)old with { Value = value }),
        _ => null,
    };
}
