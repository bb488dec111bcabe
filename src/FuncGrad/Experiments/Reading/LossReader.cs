using LanguageExt;
using static LanguageExt.Prelude;

namespace FuncGrad;

/// <summary>The formula of an experiment with its graph.</summary>
internal sealed record LossFormula(string Text, Expr Value);

/// <summary>The setting <c>loss</c>: a formula of the declared names, whose mistakes are placed in the file.</summary>
internal static class LossReader
{
    public static Validation<InputError, LossFormula> Read(TomlTable root, Declared declared, FormulaScope scope, bool mayBeBroken) =>
        root["loss"] switch
        {
            TomlText text => Meaning(text, declared, scope),
            { } other => other.Place.Error($"loss is {other.Described}, but must be a formula in quotes.", "Write loss = \"x0^2 + x1^2\"."),
            null when mayBeBroken => new LossFormula("", Expr.Zero),
            null => root.Place.Error("loss is missing: there is nothing to minimise.", "Write loss = \"x0^2 + x1^2\"."),
        };

    /// <summary>A number of the formula, or of a definition it uses, that no float holds.</summary>
    private static InputError? Unheld(TomlText text, Expr value)
    {
        foreach (var node in Ordering.Of(value))
            if (node.ConstantValue is { } number && SinglePrecision.Overflowing("loss", text.Place, number) is { } error) return error;
        return null;
    }

    private static Validation<InputError, LossFormula> Meaning(TomlText text, Declared declared, FormulaScope scope)
    {
        var reading = Formula.Read(text.Value, scope);
        var errors = reading.Errors.Where(error => declared.HasParameters || !error.IsUnknownName)
            .Select(error => error.At(column => text.PlaceOf(column - 1).ToString())).ToSeq().Strict();
        if (!errors.IsEmpty) return Fail<InputError, LossFormula>(errors);
        if (reading.Expression is not { } value) return new LossFormula(text.Value, Expr.Zero);
        if (declared.IsSingle && Unheld(text, value) is { } unheld) return unheld;
        return value.Shape.Rank == 0
            ? new LossFormula(text.Value, value)
            : text.Place.Error($"The loss must be a single number, but its shape is {value.Shape}.", "Reduce it with sum, mean or norm.");
    }
}
