using System.Globalization;
using System.Text.Json;

namespace FuncGrad.Lab;

/// <summary>
/// The rows of <c>trials.csv</c> that a page holds: all of some thousands, the best of more, with as many columns as there is room for.
/// </summary>
internal sealed class TrialColumns
{
    /// <summary>Beyond these only the best rows are kept; and ids, which nothing compresses, only of so many.</summary>
    private const int MostRows = 20_000, BestRows = 1_000, MostIds = 2_000;

    /// <summary>What the numbers of the table may take before they are compressed.</summary>
    private const long MostBytes = 2_500_000;

    private readonly List<(string Name, double[]? Numbers, string[]? Words)> _columns = [];

    private TrialColumns(int rows) => Rows = rows;

    public int Rows { get; }

    /// <summary>What there was no room for, in sentences.</summary>
    public List<string> LeftOut { get; } = [];

    /// <summary>The numbers of the trials, row by row.</summary>
    public IReadOnlyList<double> Trials => Numbers("trial");

    public IReadOnlyList<double> Numbers(string name) => _columns.First(column => column.Name == name).Numbers!;

    public IReadOnlyList<string> Words(string name) => _columns.First(column => column.Name == name).Words!;

    /// <summary>Reads what a page shows.</summary>
    /// <param name="tables">The results.</param>
    /// <param name="trials">How many there are.</param>
    /// <param name="share">How much of the room of a page they have.</param>
    public static TrialColumns Read(ResultTables tables, long trials, double share)
    {
        var kept = trials > MostRows * share ? Best(tables, BestRows) : null;
        var rows = kept?.Count ?? (int)trials;
        var (numbers, words, leftOut) = Chosen(tables, rows, (long)(MostBytes * share));
        var columns = new TrialColumns(rows);
        if (kept is not null)
            columns.LeftOut.Add(
                $"The table has the {NumberText.Count(rows)} trials with the best last loss of {NumberText.Count(trials)}.");
        if (leftOut.Length > 0)
            columns.LeftOut.Add(
                $"The table has no column for {NumberText.Count(leftOut.Length)} of the columns: "
                    + $"{string.Join(", ", leftOut.Take(3))}{(leftOut.Length > 3 ? " ..." : "")}.");
        columns.Fill(tables, numbers, words, kept);
        return columns;
    }

    public void Write(Utf8JsonWriter json)
    {
        json.WriteStartArray("columns");
        foreach (var (name, numbers, words) in _columns)
        {
            json.WriteStartObject();
            json.WriteString("name", Visible.Text(name));
            if (numbers is not null) Packed.Doubles(json, "values", numbers);
            else Packed.Texts(json, "values", words!);
            json.WriteEndObject();
        }
        json.WriteEndArray();
    }

    /// <summary>The trials of best last loss; those without one, or that ran away, come behind all others.</summary>
    public static HashSet<double> Best(ResultTables tables, int most)
    {
        // What is compared first is not a number for the last ones, which order as the smallest.
        var best = new PriorityQueue<double, (double Merit, double Earliness)>();
        foreach (var rows in tables.Trials.Read(["trial", "loss"], ["verdict"]))
            for (var row = 0; row < rows.Count; row++)
            {
                var (trial, loss) = (rows.Numbers[0][row], rows.Numbers[1][row]);
                best.Enqueue(trial, (-VerdictWords.Score(rows.Words[0][row], loss, tables.Experiment.Method.Direction), -trial));
                if (best.Count > most) best.Dequeue();
            }
        return [.. best.UnorderedItems.Select(item => item.Element)];
    }

    /// <summary>Numbers and texts by what the first rows hold; parameters give way where there is no room.</summary>
    private static (string[] Numbers, string[] Words, string[] LeftOut) Chosen(ResultTables tables, int rows, long mostBytes)
    {
        string[] all = [.. tables.Trials.Columns.Distinct().Where(name => name != "id" || rows <= MostIds)];
        var first = tables.Trials.Read([], all).FirstOrDefault();
        string[] words = [
            .. all.Where((name, c) =>
                name is "id" or "verdict" or "note" || first?.Words[c].Take(100).Any(text => !IsNumber(text)) == true)];
        var elements = tables.Experiment.ElementNames.Take(all.Length).ToHashSet();
        var numbers = all.Except(words).ToArray();
        var most = Math.Max(0, (mostBytes / 8 / Math.Max(1, rows)) - numbers.Count(name => !elements.Contains(name)));
        var leftOut = numbers.Where(elements.Contains).Skip((int)most).ToArray();
        return ([.. numbers.Except(leftOut)], words, leftOut);
    }

    private static bool IsNumber(string text) => double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out _);

    private void Fill(ResultTables tables, string[] numbers, string[] words, HashSet<double>? kept)
    {
        var (values, texts, trial, at) =
            (numbers.Select(_ => new double[Rows]).ToArray(), words.Select(_ => new string[Rows]).ToArray(),
                Array.IndexOf(numbers, "trial"), 0);
        foreach (var rows in tables.Trials.Read(numbers, words))
            for (var row = 0; row < rows.Count && at < Rows; row++)
            {
                if (kept?.Contains(rows.Numbers[trial][row]) == false) continue;
                for (var c = 0; c < values.Length; c++) values[c][at] = rows.Numbers[c][row];
                for (var c = 0; c < texts.Length; c++) texts[c][at] = rows.Words[c][row];
                at++;
            }
        foreach (var name in tables.Trials.Columns.Distinct())
            if (Array.IndexOf(numbers, name) is >= 0 and var n) _columns.Add((name, values[n], null));
            else if (Array.IndexOf(words, name) is >= 0 and var w) _columns.Add((name, null, texts[w]));
    }
}
