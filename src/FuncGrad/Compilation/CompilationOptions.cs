namespace FuncGrad;

/// <summary>How a recurrence is to be computed.</summary>
internal enum Engine
{
    /// <summary>Interpreted where that ends sooner than compiling would, else compiled.</summary>
    Automatic,

    /// <summary>The program is walked instruction by instruction.</summary>
    Interpreted,

    /// <summary>Machine code, for any amount of work.</summary>
    Compiled,
}

/// <summary>Runs body(0) ... body(count − 1), in any order and on any threads, and returns when all are done.</summary>
internal delegate void ParallelFor(int count, Action<int> body);

/// <summary>
/// What the compiler may know beside the recurrence. None of it changes a bit of a result, except <see cref="Precision"/>.
/// </summary>
internal sealed record CompilationOptions
{
    /// <summary>The numbers computed with.</summary>
    public Precision Precision { get; init; } = Precision.Double;

    /// <summary>Register width in bits: 512, 256, 128, or 64 for scalar code; 0 for the widest this processor has.</summary>
    public int Width { get; init; }

    /// <summary>About how many updates of one lane will be made in all: lanes × steps. Decides whether compiling pays.</summary>
    public double Work { get; init; } = double.PositiveInfinity;

    /// <summary>
    /// How many lanes a frame will usually hold: few lanes of large arrays vectorize over elements instead of over lanes.
    /// </summary>
    public int Lanes { get; init; } = int.MaxValue;

    public Engine Engine { get; init; } = Engine.Automatic;

    /// <summary>Whether even small arrays are walked by loops instead of becoming scalars; for tests.</summary>
    public bool PrefersLoops { get; init; }

    /// <summary>Threads for the elements of large arrays, supplied by the shell; null computes on the calling thread.</summary>
    public ParallelFor? Parallel { get; init; }

    /// <summary>Ends compiling between two passes, or while they are chosen, with an <see cref="OperationCanceledException"/>.</summary>
    public CancellationToken Stop { get; init; }

    /// <summary>Into how many parts a pass over a large array is cut, if there are threads.</summary>
    public int Parts { get; init; } = 2;
}
