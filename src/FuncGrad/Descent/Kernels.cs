namespace FuncGrad;

/// <summary>Which kernel computes a method's recurrences.</summary>
internal static class Kernels
{
    public static Func<Recurrence, IKernel> For(Method method) => recurrence => new EvaluatedKernel(recurrence, method.Precision);
}
