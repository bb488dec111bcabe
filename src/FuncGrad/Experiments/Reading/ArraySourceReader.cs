using LanguageExt;
using static LanguageExt.Prelude;

namespace FuncGrad;

/// <summary>The forms in which a file gives the numbers of a parameter or of data.</summary>
internal static class ArraySourceReader
{
    /// <summary>What numbers of a shape can be drawn by.</summary>
    public static readonly string[] Kinds = ["normal", "uniform", "fill", "init"];

    /// <summary>The quantile of the least number that is drawn, 2⁻⁵³, in absolute value.</summary>
    private const double FarthestNormal = 8.21;

    private const string Forms =
        "Write a number, an array as [1, 2], { shape = [2], normal = { mean = 0.0, std = 1.0 } }, { shape = [2], uniform = { low = -1.0, "
            + "high = 1.0 } }, { shape = [2], fill = 0.0 }, { shape = [2, 3], init = \"he\" } or { csv = \"file.csv\" } (or idx, npy, "
            + "npz), { from = \"results/digits\", trial = 0 }.";

    /// <summary>The source that a node describes.</summary>
    /// <param name="key">As in messages: <c>parameters.W</c>.</param>
    /// <param name="node">What the file gives.</param>
    /// <param name="files">The arrays that are read from files.</param>
    /// <param name="isSingle">Whether the numbers are computed with in single precision.</param>
    public static Validation<InputError, ArraySource> Read(string key, TomlNode node, FileArrays files, bool isSingle) =>
        Read(key, node, files)
            .Bind(source => (FarDraw(key, node.Place, source, isSingle) ?? (isSingle ? Unheld(key, node.Place, source) : null)) is { } error
                ? Fail<InputError, ArraySource>(error)
                : source);

    /// <summary>Whether a normal number may be drawn that no number holds.</summary>
    private static InputError? FarDraw(string key, TextPlace place, ArraySource source, bool isSingle)
    {
        if (source is not ArraySource.Normal { Mean: var mean, Std: var std }) return null;
        var farthest = Math.Abs(mean) + (FarthestNormal * std);
        if (isSingle ? float.IsFinite((float)farthest) : double.IsFinite(farthest)) return null;
        return place.Error(
            FormattableString.Invariant($"{key}.normal draws up to {FarthestNormal} deviations of {std} from its mean, which is infinite")
                + (isSingle ? " in single precision." : "."),
            isSingle ? SinglePrecision.Hint : "Use a smaller deviation.");
    }

    private static InputError? Unheld(string key, TextPlace place, ArraySource source) => source switch
    {
        ArraySource.Uniform uniform => SinglePrecision.Overflowing($"{key}.uniform", place, Tensor.Vector(uniform.Low, uniform.High)),
        _ => SinglePrecision.Overflowing(key, place, source is ArraySource.Fill fill ? Tensor.Scalar(fill.Value) : source.Values(0, "")),
    };

    private static Validation<InputError, ArraySource> Read(string key, TomlNode node, FileArrays files) => node switch
    {
        TomlNumber or TomlArray => Literal(key, node).Map<ArraySource>(tensor => new ArraySource.Literal(tensor)),
        TomlTable table when ArrayFileReader.Is(table) => files.Read(key, table),
        TomlTable table => Described(key, table),
        _ => node.Place.Error($"{key} is {node.Described}, but must be numbers.", Forms),
    };

    private static Validation<InputError, ArraySource> Described(string key, TomlTable table)
    {
        var only = Only(key, table, ["shape", .. Kinds, "gain"]);
        var given = table.Keys.Where(Kinds.Contains).ToArray();
        if (given.Length != 1)
            return (only, Fail<InputError, Unit>(table.Place.Error(
                given.Length == 0 ? $"{key} does not say where its numbers come from."
                    : $"{key} has {string.Join(" and ", given)}; only one can be.", Forms))).Apply((_, _) => (ArraySource)null!);
        if (table["shape"] is not { } shape)
            return (only, Fail<InputError, Unit>(table.Place.Error($"{key} has no shape.",
                "Add one: shape = [] for one number, [16, 1] for a matrix."))).Apply((_, _) => (ArraySource)null!);
        if (given[0] != "init" && table.Find("gain") is { } gain)
            return (only, Fail<InputError, Unit>(gain.Place.Error($"{key} has a gain, but no init that it belongs to.",
                "Write init = \"he\" or the like, or leave gain out."))).Apply((_, _) => (ArraySource)null!);
        if (given[0] == "init")
            return (only, ReadShape($"{key}.shape", shape), InitialValues.Read(key, table)).Apply((_, extents, values) => (extents, values))
                .Bind(asked => asked.values.Kind == InitialValues.Rule.Orthogonal && asked.extents.Rank < 2
                    ? table["init"]!.Place.Error($"{key} is to be orthogonal, but its shape {asked.extents} has no rows and columns.",
                        "Use shape = [16, 8], or another init.")
                    : Success<InputError, ArraySource>(asked.values.For(asked.extents)));
        return (only, ReadShape($"{key}.shape", shape),
            Numbers(key, given[0], table[given[0]]!)).Apply((_, extents, n) => Source(given[0], extents, n));
    }

    private static ArraySource Source(string form, Shape shape, double[] numbers) => form switch
    {
        "normal" => new ArraySource.Normal(shape, numbers[0], numbers[1]),
        "uniform" => new ArraySource.Uniform(shape, numbers[0], numbers[1]),
        _ => new ArraySource.Fill(shape, numbers[0]),
    };

    private static Validation<InputError, double[]> Numbers(string key, string form, TomlNode node) => form switch
    {
        "normal" => Two($"{key}.normal", node, ("mean", 0.0, Domain.Any), ("std", 1.0, Domain.NonNegative)),
        "uniform" => Two($"{key}.uniform", node, ("low", 0.0, Domain.Any), ("high", 1.0, Domain.Any)).Bind(ends => ends[0] <= ends[1]
            ? Success<InputError, double[]>(ends)
            : node.Place.Error(
                $"{key}.uniform: low is {new SettingValue(ends[0])} and high is {new SettingValue(ends[1])}; low must not be above high.",
                "Exchange them.")),
        _ => Domain.Any.Read($"{key}.fill", node).Map(value => new[] { value.Number }),
    };

    private static Validation<InputError, double[]> Two(string key, TomlNode node, (string Name, double Default, Domain Domain) first,
        (string Name, double Default, Domain Domain) second)
    {
        if (node is not TomlTable table)
            return node.Place.Error($"{key} is {node.Described}, but must be a table.",
                $"Write {{ {first.Name} = {first.Default:0.0}, {second.Name} = {second.Default:0.0} }}.");
        return (Only(key, table, first.Name, second.Name), Number(first), Number(second)).Apply((_, a, b) => new[] { a, b });

        Validation<InputError, double> Number((string Name, double Default, Domain Domain) field) => table[field.Name] is { } given
            ? field.Domain.Read($"{key}.{field.Name}", given).Map(value => value.Number)
            : Success<InputError, double>(field.Default);
    }

    private static Validation<InputError, Shape> ReadShape(string key, TomlNode node)
    {
        if (node is not TomlArray array)
            return node.Place.Error($"{key} is {node.Described}, but must be an array of extents.",
                "Write shape = [16, 1], or shape = [] for a scalar.");
        return array.Items.Map(item => Domain.Whole(1).Read(key, item)).Collected().Bind(extents =>
        {
            var count = extents.Fold(1.0, (product, extent) => product * extent.Number);
            return count <= int.MaxValue
                ? Success<InputError, Shape>(Shape.Of([.. extents.Select(extent => (int)extent.Number)]))
                : node.Place.Error($"{key} holds {count:0.###e+0} numbers; at most {int.MaxValue} are possible.", "Use a smaller shape.");
        });
    }

    private static Validation<InputError, Unit> Only(string key, TomlTable table, params string[] known) =>
        Sections.OnlyKeys(table, known, name => $"{key} has no part '{name}'.");

    // ---- literals ---------------------------------------------------------------------------------------------------

    private static Validation<InputError, Tensor> Literal(string key, TomlNode node)
    {
        var extents = new List<int>();
        for (var first = node; first is TomlArray array; first = array.Items.Count > 0 ? array.Items[0] : null)
            extents.Add(array.Items.Count);
        if (extents.Contains(0)) return node.Place.Error($"{key} is an empty array.", "Give it at least one number.");
        var values = new List<double>();
        return Collect(key, node, extents, 0, values) is { } error ? error : Tensor.Of(Shape.Of([.. extents]), values);
    }

    // The first mistake of an array is reported, not each: one missing number in the first row would make all other rows wrong.
    private static InputError? Collect(string key, TomlNode? node, List<int> extents, int depth, List<double> values)
    {
        if (node is TomlNumber number && depth == extents.Count)
        {
            values.Add(number.Value);
            return double.IsFinite(number.Value) ? null
                : number.Place.Error($"{key} holds {number.Described}, but must hold finite numbers.");
        }
        if (node is not TomlArray array || depth == extents.Count) return Unfitting(key, node!, extents, depth);
        if (array.Items.Count != extents[depth])
            return array.Place.Error(
                $"{key} is ragged: this row has {Counted(array.Items.Count, "element")}, but the first has {extents[depth]}.",
                "All rows must be equally long.");
        foreach (var item in array.Items)
            if (Collect(key, item, extents, depth + 1, values) is { } error) return error;
        return null;
    }

    private static InputError Unfitting(string key, TomlNode node, List<int> extents, int depth) => (node, depth == extents.Count) switch
    {
        (TomlNumber, false) =>
            node.Place.Error($"{key} is ragged: a number stands where the first row has an array.", "All rows must have the same depth."),
        (TomlArray, true) =>
            node.Place.Error($"{key} is ragged: an array stands where the first row has a number.", "All rows must have the same depth."),
        _ => node.Place.Error($"{key} holds {node.Described}, but must hold numbers.", "Write numbers without quotation marks."),
    };

    private static string Counted(int count, string noun) => $"{count} {noun}{(count == 1 ? "" : "s")}";
}
