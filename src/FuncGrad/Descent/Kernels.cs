namespace FuncGrad;

/// <summary>Which kernel computes a method's recurrences.</summary>
internal static class Kernels
{
    /// <summary>The kernels for a method, when nothing is known about how many updates are to be made.</summary>
    public static Func<Recurrence, IKernel> For(Method method) => For(method, 0, 1);

    /// <summary>The kernels for a method and so many updates of so many lanes: few are not worth compiling for.</summary>
    public static Func<Recurrence, IKernel> For(Method method, long updates, int lanes) =>
        recurrence => KernelCompiler.Compile(recurrence, new CompilationOptions { Precision = method.Precision, Work = updates, Lanes = lanes });
}
