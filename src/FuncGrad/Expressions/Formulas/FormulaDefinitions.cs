using System.Runtime.CompilerServices;

namespace FuncGrad;

/// <summary>
/// Formulas and functions by name, in any order. A name stands for the graph of its formula, which exists once; a function for what its
/// formula means with the arguments of each call in the places of their names, so that one function takes any shapes. All is looked at,
/// used or not; nothing costs that is not used.
/// </summary>
internal sealed class FormulaDefinitions
{
    /// <summary>Functions of functions of functions: more than a person writes, fewer than would exhaust the stack.</summary>
    private const int DeepestCalls = 100;

    /// <summary>Characters, with every function in the place of its call: a second or two.</summary>
    private const int LongestWrittenOut = 1_000_000;

    private readonly Dictionary<string, FormulaDefinition> _byName = [];
    private readonly Dictionary<string, Expr?> _values = [];
    private readonly Dictionary<string, FormulaFunction> _functions = [];
    private readonly HashSet<string> _broken = [];
    private readonly HashSet<string> _unread = [];
    private readonly Dictionary<Application, FormulaReading> _applications = [];
    private readonly List<FormulaError> _errors = [];
    private readonly List<FormulaError> _notices = [];
    private long _written;
    private bool _isTooLong;

    private FormulaDefinitions() { }

    public static FormulaDefinitions None { get; } = new();

    /// <summary>Their mistakes, each with the definition that it is in.</summary>
    public IReadOnlyList<FormulaError> Errors => _errors;

    /// <summary>What is allowed in them, but often not meant.</summary>
    public IReadOnlyList<FormulaError> Notices => _notices;

    public IEnumerable<string> Values => _values.Keys;

    public IEnumerable<string> FunctionNames => _functions.Keys;

    /// <summary>Whether a name was meant to be defined, but is not.</summary>
    public bool IsUnread(string name) => _unread.Contains(name);

    /// <summary>What stands before the arguments of a head that may be wrong.</summary>
    public static string NameOf(string head) => head.Split('(')[0].Trim();

    public bool IsValue(string name) => _values.ContainsKey(name);

    public Expr? Value(string name) => _values.GetValueOrDefault(name);

    public FormulaFunction? Function(string name) => _functions.GetValueOrDefault(name);

    /// <summary>The definitions of a scope, read in the order in which they need each other.</summary>
    /// <param name="texts">What stands on both sides of each.</param>
    /// <param name="names">What else has a name.</param>
    /// <param name="scope">(what is defined) ↦ the scope with it.</param>
    public static FormulaDefinitions Of(IEnumerable<DefinedText> texts, IReadOnlyDictionary<string, Expr> names,
        Func<FormulaDefinitions, FormulaScope> scope)
    {
        var all = new FormulaDefinitions();
        foreach (var text in texts) all.Add(text, names);
        var order = DefinitionOrder.Of(all._byName);
        all._errors.AddRange(order.Mistakes);
        all._broken.UnionWith(order.Circular.Select(definition => definition.Name));
        var (whole, depths) = (scope(all), new Dictionary<string, int>());
        foreach (var definition in order.Definitions) all.Read(definition, whole, depths);
        return all;
    }

    private void Add(DefinedText text, IReadOnlyDictionary<string, Expr> names)
    {
        void Wrong(FormulaError mistake) => _errors.Add(mistake with { PlaceOf = text.PlaceOf });
        var (definition, mistake) = FormulaDefinition.Of(text);
        if (definition is null)
        {
            _unread.Add(NameOf(text.Head));
            Wrong(mistake!);
        }
        else if (names.ContainsKey(definition.Name))
            Wrong(new(0, $"'{definition.Name}' is defined here, but is also the name of a parameter or of data.",
                "Give one of them another name."));
        else if (!_byName.TryAdd(definition.Name, definition))
        {
            var other = _byName[definition.Name];
            Wrong(new(0, $"'{definition.Name}' is defined twice: also as {other.Signature} at {other.PlaceOf(0)}.",
                "Give one of them another name."));
        }
        else if (definition.Parameters is null) _values.Add(definition.Name, null);
        else
            _functions.Add(definition.Name,
                new(definition.Name, definition.Signature, definition.Parameters.Count, definition.Parameters.Count, false,
                    _ => throw new InvalidOperationException()));
    }

    private void Read(FormulaDefinition definition, FormulaScope scope, Dictionary<string, int> depths)
    {
        var depth = DefinitionOrder.Uses(definition, _byName).Max(use => (int?)depths.GetValueOrDefault(use.Name)) ?? 0;
        depths[definition.Name] = definition.Parameters is null ? 0 : depth + 1;
        if (depths[definition.Name] > DeepestCalls)
            _errors.Add(new(0, $"{definition.Signature} calls functions more than {DeepestCalls} deep.",
                "Define a formula in between.") { PlaceOf = definition.PlaceOf });
        var reading = Formula.Read(definition.Text, definition.Parameters is null ? scope : scope.Within(definition, null));
        _errors.AddRange(reading.Errors.Select(error => error.Within(definition)));
        _notices.AddRange(reading.Notices.Select(notice => notice.Within(definition)));
        if (reading.Errors.Count > 0 || depths[definition.Name] > DeepestCalls) _broken.Add(definition.Name);
        else if (definition.Parameters is null) _values[definition.Name] = reading.Expression;
    }

    /// <summary>What a function gives for some arguments; nothing, and no mistake, if one of its own was told already.</summary>
    public FormulaReading Applied(string function, IReadOnlyList<Expr> arguments, FormulaScope scope)
    {
        var definition = _byName[function];
        if (_broken.Contains(function)) return new(null, []);
        var application = new Application(definition, arguments);
        if (_applications.TryGetValue(application, out var known)) return known;
        if (_isTooLong) return new(null, []);
        if ((_written += definition.Text.Length + 1) > LongestWrittenOut) return TooLong(definition);
        var reading = Formula.Read(definition.Text, scope.Within(definition, arguments));
        return _applications[application] = reading with
        {
            Errors = [.. reading.Errors.Select(error => error.PlaceOf is null ? error.Within(definition, arguments) : error)],
            Notices = [.. reading.Notices.Select(notice => notice.Within(definition))],
        };
    }

    /// <summary>Told once: more calls are not looked at.</summary>
    private FormulaReading TooLong(FormulaDefinition definition)
    {
        _isTooLong = true;
        return new(null, [
            new(1, $"With every call written out the formulas have more than {LongestWrittenOut} characters.",
                "Define a formula in between.") { PlaceOf = definition.PlaceOf }]);
    }

    /// <summary>A call of a function with its arguments, which are nodes and therefore compared by reference.</summary>
    private readonly record struct Application(FormulaDefinition Definition, IReadOnlyList<Expr> Arguments)
    {
        public bool Equals(Application other) => ReferenceEquals(Definition, other.Definition) && Arguments.SequenceEqual(other.Arguments);

        public override int GetHashCode() => Arguments.Aggregate(RuntimeHelpers.GetHashCode(Definition), HashCode.Combine);
    }
}
