namespace FuncGrad;

/// <summary>What a file gives a hyperparameter in place of a number: a formula of the step, or a schedule by name.</summary>
internal static class ScheduleReader
{
    private static readonly string[] Keys = ["title", "source", "notes", "settings", "slots", "update", "value"];

    /// <summary>What a formula of a hyperparameter may use.</summary>
    private static readonly string[] Known = ["step", "steps", "t", "loss"];

    private static readonly System.Collections.Concurrent.ConcurrentDictionary<(string Name, bool WarmsUp), Rule> Made = new();

    /// <summary>The schedules there are.</summary>
    public static IReadOnlyList<string> Names => MethodTexts.Schedules.Names;

    /// <summary>A schedule as a rule of one number, with a warm-up before it if asked for.</summary>
    public static Rule Named(string name, bool warmsUp) => Made.GetOrAdd((name, warmsUp), key => Text(key.Name, key.WarmsUp).ToRule());

    /// <summary>Whether a schedule follows the loss.</summary>
    public static bool Watches(string name) =>
        Text(name, warmsUp: false).Update
            .Any(line => Formula.Names(line[(line.IndexOf('=', StringComparison.Ordinal) + 1)..]).Any(used => used.Name == "loss"));

    /// <summary>A formula of the step as a rule of one number.</summary>
    public static Rule OfFormula(string formula) => new RuleText("schedule") { Update = ["x = " + formula] }.ToRule();

    /// <summary>The mistakes of such a formula.</summary>
    public static IEnumerable<FormulaError> Mistakes(string formula)
    {
        var reading = Formula.Read(formula, Known.ToDictionary(name => name, name => RuleLines.Symbol(name, Shape.Scalar)));
        if (reading.Expression is { } read && DropoutNumbers.AreIn(read))
            return [new(1, "dropout drops elements of a loss, and nothing in a schedule.", "Leave it out.")];
        return reading.Expression is { Shape.Rank: > 0 } array
            ? [new(1, $"This is an array of shape {array.Shape}, but must be one number.", "")] : reading.Errors;
    }

    private static RuleText Text(string name, bool warmsUp)
    {
        var (table, errors) = ((TomlTable)MethodTexts.Schedules.Table(name).Value, new List<InputError>());
        foreach (var entry in table.Entries.Where(entry => !Keys.Contains(entry.Key)))
            errors.Add(entry.Place.Error($"A schedule has no part '{entry.Key}'."));
        Hyperparameter[] settings =
        [
            new("from", 0, double.NegativeInfinity, double.PositiveInfinity,
                "the first value; the default of the hyperparameter if left out"),
            .. HyperparameterReader.Read(table["settings"], "settings", errors),
            .. warmsUp ? Warmup : [],
        ];
        var slots = RuleReader.Slots(table["slots"], "slots", settings, errors);
        var value = RuleReader.Text(table, "value", errors);
        if (errors.Count > 0) throw new InvalidOperationException(string.Join('\n', errors));
        var lines = RuleReader.Lines(table["update"], "update", errors);
        return new RuleText(name)
        {
            Title = RuleReader.Text(table, "title", errors), Source = RuleReader.Text(table, "source", errors),
                Notes = RuleReader.Text(table, "notes", errors),
            Hyperparameters = settings,
            Slots = [.. slots.Select(slot => slot with { IsShared = true })],
            Update = warmsUp ? WarmedUp(slots, lines, value) : ["k = step", "n = steps", .. lines, "x = " + value],
        };
    }

    private static Hyperparameter[] Warmup =>
    [
        new("warmup", 0, 0, double.PositiveInfinity, "for how many steps the value rises before the schedule begins"),
        new("warmup_from", 0, double.NegativeInfinity, double.PositiveInfinity, "the share of the first value from which it rises"),
    ];

    /// <summary>The lines with a warm-up before them, in which what the schedule remembers stays as it is.</summary>
    private static string[] WarmedUp(IReadOnlyList<SlotText> slots, IReadOnlyList<string> lines, string value) =>
    [
        "k = max(0, step - warmup)", "n = max(1, steps - warmup)",
        .. slots.Select(slot => $"held_{slot.Name} = {slot.Name}"), .. lines, "x = " + value,
        .. slots.Select(slot => $"{slot.Name} = where(step < warmup, held_{slot.Name}, {slot.Name})"),
        "x = where(step < warmup, x*(warmup_from + (1 - warmup_from)*step/warmup), x)",
    ];

    /// <summary>Title, formulas and settings of a schedule, for lists.</summary>
    public static RuleText Described(string name) => Text(name, warmsUp: false);
}
