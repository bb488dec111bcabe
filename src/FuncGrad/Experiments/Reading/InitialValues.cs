using LanguageExt;
using static LanguageExt.Prelude;

namespace FuncGrad;

/// <summary>
/// Initial weights of a layer by the size of the layer: normal draws whose deviation keeps signals, or gradients, of one size from layer to
/// layer.
/// </summary>
/// <param name="Kind">Which rule.</param>
/// <param name="Gain">What the deviation is multiplied by.</param>
internal sealed record InitialValues(InitialValues.Rule Kind, double Gain)
{
    /// <summary>The rules by name.</summary>
    public enum Rule
    {
        /// <summary>√(2/in), for relu (He et al. 2015, arXiv:1502.01852).</summary>
        He,

        /// <summary>√(1/in), as "Deep Learning from Scratch", chapter 6, calls it.</summary>
        Xavier,

        /// <summary>√(1/in) (LeCun et al. 1998, "Efficient BackProp").</summary>
        Lecun,

        /// <summary>√(2/(in + out)) (Glorot &amp; Bengio 2010).</summary>
        Glorot,

        /// <summary>Orthonormal columns, or rows (Saxe et al. 2014).</summary>
        Orthogonal,
    }

    public static Validation<InputError, InitialValues> Read(string key, TomlTable table) => (
        Domain.OneOf<Rule>().Read($"{key}.init", table["init"]!).Map(word => word.As<Rule>()),
        table["gain"] is { } gain ? Domain.NonNegative.Read($"{key}.gain", gain).Map(value => value.Number)
            : Success<InputError, double>(1))
        .Apply((rule, gain) => new InitialValues(rule, gain));

    /// <summary>The draws for a shape.</summary>
    public ArraySource For(Shape shape)
    {
        if (Kind == Rule.Orthogonal) return new ArraySource.Orthogonal(shape, Gain);
        var (entering, leaving) = Fans(shape);
        var variance = Kind switch { Rule.He => 2 / entering, Rule.Glorot => 2 / (entering + leaving), _ => 1 / entering };
        return new ArraySource.Normal(shape, 0, Gain * Math.Sqrt(variance));
    }

    /// <summary>How many numbers enter into one of the layer's outputs, and into how many outputs one number enters.</summary>
    private static (double In, double Out) Fans(Shape shape) => shape.Rank switch
    {
        0 => (1, 1),
        1 => (shape[0], 1),
        2 => (shape[0], shape[1]),
        4 => (shape[1] * (double)shape[2] * shape[3], shape[0] * (double)shape[2] * shape[3]),
        _ => (shape[shape.Rank - 2], shape[shape.Rank - 1]),
    };
}
