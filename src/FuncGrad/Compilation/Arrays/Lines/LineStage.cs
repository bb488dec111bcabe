using System.Diagnostics.CodeAnalysis;

namespace FuncGrad;

/// <summary>A pass along a line as a stage: its parts on the threads there are, then the ends of its sums.</summary>
[RequiresDynamicCode(KernelCompiler.WhereNoCodeIsMade)]
internal static class LineStage
{
    /// <summary>Parts begin at whole chunks of sums.</summary>
    public static long Start(long count, int part, int parts) =>
        part == parts ? count : count * part / parts / Summation.ChunkLength * Summation.ChunkLength;

    /// <summary>The stage's code. Says how much memory of its own it needs.</summary>
    public static unsafe StageCode Of(LoopSchedule schedule, LoopStage stage, Precision precision, int width, ParallelFor? parallel,
        int parts)
    {
        var (line, count, own) =
            (LineBody.Compile(schedule, stage, precision, width), stage.Domain.ElementCount, schedule.LineBuffer(stage));
        var size = precision == Precision.Double ? 8 : 4;
        (int Target, int Chunks)[] sums = [
            .. stage.Roots.Where(root => root.IsSum)
                .Select(root => (root.Target, LineSums.Chunks(schedule.Program.Values[root.Value].Node.Shape.ElementCount)))];
        var (sumBytes, partBytes) = (Rounded(sums.Length * LineSums.Chunks(count) * size), Rounded(line.PreparedNumbers * size));
        stage.OwnBytes = sumBytes + ((parallel is null ? 1 : parts) * partBytes);
        if (parallel is null) return buffers =>
        {
            var memory = ((nint*)buffers)[own];
            line.Code(buffers, 0, count, memory + sumBytes, memory, LineBody.Prepares | LineBody.Walks);
            Finish(buffers, memory);
        };
        return buffers =>
        {
            var memory = ((nint*)buffers)[own];
            if (line.Overwrites) Parts(LineBody.Prepares);
            Parts(line.Overwrites ? LineBody.Walks : LineBody.Prepares | LineBody.Walks);
            Finish(buffers, memory);

            void Parts(int phases) => parallel(parts, part =>
            {
                var (start, end) = (Start(count, part, parts), Start(count, part + 1, parts));
                if (start < end) line.Code(buffers, start, end, memory + sumBytes + (part * partBytes), memory, phases);
            });
        };

        void Finish(nint buffers, nint memory)
        {
            for (var sum = 0; sum < sums.Length; sum++)
            {
                var (chunkSums, target) = (memory + (sum * LineSums.Chunks(count) * size), ((nint*)buffers)[sums[sum].Target]);
                if (precision == Precision.Double) LineSums.FoldChunks<double>(chunkSums, sums[sum].Chunks, target);
                else LineSums.FoldChunks<float>(chunkSums, sums[sum].Chunks, target);
            }
        }
    }

    private static int Rounded(int bytes) => (bytes + 63) & ~63;
}
