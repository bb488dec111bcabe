using LanguageExt;
using static LanguageExt.Prelude;

namespace FuncGrad;

/// <summary>Values of formulas that know what an experiment knows: its parameters, data and definitions.</summary>
internal static class FormulaValues
{
    /// <summary>
    /// The value of a formula, with the precision and arithmetic of the method: the bits of a column of [observe] that has this formula.
    /// </summary>
    /// <param name="experiment">Of one trial.</param>
    /// <param name="formula">Its formula, of any shape, which may name observations too.</param>
    /// <param name="values">Values of parameters and data, also of another shape; those that are left out have the experiment's
    /// own.</param>
    public static Validation<InputError, Tensor> Of(Experiment experiment, string formula, IReadOnlyDictionary<string, Tensor> values)
    {
        string[] known = [.. experiment.Parameters.Concat(experiment.Data).Select(array => array.Name)];
        if (values.Keys.FirstOrDefault(name => !known.Contains(name)) is { } stranger)
            return new InputError(stranger, $"'{stranger}' is neither a parameter nor data of the experiment.",
                NearestName.Hint(stranger, known, "It has"));
        Arr<NamedArray> Given(Arr<NamedArray> arrays) =>
            arrays.Map(array =>
                values.TryGetValue(array.Name, out var value) ? array with { Source = new ArraySource.Literal(value) } : array);
        var observed = experiment.Observations.Map(observation => new Definition(observation.Name, observation.Formula));
        var own = experiment with
        {
            Parameters = Given(experiment.Parameters),
            Data = Given(experiment.Data),
            Definitions = experiment.Definitions + observed,
        };
        var reading = Formula.Read(formula, own.Scope());
        return reading.Expression is { } expression
            ? Computed(own, expression)
            : Fail<InputError, Tensor>(reading.Errors.Select(error => error.At(column => $"column {column}")).ToSeq().Strict());
    }

    private static Tensor Computed(Experiment own, Expr expression)
    {
        Expr[] data = [.. own.Data.Select(array => Expr.Symbol(array.Name, array.Source.Shape))];
        var options = new CompilationOptions { Precision = own.Method.Precision, Work = 1, Lanes = 1 };
        var result = new double[expression.Shape.ElementCount];
        new Observer(own.Symbols(), data, own.DataValues(), [expression], options, own.Method.Arithmetic).At(
            1, (Start: own.Start().SelectMany(part => part.ToArray()).ToArray(), Result: result),
            static (arrays, call) => Flat.Scatter(call.Start, arrays), static (arrays, call) => Flat.Gather(arrays, call.Result));
        return Tensor.Own(expression.Shape, result);
    }
}
