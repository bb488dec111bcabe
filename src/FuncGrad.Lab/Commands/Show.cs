namespace FuncGrad.Lab;

/// <summary><c>funcgrad show</c>: a loss and its gradient at a point, as formula, as number and by differences.</summary>
internal static class Show
{
    private const int MostRows = 64, MostElementFormulas = 16, Usual = 80, LinesOfScreen = 24;

    private const double Nudge = 0.01;

    private const int Hanging = 4;

    /// <summary>A formula, differentiated by every name that <paramref name="data"/> does not list.</summary>
    /// <param name="formula">The text.</param>
    /// <param name="at"><c>x0=3,x1=4</c>, or null: then only formulas are shown.</param>
    /// <param name="data">Names of constants.</param>
    /// <param name="form">What is shown of it.</param>
    /// <param name="streams">Where it is shown.</param>
    public static int Run(string formula, string? at, IReadOnlyList<string> data, ShownForm form, Streams streams)
    {
        var point = PointText.Parse(at ?? "");
        if (point.Errors.Count > 0) return streams.Refuse(string.Join("\n", point.Errors));
        if (Formula.Names(formula).Select(name => name.Name).FirstOrDefault(name => !Naming.IsName(name)) is { } noName)
            return streams.Refuse(
                $"'{noName}' is not a name: a name starts with a letter or _ and goes on with letters, digits or _, "
                    + "also between backticks.");
        var symbols = Symbols(formula, point.Values, data);
        return Formula.Parse(formula, symbols).Match(
            value => Shown(formula, value, symbols, point.Values, at is not null, data, form, streams),
            errors => Messages.Tell(streams, errors, formula));
    }

    /// <summary>The loss of an experiment at its start, or where <paramref name="at"/> puts some of its parameters.</summary>
    public static int Run(Experiment experiment, string? at, ShownForm form, Streams streams)
    {
        if (form == ShownForm.Program) return Program(experiment.Loss(), experiment.Method.ToMethod(), experiment.Stop, streams);
        var point = PointText.Parse(at ?? "");
        if (point.Errors.Count > 0) return streams.Refuse(string.Join("\n", point.Errors));
        var (loss, start, values) = (experiment.Loss(), experiment.Start(), new Dictionary<Expr, Tensor>());
        for (var i = 0; i < loss.Data.Count; i++) values[loss.Data[i]] = loss.DataValues[i];
        for (var i = 0; i < loss.Parameters.Count; i++) values[loss.Parameters[i]] = start[i];
        foreach (var (name, value) in point.Values)
        {
            if (loss.Parameters.FirstOrDefault(parameter => parameter.InputName == name) is not { } parameter)
                return streams.Refuse(
                    $"--at: '{name}' is not a parameter of the experiment. It has: "
                        + $"{string.Join(", ", loss.Parameters.Select(p => p.InputName))}.");
            if (!value.Shape.Equals(parameter.Shape))
                return streams.Refuse($"--at: '{name}' has the shape {parameter.Shape}, but the value given has {value.Shape}.");
            values[parameter] = value;
        }
        string[] definitions = [.. experiment.Definitions.Select(definition => $"{definition.Head} = {definition.Formula}")];
        Print([experiment.Formula, .. definitions], loss.Value!, [.. loss.Parameters], values, true, experiment.Method.Direction,
            form == ShownForm.InFull, streams);
        return ExitCode.Done;
    }

    /// <summary>The names of a formula. What is called like a function is a name only if the point or the data say so.</summary>
    private static Dictionary<string, Expr> Symbols(string formula, IReadOnlyDictionary<string, Tensor> point,
        IReadOnlyList<string> data) => Formula.Names(formula)
        .Where(name => FormulaFunctions.Find(name.Name) is null || point.ContainsKey(name.Name) || data.Contains(name.Name))
        .ToDictionary(name => name.Name,
            name => Expr.Symbol(name.Name, point.TryGetValue(name.Name, out var value) ? value.Shape : name.Shape));

    private static int Shown(string formula, Expr value, Dictionary<string, Expr> symbols, IReadOnlyDictionary<string, Tensor> point,
        bool hasPoint, IReadOnlyList<string> data, ShownForm form, Streams streams)
    {
        if (value.Shape.Rank > 0)
            return streams.Refuse(
                $"The formula has the shape {value.Shape}; only a scalar has a gradient. Perhaps sum(...) or mean(...) of it is meant.");
        if (hasPoint && symbols.Keys.FirstOrDefault(name => !point.ContainsKey(name)) is { } missing)
            return streams.Refuse($"--at gives no value for '{missing}': add {missing}=1.0 or the like.");
        if (point.Keys.Concat(data).FirstOrDefault(name => !symbols.ContainsKey(name)) is { } unused)
            return streams.Refuse($"'{unused}' does not occur in the formula. It has: {string.Join(", ", symbols.Keys)}.");
        Expr[] learned = [.. symbols.Where(symbol => !data.Contains(symbol.Key)).Select(symbol => symbol.Value)];
        if (form == ShownForm.Program)
        {
            if (learned.Length == 0)
                return streams.Refuse(
                    "Every name of the formula is in --data, so that no step is made. Leave out the one that is learned.");
            (Expr, Tensor)[] constants = [.. symbols.Values.Except(learned).Select(symbol => (symbol, Tensor.Fill(symbol.Shape, 0)))];
            return Program(Loss.WithData(value, learned, constants), new Method(UpdateRules.GradientDescent()), Stopping.Never, streams);
        }
        Print([formula], value, learned, symbols.Where(symbol => point.ContainsKey(symbol.Key)).ToDictionary(symbol => symbol.Value,
            symbol => point[symbol.Key]), hasPoint || symbols.Count == 0, Direction.Minimise, form == ShownForm.InFull, streams);
        return ExitCode.Done;
    }

    private static int Program(Loss loss, Method method, Stopping stopping, Streams streams)
    {
        streams.Output.Write(StepText.Of(loss, method, stopping));
        return ExitCode.Done;
    }

    /// <summary>The formula, and behind it what is defined beside.</summary>
    private static void Print(string[] formulas, Expr loss, Expr[] learned, Dictionary<Expr, Tensor> point, bool hasPoint,
        Direction direction, bool isInFull, Streams streams)
    {
        var derived = new LossGradient(loss, learned);
        var most = isInFull ? Formula.MaxLength : (streams.Width ?? Usual) * LinesOfScreen;
        for (var i = 0; i < formulas.Length; i++)
            streams.Tell($"{(i == 0 ? "f =" : "  with")} {Cut(formulas[i].ReplaceLineEndings(" ").Trim(), most)}", hanging: Hanging);
        if (isInFull || !PrintShort(loss, learned, point, derived.Parts, most, streams))
            for (var i = 0; i < learned.Length; i++)
                foreach (var (name, text) in Formulas(derived, learned[i], derived.Parts[i], most))
                    streams.Tell($"∂f/∂{name} = {text}", hanging: Hanging);
        if (hasPoint) PrintValues(derived, learned, point, direction, streams);
    }

    private static void PrintValues(LossGradient derived, Expr[] learned, Dictionary<Expr, Tensor> point, Direction direction,
        Streams streams)
    {
        var (value, parts) = derived.At(point);
        streams.Output.WriteLine();
        streams.Output.WriteLine($"f = {Numbers.Exact(value)}{(point.Count > 0 ? " at this point" : "")}");
        if (learned.Length == 0) return;
        double[] exact = [.. parts.SelectMany(part => part.ToArray())], norm = [0];
        LaneVectors.Length(exact, norm);
        Element[] elements = [
            .. learned.SelectMany(symbol =>
                Enumerable.Range(0, symbol.Shape.ElementCount).Select(position => new Element(symbol, position)))];
        Table(derived, elements, exact, point).Print(streams);
        if (elements.Length > MostRows)
            streams.Output.WriteLine($"the {MostRows} of {Numbers.Grouped(elements.Length)} elements with the greatest gradient");
        var (length, h) = (Numbers.Exact(norm[0]), Numbers.Exact(Method.DefaultDifferenceStep));
        streams.Tell($"gradient norm {length}; numerical: central difference with h = {h}");
        streams.Tell(double.IsFinite(value) && exact.All(double.IsFinite) ? Advice(elements, exact, direction)
            : "Loss or gradient is not finite here, so that no direction can be told: choose another point.");
    }

    /// <summary>The gradient as books write it, if it has such a form that is shorter.</summary>
    private static bool PrintShort(Expr loss, Expr[] learned, Dictionary<Expr, Tensor> point, IReadOnlyList<Expr> gradient, int most,
        Streams streams)
    {
        if (ShortGradient.Of(loss, learned, point) is not { } brief) return false;
        string[] lines = [.. brief.Gradient.Select((part, i) => $"∂f/∂{learned[i].InputName} = {Text(part, most)}"),
            .. brief.Definitions.Select(named => $"  with {named.Name} = {Text(named.Meaning, most)}")];
        if (lines.Sum(line => line.Length) >= gradient.Sum(part => FormulaPrinter.Write(part, most).Length)) return false;
        foreach (var line in lines) streams.Tell(line, hanging: Hanging);
        return true;
    }

    /// <summary>
    /// A gradient by name: the whole array, or one line for each element where the loss names elements and the array would have to be put
    /// together.
    /// </summary>
    private static IEnumerable<(string Name, string Formula)> Formulas(LossGradient derived, Expr symbol, Expr gradient, int most)
    {
        (string, string)[] whole = [(symbol.InputName!, Text(gradient, most))];
        if (symbol.Shape.Rank != 1 || symbol.Shape.ElementCount > MostElementFormulas || !LossGradient.IsPutTogether(gradient))
            return whole;
        Expr[] elements = [.. ElementNames.Of(symbol.InputName!, symbol.Shape).Select(name => Expr.Input(name, Shape.Scalar))];
        return derived.ByElements(symbol, elements) is { } formulas
            ? elements.Zip(formulas,
                (element, formula) => (element.InputName!, Text(formula, most).Replace("`", "", StringComparison.Ordinal)))
            : whole;
    }

    private static TextTable Table(LossGradient derived, Element[] elements, double[] exact, Dictionary<Expr, Tensor> point)
    {
        var shown = Enumerable.Range(0, elements.Length);
        if (elements.Length > MostRows) shown = shown.OrderByDescending(i => Math.Abs(exact[i])).Take(MostRows);
        return new(
            [new("element"), new("at", true), new("∂f", true), new("numerical", true), new("difference", true)],
            [.. shown.Select(i =>
            {
                var (symbol, position) = elements[i];
                var numerical = derived.NumericalAt(point, symbol, position, Method.DefaultDifferenceStep);
                return (string[])[elements[i].Name, Numbers.Exact(point[symbol][position]), Numbers.Exact(exact[i]),
                    Numbers.Exact(numerical), Numbers.Short(numerical - exact[i])];
            })]);
    }

    /// <summary>Which element moves the loss most, and which way to turn it: down the gradient, or up it for ascent.</summary>
    private static string Advice(Element[] elements, double[] gradient, Direction direction)
    {
        if (gradient.All(g => g == 0)) return "No element moves the loss here: the gradient is zero.";
        var most = Enumerable.Range(0, elements.Length).MaxBy(i => Math.Abs(gradient[i]));
        var effect = NumberText.Column([Math.Abs(gradient[most] * Nudge)], 2)[0];
        var turn = gradient[most] < 0 == (direction == Direction.Minimise) ? "up" : "down";
        return $"{elements[most].Name} moves the loss most: raising it by {Nudge} {(gradient[most] < 0 ? "lowers" : "raises")} the loss "
            + $"by about {effect}: turn it {turn}.";
    }

    private static string Cut(string text, int most) => text.Length <= most ? text : $"{text[..most]}...";

    /// <summary>A formula, or how long it is, if it is longer than a screen.</summary>
    private static string Text(Expr expression, int most)
    {
        const int countedTo = 1_000_000;
        var text = FormulaPrinter.Write(expression, Math.Max(most, countedTo));
        return text.Length <= most ? text.ToString()
            : $"(formula of {(text.Length > countedTo ? $"more than {NumberText.Count(countedTo)}" : NumberText.Count(text.Length))} "
                + "characters: --formula)";
    }
}

/// <summary>What <c>funcgrad show</c> shows.</summary>
internal enum ShownForm
{
    /// <summary>The gradient as a formula that fits the screen.</summary>
    Brief,

    /// <summary>The gradient as a formula, however long it is, operation by operation as it was derived.</summary>
    InFull,

    /// <summary>The program of a step: by gradient descent, or as an experiment says.</summary>
    Program,
}

/// <summary>An element of something learned: its position in row-major order.</summary>
internal readonly record struct Element(Expr Symbol, int Position)
{
    public string Name => ElementNames.At(Symbol.InputName!, Symbol.Shape, Position);
}
