namespace FuncGrad;

/// <summary>
/// What <c>trials.csv</c> says of every trial, as far as a picture needs it: a byte for the verdict, and numbers only of columns asked for.
/// </summary>
internal sealed class TrialFigures
{
    private TrialFigures(byte[] verdicts, IReadOnlyDictionary<string, double[]> numbers) => (Verdicts, _numbers) = (verdicts, numbers);

    private readonly IReadOnlyDictionary<string, double[]> _numbers;

    /// <summary>Positions in <see cref="Palette.Verdicts"/>.</summary>
    public byte[] Verdicts { get; }

    public int Count => Verdicts.Length;

    public double[] this[string column] => _numbers[column];

    /// <summary>Reads the table once.</summary>
    public static TrialFigures Read(ResultTable trials, params string[] columns)
    {
        var names = columns.Distinct().ToArray();
        var (verdicts, numbers, words) = (new List<byte>(), names.Select(_ => new List<double>()).ToArray(), new VerdictPositions());
        foreach (var rows in trials.Read(names, ["verdict"]))
        {
            foreach (var word in rows.Words[0]) verdicts.Add(words.PositionOf(word));
            for (var c = 0; c < names.Length; c++) numbers[c].AddRange(rows.Numbers[c]);
        }
        return new([.. verdicts], Enumerable.Range(0, names.Length).ToDictionary(c => names[c], c => numbers[c].ToArray()));
    }

    /// <summary>Whether a trial stayed where numbers say something.</summary>
    public bool HasStayed(long trial) => HasStayed(Verdicts[trial]);

    public static bool HasStayed(int verdict) => verdict >= VerdictWords.All.Count || VerdictWords.All[verdict].HasStayed;

    /// <summary>The verdicts that occur, in the order of legends, with how many trials have them.</summary>
    public static IEnumerable<(int Verdict, int Count)> Counted(IEnumerable<byte> verdicts)
    {
        var counts = new int[Palette.Verdicts.Count + 1];
        foreach (var verdict in verdicts) counts[verdict]++;
        return Enumerable.Range(0, counts.Length).Where(verdict => counts[verdict] > 0).Select(verdict => (verdict, counts[verdict]));
    }

    /// <summary>The legend of some verdicts.</summary>
    public static IReadOnlyList<Key> Keys(IEnumerable<byte> verdicts, KeyKind kind, Form? form = null) =>
        [.. Counted(verdicts).Select(counted => new Key($"{WordOf(counted.Verdict)}: {NumberLabel.Count(counted.Count)}", kind,
            ColourOf(counted.Verdict), form))];

    public static Colour ColourOf(int verdict) => verdict < Palette.Verdicts.Count ? Palette.Verdicts[verdict].Colour : Palette.Unknown;

    public static string WordOf(int verdict) => verdict < Palette.Verdicts.Count ? Palette.Verdicts[verdict].Word : "unknown";

    /// <summary>At most so many of some trials, evenly from each verdict, so that a rare one is there too.</summary>
    public IReadOnlyList<long> Chosen(IReadOnlyList<long> trials, int most)
    {
        if (trials.Count <= most) return trials;
        var byVerdict = trials.GroupBy(trial => Verdicts[trial]).Select(group => group.ToArray()).ToArray();
        int Share(long[] group) => Math.Max(Math.Min(group.Length, 2), (int)((long)most * group.Length / trials.Count));
        return [.. byVerdict.SelectMany(group => Evenly(group, Share(group))).Order()];
    }

    private static IEnumerable<long> Evenly(long[] trials, int count) => Enumerable.Range(0, count)
        .Select(i => trials[count == 1 ? 0 : (long)i * (trials.Length - 1) / (count - 1)]).Distinct();
}

/// <summary>Verdicts' words ↦ positions; a table says the same few strings again and again.</summary>
internal sealed class VerdictPositions
{
    private string? _last;
    private byte _position;

    public byte PositionOf(string word)
    {
        if (ReferenceEquals(word, _last)) return _position;
        (_last, _position) = (word, (byte)Palette.PositionOf(word));
        return _position;
    }
}
