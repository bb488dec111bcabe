namespace FuncGrad;

/// <summary>Which operations are functions that exist from memory to memory.</summary>
internal static class PointwiseFunctions
{
    /// <summary>The name in <see cref="VectorMath"/> of an elementwise operation.</summary>
    public static string NameOf(Primitive op) => op == Elementwise.Power ? nameof(VectorMath.Pow)
        : string.Concat(op.Name.Split('_').Select(word => string.Concat(word[..1].ToUpperInvariant(), word.AsSpan(1))));

    /// <summary>Whether an operation is one of them.</summary>
    public static bool Has(Primitive? op) => op is { Family: Family.Elementwise } && Pointwise.Has(NameOf(op));
}
