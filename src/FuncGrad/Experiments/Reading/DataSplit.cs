using LanguageExt;
using static LanguageExt.Prelude;

namespace FuncGrad;

/// <summary>
/// A part of the rows of a file, for training, validation or a test: rows of a shuffled order that the seed of the split alone decides,
/// whatever else is read of the file.
/// </summary>
/// <param name="Part">Which.</param>
/// <param name="Share">Its share of the rows; null: what the others leave.</param>
/// <param name="Seed">Of the order.</param>
/// <param name="Place">Where it stands.</param>
internal sealed record DataSplit(DataSplit.Which Part, double? Share, long Seed, TextPlace Place)
{
    /// <summary>The parts, in the order in which they take rows.</summary>
    public enum Which
    {
        /// <summary>The first rows of the order.</summary>
        Train,

        /// <summary>Those behind the rows for training.</summary>
        Validation,

        /// <summary>The last ones.</summary>
        Test,
    }

    private const string Form = "Write split = { part = \"train\", share = 0.8, seed = 0 }.";

    public static Validation<InputError, Option<DataSplit>> Read(string key, TomlNode? node) => node switch
    {
        null => Option<DataSplit>.None,
        TomlTable table => (
            Sections.OnlyKeys(table, ["part", "share", "seed"], name => $"{key} has no part '{name}'."),
            table["part"] is { } part ? Domain.OneOf<Which>().Read($"{key}.part", part).Map(word => word.As<Which>())
                : table.Place.Error($"{key} does not say which part it is.", Form),
            ReadShare(key, table["share"]),
            table["seed"] is { } seed ? Domain.Whole(0).Read($"{key}.seed", seed).Map(value => (long)value.Number)
                : Success<InputError, long>(0))
            .Apply((_, part, share, seed) =>
                Some(new DataSplit(part, share.MatchUnsafe(given => given, () => (double?)null), seed, table.Place))),
        _ => node.Place.Error($"{key} is {node.Described}, but must be a table.", Form),
    };

    private static Validation<InputError, Option<double>> ReadShare(string key, TomlNode? node) => node switch
    {
        null => Option<double>.None,
        TomlNumber { Value: > 1 } =>
            node.Place.Error($"{key}.share is {node.Described}: more rows than the file has.",
                "A share is a part of 1: 0.8 is 80 % of the rows."),
        _ => new Domain("a number above 0, at most 1", value => value.Number is > 0 and <= 1).Read($"{key}.share", node)
            .Map(value => Some(value.Number)),
    };

    /// <summary>The rows of the part, in the order of the shuffle, or why there are none.</summary>
    /// <param name="all">The splits of the same file with the same seed, this one too.</param>
    /// <param name="rows">How many rows there are.</param>
    /// <param name="file">Its name, for messages.</param>
    public Validation<InputError, int[]> Rows(IReadOnlyList<DataSplit> all, int rows, string file)
    {
        if (all.FirstOrDefault(other => other.Part == Part && other.Share != Share) is { } other)
            return Place.Error(
                $"The part {Word} of {file} has the share {Text(Share)} here and {Text(other.Share)} at line {other.Place.Line}.",
                "All arrays of a part have the same rows: give them the same share, or another seed.");
        var (train, validation) = (Count(all, Which.Train, rows), Count(all, Which.Validation, rows));
        if (Part != Which.Test && Share is null)
            return Place.Error($"The part {Word} of {file} has no share.",
                "Only test may leave its share out: it then has what the others leave.");
        if (Part == Which.Validation && train is null)
            return Place.Error($"No array of {file} with seed = {Seed} is the part train, after which validation comes.",
                "Name train too, or call this part train or test.");
        if (Part == Which.Test && Share is null && train is null)
            return Place.Error(
                $"The part test of {file} has no share, and no array with seed = {Seed} is the part train, which would leave it rows.",
                "Give it a share.");
        var left = rows - (train ?? 0) - (validation ?? 0);
        var test = Count(all, Which.Test, rows) is { } own && !IsSharedWithTrain(all) ? own : Math.Max(0, left);
        if (left < 0 || (test > left && all.Any(split => split.Part == Which.Test)))
            return Place.Error(
                $"The parts train, validation and test take {(train ?? 0) + (validation ?? 0) + test} rows of {file}, which has {rows}.",
                "Shares that differ are those of each part and come to 1 at most; without a share, test is what the others leave.");
        var (from, count) =
            Part switch { Which.Train => (0, train!.Value), Which.Validation => (train!.Value, validation!.Value), _ =>
                (rows - test, test) };
        return count > 0 ? RowOrder.Shuffled(Seed, "split", rows)[from..(from + count)]
            : Place.Error($"The part {Word} of {file} has no rows: it has {rows} in all.", "Give it a larger share.");
    }

    /// <summary>A test that is described by the very table of its train is the other side of that cut.</summary>
    private static bool IsSharedWithTrain(IReadOnlyList<DataSplit> all) =>
        all.FirstOrDefault(split => split.Part == Which.Train) is { Share: { } share }
            && all.First(split => split.Part == Which.Test).Share == share;

    private static int? Count(IReadOnlyList<DataSplit> all, Which part, int rows) =>
        all.FirstOrDefault(split => split.Part == part)?.Share is { } share ? (int)Math.Floor((share * rows) + 0.5) : null;

    private string Word => Words.Of(Part);

    private static string Text(double? share) => share is { } number ? NumberText.Exact(number) : "of the rest";
}
