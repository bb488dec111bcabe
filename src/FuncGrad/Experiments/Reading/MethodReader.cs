namespace FuncGrad;

/// <summary>The rules of a file: the catalogue's and its own, joined to a chain, with schedules in place of numbers.</summary>
internal sealed class MethodReader
{
    private readonly TomlTable _root;
    private readonly IReadOnlyList<string> _swept;
    private readonly List<InputError> _errors = [];
    private readonly HashSet<string> _formulas = [];
    private readonly List<ObservedSchedule> _observed = [];
    private const string ScheduleKey = ".schedule";

    private readonly IReadOnlyList<Shape> _shapes;

    private MethodReader(TomlTable root, IReadOnlyList<Shape> shapes, IReadOnlyList<string> swept) =>
        (_root, _shapes, _swept) = (root, shapes, swept);

    /// <summary>All rules that the file may name, those in play, and what is wrong.</summary>
    /// <param name="root">The file.</param>
    /// <param name="given">The rules there are.</param>
    /// <param name="shapes">The shapes of its parameters.</param>
    /// <param name="swept">The keys of [sweep].</param>
    public static MethodRules Read(TomlTable root, IReadOnlyList<Rule> given, IReadOnlyList<Shape> shapes, IReadOnlyList<string> swept)
    {
        var reader = new MethodReader(root, shapes, swept);
        var own = reader.OwnRules();
        Rule? Find(string name) =>
            own.FirstOrDefault(rule => rule.Name == name) ?? (given as CatalogueOfRules)?.Find(name)
                ?? given.FirstOrDefault(rule => rule.Name == name);
        var method = root["method"] as TomlTable;
        var names = new RuleNames(given, [.. own.Select(rule => rule.Name)]);
        if (method?.Find("chain") is { } chain) return reader.Chained(chain, method, Find, names);
        string[] words = [.. SweepReader.SweptWords(root, "method.rule")];
        var named = method?["rule"] is TomlText rule ? words.Append(rule.Value) : method?["rule"] is null && words.Length == 0
            ? [given[0].Name] : words;
        Rule[] known = [.. named.Distinct().Select(Find).OfType<Rule>()];
        reader.Fit(known.Where(one => !own.Contains(one)), known, method?["rule"]?.Place ?? root.Place);
        // A rule whose name is wrong is reported; what belongs to it is not known, so that anything is taken.
        if (known.Length == 0) return new(names, given, reader._errors);
        var standard = method?["rule"] is null && words.Length > 0 ? given[0] : null;
        var inPlay = reader.Scheduled(known, method);
        return new(names, inPlay, reader._errors)
        {
            Formulas = reader._formulas,
            Observed = reader._observed,
            Standard = standard ?? inPlay[0],
        };
    }

    private Rule[] OwnRules()
    {
        if (_root["rule"] is not { } node) return [];
        if (node is not TomlTable table)
        {
            _errors.Add(node.Place.Error($"'rule' is {node.Described}, but must be a table of rules.",
                "The rule of the method stands in [method]; your own below [rule.my_rule]."));
            return [];
        }
        return [.. table.Entries.Select(entry => Own(entry))];
    }

    private Rule Own(TomlEntry entry)
    {
        var text = RuleReader.Read(entry, _errors);
        if (!Naming.IsName(entry.Key))
            _errors.Add(entry.Place.Error($"'{entry.Key}' is not a name for a rule: a letter or _, then letters, digits or _.",
                "Choose another name."));
        if (entry.Value is TomlTable) _errors.AddRange(RuleReader.Mistakes(text, entry, _shapes));
        var rule = text.ToRule();
        if (_errors.Count == 0 && RuleCheck.MistakeOf(rule, _shapes) is { } mistake) _errors.Add(entry.Place.Error(mistake, ""));
        return rule;
    }

    private MethodRules Chained(TomlEntry chain, TomlTable method, Func<string, Rule?> find, RuleNames names)
    {
        if (method.Find("rule") is { } rule)
            _errors.Add(rule.Place.Error("[method] has a rule and a chain.", "Put the rule into the chain."));
        if (_swept.Contains("method.rule"))
            _errors.Add(chain.Place.Error("[method] has a chain, but its rule is swept.", "Remove one of them."));
        if (chain.Value is not TomlArray array)
            _errors.Add(chain.Value.Place.Error($"method.chain is {chain.Value.Described}, but must be an array of names.",
                "Write chain = [\"clip_by_global_norm\", \"adam\"]."));
        var links = new List<Rule>();
        foreach (var item in (chain.Value as TomlArray)?.Items ?? [])
            if (item is TomlText { Value: var name }
                && (find(name) ?? UpdateRules.Links.FirstOrDefault(link => link.Name == name)) is { } link)
                links.Add(link);
            else
                _errors.Add(item.Place.Error($"method.chain holds {item.Described}, which is not a rule.", item is TomlText text
                    ? NearestName.Hint(text.Value, names.All.Concat(MethodTexts.Links.Names), "There are") : "Write names in quotes."));
        var whole = Chain.Of([.. links]).ToRule();
        Fit(links.Where(link => !names.Own.Contains(link.Name)), [whole], chain.Place);
        var inPlay = Scheduled([whole], method);
        return new(names with { Chain = inPlay[0] }, inPlay, _errors) { Formulas = _formulas, Observed = _observed };
    }

    /// <summary>Whether rules of the catalogue fit the parameters, and whether those in play can have the gradients they ask for.</summary>
    private void Fit(IEnumerable<Rule> catalogue, IReadOnlyList<Rule> inPlay, TextPlace place)
    {
        foreach (var text in catalogue.Select(rule => rule.Text).OfType<RuleText>())
            if (_shapes.Distinct().SelectMany(shape => RuleLines.Of(text, shape).Mistakes).FirstOrDefault() is { } mistake)
                _errors.Add(place.Error(mistake.Error.Problem, mistake.Error.Hint));
        var isOutside = _shapes.Sum(shape => (long)shape.ElementCount) > StepGraph.LargestUnrolledDifference
            && (_swept.Contains("method.gradient")
                || (_root["method"] as TomlTable)?["gradient"] is TomlText { Value: "central_difference" });
        if (!isOutside || _errors.Count > 0) return;
        foreach (var rule in inPlay.Where(rule => new RuleTrace(rule, _shapes).TakesSecondGradient))
            _errors.Add(place.Error(
                $"{rule.Name} takes the gradient at a second point, which central differences of more than "
                    + $"{StepGraph.LargestUnrolledDifference} elements do not give.", "Write gradient = \"exact\", or use another rule."));
    }

    // ---- schedules --------------------------------------------------------------------------------------------------

    private Rule[] Scheduled(Rule[] rules, TomlTable? method)
    {
        var entries = method is null ? [] : Entries(method, "").ToArray();
        foreach (var (name, entry) in entries)
        {
            if (rules.All(rule => rule.Hyperparameters.All(h => h.Name != name))) continue;
            Check(name, entry.Value);
            rules = [.. rules.SelectMany(rule => WithSchedules(rule, name, entry.Value))];
        }
        foreach (var name in SweptOnly(entries.Select(entry => entry.Name)))
            rules = [.. rules.SelectMany(rule => Choices(rule, name, null))];
        return rules;
    }

    /// <summary>Hyperparameters whose schedules are swept and of which [method] says nothing.</summary>
    private IEnumerable<string> SweptOnly(IEnumerable<string> given) =>
        _swept.Where(key => key.StartsWith("method.", StringComparison.Ordinal) && key.EndsWith(ScheduleKey, StringComparison.Ordinal))
            .Select(key => key["method.".Length..^ScheduleKey.Length]).Except(given);

    /// <summary>The keys of [method] and of the tables of links in it, as names of hyperparameters.</summary>
    private static IEnumerable<(string Name, TomlEntry Entry)> Entries(TomlTable table, string prefix) => table.Entries.SelectMany(entry =>
        entry.Value is TomlTable { } inner && inner["schedule"] is null && prefix.Length == 0
            ? Entries(inner, entry.Key + ".").Prepend((entry.Key, entry)) : [(prefix + entry.Key, entry)]);

    private IEnumerable<Rule> WithSchedules(Rule rule, string name, TomlNode node)
    {
        if (rule.Hyperparameters.All(h => h.Name != name)) return [rule];
        if (node is TomlText { Value: var formula } && _formulas.Contains(name))
            return [ScheduledRule.Of(rule, name, ScheduleReader.OfFormula(ScheduleReader.Mistakes(formula).Any() ? "0" : formula))];
        if (_formulas.Contains(name)) return [ScheduledRule.Of(rule, name, ScheduleReader.OfFormula("0"))];
        return node is TomlTable table ? Choices(rule, name, table) : [rule];
    }

    /// <summary>The rule with the schedule of a table, and with each that is swept; itself if there is none.</summary>
    private IEnumerable<Rule> Choices(Rule rule, string name, TomlTable? table)
    {
        string[] words = [
            .. (table?["schedule"] is TomlText { Value: var given } ? [given] : Array.Empty<string>())
                .Concat(SweepReader.SweptWords(_root, $"method.{name}{ScheduleKey}")).Distinct().Where(ScheduleReader.Names.Contains)];
        if (words.Length == 0 || rule.Hyperparameters.All(h => h.Name != name)) return [rule];
        var warmsUp = table?.Keys.Any(key => key.StartsWith("warmup", StringComparison.Ordinal)) == true
            || _swept.Any(key => key.StartsWith($"method.{name}.warmup", StringComparison.Ordinal));
        var observed = table is null ? null : ObservedBy(name, table, words);
        return words.Select(word =>
            ScheduledRule.Of(rule, name, ScheduleReader.Named(word, warmsUp), observed is null ? null : observed.Value)
                with { Schedules = rule.Schedules.SetItem(name, word) });
    }

    /// <summary>What a schedule watches in place of the loss: its formula is read where those of [observe] are.</summary>
    private ObservedSchedule? ObservedBy(string name, TomlTable table, string[] words)
    {
        if (table.Find("of") is not { } of)
        {
            if (table.Find("direction") is { } lonely)
                _errors.Add(lonely.Place.Error($"method.{name} has a direction, but no `of`.",
                    "Write of = \"accuracy\", or leave direction out."));
            return null;
        }
        if (!words.Any(ScheduleReader.Watches))
            _errors.Add(of.Place.Error($"method.{name}.of has no effect: {string.Join(", ", words)} watches nothing.",
                "Use schedule = \"plateau\", or leave of out."));
        if (_observed.FirstOrDefault(known => known.Key == $"method.{name}.of") is { } known) return known;
        var direction = table["direction"] is { } word
            ? Domain.OneOf<Direction>().Read($"method.{name}.direction", word).Match(value => value.As<Direction>(),
                errors => { _errors.AddRange(errors); return Direction.Minimise; }) : Direction.Minimise;
        var made = new ObservedSchedule($"method.{name}.of", of.Value, direction);
        _observed.Add(made);
        return made;
    }

    private void Check(string name, TomlNode node)
    {
        if (node is TomlTable table && table["schedule"] is { } word
            && (word is not TomlText { Value: var schedule } || !ScheduleReader.Names.Contains(schedule)) && _formulas.Add(name))
            _errors.Add(word.Place.Error($"method.{name}.schedule is {word.Described}, which is not a schedule.", word is TomlText text
                ? NearestName.Hint(text.Value, ScheduleReader.Names, "There are") : "Write its name in quotes."));
        if (node is not TomlText formula || DecimalComma.Number(formula.Value) is not null || IsNumber(formula.Value)) return;
        _errors.AddRange(ScheduleReader.Mistakes(formula.Value)
            .Select(error => error.At(column => formula.PlaceOf(column - 1).ToString())));
        _formulas.Add(name);
    }

    private static bool IsNumber(string text) =>
        double.TryParse(text, System.Globalization.NumberStyles.Float, System.Globalization.CultureInfo.InvariantCulture, out _);
}

/// <summary>The rules of a file.</summary>
/// <param name="Names">What it may name.</param>
/// <param name="InPlay">The rule of the file, and those it is swept over.</param>
/// <param name="Errors">What is wrong with them.</param>
internal sealed record MethodRules(RuleNames Names, IReadOnlyList<Rule> InPlay, IReadOnlyList<InputError> Errors)
{
    /// <summary>The rule of a trial to which no setting gives another.</summary>
    public Rule Standard { get; init; } = InPlay[0];

    /// <summary>What schedules watch in place of the loss.</summary>
    public IReadOnlyList<ObservedSchedule> Observed { get; init; } = [];

    /// <summary>The hyperparameters that are formulas of the step, right or wrong.</summary>
    public IReadOnlySet<string> Formulas { get; init; } = new HashSet<string>();
}
