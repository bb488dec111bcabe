namespace FuncGrad;

/// <summary>How much memory a kernel will take, told without compiling it or taking any.</summary>
internal static class KernelMemory
{
    /// <summary>
    /// Bytes of one pack of lanes over a run: updates before and in the last quarter, an observed one at the start, an observation at the
    /// end.
    /// </summary>
    public static double Bytes(Recurrence recurrence, CompilationOptions options)
    {
        recurrence = Definitions.WrittenOut(recurrence, options.Precision);
        if (KernelCompiler.BecomesScalars(recurrence)) return 0; // some registers, and the frame that the caller has
        return ((ProgramKind[])[ProgramKind.Update, ProgramKind.Update, ProgramKind.ObservedUpdate, ProgramKind.Observation]).Sum(kind =>
            Bytes(Linearization.Of(recurrence, kind), options));
    }

    /// <summary>The largest array that a step forms.</summary>
    public static Expr Largest(Recurrence recurrence) =>
        Ordering.Of([.. recurrence.Next, .. recurrence.Observed]).MaxBy(node => node.Shape.ElementCount) ?? Expr.Zero;

    private static double Bytes(StepProgram program, CompilationOptions options)
    {
        var (size, lanes) = (options.Precision == Precision.Double ? 8 : 4, LoopKernel.LanesOfPack(program.Recurrence, options));
        var loops = KernelCompiler.MayLoop(program.Recurrence, options.Lanes) ? Looped(program, lanes, size, options.Parts) : null;
        return loops is { } bytes && options.Engine != Engine.Interpreted ? bytes : Interpreted(program, options.Lanes);
    }

    private static double? Looped(StepProgram program, int lanes, int numberSize, int parts)
    {
        foreach (var keepsMovements in (bool[])[false, true])
            try
            {
                var schedule = new LoopSchedule(program, keepsMovements, lanes == 1 ? Walk.Lines : Walk.Lanes);
                foreach (var stage in schedule.Stages.Where(stage => stage.Single < 0)) LoopNodes.Regions(schedule, stage);
                return LoopMemory.Of(schedule, lanes, numberSize, parts).Size
                    + Tables(schedule.Stages.Where(stage => stage.Single >= 0)
                        .Select(stage => program.Values[stage.Single].Node), Family.Reduction);
            }
            catch (NoLoopException) { }
        return null;
    }

    /// <summary>Numbers are kept as doubles; packs are cut so that they stay near the processor, down to one lane.</summary>
    private static double Interpreted(StepProgram program, int lanes)
    {
        var (own, shared) = (Numbers(isUniform: false), Numbers(isUniform: true));
        var nodes = program.Values.Select(value => value.Node).ToArray();
        return (8 * ((own * Math.Clamp((1 << 15) / Math.Max(1, own), 1, lanes)) + shared)) + (3 * Tables(nodes, Family.Reduction))
            + Tables(nodes, Family.Structure);

        double Numbers(bool isUniform) =>
            program.Cells.Where(cell => cell.IsUniform == isUniform).Sum(cell => (double)cell.Elements);
    }

    /// <summary>Tables of where the terms of folds, or moved elements, stand: an index of four bytes for each.</summary>
    private static double Tables(IEnumerable<Expr> nodes, Family family) => 4.0 * nodes.Where(node => node.Primitive.Family == family)
        .Sum(node => (double)(family == Family.Reduction ? node.Operands[0] : node).Shape.ElementCount);
}
