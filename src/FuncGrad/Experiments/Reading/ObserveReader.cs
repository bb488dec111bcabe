using LanguageExt;
using static LanguageExt.Prelude;

namespace FuncGrad;

/// <summary>The table [observe], and the formulas of [stop].</summary>
internal sealed class ObserveReader
{
    /// <summary>The keys of patience.</summary>
    public static readonly string[] KeysOfPatience = ["of", "steps", "direction"];

    private readonly FormulaScope _scope;
    private readonly bool _hasParameters;
    private readonly bool _sweepsWhen;

    private ObserveReader(FormulaScope scope, bool hasParameters, bool sweepsWhen, Validation<InputError, Arr<Observation>> observations) =>
        (_scope, _hasParameters, _sweepsWhen, Observations) = (scope, hasParameters, sweepsWhen, observations);

    /// <summary>The columns of [observe].</summary>
    public Validation<InputError, Arr<Observation>> Observations { get; }

    /// <summary>The keys of [stop] that are formulas or belong to them.</summary>
    public static readonly string[] KeysOfStop = [.. StopWords.All.Where(row => row.Bound is null).Select(row => row.Key), "check"];

    public static ObserveReader Read(TomlTable root, Declared declared, DeclaredFormulas formulas)
    {
        var mistakes = new List<InputError>();
        var entries = root["observe"] switch
        {
            null => [],
            TomlTable table => table.Entries,
            var other => Refused(mistakes, Sections.NotATable("observe", other)),
        };
        var texts = entries.Where(entry => IsColumn(root, entry, mistakes))
            .Select(entry => DeclaredFormulas.Text("observe", entry, mistakes)).OfType<DefinedText>().ToArray();
        System.Collections.Generic.HashSet<string> unread = [.. formulas.Scope.Unread,
            .. entries.Select(entry => entry.Key).Except(texts.Select(text => text.Head))];
        var observed = ObservedFormulas.Of(formulas.Names, unread, formulas.Texts, texts).Scope;
        var told = formulas.Mistakes.Select(mistake => mistake.Location).ToHashSet();
        mistakes.AddRange(observed.Definitions.Errors.Where(error => declared.HasParameters || !error.IsUnknownName)
            .Select(error => error.At(_ => "")).Where(error => !told.Contains(error.Location)));
        mistakes.AddRange(texts.Where(text => observed.Value(text.Head) is { Shape.Rank: > 0 }).Select(text => new InputError(
            text.PlaceOf(1), $"observe.{text.Head} must be a single number, but its shape is {observed.Value(text.Head)!.Shape}.",
            "Reduce it with sum, mean or norm.")));
        return new(observed, declared.HasParameters, SweepReader.SweptKeys(root).Contains("stop.when"), mistakes.Count == 0
            ? texts.Select(text => new Observation(text.Head, text.Text)).ToArr()
            : Fail<InputError, Arr<Observation>>(mistakes.ToSeq().Strict()));
    }

    private static IReadOnlyList<TomlEntry> Refused(List<InputError> mistakes, InputError mistake)
    {
        mistakes.Add(mistake);
        return [];
    }

    private static bool IsColumn(TomlTable root, TomlEntry entry, List<InputError> mistakes)
    {
        if (entry.Key.Contains('('))
            mistakes.Add(entry.Place.Error($"'{entry.Key}' is a function and cannot be a column.", "Functions stand in [define]."));
        else if (ArraysReader.IsColumn(entry.Key) || DeclaredFormulas.OfStep.Contains(entry.Key)
            || (entry.Key == "seed" && (root["sweep"] as TomlTable)?.Find("seed") is not null))
            mistakes.Add(entry.Place.Error($"'{entry.Key}' is a column of the output already and cannot be another.",
                $"Call it {entry.Key}_ or {entry.Key}0."));
        else return true;
        return false;
    }

    // ---- [stop] -----------------------------------------------------------------------------------------------------

    /// <summary>What may be swept as stop.when.</summary>
    public Domain Conditions => Domain.Formulas(Formula);

    /// <summary>A key of [stop] that is none of its plain settings; null if it is unknown.</summary>
    public Validation<InputError, Change>? Stop(TomlEntry entry, TomlTable stop) => entry.Key switch
    {
        "when" => (Validation<InputError, Change>?)Formula("stop.when", entry.Value)
            .Map<Change>(when => e => e with { StopFormulas = e.StopFormulas with { When = when } }),
        "patience" => Patience(entry.Value)
            .Map<Change>(patience => e => e with { StopFormulas = e.StopFormulas with { Patience = patience } }),
        "check" when !_sweepsWhen && !stop.Keys.Any(key => key is "when" or "patience") =>
            (Validation<InputError, Change>)entry.Place.Error("check has no effect: it says how often `when` and `patience` are looked at.",
                "Write when = \"...\", or leave check out."),
        "check" => Domain.Whole(1).Read("stop.check", entry.Value)
            .Map<Change>(check => e => e with { StopFormulas = e.StopFormulas with { Check = (long)check.Number } }),
        _ => null,
    };

    private Validation<InputError, Patience> Patience(TomlNode node)
    {
        if (node is not TomlTable table)
            return node.Place.Error($"stop.patience is {node.Described}, but must be a table.",
                "Write patience = { of = \"loss\", steps = 200 }.");
        return (
            Sections.OnlyKeys(table, KeysOfPatience, key => $"stop.patience has no part '{key}'."),
            table["of"] is { } of ? Formula("stop.patience.of", of) : Missing<string>(table, "of", "of = \"loss\""),
            table["steps"] is { } steps ? Domain.Whole(1).Read("stop.patience.steps", steps)
                : Missing<SettingValue>(table, "steps", "steps = 200"),
            table["direction"] is { } direction
                ? Domain.OneOf<Direction>().Read("stop.patience.direction", direction).Map(word => word.As<Direction>())
                : Success<InputError, Direction>(Direction.Minimise))
            .Apply((_, of, steps, direction) => new Patience(of, (long)steps.Number, direction));
    }

    /// <summary>Reads what schedules watch.</summary>
    public IReadOnlyList<InputError> Read(IReadOnlyList<ObservedSchedule> schedules)
    {
        var mistakes = new List<InputError>();
        foreach (var schedule in schedules)
        {
            mistakes.AddRange(Formula(schedule.Key, schedule.Text).Match(_ => [], errors => errors));
            if (schedule.Text is TomlText { Value: var text } && FuncGrad.Formula.Read(text, _scope).Expression is { Shape.Rank: 0 } formula
                && !HasFigure(formula, schedule, mistakes))
                schedule.Formula = formula;
        }
        return mistakes;
    }

    private static bool HasFigure(Expr formula, ObservedSchedule schedule, List<InputError> mistakes)
    {
        if (Ordering.Of(formula).FirstOrDefault(node => OverRun.IsFigure(node.Primitive)) is not { } figure) return false;
        mistakes.Add(schedule.Text.Place.Error($"{schedule.Key} uses {figure.Operation}, which is not known when the update is made.",
            "Give it a number of this step, as an observation or the loss."));
        return true;
    }

    private static Validation<InputError, T> Missing<T>(TomlTable table, string key, string example) =>
        Sections.IsMisnamed(table, key, KeysOfPatience)
            ? Fail<InputError, T>(Seq<InputError>())
            : table.Place.Error($"stop.patience lacks '{key}'.", $"Write {example}.");

    /// <summary>A formula of a single number, as it is written.</summary>
    private Validation<InputError, string> Formula(string key, TomlNode node)
    {
        if (node is not TomlText text)
            return node.Place.Error($"{key} is {node.Described}, but must be a formula in quotes.",
                $"Write {key[(key.LastIndexOf('.') + 1)..]} = \"loss{(key == "stop.when" ? " < 0.1" : "")}\".");
        var reading = FuncGrad.Formula.Read(text.Value, _scope);
        var errors = reading.Errors.Where(error => _hasParameters || !error.IsUnknownName)
            .Select(error => error.At(column => text.PlaceOf(column - 1).ToString())).ToSeq().Strict();
        if (!errors.IsEmpty) return Fail<InputError, string>(errors);
        return reading.Expression is { Shape.Rank: > 0 } array
            ? text.Place.Error($"{key} must be a single number, but its shape is {array.Shape}.", "Reduce it with sum, mean, min or max.")
            : text.Value;
    }
}
