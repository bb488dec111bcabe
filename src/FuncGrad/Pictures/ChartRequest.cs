using System.Globalization;

namespace FuncGrad;

/// <summary>What a reader wants to see beside the kind of picture; null is for the picture to choose.</summary>
internal sealed record ChartRequest
{
    /// <summary>What lies along the axes: columns, or swept keys.</summary>
    public string? X { get; init; }

    /// <inheritdoc cref="X"/>
    public string? Y { get; init; }

    /// <summary>What decides the colours: <c>verdict</c>, a column, a swept key.</summary>
    public string? Colour { get; init; }

    /// <summary>Which trials, in order.</summary>
    public IReadOnlyList<long>? Trials { get; init; }

    /// <summary>The title; the experiment's own if null.</summary>
    public string? Title { get; init; }

    /// <summary>Trials as people list them: <c>0,3,10-20</c>; null if it is no such list.</summary>
    public static IReadOnlyList<long>? ParseTrials(string text)
    {
        const int Most = 100_000;
        var trials = new SortedSet<long>();
        foreach (var part in text.Split(','))
        {
            var ends = part.Split('-');
            if (ends.Length > 2 || !IsNumber(ends[0], out var first) || !IsNumber(ends[^1], out var last) || last < first
                || last - first > Most) return null;
            for (var trial = first; trial <= last; trial++) trials.Add(trial);
        }
        return [.. trials];
    }

    /// <summary>The title of a picture of an experiment.</summary>
    public string TitleFor(Experiment experiment) => Title ?? (experiment.Title.Length > 0 ? experiment.Title : experiment.Formula);

    private static bool IsNumber(string text, out long number) => long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture,
        out number);
}

/// <summary>A chart, or why there is none.</summary>
internal sealed record Drawing(Chart? Chart, string Problem = "")
{
    public static Drawing Refused(string problem) => new(null, problem);

    public static implicit operator Drawing(Chart chart) => new(chart);
}
