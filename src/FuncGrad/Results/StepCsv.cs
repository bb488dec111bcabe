using System.Globalization;

namespace FuncGrad;

/// <summary>
/// Steps as CSV, in the bytes of the command's <c>steps.csv</c>: comma, line feed, header, the shortest text of a number that reads back as
/// the same number. Where the text goes is the caller's: a file, if it shall be one, in UTF-8 without a byte order mark.
/// </summary>
public static class StepCsv
{
    /// <summary>
    /// The rows <c>trial, step, loss, gradient_norm</c> and all parameter elements of a sequence of steps, with their header.
    /// </summary>
    /// <param name="to">Where they are written.</param>
    /// <param name="loss">What was descended: it names the elements.</param>
    /// <param name="steps">A finite sequence.</param>
    /// <param name="trial">The first column.</param>
    public static void Write(TextWriter to, Loss loss, IEnumerable<Step> steps, long trial = 0)
    {
        Arguments.Given(to);
        Arguments.Given(steps);
        CsvText.Line(to, ["trial", "step", "loss", "gradient_norm",
            .. Arguments.Given(loss).Parameters.SelectMany(p => ElementNames.Of(p.InputName!, p.Shape))]);
        foreach (var step in steps)
        {
            to.Write(FormattableString.Invariant($"{trial},{step.Iteration},"));
            CsvText.Line(to, step.Parameters.SelectMany(part => part.ToArray()).Prepend(step.GradientNorm).Prepend(step.Loss));
        }
    }

    /// <summary>
    /// The rows of the log of some blocks of trials, with their header: the whole <c>steps.csv</c>, if they are all of a batch.
    /// </summary>
    public static void Write(TextWriter to, Batch batch, IEnumerable<TrialTable> tables)
    {
        CsvText.Line(Arguments.Given(to), Arguments.Given(batch).StepColumns);
        foreach (var table in Arguments.Given(tables))
            for (var trial = 0; trial < table.Count; trial++) Write(to, table.First + trial, table.Rows(trial));
    }

    private static void Write(TextWriter to, long trial, StepRows rows)
    {
        for (var row = 0; row < rows.Count; row++)
        {
            to.Write(FormattableString.Invariant($"{trial},{rows.Step(row)}{(rows.Width > 0 ? "," : "\n")}"));
            if (rows.Width > 0) CsvText.Line(to, rows.Figures(row).ToArray());
        }
    }
}

/// <summary>Trials as CSV, in the bytes of the command's <c>trials.csv</c>.</summary>
public static class TrialCsv
{
    /// <summary>A row for each trial of some blocks, with their header: the whole <c>trials.csv</c>, if they are all of a batch.</summary>
    /// <param name="to">Where they are written.</param>
    /// <param name="batch">Which names the columns.</param>
    /// <param name="tables">Blocks in order: <see cref="Batch.Run(CancellationToken)"/>.</param>
    public static void Write(TextWriter to, Batch batch, IEnumerable<TrialTable> tables)
    {
        CsvText.Line(Arguments.Given(to), Arguments.Given(batch).TrialColumns);
        foreach (var record in Arguments.Given(tables).SelectMany(table => table)) CsvText.Line(to, Fields(record));
    }

    private static IEnumerable<string> Fields(TrialRecord record) =>
    [
        CsvText.Of(record.Index), record.Id, .. record.Swept.Select(value => value.Word ?? CsvText.Of(value.Number)), record.Verdict,
        CsvText.Of(record.Steps),
        .. new[] { record.Loss, record.GradientNorm, record.BestLoss, record.BestStep }.Concat(record.Observed).Concat(record.Parameters)
            .Select(CsvText.Of), record.Note,
    ];
}

/// <summary>Fields and lines of CSV (RFC 4180).</summary>
internal static class CsvText
{
    public static string Of(double number) => number.ToString("R", CultureInfo.InvariantCulture);

    public static void Line(TextWriter to, IEnumerable<double> numbers) => Line(to, numbers.Select(Of));

    public static void Line(TextWriter to, IEnumerable<string> fields)
    {
        var isFirst = true;
        foreach (var field in fields)
        {
            if (!isFirst) to.Write(',');
            to.Write(Quoted(field));
            isFirst = false;
        }
        to.Write('\n');
    }

    private static string Quoted(string field) =>
        field.AsSpan().ContainsAny(",\"\r\n") ? $"\"{field.Replace("\"", "\"\"", StringComparison.Ordinal)}\"" : field;
}
