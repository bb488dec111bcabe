namespace FuncGrad;

/// <summary>Which operations are functions that exist from memory to memory.</summary>
internal static class PointwiseFunctions
{
    /// <summary>The name in <see cref="VectorMath"/> of an operation that is a function.</summary>
    public static string NameOf(Primitive op) => ((Emission.Function)Emissions.Of(op).Emission).Name;

    /// <summary>Whether an operation is one of them.</summary>
    public static bool Has(Primitive? op) =>
        op is not null && Emissions.Find(op)?.Emission is Emission.Function { Name: var name } && Pointwise.Has(name);
}
