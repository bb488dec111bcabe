using LanguageExt;

namespace FuncGrad;

/// <summary>What stands in the step log, and how much of a point in the table of trials.</summary>
public sealed record LogSettings
{
    /// <summary>A row of more parameter elements leaves them out, unless the file asks for them.</summary>
    public const int MostParametersOfRow = 64;

    /// <summary>A row each k-th step, and always the first and the last; 0: no step log.</summary>
    public long Every { get; init; } = 1;

    /// <summary>The columns after trial and step.</summary>
    public Arr<LogColumn> Columns { get; init; } =
        Prelude.Array(LogColumn.Loss, LogColumn.GradientNorm, LogColumn.LearningRate, LogColumn.Parameters);

    /// <summary>How many elements of the last parameters <c>trials.csv</c> shows at most, from the first on; 0 or more.</summary>
    public long FinalParameters { get; init; } = Batch.ShownParameters;

    /// <summary>
    /// What is logged of so many learned elements where a file does not say which columns it wants: of a large model the parameters are
    /// not.
    /// </summary>
    internal LogSettings Thrifty(long elements) =>
        elements > MostParametersOfRow ? this with { Columns = Columns.Filter(column => column != LogColumn.Parameters) } : this;
}

/// <summary>A column, or group of columns, of the step log.</summary>
public enum LogColumn
{
    /// <summary>The loss.</summary>
    Loss,

    /// <summary>‖∇loss‖₂ of the whole gradient.</summary>
    GradientNorm,

    /// <summary>The learning rate.</summary>
    LearningRate,

    /// <summary>Every element of every parameter.</summary>
    Parameters,

    /// <summary>Every element of the gradient.</summary>
    Gradient,

    /// <summary>‖x⁺ − x‖₂ of the update that led here.</summary>
    UpdateNorm,

    /// <summary>Every element of what the rule remembers.</summary>
    Slots,
}
