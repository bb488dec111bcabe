namespace FuncGrad;

/// <summary>Columns of trials ↦ the numbers with which they start, side by side in lanes.</summary>
internal sealed class LaneBlocks(Loss loss, IReadOnlySet<string> dataByTrial, long every)
{
    /// <summary>The block of some trials of one structure.</summary>
    /// <param name="columns">All trials.</param>
    /// <param name="members">Which of them, one for each lane.</param>
    /// <param name="graph">The graph of a step.</param>
    public LaneBlock Of(TrialColumns columns, int[] members, StepGraph graph)
    {
        TrialTemplate[] templates = [.. members.Select(trial => columns.Templates[trial])];
        var (first, lanes) = (templates[0].Settings!, members.Length);
        var inputs = InputNames(first).ToDictionary(name => name, name => Spread(templates, template => template.Settings!.Input(name)));
        var start = loss.Parameters.Select((_, p) => Interleaved(templates, template => template.Settings!.Start[p])).ToArray();
        for (var d = 0; d < loss.Data.Count; d++)
            if (loss.Data[d].InputName is { } name && dataByTrial.Contains(name))
                inputs[name] = Interleaved(templates, template => template.Settings!.Data[d]);
        var tolerance = Spread(templates, template => template.Settings!.Tolerance);
        for (var axis = 0; axis < columns.Places.Count; axis++)
            if (columns.Places[axis] is { } place) Put(place, columns.Numbers(axis, members), templates, inputs, start, tolerance);
        var seeds = Seeds(columns, members, templates);
        foreach (var (name, keys) in DrawnNumbers.Keys(graph, seeds, lanes)) inputs[name] = keys;
        return new LaneBlock
        {
            Lanes = lanes,
            Steps = first.Steps,
            Resumed = first.Resumed?.State,
            Start = start,
            Inputs = inputs,
            Tolerance = tolerance,
            Every = every,
            Batches = first.Batches is { } batches ? new FrameBatches(OrdersOf(batches).Rows, [.. batches.Data.Select(Whole)]) : null,
            Epoch = first.Batches?.PerEpoch ?? 1,
        };

        BatchOrders OrdersOf(Minibatches batches) =>
            new(batches, first.BatchOrder, [.. (templates[0].Own.Batch?.Orders ?? []).Select(order => order.ToArray())], seeds);

        WholeArray Whole(int d) => inputs.TryGetValue(loss.Data[d].InputName!, out var own)
            ? new(loss.Data[d].Shape, null, own, lanes)
            : new(loss.Data[d].Shape, first.Data[d], [], lanes);
    }

    /// <summary>The seed of each lane, or of all.</summary>
    private static long[] Seeds(TrialColumns columns, int[] members, TrialTemplate[] templates)
    {
        for (var axis = 0; axis < columns.Places.Count; axis++)
            if (columns.Places[axis] is LanePlace.Seed) return Array.ConvertAll(columns.Numbers(axis, members), seed => (long)seed);
        var seeds = Spread(templates, template => template.Own.Seed);
        return Array.TrueForAll(seeds, seed => seed == seeds[0]) ? [seeds[0]] : seeds;
    }

    private static IEnumerable<string> InputNames(TrialSettings settings) =>
    [
        .. settings.Hyperparameters.Keys.Select(name => StepGraph.Method + name),
        StepGraph.DifferenceStep, StepGraph.PlannedSteps,
        .. settings.Stopping.Bounds().Select(bound => bound.Name),
    ];

    private void Put(LanePlace place, double[] values, TrialTemplate[] templates,
        Dictionary<string, double[]> inputs, double[][] start, Tolerance[] tolerance)
    {
        switch (place)
        {
            case LanePlace.Hyperparameter hyperparameter:
                foreach (var name in Inputs(hyperparameter, templates[0].Own).Where(inputs.ContainsKey)) inputs[name] = values;
                break;
            case LanePlace.Input input:
                inputs[input.Name] = values;
                break;
            case LanePlace.Tolerance of:
                for (var lane = 0; lane < values.Length; lane++) tolerance[lane] = of.With(tolerance[lane], values[lane]);
                break;
            case LanePlace.Element element:
                var parameter = loss.Parameters.TakeWhile(symbol => symbol.InputName != element.Parameter).Count();
                values.CopyTo(start[parameter], element.Position * values.Length);
                break;
            default:
                Draw(values, templates, inputs, start);
                break;
        }
    }

    /// <summary>The inputs that a hyperparameter is: its own, or those of all parameters that have no value of their own.</summary>
    private static IEnumerable<string> Inputs(LanePlace.Hyperparameter place, Experiment own)
    {
        if (place.Parameter is { } parameter) return [$"{StepGraph.Method}{place.Name}.{parameter}"];
        var given = own.Method.Hyperparameters.FirstOrDefault(h => h.Name == place.Name);
        return own.Parameters.Where(p => given?.PerParameter.Exists(of => of.Parameter == p.Name) != true)
            .Select(p => $"{StepGraph.Method}{place.Name}.{p.Name}").Append(StepGraph.Method + place.Name);
    }

    private void Draw(double[] seeds, TrialTemplate[] templates, Dictionary<string, double[]> inputs, double[][] start)
    {
        var own = templates[0].Own;
        for (var p = 0; p < start.Length; p++)
            if (own.Parameters[p].Source.IsDrawn)
                start[p] = Drawn("parameters", seeds, Array.ConvertAll(templates, template => template.Own.Parameters[p]));
        for (var d = 0; d < own.Data.Count; d++)
            if (own.Data[d] is { Source.IsDrawn: true, Name: var name } && dataByTrial.Contains(name))
                inputs[name] = Drawn("data", seeds, Array.ConvertAll(templates, template => template.Own.Data[d]));
    }

    private static double[] Drawn(string table, double[] seeds, NamedArray[] arrays) => Interleaved([.. Enumerable.Range(0, seeds.Length)],
        lane => arrays[lane].Source.Values((long)seeds[lane], $"{table}.{arrays[lane].Name}"));

    /// <summary>A value for each lane, asked for once where all have one template.</summary>
    private static T[] Spread<T>(TrialTemplate[] templates, Func<TrialTemplate, T> value)
    {
        if (!AreOne(templates)) return Array.ConvertAll(templates, template => value(template));
        var values = new T[templates.Length];
        Array.Fill(values, value(templates[0]));
        return values;
    }

    private static bool AreOne(TrialTemplate[] templates) =>
        Array.TrueForAll(templates, template => ReferenceEquals(template, templates[0]));

    /// <summary>[element · lanes + lane] from one array per lane; where all lanes have the same object, it is spread at once.</summary>
    private static double[] Interleaved<T>(T[] lanes, Func<T, Tensor> array)
    {
        var (first, count) = (array(lanes[0]), lanes.Length);
        var values = new double[first.Values.Length * count];
        if (lanes is TrialTemplate[] templates && AreOne(templates))
            for (var element = 0; element < first.Values.Length; element++)
                Array.Fill(values, first[element], element * count, count);
        else
            for (var lane = 0; lane < count; lane++)
            {
                var own = array(lanes[lane]).Values;
                for (var element = 0; element < own.Length; element++) values[(element * count) + lane] = own[element];
            }
        return values;
    }
}
