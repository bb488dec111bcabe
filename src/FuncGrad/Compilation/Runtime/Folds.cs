using System.Runtime.CompilerServices;

namespace FuncGrad;

/// <summary>Sums, greatest and smallest elements where each element is a register; sums in the order of <see cref="Summation"/>.</summary>
internal static unsafe class Folds<TLanes, T>
    where TLanes : unmanaged, ILanes<TLanes, T>
    where T : unmanaged
{
    /// <summary>For each start the fold of the elements at start + step; a register every <paramref name="size"/> bytes.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Fold(Primitive fold, nint source, nint target, int[] starts, int[] steps, nint size)
    {
        for (var i = 0; i < starts.Length; i++)
        {
            var first = source + (starts[i] * size);
            *(TLanes*)(target + (i * size)) = fold == Reductions.Sum ? Sum(first, steps, size)
                : Best(fold == Reductions.Max, first, steps, size);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static TLanes Best(bool greatest, nint source, ReadOnlySpan<int> steps, nint size)
    {
        var best = *(TLanes*)(source + (steps[0] * size));
        for (var i = 1; i < steps.Length; i++)
        {
            var term = *(TLanes*)(source + (steps[i] * size));
            best = greatest ? TLanes.Maximum(best, term) : TLanes.Minimum(best, term);
        }
        return best;
    }

    private static TLanes Sum(nint source, ReadOnlySpan<int> steps, nint size)
    {
        if (steps.Length == 0) return default;
        if (steps.Length <= Summation.SequentialLimit) return Sequential(source, steps, size);
        if (steps.Length <= Summation.ChunkLength) return Stranded(source, steps, size);
        var chunks = (steps.Length + Summation.ChunkLength - 1) / Summation.ChunkLength;
        var sums = chunks <= 512 ? stackalloc TLanes[chunks] : new TLanes[chunks]; // no allocation up to two million terms
        var positions = chunks <= 512 ? stackalloc int[chunks] : new int[chunks];
        for (var chunk = 0; chunk < chunks; chunk++)
        {
            var start = chunk * Summation.ChunkLength;
            sums[chunk] = Sum(source, steps.Slice(start, Math.Min(Summation.ChunkLength, steps.Length - start)), size);
            positions[chunk] = chunk;
        }
        fixed (TLanes* p = sums) return Sum((nint)p, positions, sizeof(TLanes));
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static TLanes Sequential(nint source, ReadOnlySpan<int> steps, nint size)
    {
        var sum = *(TLanes*)(source + (steps[0] * size));
        for (var i = 1; i < steps.Length; i++) sum += *(TLanes*)(source + (steps[i] * size));
        return sum;
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static TLanes Stranded(nint source, ReadOnlySpan<int> steps, nint size)
    {
        var strands = stackalloc TLanes[Summation.Strands];
        for (var i = 0; i < Summation.Strands; i++) strands[i] = *(TLanes*)(source + (steps[i] * size));
        for (var i = Summation.Strands; i < steps.Length; i++) strands[i % Summation.Strands] += *(TLanes*)(source + (steps[i] * size));
        for (var half = Summation.Strands / 2; half >= 1; half /= 2)
            for (var j = 0; j < half; j++) strands[j] += strands[j + half];
        return strands[0];
    }
}

/// <summary>The sum of neighbouring numbers, a register at a time: the strands of <see cref="Summation"/> are its lanes.</summary>
internal static unsafe class DenseSum<TLanes, T>
    where TLanes : unmanaged, ILanes<TLanes, T>
    where T : unmanaged, System.Numerics.IBinaryFloatingPointIeee754<T>
{
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static T Of(T* terms, int count)
    {
        if (count <= Summation.SequentialLimit) return Sequential(terms, count);
        if (count <= Summation.ChunkLength) return Stranded(terms, count);
        var chunks = (count + Summation.ChunkLength - 1) / Summation.ChunkLength;
        Span<T> sums = chunks <= Summation.ChunkLength ? stackalloc T[chunks] : new T[chunks];
        for (var chunk = 0; chunk < chunks; chunk++)
        {
            var first = chunk * Summation.ChunkLength;
            sums[chunk] = Of(terms + first, Math.Min(Summation.ChunkLength, count - first));
        }
        fixed (T* p = sums) return Of(p, chunks);
    }

    private static T Sequential(T* terms, int count)
    {
        var sum = count == 0 ? T.Zero : terms[0];
        for (var i = 1; i < count; i++) sum += terms[i];
        return sum;
    }

    /// <summary>16 strands are 16 / Count registers.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static T Stranded(T* terms, int count)
    {
        var strands = stackalloc T[Summation.Strands];
        var whole = count & ~(Summation.Strands - 1);
        for (var r = 0; r < Summation.Strands; r += TLanes.Count)
        {
            var sum = *(TLanes*)(terms + r);
            for (var i = r + Summation.Strands; i < whole; i += Summation.Strands) sum += *(TLanes*)(terms + i);
            *(TLanes*)(strands + r) = sum;
        }
        for (var i = whole; i < count; i++) strands[i - whole] += terms[i];
        for (var half = Summation.Strands / 2; half >= 1; half /= 2)
            for (var j = 0; j < half; j++) strands[j] += strands[j + half];
        return strands[0];
    }
}

/// <summary>Gather and scatter along the last axis, lane by lane: which element is only known from the numbers.</summary>
internal static unsafe class Choosing<T>
    where T : unmanaged, System.Numerics.IBinaryFloatingPointIeee754<T>
{
    /// <param name="values">What is chosen from, or what is placed.</param>
    /// <param name="indices">Which class, a number.</param>
    /// <param name="target">The result.</param>
    /// <param name="rows">How many rows.</param>
    /// <param name="classes">The extent of the last axis.</param>
    /// <param name="lanes">Lanes of the result; operands with one lane serve all.</param>
    /// <param name="valueLanes">Lanes of the values.</param>
    /// <param name="indexLanes">Lanes of the indices.</param>
    public static void Gather(T* values, T* indices, T* target, int rows, int classes, int lanes, int valueLanes, int indexLanes)
    {
        for (var row = 0; row < rows; row++)
            for (var lane = 0; lane < lanes; lane++)
            {
                var k = Class(indices[(row * indexLanes) + (indexLanes == 1 ? 0 : lane)], classes);
                target[(row * lanes) + lane] = k < 0 ? T.NaN : values[(((row * classes) + k) * valueLanes) + (valueLanes == 1 ? 0 : lane)];
            }
    }

    /// <inheritdoc cref="Gather"/>
    public static void Scatter(T* values, T* indices, T* target, int rows, int classes, int lanes, int valueLanes, int indexLanes)
    {
        for (var row = 0; row < rows; row++)
            for (var lane = 0; lane < lanes; lane++)
            {
                var k = Class(indices[(row * indexLanes) + (indexLanes == 1 ? 0 : lane)], classes);
                var value = values[(row * valueLanes) + (valueLanes == 1 ? 0 : lane)];
                for (var c = 0; c < classes; c++) target[(((row * classes) + c) * lanes) + lane] = c == k ? value : T.Zero;
            }
    }

    private static int Class(T index, int classes)
    {
        var number = double.CreateTruncating(index);
        return number >= 0 && number < classes && number == Math.Floor(number) ? (int)number : -1;
    }
}
