namespace FuncGrad;

/// <summary>Which kernel computes a method's recurrences.</summary>
internal static class Kernels
{
    /// <summary>The kernels for a method and so many updates of so many lanes: few are not worth compiling for.</summary>
    public static Func<Recurrence, IKernel> For(Method method, long updates, int lanes) =>
        For(method, updates, lanes, null, 1, CancellationToken.None);

    /// <summary>
    /// The kernels for a method whose updates nobody counts beforehand: interpreted, until so many were made that compiling would have
    /// paid.
    /// </summary>
    public static Func<Recurrence, IKernel> Patient(Method method) =>
        recurrence => new PatientKernel(recurrence, new CompilationOptions { Precision = method.Precision, Lanes = 1 });

    /// <summary>
    /// The kernels with which the judge looks at the loss: in double precision and exact arithmetic, whatever the method computes in.
    /// </summary>
    public static Func<Recurrence, IKernel> ForLooks(Method method, long looks, int lanes) =>
        For(method with { Precision = Precision.Double, Arithmetic = Arithmetic.Exact }, looks, lanes);

    /// <summary>
    /// <inheritdoc cref="For(Method,long,int)"/> Passes over large arrays are cut into parts for the threads; a stop ends compiling.
    /// </summary>
    public static Func<Recurrence, IKernel> For(Method method, long updates, int lanes, ParallelFor? threads, int parts,
        CancellationToken stop) => recurrence => KernelCompiler.Compile(recurrence, new CompilationOptions
        {
            Precision = method.Precision,
            Work = updates,
            Lanes = lanes,
            Parallel = threads,
            Parts = parts,
            Stop = stop,
        });
}
