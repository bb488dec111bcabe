using System.Globalization;
using System.Text;
using System.Text.Json;

namespace FuncGrad.Lab;

/// <summary>
/// One file of HTML that holds everything: data, pictures, styles and scripts. What it says it says also where no script runs.
/// </summary>
internal sealed class Page(string title, IReadOnlyList<ReportedRun> runs)
{
    private const int Shades = 32;

    private readonly StringBuilder _text = new();

    private bool IsComparison => runs.Count > 1;

    /// <summary>Seconds after which the page is read again; 0 for never.</summary>
    public int Refresh { get; init; }

    /// <summary>What stands above the verdicts: how far a run is.</summary>
    public string Standing { get; init; } = "";

    /// <summary>What is said of several runs, as HTML.</summary>
    public string Comparison { get; init; } = "";

    public string Html()
    {
        var data = Data();
        Head();
        foreach (var run in runs) Verdicts(run);
        if (IsComparison) _text.Append(Comparison);
        else if (runs[0].Best() is { Length: > 0 } best)
            Add($"<p class=\"best\" id=\"best\"><strong>Best:</strong> {PageParts.Text(best)}</p>\n");
        Interactive();
        foreach (var run in runs) Pictures(run);
        Trials();
        foreach (var run in runs) Experiment(run);
        Versions();
        Add(
            "</main>\n<script type=\"application/json\" "
                + $"id=\"data\">{data}</script>\n<script>{PageParts.Scripts}</script>\n</body>\n</html>\n");
        return _text.ToString();
    }

    private void Add(string text) => _text.Append(text);

    private void Head()
    {
        Add($"""
            <!doctype html>
            <html lang="en">
            <head>
            <meta charset="utf-8">
            <meta name="viewport" content="width=device-width, initial-scale=1">
            <meta http-equiv="Content-Security-Policy" content="{PageParts.Policy}">
            <meta name="referrer" content="no-referrer">
            {(Refresh > 0 ? $"<meta http-equiv=\"refresh\" content=\"{Refresh}\">\n" : "")}<title>{PageParts.Text(title)}</title>
            <style>{PageParts.Styles}</style>
            </head>
            <body>
            <a class="skip" href="#trials">To the table of trials</a>
            <header>
            <h1 dir="auto">{PageParts.Text(title)}</h1>
            <p class="lead">{PageParts.Text(Lead())}</p>
            <p id="trouble" role="alert"></p>
            <noscript>
            <p class="note">Without scripts the curves, the map and the table of this page do not show; the pictures do.</p>
            </noscript>
            </header>
            <main>

            """);
    }

    private string Lead()
    {
        var trials = runs.Sum(run => run.Opened.Manifest.Tally.Trials);
        var what = IsComparison ? $"{runs.Count} runs, {NumberText.Count(trials)} trials"
            : $"{NumberText.Count(trials)} {(trials == 1 ? "trial" : "trials")} of {runs[0].Opened.Tables.Experiment.Formula}";
        return Standing.Length > 0 ? $"{Standing}; {what}" : what;
    }

    private static IEnumerable<CountedVerdict> Counted(Tally tally) =>
        VerdictWords.All.Select(row => new CountedVerdict(row.Word, Colour.Of(row.Colour), row.Meaning, tally.Of(row.Word)));

    private sealed record CountedVerdict(string Word, Colour Colour, string Meaning, long Count);

    private void Verdicts(ReportedRun run)
    {
        var (tally, isFirst) = (run.Opened.Manifest.Tally, run == runs[0]);
        var found = Counted(tally).Where(verdict => verdict.Count > 0).ToArray();
        Add($"<section aria-label=\"Verdicts\"{(isFirst ? " id=\"verdicts\"" : "")}>\n");
        if (IsComparison) Add($"<h2>{PageParts.Text(run.Label)}</h2>\n");
        var counts = string.Join(", ", found.Select(verdict => $"{verdict.Word} {NumberText.Count(verdict.Count)}"));
        Add($"<div class=\"strip\" role=\"img\" aria-label=\"{PageParts.Text(counts)}\">");
        foreach (var (word, colour, _, count) in found)
            Add(string.Create(CultureInfo.InvariantCulture,
                $"<span style=\"flex:{count};background:{colour}\" title=\"{word} {NumberText.Count(count)}\"></span>"));
        Add("</div>\n<ul class=\"verdicts\">\n");
        // The boxes of the first run stand for all of them, so they have all words.
        var others = isFirst
            ? runs.Skip(1).SelectMany(other => Counted(other.Opened.Manifest.Tally))
                .Where(verdict => verdict.Count > 0 && found.All(one => one.Word != verdict.Word))
                .DistinctBy(verdict => verdict.Word).Select(verdict => verdict with { Count = 0 })
            : [];
        foreach (var (word, colour, meaning, count) in found.Concat(others))
        {
            var box = isFirst ? $"<input type=\"checkbox\" checked value=\"{word}\" aria-label=\"show {word}\">" : "";
            var name = isFirst ? $"<button type=\"button\" data-verdict=\"{word}\" title=\"only these\">{word}</button>" : word;
            Add(
                $"<li title=\"{PageParts.Text(meaning)}\">{box}<span class=\"dot\" style=\"background:{colour}\"></span>{name} "
                    + $"<strong>{NumberText.Count(count)}</strong></li>\n");
        }
        Add("</ul>\n</section>\n");
    }

    private void Interactive() => Add("""
        <div class="pair interactive">
        <section id="curves" aria-labelledby="curves-title">
        <h2 id="curves-title">Curves by step</h2>
        <div class="tools"><label>of <select id="figure"></select></label>
        <label><input type="checkbox" id="logarithm"> log axis</label>
        <label><input type="checkbox" id="folds"> seeds as mean and range</label>
        <span><button type="button" id="in" aria-label="zoom in">+</button>
        <button type="button" id="out" aria-label="zoom out">−</button>
        <button type="button" id="all">all</button></span></div>
        <div id="plot" role="img" aria-label="Curves by step. The table below has the same trials."></div>
        <ul class="keys" id="legend"></ul>
        <p class="note" id="curve-note"></p>
        <p class="note">Drag to zoom, double-click for all; click a curve to select its trial.</p>
        </section>
        <section id="map" aria-labelledby="map-title">
        <h2 id="map-title">Map of the sweep</h2>
        <div class="tools"><label>coloured by <select id="map-figure"></select></label></div>
        <div><canvas id="cells" tabindex="0" role="img"></canvas></div>
        <ul class="keys" id="map-legend"></ul>
        <p class="note" id="under-pointer" aria-live="polite"></p>
        </section>
        </div>

        """);

    private void Pictures(ReportedRun run)
    {
        var pictures = run.Pictures(isForScripts: true).ToArray();
        if (pictures.Length > 0)
        {
            Add($"<section><h2>Pictures{(IsComparison ? $": {PageParts.Text(run.Label)}" : "")}</h2>\n<div class=\"pictures\">\n");
            foreach (var (kind, svg) in pictures) Add($"<figure data-kind=\"{kind}\">{svg}</figure>\n");
            Add("</div></section>\n");
        }
        Add("<noscript><div class=\"pictures\">\n");
        foreach (var (kind, svg) in run.Pictures(isForScripts: false)) Add($"<figure data-kind=\"{kind}\">{svg}</figure>\n");
        Add("</div></noscript>\n");
    }

    private void Trials()
    {
        Add("""
            <section id="trials" aria-labelledby="trials-title">
            <h2 id="trials-title">Trials</h2>
            <div class="interactive">
            <div class="tools">
            <label>Filter
            <input type="search" id="filter" placeholder="converged, loss<1e-20" autocomplete="off" spellcheck="false"></label>
            <span id="count" role="status"></span></div>
            <div id="rows" tabindex="0" role="region" aria-label="Table of trials. Arrow keys select."></div>
            <p id="selected" aria-live="polite"></p>
            </div>

            """);
        foreach (var left in runs.SelectMany(run => run.LeftOut.Select(text => IsComparison ? $"{run.Label}: {text}" : text)).Distinct())
            Add($"<p class=\"note\">{PageParts.Text(left)}</p>\n");
        Add("</section>\n");
    }

    private void Experiment(ReportedRun run)
    {
        var manifest = run.Opened.Manifest;
        Add($"<section id=\"experiment\"><h2>Experiment {PageParts.Text(IsComparison ? run.Label : manifest.ExperimentFile)}</h2>\n");
        if (manifest.Overrides.Count > 0)
            Add($"<p class=\"note\">with {PageParts.Text(string.Join(", ", manifest.Overrides.Select(set => $"--set {set}")))}</p>\n");
        Add($"<pre tabindex=\"0\">{PageParts.Lines(run.Opened.Toml)}</pre></section>\n".Replace("id=\"experiment\"", run == runs[0]
            ? "id=\"experiment\"" : "", StringComparison.Ordinal));
    }

    private void Versions()
    {
        Add("<section><h2>Versions</h2>\n<div class=\"scroll\"><table class=\"plain\">\n");
        foreach (var run in runs)
        {
            var manifest = run.Opened.Manifest;
            if (IsComparison) Add($"<tr><th colspan=\"2\" scope=\"rowgroup\">{PageParts.Text(run.Label)}</th></tr>\n");
            Row("computed by", $"funcgrad {(manifest.Build.Length > 0 ? manifest.Build : manifest.Version)}");
            Row("on", string.Join("; ", manifest.Sessions.Select(session => $"{session.Processor}, {session.Cores} cores").Distinct()));
            Row("in", string.Create(CultureInfo.InvariantCulture,
                $"{manifest.Sessions.Sum(session => session.Seconds):0.##} s, {NumberText.Count(manifest.Tally.Steps)} steps"));
            Row("identity", manifest.Identity);
        }
        Row("page by", $"funcgrad {Machine.Build}; curves by uPlot 1.6.32 (MIT licence, © 2022 Leon Sorokin)");
        Add("</table></div></section>\n");
    }

    private void Row(string name, string text) => Add($"<tr><th scope=\"row\">{name}</th><td>{PageParts.Text(text)}</td></tr>\n");

    private string Data()
    {
        using var memory = new MemoryStream();
        using (var json = new Utf8JsonWriter(memory))
        {
            json.WriteStartObject();
            json.WriteStartArray("verdicts");
            foreach (var (word, colour, _) in FuncGrad.Palette.Verdicts)
            {
                json.WriteStartObject();
                json.WriteString("word", word);
                json.WriteString("colour", colour.ToString());
                json.WriteEndObject();
            }
            json.WriteEndArray();
            Colours(json, "series", FuncGrad.Palette.Series);
            Colours(json, "shades", Enumerable.Range(0, Shades).Select(i => FuncGrad.Palette.Quantity(i / (Shades - 1.0))));
            json.WriteStartArray("runs");
            foreach (var run in runs) run.Write(json, hasMap: !IsComparison);
            json.WriteEndArray();
            json.WriteEndObject();
        }
        return Encoding.UTF8.GetString(memory.ToArray());
    }

    private static void Colours(Utf8JsonWriter json, string name, IEnumerable<Colour> colours)
    {
        json.WriteStartArray(name);
        foreach (var colour in colours) json.WriteStringValue(colour.ToString());
        json.WriteEndArray();
    }
}
