namespace FuncGrad.Lab;

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
                    wrong => errors.Add($"--at {name}: {Messages.Render(wrong, part[(equals + 1)..]).TrimEnd('\n')}"));
        }
        return new(values, errors);
    }

    /// <summary>The values as formulas, those that are right.</summary>
    public static IEnumerable<(string Name, Expr Value)> Formulas(string text) => Split(text)
        .Select(part => part.Split('=', 2)).Where(pair => pair.Length == 2).DistinctBy(pair => pair[0].Trim())
        .SelectMany(pair =>
            Formula.Parse(pair[1], new Dictionary<string, Expr>()).Match<(string, Expr)[]>(value => [(pair[0].Trim(), value)], _ => []));

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
