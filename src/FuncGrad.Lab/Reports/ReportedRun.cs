using System.Text;
using System.Text.Json;

namespace FuncGrad.Lab;

/// <summary>What a page holds of one folder of results.</summary>
internal sealed class ReportedRun
{
    private readonly OpenedRun _opened;
    private readonly SweptKeys _keys;
    private readonly long _trials;

    /// <param name="opened">The folder.</param>
    /// <param name="label">What it is called among others; empty if it is alone.</param>
    /// <param name="share">How much of the room of a page it has.</param>
    public ReportedRun(OpenedRun opened, string label, double share = 1)
    {
        (_opened, Label, _keys) = (opened, label, new(opened.Tables.Experiment.Sweep));
        _trials = opened.Manifest.Tally.Trials;
        Columns = TrialColumns.Read(opened.Tables, _trials, share);
        Curves = StepCurves.Read(opened.Tables, _trials, opened.Manifest.Files.Where(file =>
            RowFiles.IsTable(file.Name) && file.Name.StartsWith(ResultFolder.StepsTable, StringComparison.Ordinal))
                .Sum(file => file.Rows), share);
    }

    /// <summary>What it is called among others.</summary>
    public string Label { get; }

    public OpenedRun Opened => _opened;

    public TrialColumns Columns { get; }

    public StepCurves? Curves { get; }

    /// <summary>What there was no room for, in sentences.</summary>
    public List<string> LeftOut { get; } = [];

    public void Write(Utf8JsonWriter json, bool hasMap)
    {
        json.WriteStartObject();
        json.WriteString("label", PlainText.Of(Label));
        json.WriteNumber("trials", _trials);
        json.WriteBoolean("maximises", _opened.Tables.Experiment.Method.Direction == Direction.Maximise);
        json.WriteBoolean("hasReplicates", _keys.HasReplicates);
        WriteKeys(json);
        json.WriteNumber("rows", Columns.Rows);
        Columns.Write(json);
        Curves?.Write(json);
        if (hasMap && ReportedMap.Write(json, _opened.Tables) is { Length: > 0 } left) LeftOut.Add(left);
        json.WriteEndObject();
        LeftOut.InsertRange(0, Columns.LeftOut);
        if (Curves is { LeftOut.Length: > 0 }) LeftOut.Add(Curves.LeftOut);
    }

    /// <summary>The pictures that say much about the results, but for those that the page draws itself.</summary>
    public IEnumerable<(string Kind, string Svg)> Pictures(bool isForScripts)
    {
        foreach (var kind in ChartKinds.All.Where(kind =>
            (kind.Name == "curves" || (kind.Name == "map" && Label.Length == 0)) != isForScripts && kind.Fits(_opened.Tables)))
            if (kind.Draw(_opened.Tables, new() { Title = "" }).Chart is { } chart)
            {
                var svg = SvgWriter.Text(ChartLayout.Picture(chart, Width), Png.Of);
                if (svg.Length <= MostLetters) yield return (kind.Name, svg);
                else if (isForScripts)
                    LeftOut.Add($"The picture `{kind.Name}` is too large for this page; `funcgrad plot --kind {kind.Name}` draws it.");
            }
    }

    /// <summary>Narrow pictures have their legend below, and their letters are as large as those of the page.</summary>
    private const double Width = 460;

    private const int MostLetters = 700_000;

    private void WriteKeys(Utf8JsonWriter json)
    {
        json.WriteStartArray("keys");
        foreach (var key in _keys.All)
        {
            json.WriteStartObject();
            json.WriteString("name", Visible.Text(key.Name));
            json.WriteString("label", PlainText.Of(key.Label));
            json.WriteBoolean("isSeed", key.IsSeed);
            json.WriteBoolean("differs", key.Values.Count > 1);
            json.WriteBoolean("isLogarithmic", key.IsNumeric && key.IsLogarithmic);
            json.WriteEndObject();
        }
        json.WriteEndArray();
    }

    /// <summary>The trial with the best last loss, in words; empty if none has one.</summary>
    public string Best()
    {
        var (losses, verdicts, direction) = (Columns.Numbers("loss"), Columns.Words("verdict"), _opened.Tables.Experiment.Method.Direction);
        double Score(int row) => VerdictWords.Score(verdicts[row], losses[row], direction);
        var best = Enumerable.Range(0, Columns.Rows).Where(row => !double.IsNaN(Score(row))).DefaultIfEmpty(-1)
            .MinBy(row => row < 0 ? 0 : Score(row));
        if (best < 0) return "";
        var trial = (long)Columns.Trials[best];
        var settings = _keys.Named.Count == 0 ? ""
            : string.Concat(_keys.Named.Take(6).Select(key => $", {key.Label} {SweptKey.Text(_keys.Value(trial, key))}"));
        var text = new StringBuilder(PlainText.Of(
            $"trial {trial}{settings}: loss {NumberText.InTable(losses[best])} after "
                + $"{NumberText.Count((long)Columns.Numbers("steps")[best])} steps, {verdicts[best]}"));
        if (Columns.Words("note")[best] is { Length: > 0 } note) text.Append(": ").Append(PlainText.Of(note));
        return text.ToString();
    }
}
