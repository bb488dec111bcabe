using LanguageExt;
using static LanguageExt.Prelude;

namespace FuncGrad;

/// <summary>The text of an experiment file ↦ <see cref="Experiment"/>, or everything that is wrong with it.</summary>
public static class ExperimentParser
{
    /// <summary>
    /// The experiment that a file describes, or all its mistakes, each with its place (<c>a.toml:3:8</c>), in the order of the file.
    /// </summary>
    /// <param name="text">The content of the file (TOML 1.0).</param>
    /// <param name="fileName">Its name, for messages.</param>
    /// <param name="readFile">What the experiment asks of a file of numbers ↦ the numbers; called once for each array.</param>
    /// <param name="overrides"><c>KEY=VALUE</c> texts that are applied as if the file said so.</param>
    /// <param name="rules">The update rules it may name; <see cref="UpdateRules.All"/> if null.</param>
    public static Validation<InputError, Experiment> Parse(
        string text,
        string fileName,
        Func<ArrayFile, Validation<InputError, Tensor>> readFile,
        IEnumerable<string>? overrides = null,
        IReadOnlyList<Rule>? rules = null)
    {
        Arguments.Given(readFile);
        var reading = TomlReading.Of(Arguments.Given(text), Arguments.Given(fileName));
        if (IsNoExperiment(reading))
            return new TextPlace(fileName, 1, 1).Error("This is not an experiment file: no line of it is a setting or the name of a table.",
                "An experiment is TOML: loss = \"x^2\", [parameters] and below it x = 1.0.");
        var (root, wrongOverrides) = Overrides.Apply(reading.Root, overrides ?? []);
        var experiment = Read(root, reading, readFile, rules ?? UpdateRules.All);
        var errors = reading.Errors.Concat(wrongOverrides).Concat(experiment.Match(_ => [], failures => failures)).Distinct().ToArray();
        return errors.Length == 0 ? experiment : Fail<InputError, Experiment>(InFileOrder(errors));
    }

    private static Validation<InputError, Experiment> Read(
        TomlTable root, TomlReading reading, Func<ArrayFile, Validation<InputError, Tensor>> readFile, IReadOnlyList<Rule> rules)
    {
        var isSingle = SweepReader.UsesSinglePrecision(root);
        var files = new FileArrays(root, readFile);
        var (parameters, data) = (ArraysReader.Read(root, "parameters", files, isSingle), ArraysReader.Read(root, "data", files, isSingle));
        var learned = ArraysReader.Declarations(root, "parameters", parameters);
        var methods = MethodReader.Read(root, rules, [.. learned.Select(parameter => parameter.Source?.Shape).OfType<Shape>()], [
            .. SweepReader.SweptKeys(root)]);
        var declared = new Declared(learned, ArraysReader.Declarations(root, "data", data), methods.Names, methods.InPlay,
            reading.BrokenKeys)
        {
            Formulas = methods.Formulas,
            IsSingle = isSingle,
            HasParameters = root["parameters"] is TomlTable table && (table.Entries.Count > 0 || reading.HasBrokenLines),
        };
        var formulas = DeclaredFormulas.Read(root, declared);
        var observed = ObserveReader.Read(root, declared, formulas);
        // Where lines could not be read, names of theirs are missing in formulas, and the experiment is refused for those lines.
        var mayBeWhole = !reading.HasBrokenLines && reading.BrokenKeys.Count == 0;
        return (
            And(Known(root).Bind(_ => Title(root)), [.. methods.Errors, .. observed.Read(methods.Observed)]),
            Defined(LossReader.Read(root, declared, formulas.Scope, reading.HasBrokenLines), formulas, observed),
            Arrays(root, declared, parameters, reading.HasBrokenLines),
            Arrays(data),
            Plain(root, declared, observed),
            SweepReader.Read(root, declared with { StopCondition = observed.Conditions })).Apply((title, loss, arrays, constants, change,
                sweep) => change(new Experiment
            {
                Title = title,
                Formula = loss.Loss.Text,
                Value = loss.Loss.Value,
                FormulaOfValue = loss.Loss.Text,
                ValueOfFormula = loss.Loss.Value,
                Observations = loss.Observations,
                Definitions = formulas.Definitions,
                Parameters = arrays,
                Data = constants,
                Sweep = sweep,
                Method = new MethodSettings
                {
                    Rule = methods.Standard,
                    SettlesElsewhere = methods.InPlay.Any(rule => rule.SettlesElsewhere),
                },
                FileName = root.Place.Source,
                Places = Places(root, "").ToDictionary(place => place.Key, place => place.Place),
            })).Bind(whole =>
                mayBeWhole && ClassLabels.Mistakes(whole, root) is { IsEmpty: false } mistakes ? Fail<InputError, Experiment>(mistakes)
                    : Success<InputError, Experiment>(whole))
            .Bind(whole => ResumeReader.Read(whole, root, readFile))
            .Bind(whole => KeepReader.Mistakes(whole) is { Count: > 0 } wrong ? Fail<InputError, Experiment>(wrong.ToSeq().Strict())
                : Success<InputError, Experiment>(whole))
            .Bind(whole => mayBeWhole && BatchReader.Mistakes(whole, root) is { Count: > 0 } wrong
                ? Fail<InputError, Experiment>(wrong.ToSeq().Strict()) : Success<InputError, Experiment>(whole))
            .Bind(whole => mayBeWhole && MethodMistakes.Of(whole) is { Count: > 0 } wrong
                ? Fail<InputError, Experiment>(wrong.ToSeq().Strict()) : Success<InputError, Experiment>(whole));
    }

    private static Validation<InputError, T> And<T>(Validation<InputError, T> value, IReadOnlyList<InputError> errors) => errors.Count == 0
        ? value
        : Fail<InputError, T>(value.Match(_ => errors.ToSeq().Strict(), more => errors.ToSeq().Strict() + more));

    /// <summary>The loss and what is observed, if nothing is wrong with the definitions either.</summary>
    private static Validation<InputError, (LossFormula Loss, Arr<Observation> Observations)> Defined(
        Validation<InputError, LossFormula> loss, DeclaredFormulas formulas, ObserveReader observed) =>
        (loss, observed.Observations,
            formulas.Mistakes.IsEmpty ? Success<InputError, Unit>(unit)
                : Fail<InputError, Unit>(formulas.Mistakes)).Apply((value, observations, _) => (value, observations));

    /// <summary>Prose, a program, a table: a mistake in every line says nothing.</summary>
    private static bool IsNoExperiment(TomlReading reading)
    {
        const int many = 4;
        return reading.Errors.Count >= many && !reading.Root.Keys.Any(TopLevel.Contains);
    }

    /// <summary>The keys of a file.</summary>
    internal static readonly string[] TopLevel = ["title", "loss", "parameters", "data", "define", "observe", "method", "batch", "rule",
        "stop", "judge", "sweep", "log", "keep"];

    private static Validation<InputError, Unit> Known(TomlTable root) => Sections.OnlyKeys(
        root, TopLevel,
        key => key == "seed" ? "'seed' stands outside [sweep]; seeds are swept."
            : $"'{key}' is not a setting or table of an experiment file.",
        key => root[key] is TomlTable || key is "seed" || OtherNames.Of(key, TopLevel) is not null ? null
            : Settings.TableOf(key) is { } table ? $"Write it below [{table}]." : null);

    /// <summary>The entry that was probably meant to be a table, under another name; null if there is none.</summary>
    private static TomlEntry? Meant(TomlTable root, string table) => root.Entries.FirstOrDefault(entry =>
        !TopLevel.Contains(entry.Key) && entry.Value is TomlTable
            && (OtherNames.Of(entry.Key, TopLevel) ?? NearestName.Of(entry.Key, TopLevel)) == table);

    private static Validation<InputError, string> Title(TomlTable root) => root["title"] switch
    {
        null => "",
        TomlText title => title.Value,
        { } other => other.Place.Error($"title is {other.Described}, but must be a text.", "Put it into quotes."),
    };

    private static Validation<InputError, Change> Plain(TomlTable root, Declared declared, ObserveReader observed) => (
        (BatchReader.Read(root, declared),
            Sections.Read(root, "method", declared, entry => Sections.Hyperparameter(entry, declared))).Apply((batch, method) =>
                (Change)(e => method(batch(e)))),
        Sections.Read(root, "stop", declared, entry => observed.Stop(entry, (TomlTable)root["stop"]!)),
        Sections.Read(root, "judge", declared, _ => null),
        (Sections.Read(root, "log", declared, Sections.Columns),
            Sections.Read(root, "keep", declared, _ => null)).Apply((log, keep) => (Change)(e => keep(log(e)))))
        .Apply((method, stop, judge, log) => Sections.Together(method, stop, judge, log, Sections.Thrifty(root)));

    private static Validation<InputError, Arr<NamedArray>> Arrays(
        TomlTable root, Declared declared, Validation<InputError, NamedArray>[] arrays, bool mayBeBroken) =>
        declared.HasParameters || mayBeBroken || root["parameters"] is not (null or TomlTable) || Meant(root, "parameters") is not null
            ? Arrays(arrays)
            : (root["parameters"]?.Place ?? root.Place).Error("[parameters] is missing: nothing would be learned.",
                $"Add [parameters] and below it {Example(root, declared)}.");

    /// <summary>The names of the loss that are no data, each with a number.</summary>
    private static string Example(TomlTable root, Declared declared)
    {
        var names = root["loss"] is TomlText text
            ? Formula.Names(text.Value).Where(name => name.Shape.Rank == 0 && declared.Datum(name.Name) is null).ToArray() : [];
        return names.Length == 0 ? "x0 = 1.0 or the like"
            : $"{string.Join(", ", names.Take(4).Select(name => $"{name.Name} = 1.0"))}{(names.Length > 4 ? " ..." : "")}, each on a line "
                + "of its own";
    }

    private static Validation<InputError, Arr<NamedArray>> Arrays(Validation<InputError, NamedArray>[] arrays) =>
        arrays.Collected().Map(all => all.ToArr());

    private static IEnumerable<(string Key, TextPlace Place)> Places(TomlTable table, string prefix) => table.Entries.SelectMany(entry =>
        new[] { (prefix + entry.Key, entry.Place) }.Concat(entry.Value is TomlTable inner ? Places(inner, $"{prefix}{entry.Key}.") : []))
        .DistinctBy(place => place.Item1);

    private static Seq<InputError> InFileOrder(IEnumerable<InputError> errors) =>
        errors.Select(error => (error, place: LineAndColumn(error.Location))).OrderBy(e => e.place).Select(e => e.error).ToSeq().Strict();

    private static (int Line, int Column) LineAndColumn(string location)
    {
        var parts = location.Split(':');
        return parts.Length >= 3 && int.TryParse(parts[^2], out var line) && int.TryParse(parts[^1], out var column) ? (line, column)
            : (int.MaxValue, 0);
    }
}
