using LanguageExt;
using Array = System.Array;

namespace FuncGrad;

/// <summary>
/// Class indices (of cross_entropy, gather, scatter) that name no class: told before anything runs, since each would only make a NaN of the
/// loss. They are looked at as the formula forms them, through slices and differences, from data as they are written, read or drawn, and
/// once more for each value of a sweep over them.
/// </summary>
internal static class ClassLabels
{
    /// <summary>Values of one axis of a sweep that are looked at.</summary>
    private const long MostValues = 10_000;

    /// <summary>So many further values that are no class are named.</summary>
    private const int MostNamed = 5;

    /// <summary>The mistakes of an experiment, one for each array of indices and each swept key.</summary>
    public static Seq<InputError> Mistakes(Experiment experiment, TomlTable root) =>
        Ordering.Of([experiment.Value, .. ObservedFormulas.Of(experiment).All(experiment)])
            .Where(node => node.Primitive == Structures.Gather || node.Primitive == Structures.Scatter)
            .Select(node => (Indices: node.Operands[1],
                Classes: node.Primitive == Structures.Scatter ? (int)node.Attribute! : node.Operands[0].Shape[^1]))
            .Distinct().Where(look =>
                Ordering.Of(look.Indices).All(node => !RunFigures.OfStep.Values.Contains(node) && !OverRun.IsFigure(node.Primitive)))
            .SelectMany(look => InFile(experiment, look.Indices, look.Classes, root).Concat(Swept(experiment, look.Indices, look.Classes)))
            .ToSeq().Strict();

    private static IEnumerable<InputError> InFile(Experiment experiment, Expr indices, int classes, TomlTable root)
    {
        var values = Evaluated(experiment, indices);
        if (!values.Any(value => !IsClass(value, classes))) return [];
        var wrong = values.First(value => !IsClass(value, classes));
        return [Place(experiment, indices, wrong, root).Error(wrong, classes, values)];
    }

    /// <summary>Each swept key that the indices depend on, with the first of its values that makes one that is no class.</summary>
    private static IEnumerable<InputError> Swept(Experiment experiment, Expr indices, int classes)
    {
        string[] inputs = [.. Ordering.Inputs([indices]).Select(input => input.InputName!)];
        foreach (var axis in experiment.Sweep.Axes
            .Where(axis => axis.Setting.Key.Split('.', '[') is [_, var name, ..] && inputs.Contains(name)))
        {
            for (var position = 0L; position < Math.Min(axis.Values.Count, MostValues); position++)
            {
                var values = Evaluated(axis.Setting.Put(experiment, axis.Values.At(position)), indices);
                if (values.All(value => IsClass(value, classes))) continue;
                var label = new Label(experiment.LocationOf($"sweep.{axis.Setting.Key}"), axis.Setting.Key);
                yield return label.Error(values.First(value => !IsClass(value, classes)), classes, values);
                break;
            }
        }
    }

    private static bool IsClass(double value, int classes) => value >= 0 && value < classes && Math.Floor(value) == value;

    private static double[] Evaluated(Experiment experiment, Expr indices)
    {
        var inputs = Ordering.Inputs([indices]).ToDictionary(input => input.InputName!);
        var point = new Dictionary<Expr, Tensor>();
        foreach (var (table, arrays) in (IEnumerable<(string, Arr<NamedArray>)>)[("parameters", experiment.Parameters),
            ("data", experiment.Data)])
            foreach (var array in arrays)
                if (inputs.TryGetValue(array.Name, out var input))
                    point[input] = array.Source.Values(experiment.Seed, $"{table}.{array.Name}");
        return new Evaluation([indices]).At(point)[0].ToArray();
    }

    /// <summary>
    /// The first element of the arrays behind the indices that is the wrong value itself, or, where it was calculated, the array.
    /// </summary>
    private static Label Place(Experiment experiment, Expr indices, double wrong, TomlTable root)
    {
        string[] inputs = [.. Ordering.Inputs([indices]).Select(input => input.InputName!)];
        var arrays = experiment.Parameters.Select(array => ("parameters", array)).Concat(experiment.Data.Select(array => ("data", array)))
            .Where(pair => inputs.Contains(pair.array.Name)).ToArray();
        foreach (var (table, array) in arrays)
        {
            var values = array.Source.Values(experiment.Seed, $"{table}.{array.Name}").ToArray();
            if (Array.FindIndex(values, value => value.Equals(wrong)) is >= 0 and var position)
                return new(Element((root[table] as TomlTable)?[array.Name], position).ToString(),
                    ElementNames.At(array.Name, array.Source.Shape, position)
                        + (array.Source is ArraySource.FromFile file ? $" of {file.Path}" : ""));
        }
        return arrays is [var (of, only), ..]
            ? new(experiment.LocationOf($"{of}.{only.Name}"), $"a class that is computed from {only.Name}")
            : new(experiment.LocationOf("loss"), "a class");
    }

    /// <summary>Where an element stands: in the literal, or where what describes the array begins.</summary>
    private static TextPlace Element(TomlNode? node, int position) => node switch
    {
        TomlArray { Items: [TomlNumber, ..] } row => row.Items[position].Place,
        TomlArray { Items.Count: > 0 } rows when Count(rows.Items[0]) is > 0 and var each =>
            Element(rows.Items[position / each], position % each),
        _ => node?.Place ?? default,
    };

    private static int Count(TomlNode node) => node is TomlArray array ? array.Items.Sum(Count) : 1;

    /// <summary>What holds a class index, by name, and where it stands.</summary>
    private readonly record struct Label(string Location, string Name)
    {
        public InputError Error(double wrong, int classes, double[] values) => new(
            Location,
            $"{Name} is {NumberText.Exact(wrong)}, but must be a class: "
                + $"{(classes == 1 ? "0, the only one there is" : $"a whole number from 0 to {classes - 1}")}.{Others(classes, values)}",
            Hint(wrong, classes, values));

        /// <summary>How many more there are, and the first few that differ.</summary>
        private static string Others(int classes, double[] values)
        {
            double[] others = [.. values.Where(value => !IsClass(value, classes)).Skip(1)];
            string[] named = [.. others.Distinct().Take(MostNamed + 1).Select(NumberText.Exact)];
            var more = named.Length > MostNamed ? " ..." : ".";
            return others.Length == 0 ? ""
                : $" So must {others.Length} more of {values.Length}: {string.Join(", ", named.Take(MostNamed))}{more}";
        }

        private static string Hint(double wrong, int classes, double[] values) => Math.Floor(wrong) != wrong
            ? "Shares of classes need the shape of the probabilities, a row with one share for each class."
            : values.All(value => IsClass(value - 1, classes))
                ? "Classes are counted from 0: subtract 1 where the formula uses them."
                : $"There are {NumberText.Count(classes)} probabilities in a row, one for each class.";
    }
}
