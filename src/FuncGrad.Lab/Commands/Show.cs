
namespace FuncGrad.Lab;

/// <summary><c>funcgrad show</c>: a loss and its gradient at a point, as formula, as number and by differences.</summary>
internal static class Show
{
    private const int LongestFormula = 240, MostRows = 64;

    private const double Nudge = 0.01;

    /// <summary>A formula, differentiated by every name that <paramref name="data"/> does not list.</summary>
    /// <param name="formula">The text.</param>
    /// <param name="at"><c>x0=3,x1=4</c>, or null: then only formulas are shown.</param>
    /// <param name="data">Names of constants.</param>
    public static int Run(string formula, string? at, IReadOnlyList<string> data)
    {
        var point = PointText.Parse(at ?? "");
        if (point.Errors.Count > 0) return Fail(string.Join("\n", point.Errors));
        var symbols = Symbols(formula, point.Values);
        return Formula.Parse(formula, symbols).Match(
            value => Shown(value, symbols, point.Values, at is not null, data),
            errors => Fail(Messages.Render(errors, formula).TrimEnd('\n')));
    }

    /// <summary>The loss of an experiment at its start.</summary>
    public static int Run(Experiment experiment)
    {
        var loss = experiment.Loss();
        var values = new Dictionary<Expr, Tensor>();
        for (var i = 0; i < loss.Data.Count; i++) values[loss.Data[i]] = loss.DataValues[i];
        for (var i = 0; i < loss.Parameters.Count; i++) values[loss.Parameters[i]] = experiment.Start()[i];
        Print(loss.Value!, [.. loss.Parameters], values, true);
        return ExitCode.Done;
    }

    private static Dictionary<string, Expr> Symbols(string formula, IReadOnlyDictionary<string, Tensor> point)
    {
        var symbols = Formula.Names(formula).ToDictionary(name => name.Name, name => point.TryGetValue(name.Name, out var value) ? Expr.Symbol(name.Name, value.Shape) : Expr.Symbol(name.Name, name.Shape));
        return symbols;
    }

    private static int Shown(Expr value, Dictionary<string, Expr> symbols, IReadOnlyDictionary<string, Tensor> point, bool hasPoint, IReadOnlyList<string> data)
    {
        if (value.Shape.Rank > 0) return Fail($"The formula has the shape {value.Shape}; only a scalar has a gradient. Perhaps sum(...) or mean(...) of it is meant.");
        if (hasPoint && symbols.Keys.FirstOrDefault(name => !point.ContainsKey(name)) is { } missing) return Fail($"--at gives no value for '{missing}': add {missing}=1.0 or the like.");
        if (point.Keys.Concat(data).FirstOrDefault(name => !symbols.ContainsKey(name)) is { } unused) return Fail($"'{unused}' does not occur in the formula. It has: {string.Join(", ", symbols.Keys)}.");
        Expr[] learned = [.. symbols.Where(symbol => !data.Contains(symbol.Key)).Select(symbol => symbol.Value)];
        Print(value, learned, symbols.Where(symbol => point.ContainsKey(symbol.Key)).ToDictionary(symbol => symbol.Value, symbol => point[symbol.Key]), hasPoint);
        return ExitCode.Done;
    }

    private static void Print(Expr loss, Expr[] learned, Dictionary<Expr, Tensor> point, bool hasPoint)
    {
        var gradient = Simplification.Simplify(Differentiation.Gradient(loss, learned));
        Console.Out.WriteLine($"f = {Cut(loss)}");
        for (var i = 0; i < learned.Length; i++) Console.Out.WriteLine($"∂f/∂{learned[i].InputName} = {Cut(gradient[i])}");
        if (!hasPoint) return;
        var numerical = CentralDifference.Gradient(loss, learned, Method.DefaultDifferenceStep);
        var values = new Evaluation([loss, .. gradient, .. numerical]).At(point);
        string[] names = [.. learned.SelectMany(symbol => ElementNames.Of(symbol.InputName!, symbol.Shape))];
        double[] at = [.. learned.SelectMany(symbol => point[symbol].ToArray())];
        double[] exact = [.. values.Skip(1).Take(learned.Length).SelectMany(part => part.ToArray())];
        double[] differences = [.. values.Skip(1 + learned.Length).SelectMany(part => part.ToArray())];
        Console.Out.WriteLine();
        Console.Out.WriteLine($"f = {Numbers.Exact(values[0].ToDouble())} at this point");
        Table(names, at, exact, differences).Print();
        if (names.Length > MostRows) Console.Out.WriteLine($"the {MostRows} of {names.Length} elements with the greatest gradient");
        Console.Out.WriteLine($"gradient norm {Numbers.Exact(Math.Sqrt(exact.Sum(g => g * g)))}; numerical: central difference with h = {Numbers.Exact(Method.DefaultDifferenceStep)}");
        if (Advice(names, exact) is { } advice) Console.Out.WriteLine(advice);
    }

    private static TextTable Table(string[] names, double[] at, double[] exact, double[] numerical)
    {
        var shown = Enumerable.Range(0, names.Length);
        if (names.Length > MostRows) shown = shown.OrderByDescending(i => Math.Abs(exact[i])).Take(MostRows);
        return new(
            [new("element"), new("at", true), new("∂f", true), new("numerical", true), new("difference", true)],
            [.. shown.Select(i => (string[])[names[i], Numbers.Exact(at[i]), Numbers.Exact(exact[i]), Numbers.Exact(numerical[i]), Numbers.Short(numerical[i] - exact[i])])]);
    }

    /// <summary>Which element moves the loss most, and which way to turn it.</summary>
    private static string? Advice(string[] names, double[] gradient)
    {
        if (names.Length == 0 || gradient.Any(double.IsNaN)) return null;
        var most = Enumerable.Range(0, names.Length).MaxBy(i => Math.Abs(gradient[i]));
        if (gradient[most] == 0) return "No element moves the loss here: the gradient is zero.";
        var effect = Math.Abs(gradient[most] * Nudge).ToString("G2", System.Globalization.CultureInfo.InvariantCulture);
        return gradient[most] < 0
            ? $"{names[most]} moves the loss most: raising it by {Nudge} lowers the loss by about {effect}: turn it up."
            : $"{names[most]} moves the loss most: raising it by {Nudge} raises the loss by about {effect}: turn it down.";
    }

    private static string Cut(Expr expression)
    {
        var text = expression.ToString();
        return text.Length <= LongestFormula ? text : $"{text[..LongestFormula]}...";
    }

    private static int Fail(string message)
    {
        Console.Error.WriteLine(message);
        return ExitCode.BadInput;
    }
}

/// <summary>A point as typed: <c>x0=3,W=[[1,2],[3,4]]</c>, each value a formula without names.</summary>
internal sealed record PointText(IReadOnlyDictionary<string, Tensor> Values, IReadOnlyList<string> Errors)
{
    public static PointText Parse(string text)
    {
        var (values, errors) = (new Dictionary<string, Tensor>(), new List<string>());
        foreach (var part in Split(text))
        {
            var equals = part.IndexOf('=', StringComparison.Ordinal);
            var name = equals < 0 ? "" : part[..equals].Trim();
            if (name.Length == 0) errors.Add($"--at: '{part.Trim()}' is not NAME=VALUE, as in --at x0=3,x1=4.");
            else if (!values.TryAdd(name, Tensor.Scalar(0))) errors.Add($"--at: '{name}' is given twice.");
            else
                Formula.Parse(part[(equals + 1)..], new Dictionary<string, Expr>()).Match(
                    value => values[name] = Evaluation.Of(value),
                    wrong => errors.Add(Messages.Render(wrong, part[(equals + 1)..]).TrimEnd('\n')));
        }
        return new(values, errors);
    }

    /// <summary>At the commas outside of brackets.</summary>
    private static IEnumerable<string> Split(string text)
    {
        var (depth, start) = (0, 0);
        for (var i = 0; i < text.Length; i++)
        {
            depth += text[i] is '[' or '(' ? 1 : text[i] is ']' or ')' ? -1 : 0;
            if (text[i] != ',' || depth > 0) continue;
            yield return text[start..i];
            start = i + 1;
        }
        if (text[start..].Trim().Length > 0) yield return text[start..];
    }
}
