using LanguageExt;
using static LanguageExt.Prelude;

namespace FuncGrad;

/// <summary>Values of formulas that know what an experiment knows: its parameters, data and definitions.</summary>
internal static class FormulaValues
{
    /// <summary>The value of a formula, with the precision and arithmetic of the method: the bits of a column of [observe] that has this formula.</summary>
    /// <param name="experiment">Of one trial.</param>
    /// <param name="formula">Its formula, of any shape.</param>
    /// <param name="values">Values of parameters and data, also of another shape; those that are left out have the experiment's own.</param>
    public static Validation<InputError, Tensor> Of(Experiment experiment, string formula, IReadOnlyDictionary<string, Tensor> values)
    {
        string[] known = [.. experiment.Parameters.Concat(experiment.Data).Select(array => array.Name)];
        if (values.Keys.FirstOrDefault(name => !known.Contains(name)) is { } stranger)
            return new InputError(stranger, $"'{stranger}' is neither a parameter nor data of the experiment.", NearestName.Hint(stranger, known, "It has"));
        Arr<NamedArray> Given(Arr<NamedArray> arrays) => arrays.Map(array => values.TryGetValue(array.Name, out var value) ? array with { Source = new ArraySource.Literal(value) } : array);
        var own = experiment with { Parameters = Given(experiment.Parameters), Data = Given(experiment.Data) };
        var reading = Formula.Read(formula, own.Scope());
        return reading.Expression is { } expression
            ? Computed(own, expression)
            : Fail<InputError, Tensor>(reading.Errors.Select(error => error.At(column => $"column {column}")).ToSeq().Strict());
    }

    private static Tensor Computed(Experiment own, Expr expression)
    {
        var (precision, symbols) = (own.Method.Precision, own.Symbols());
        Expr[] data = [.. own.Data.Select(array => Expr.Symbol(array.Name, array.Source.Shape))];
        var simple = Simplification.Simplify(Definitions.WrittenOut([expression], precision), precision);
        if (own.Method.Arithmetic == Arithmetic.Fused) simple = Fusion.Contract(simple, [.. symbols]);
        var recurrence = new Recurrence([], [], symbols, data, Expr.Input("method.iteration", Shape.Scalar), simple, null);
        var result = new double[expression.Shape.ElementCount];
        KernelCompiler.Compile(recurrence, new CompilationOptions { Precision = precision, Work = 1, Lanes = 1 }).Observe(
            new LaneFrame { Lanes = 1, State = [], LaneInputs = [.. own.Start().Select(part => part.ToArray())], Shared = [.. own.Data.Select(array => array.Source.Values(own.Seed, $"data.{array.Name}"))] }, [result]);
        return Tensor.Own(expression.Shape, result);
    }
}
