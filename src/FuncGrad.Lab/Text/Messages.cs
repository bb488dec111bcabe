using System.Globalization;
using System.Text;

namespace FuncGrad.Lab;

/// <summary>Mistakes as people read them: where, what, the line with a caret under it, and what would be right.</summary>
internal static class Messages
{
    private const int Margin = 60, Most = 20, MarginOfHints = 4, Label = 8;

    /// <summary>Writes all mistakes of a text to stderr.</summary>
    /// <returns>The exit code.</returns>
    public static int Tell(Streams streams, IEnumerable<InputError> errors, string text, string? file = null)
    {
        streams.Error.Write(Render(errors, text, file, streams.ErrorWidth));
        return ExitCode.BadInput;
    }

    /// <summary>All mistakes of a text.</summary>
    /// <param name="errors">With locations <c>name:line:column</c>, <c>column 8</c>, or others that have no line.</param>
    /// <param name="text">What the user wrote.</param>
    /// <param name="file">Where the text is from: lines of other files are not quoted. Null: all locations are in the text.</param>
    /// <param name="width">Letters in a line of the terminal; null if there is none.</param>
    public static string Render(IEnumerable<InputError> errors, string text, string? file = null, int? width = null)
    {
        var (message, all, lines) = (new StringBuilder(), errors.ToArray(), text.Split('\n'));
        var (shown, isOfOne) = Shown(all);
        foreach (var error in shown)
            Render(message, error, text, file is null || error.Location.StartsWith($"{file}:", StringComparison.Ordinal) ? lines
                : [], width);
        var which = all.Length == shown.Length ? "" : isOfOne ? $", of which the first {Most} are shown"
            : $", of which {Most} are shown, the first of each file";
        if (all.Length > 1) message.Append(CultureInfo.InvariantCulture, $"{all.Length} mistakes{which}; nothing was written.\n");
        return message.ToString();
    }

    /// <summary>
    /// Not too many, in their order; and those that repeat themselves all through one file leave room for what is wrong with others.
    /// </summary>
    private static (InputError[] Errors, bool AreOfOneFile) Shown(InputError[] errors)
    {
        var files = errors.Select((error, place) => (File: error.Location.Split(':')[0], place))
            .GroupBy(error => error.File, error => error.place).Select(places => places.ToArray()).ToArray();
        if (errors.Length <= Most) return (errors, files.Length == 1);
        var turns = files.SelectMany(places => places.Select((place, turn) => (turn, place))).Order().Take(Most).Select(pair => pair.place);
        return ([.. turns.Order().Select(place => errors[place])], files.Length == 1);
    }

    private static void Render(StringBuilder message, InputError error, string text, string[] lines, int? width)
    {
        message.Append(Paragraph.Fold($"{error.Location}: {error.Problem}", width, MarginOfHints)).Append('\n');
        if (FormulaColumn(error.Location) is { } column) Indent(message, Formula.Caret(text, column));
        else if (LineAndColumn(error.Location) is var (line, at) && line <= lines.Length)
            Quote(message, lines[line - 1].TrimEnd('\r'), line, at, width);
        if (error.Hint.Length > 0) Indent(message, Paragraph.Fold(error.Hint, width - MarginOfHints));
    }

    private static void Quote(StringBuilder message, string line, int number, int column, int? width)
    {
        var (at, margin) = (Math.Clamp(column - 1, 0, line.Length), Math.Min(Margin, ((width ?? int.MaxValue) - Label) / 2));
        var (from, to) = (Math.Max(0, at - margin), Math.Min(line.Length, at + margin));
        var label = string.Create(CultureInfo.InvariantCulture, $"{number,5} | ");
        var visible = new string([.. line[from..to].Select(c => char.IsControl(c) ? ' ' : c)]);
        message.Append(label).Append(visible).Append('\n').Append(' ', label.Length + at - from).Append("^\n");
    }

    private static void Indent(StringBuilder message, string quoted)
    {
        foreach (var line in quoted.Split('\n')) message.Append("    ").Append(line).Append('\n');
    }

    private static int? FormulaColumn(string location) =>
        location.StartsWith("column ", StringComparison.Ordinal)
            && int.TryParse(location.AsSpan(7), CultureInfo.InvariantCulture, out var column) ? column : null;

    private static (int Line, int Column)? LineAndColumn(string location)
    {
        var parts = location.Split(':');
        return parts.Length >= 3 && int.TryParse(parts[^2], CultureInfo.InvariantCulture, out var line)
            && int.TryParse(parts[^1], CultureInfo.InvariantCulture, out var column) && line > 0
            ? (line, column)
            : null;
    }
}
