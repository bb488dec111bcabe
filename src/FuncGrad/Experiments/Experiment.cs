using System.Diagnostics.CodeAnalysis;
using LanguageExt;

namespace FuncGrad;

/// <summary>A whole experiment as data: everything its file says, with the defaults filled in. Immutable; made by the parser.</summary>
public sealed partial record Experiment
{
    /// <summary>The title; empty if the file has none.</summary>
    public string Title { get; init; } = "";

    /// <summary>The formula that is minimised, as written.</summary>
    public required string Formula { get; init; }

    /// <summary>The formula as a graph of the symbols of <see cref="Parameters"/> and <see cref="Data"/>; a scalar.</summary>
    public required Expr Value { get; init; }

    /// <summary>Formulas and functions by name, for the other formulas.</summary>
    public Arr<Definition> Definitions { get; init; } = Arr<Definition>.Empty;

    /// <summary>What is learned, in the order of the file, which is the order of the columns.</summary>
    public required Arr<NamedArray> Parameters { get; init; }

    /// <summary>The constants of the formula.</summary>
    public Arr<NamedArray> Data { get; init; } = Arr<NamedArray>.Empty;

    /// <summary>Further columns.</summary>
    public Arr<Observation> Observations { get; init; } = Arr<Observation>.Empty;

    /// <summary>When a run stops early by formulas.</summary>
    public StopFormulas StopFormulas { get; init; } = StopFormulas.Never;

    /// <summary>How it is learned.</summary>
    public MethodSettings Method { get; init; } = new();

    /// <summary>The batches of rows by which it is learned; null: each update sees all rows.</summary>
    public BatchSettings? Batch { get; init; }

    /// <summary>When a run stops early.</summary>
    public Stopping Stop { get; init; } = Stopping.Never;

    /// <summary>What counts as <c>converged</c>.</summary>
    public Tolerance Judge { get; init; } = Tolerance.Standard;

    /// <summary>What is logged.</summary>
    public LogSettings Log { get; init; } = new();

    /// <summary>The state that updates go on from, slots and number of updates, beside the parameters; null: they begin anew.</summary>
    public Checkpoint? Resumed { get; init; }

    /// <summary>Which parameters of each trial are kept.</summary>
    public KeptParameters Keep { get; init; }

    /// <summary>What varies from trial to trial.</summary>
    public Sweep Sweep { get; init; } = Sweep.Single;

    /// <summary>The seed of all draws; a trial's own if seeds are swept.</summary>
    public long Seed { get; init; }

    /// <summary>The experiment that a text describes, which names no CSV files; or all its mistakes, each with its place.</summary>
    /// <param name="text">The content of an experiment file.</param>
    /// <param name="experiment">The experiment, or null.</param>
    /// <param name="mistakes">What is wrong with the text; empty if nothing is.</param>
    public static bool TryParse(string text, [NotNullWhen(true)] out Experiment? experiment, out IReadOnlyList<InputError> mistakes)
    {
        var reading = ExperimentParser.Parse(text, "experiment",
            file => new InputError(file.Path, "No files are read here.", "Give the numbers themselves, or use ExperimentParser."));
        (experiment, mistakes) = reading.Match<(Experiment?, InputError[])>(one => (one, []), errors => (null, [.. errors]));
        return experiment is not null;
    }

    /// <summary>Where in the file a setting stands (<c>a.toml:3:8</c>), or the file if the setting is a default.</summary>
    /// <param name="key">The dotted path: <c>method.steps</c>.</param>
    public string LocationOf(string key) => Places.TryGetValue(key, out var place) ? place.ToString() : FileName;

    /// <summary>The values of the parameters before the first step, in their order.</summary>
    public IReadOnlyList<Tensor> Start() => [.. Parameters.Select(p => p.Source.Values(Seed, $"parameters.{p.Name}"))];

    /// <summary>The values of the data, in their order.</summary>
    internal IReadOnlyList<Tensor> DataValues() => [.. Data.Select(d => d.Source.Values(Seed, $"data.{d.Name}"))];

    /// <summary>What is minimised, with its data.</summary>
    public Loss Loss() => FuncGrad.Loss.Unchecked(
        Value,
        [.. Parameters.Select(Symbol)],
        [.. Data.Select(Symbol).Zip(DataValues())]);

    /// <summary>
    /// The value of a formula of parameters, data and definitions, of any shape, with the precision and arithmetic of the method: as a
    /// column of [observe] would have it.
    /// </summary>
    /// <param name="formula">The formula: <c>argmax(net(X), 1)</c>.</param>
    /// <param name="values">Values of parameters and data by name, whose shapes may be others; those that are left out are as at the
    /// start.</param>
    public Validation<InputError, Tensor> Evaluate(string formula, IReadOnlyDictionary<string, Tensor> values) =>
        FormulaValues.Of(this, Arguments.Given(formula), Arguments.Given(values));

    /// <summary>The symbols of what is learned, in order.</summary>
    internal IReadOnlyList<Expr> Symbols() => [.. Parameters.Select(Symbol)];

    /// <summary>How many numbers are learned.</summary>
    internal long ElementCount => Parameters.Sum(parameter => (long)parameter.Source.Shape.ElementCount);

    /// <summary>How many of them, from the first on, the table of trials shows at the end.</summary>
    internal int ShownElements => (int)Math.Min(Log.FinalParameters, ElementCount);

    /// <summary>The names of all elements that are learned, as columns.</summary>
    public IEnumerable<string> ElementNames => Parameters.SelectMany(parameter => parameter.ElementNames);

    /// <summary>The text that was parsed and the graph it gave: a program may have put others in their places since.</summary>
    internal string? FormulaOfValue { get; init; }

    /// <inheritdoc cref="FormulaOfValue"/>
    internal Expr? ValueOfFormula { get; init; }

    /// <summary>What names and functions mean in its formulas.</summary>
    /// <param name="instead">Symbols that stand for some of its arrays.</param>
    internal FormulaScope Scope(IReadOnlyDictionary<string, Expr>? instead = null)
    {
        var names = Parameters.Concat(Data)
            .ToDictionary(array => array.Name, array => instead?.GetValueOrDefault(array.Name) ?? Symbol(array));
        var texts = Definitions
            .Select(definition => new DefinedText(definition.Head, definition.Formula, _ => LocationOf($"define.{definition.Head}")));
        return new(names, FormulaDefinitions.Of(texts, names, all => new(names, all)));
    }

    internal string FileName { get; init; } = "";

    internal IReadOnlyDictionary<string, TextPlace> Places { get; init; } = new Dictionary<string, TextPlace>();

    private static Expr Symbol(NamedArray array) => Expr.Symbol(array.Name, array.Source.Shape);
}

/// <summary>A formula or function by name.</summary>
/// <param name="Head">What is defined: <c>h</c>, or <c>net(x)</c> with the names of its arguments.</param>
/// <param name="Formula">What it means.</param>
public sealed record Definition(string Head, string Formula)
{
    /// <summary>What is defined: <c>h</c>, or <c>net(x)</c> with the names of its arguments.</summary>
    public string Head { get; init; } = Arguments.Given(Head);

    /// <summary>What it means.</summary>
    public string Formula { get; init; } = Arguments.Given(Formula);
}

/// <summary>The method of an experiment.</summary>
public sealed record MethodSettings
{
    /// <summary>The update rule with its own defaults.</summary>
    public Rule Rule { get; init; } = UpdateRules.All[0];

    /// <summary>
    /// The hyperparameters that the file gives. With a swept rule there may be some that the rule of a trial does not have.
    /// </summary>
    public Arr<HyperparameterSetting> Hyperparameters { get; init; } = Arr<HyperparameterSetting>.Empty;

    /// <summary>The number of updates, 0 or more.</summary>
    public long Steps { get; init; } = 100;

    /// <summary>The number of epochs, if that was given in place of <see cref="Steps"/>, which follow from it.</summary>
    public long? Epochs { get; init; }

    /// <summary>How the gradient is taken.</summary>
    public GradientKind Gradient { get; init; } = GradientKind.Exact;

    /// <summary>h of the central difference, above 0.</summary>
    public double DifferenceStep { get; init; } = FuncGrad.Method.DefaultDifferenceStep;

    /// <summary>Down or up.</summary>
    public Direction Direction { get; init; } = Direction.Minimise;

    /// <summary>The width of the numbers.</summary>
    public Precision Precision { get; init; } = Precision.Double;

    /// <summary>The rounding of products and sums.</summary>
    public Arithmetic Arithmetic { get; init; } = Arithmetic.Exact;

    /// <summary>Whether a rule of some trial reports another point than the one where it takes the gradient.</summary>
    internal bool SettlesElsewhere { get => field || Rule.SettlesElsewhere; init; }

    /// <summary>The part of the method that decides the graph of a step.</summary>
    public Method ToMethod() => new(Rule, Gradient, Direction, Precision, Arithmetic);

    /// <summary>The value of a hyperparameter for a parameter: its own, or the one for all, or the rule's default.</summary>
    /// <param name="hyperparameter">One of <see cref="Rule"/>.</param>
    /// <param name="parameter">The name of a parameter.</param>
    public double Hyperparameter(Hyperparameter hyperparameter, string parameter)
    {
        var (name, of) = (Arguments.Given(hyperparameter).Name, Arguments.Given(parameter));
        return Hyperparameters.FirstOrDefault(given => given.Name == name)?.For(of) ?? hyperparameter.Default;
    }

    internal MethodSettings With(string hyperparameter, Func<HyperparameterSetting, HyperparameterSetting> change)
    {
        var given = Hyperparameters.FirstOrDefault(h => h.Name == hyperparameter);
        return this with
        {
            Hyperparameters = given is null
                ? Hyperparameters.Add(change(new HyperparameterSetting(hyperparameter)))
                : Hyperparameters.Map(h => h == given ? change(h) : h),
        };
    }
}

/// <summary>The values that a file gives a hyperparameter.</summary>
/// <param name="Name">As in the rule.</param>
/// <param name="Everywhere">The value for all parameters that have none of their own; null: the rule's default.</param>
/// <param name="PerParameter">The values for single parameters.</param>
public sealed record HyperparameterSetting(string Name, double? Everywhere = null, Arr<ParameterValue> PerParameter = default)
{
    /// <summary>As in the rule.</summary>
    public string Name { get; init; } = Arguments.Given(Name);

    /// <summary>The value for a parameter; null: the rule's default.</summary>
    public double? For(string parameter)
    {
        Arguments.Given(parameter);
        return PerParameter.FirstOrDefault(own => own.Parameter == parameter)?.Value ?? Everywhere;
    }

    internal HyperparameterSetting With(string parameter, double value) =>
        this with { PerParameter = PerParameter.Filter(own => own.Parameter != parameter).Add(new ParameterValue(parameter, value)) };
}

/// <summary>A number for one parameter.</summary>
public sealed record ParameterValue(string Parameter, double Value)
{
    /// <summary>The name of the parameter.</summary>
    public string Parameter { get; init; } = Arguments.Given(Parameter);
}
