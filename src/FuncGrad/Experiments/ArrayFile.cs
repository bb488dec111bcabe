using LanguageExt;

namespace FuncGrad;

/// <summary>What an experiment asks of a file of numbers: which file, and which rows and columns of it.</summary>
/// <param name="Path">As written in the experiment file.</param>
public sealed record ArrayFile(string Path)
{
    /// <summary>As written in the experiment file.</summary>
    public string Path { get; init; } = Arguments.Given(Path);

    /// <summary>How its numbers are written.</summary>
    public ArrayFileKind Kind { get; init; } = ArrayFileKind.Csv;

    /// <summary>The name of the array in a file of several (.npz); empty: the only one.</summary>
    public string Member { get; init; } = "";

    /// <summary>Whose parameters are meant, where the path is that of a folder of results.</summary>
    public long Trial { get; init; }

    /// <summary>
    /// Names of the header, positions (<c>3</c>) and ranges of positions (<c>0:64</c>), in this order; none: all columns.
    /// </summary>
    public Arr<string> Columns { get; init; } = Arr<string>.Empty;

    /// <summary>The rows, counted from 0 below the header.</summary>
    public IndexRange Rows { get; init; } = IndexRange.All;

    /// <summary>What stands between the cells; null: it is found out.</summary>
    public char? Delimiter { get; init; }

    /// <summary>Whether the first line is a header; null: it is one if it holds nothing but names.</summary>
    public bool? HasHeader { get; init; }

    /// <summary>The words of a column of text whose numbers are 0, 1 ...; none: in order of first appearance.</summary>
    public Arr<string> Classes { get; init; } = Arr<string>.Empty;

    /// <summary>Where in the experiment file a part of it stands, for messages.</summary>
    internal IReadOnlyDictionary<string, TextPlace> Places { get; init; } = new Dictionary<string, TextPlace>();

    /// <summary>Where a part stands in the experiment file, or the data file if it is not there.</summary>
    internal string LocationOf(string part) => Places.TryGetValue(part, out var place) ? place.ToString() : Path;

    /// <summary>The positions of the columns, or what is wrong with them.</summary>
    /// <param name="header">The names of the columns; none if there is no header.</param>
    /// <param name="width">How many columns there are.</param>
    internal Validation<InputError, int[]> Positions(IReadOnlyList<string> header, int width)
    {
        if (Columns.IsEmpty) return Enumerable.Range(0, width).ToArray();
        var positions = new List<int>();
        var errors = new List<InputError>();
        foreach (var column in Columns)
            if (header.Count(name => name == column) > 1)
                errors.Add(new(LocationOf("columns"), $"{Path} has several columns '{column}'.",
                    $"Name it by its position: {string.Join(" or ", Enumerable.Range(0, header.Count).Where(c => header[c] == column))}."));
            else if (header.ToList().IndexOf(column) is >= 0 and var named) positions.Add(named);
            else if (IndexRange.Parse(column) is not { } range)
                errors.Add(new(LocationOf("columns"), $"{Path} has no column '{column}'.", Hint(column, header)));
            else if (range.Of(width) is not { } found)
                errors.Add(new(LocationOf("columns"), $"{Path} has {width} columns, and '{column}' are not among them.",
                    $"Columns are counted from 0 to {width - 1}; the end of a range is not included."));
            else positions.AddRange(Enumerable.Range((int)found.From, (int)(found.To - found.From)));
        return errors.Count == 0 ? positions.ToArray() : Prelude.Fail<InputError, int[]>(errors.ToSeq().Strict());
    }

    private static string Hint(string column, IReadOnlyList<string> header) => header.Count == 0
        ? "Its first line is not a header, so that columns are named by their positions: columns = \"0:4\"."
        : NearestName.Hint(column, header, "Its columns are");
}

/// <summary>How the numbers of a file are written.</summary>
public enum ArrayFileKind
{
    /// <summary>Text, a row in each line (RFC 4180).</summary>
    Csv,

    /// <summary>IDX, the format of MNIST, also packed with gzip.</summary>
    Idx,

    /// <summary>An array of NumPy (.npy).</summary>
    Npy,

    /// <summary>Arrays of NumPy by name (.npz).</summary>
    Npz,

    /// <summary>Parameters that were kept of a trial, in a folder of results.</summary>
    From,
}
