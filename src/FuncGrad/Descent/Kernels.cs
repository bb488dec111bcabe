namespace FuncGrad;

/// <summary>Which kernel computes a method's recurrences.</summary>
internal static class Kernels
{
    /// <summary>The kernels for a method, when nothing is known about how many updates are to be made.</summary>
    public static Func<Recurrence, IKernel> For(Method method) => For(method, 0);

    /// <summary>The kernels for a method and so many updates: few are not worth compiling for.</summary>
    public static Func<Recurrence, IKernel> For(Method method, long updates) => recurrence => new EvaluatedKernel(recurrence, method.Precision);
}
