using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace FuncGrad;

/// <summary>Recurrence ↦ the way to compute it that ends soonest, compiling included.</summary>
internal static class KernelCompiler
{
    /// <summary>
    /// Above this many scalar operations the elements no longer fit into registers, and the code would take long to compile.
    /// </summary>
    private const int LargestScalarBody = 1200;

    /// <summary>What compilers that work ahead say of the doors through which losses are compiled.</summary>
    internal const string WhereNoCodeIsMade =
        "Where the runtime makes no code of its own, as in programs that are compiled ahead, the function is interpreted: the same bits, "
        + "but slower. A program of one file that is not to be published so says #:property PublishAot=false.";

    /// <summary>Seconds; what would take longer is interpreted.</summary>
    private const double LongestCompiling = 20;

    /// <summary>A kernel equal to <see cref="EvaluatedKernel"/> bit for bit (any NaN counts as the same).</summary>
    public static IKernel Compile(Recurrence recurrence, CompilationOptions options)
    {
        options.Stop.ThrowIfCancellationRequested();
        recurrence = Definitions.WrittenOut(recurrence, options.Precision);
        var (precision, width) = (options.Precision, options.Width == 0 ? WidestRegister() : options.Width);
        if (options.Engine == Engine.Interpreted) return Interpreted("interpreted, as asked for");
        if (!RuntimeFeature.IsDynamicCodeSupported) return Interpreted("interpreted: this runtime compiles no code of its own");
        if (options.Engine == Engine.Automatic && options.Work < WorkToCompileFor(recurrence, options))
            return Interpreted("interpreted: so little work ends sooner than compiling");
        if (!options.PrefersLoops && BecomesScalars(recurrence)) return new LaneKernel(recurrence, precision, width);
        return Loops(recurrence, options, width) ?? Interpreted("interpreted: too many operations to compile");

        IKernel Interpreted(string why) => new InterpretedKernel(recurrence, precision, why);
    }

    /// <summary>
    /// From how many updates of a lane on compiling ends sooner than interpreting them; infinite where this runtime does not compile.
    /// </summary>
    public static double WorkToCompileFor(Recurrence recurrence, CompilationOptions options)
    {
        if (!RuntimeFeature.IsDynamicCodeSupported) return double.PositiveInfinity;
        var operations = Scalarization.Size(recurrence, long.MaxValue);
        return CompileTime.Of(recurrence, options) / InterpretingTime(operations, NodeCount(recurrence), options.Lanes);
    }

    /// <summary>
    /// Whether the elements become numbers in registers, which hold no other rows for each update; else arrays are passed over by loops.
    /// </summary>
    public static bool BecomesScalars(Recurrence recurrence) =>
        recurrence.Batches.Count == 0 && Scalarization.Size(recurrence, long.MaxValue) <= LargestScalarBody;

    /// <summary>Whether loops over arrays are compiled at all.</summary>
    public static bool MayLoop(Recurrence recurrence, int lanes) => CompileTime.OfLoops(recurrence, lanes) <= LongestCompiling;

    [RequiresDynamicCode(WhereNoCodeIsMade)]
    private static LoopKernel? Loops(Recurrence recurrence, CompilationOptions options, int width)
    {
        if (!MayLoop(recurrence, options.Lanes)) return null;
        try
        {
            return new LoopKernel(recurrence, options, width);
        }
        catch (NoLoopException)
        {
            return null;
        }
    }

    /// <summary>
    /// Bits of the widest register that this processor computes with. The runtime's environment variables make it narrower:
    /// DOTNET_EnableAVX512=0 256, DOTNET_EnableAVX2=0 128, DOTNET_EnableHWIntrinsic=0 64. No bit of a result depends on it.
    /// </summary>
    public static int WidestRegister() =>
        Vector512.IsHardwareAccelerated ? 512 : Vector256.IsHardwareAccelerated ? 256 : Vector128.IsHardwareAccelerated ? 128 : 64;

    /// <summary>Seconds; 13 ns to begin a node, and 2.4 ns for each element and lane (measured, November 2026).</summary>
    private static double InterpretingTime(long operations, int nodes, int lanes) => (2.4e-9 * operations) + (13e-9 * nodes / lanes);

    private static int NodeCount(Recurrence recurrence) => Ordering.Of([.. recurrence.Next, .. recurrence.Observed]).Count;
}
