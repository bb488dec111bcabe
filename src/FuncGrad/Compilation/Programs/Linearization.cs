namespace FuncGrad;

/// <summary>Recurrence ↦ straight-line program: what is computed when and where it is kept.</summary>
internal static class Linearization
{
    /// <summary>The program of one kind. Cells are shared by values that are never needed at the same time.</summary>
    public static StepProgram Of(Recurrence recurrence, ProgramKind kind)
    {
        var updates = kind != ProgramKind.Observation;
        Expr[] continues = updates && recurrence.Continues is { } condition ? [condition] : [];
        Expr[] next = updates ? [.. recurrence.Next] : [];
        Expr[] observed = kind != ProgramKind.Update ? [.. recurrence.Observed] : [];
        var order = Ordering.Of([.. recurrence.State, .. continues, .. next, .. observed]);
        var positions = Positions(order);
        var traits = Traits(recurrence, order, positions);
        Expr[] roots = [.. continues, .. next, .. observed];
        var cells = CellAllocation.For(order, positions, traits, roots);
        return new StepProgram
        {
            Recurrence = recurrence,
            Kind = kind,
            Values = [.. order.Select((node, i) => new ProgramValue(node, [.. node.Operands.Select(operand => positions[operand])],
                traits[i].IsUniform, traits[i].IsPerStep, cells.Of[i]))],
            Cells = cells.All,
            Positions = positions,
            Continues = continues.Length > 0 ? positions[continues[0]] : -1,
            Next = [.. next.Select(node => positions[node])],
            Observed = [.. observed.Select(node => positions[node])],
            StopsForGood = continues.Length > 0 && (recurrence.Batches.Count > 0 || !Ordering.Of(continues).Contains(recurrence.Iteration)),
        };
    }

    internal static Dictionary<Expr, int> Positions(List<Expr> order)
    {
        var positions = new Dictionary<Expr, int>(order.Count, ReferenceEqualityComparer.Instance);
        for (var i = 0; i < order.Count; i++) positions[order[i]] = i;
        return positions;
    }

    /// <summary>A value is uniform, or constant over a run, if everything it depends on is.</summary>
    internal static (bool IsUniform, bool IsPerStep)[] Traits(Recurrence recurrence, List<Expr> order, Dictionary<Expr, int> positions)
    {
        var traits = new (bool IsUniform, bool IsPerStep)[order.Count];
        Array.Fill(traits, (true, false));
        foreach (var state in recurrence.State) Set(state, (false, true));
        foreach (var input in recurrence.LaneInputs) Set(input, (false, false));
        foreach (var batch in recurrence.Batches) Set(batch, (!recurrence.BatchesDiffer, true));
        Set(recurrence.Iteration, (true, true));
        for (var i = 0; i < order.Count; i++)
            foreach (var operand in order[i].Operands)
            {
                var of = traits[positions[operand]];
                traits[i] = (traits[i].IsUniform && of.IsUniform, traits[i].IsPerStep || of.IsPerStep);
            }
        return traits;

        void Set(Expr leaf, (bool, bool) trait)
        {
            if (positions.TryGetValue(leaf, out var position)) traits[position] = trait;
        }
    }
}
