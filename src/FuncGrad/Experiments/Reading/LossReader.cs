using LanguageExt;
using static LanguageExt.Prelude;

namespace FuncGrad;

/// <summary>The formula of an experiment with its graph.</summary>
internal sealed record LossFormula(string Text, Expr Value);

/// <summary>The setting <c>loss</c>: a formula of the declared names, whose mistakes are placed in the file.</summary>
internal static class LossReader
{
    public static Validation<InputError, LossFormula> Read(TomlTable root, Declared declared, bool mayBeBroken) => root["loss"] switch
    {
        TomlText text => Meaning(text, declared),
        { } other => other.Place.Error($"loss is {other.Described}, but must be a formula in quotes.", "Write loss = \"x0^2 + x1^2\"."),
        null when mayBeBroken => new LossFormula("", Expr.Zero),
        null => root.Place.Error("loss is missing: there is nothing to minimise.", "Write loss = \"x0^2 + x1^2\"."),
    };

    private static Validation<InputError, LossFormula> Meaning(TomlText text, Declared declared)
    {
        Declaration[] all = [.. declared.Parameters, .. declared.Data];
        string[] unread = [.. all.Where(array => array.Source is null).Select(array => array.Name), .. declared.BrokenKeys];
        var names = all.Where(array => array.Source is not null && Naming.IsName(array.Name)).DistinctBy(array => array.Name)
            .ToDictionary(array => array.Name, array => Expr.Symbol(array.Name, array.Source!.Shape));
        var reading = Formula.Read(text.Value, names);
        // A name whose own line is wrong is reported there; here only what does not depend on it.
        var errors = reading.Errors
            .Where(error => !unread.Any(name => error.Problem.Contains($"`{name}`", StringComparison.Ordinal)) && (declared.HasParameters || !error.IsUnknownName))
            .Select(error => error.At(text.PlaceOf(error.Column - 1).ToString())).ToSeq().Strict();
        if (!errors.IsEmpty) return Fail<InputError, LossFormula>(errors);
        if (reading.Expression is not { } value) return new LossFormula(text.Value, Expr.Zero);
        return value.Shape.Rank == 0
            ? new LossFormula(text.Value, value)
            : text.Place.Error($"The loss must be a single number, but its shape is {value.Shape}.", "Reduce it with sum, mean or norm.");
    }
}
