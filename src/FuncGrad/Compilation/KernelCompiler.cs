namespace FuncGrad;

/// <summary>Recurrence ↦ the way to compute it that ends soonest, compiling included.</summary>
internal static class KernelCompiler
{
    /// <summary>A kernel equal to <see cref="EvaluatedKernel"/> bit for bit (any NaN counts as the same).</summary>
    public static IKernel Compile(Recurrence recurrence, CompilationOptions options) =>
        new InterpretedKernel(recurrence, options.Precision, "interpreted");
}
