namespace FuncGrad;

/// <summary>
/// A loss with a method: what maps one step to the next. A run is a lazy sequence of immutable steps; stopping, thinning and logging are functions of that
/// sequence.
/// </summary>
/// <example><code>
/// var loss = Loss.Of(x => x[0] * x[0] + x[1] * x[1], dimension: 2);
/// var descent = new Descent(loss, UpdateRules.GradientDescent(learningRate: 0.1));
/// foreach (var step in descent.Scan(-3, 4).Take(101)) Console.WriteLine(step);
/// </code></example>
public sealed class Descent
{
    /// <summary>Up to here every whole number is a double, which counts the steps.</summary>
    private const long MostSteps = 1L << 53;

    private readonly Loss _loss;
    private readonly Lazy<Stage> _stage;

    /// <summary>Loss and rule with the exact gradient, downwards.</summary>
    /// <exception cref="ArgumentException">The rule does not keep what it declares.</exception>
    public Descent(Loss loss, Rule rule) : this(loss, new Method(rule)) { }

    /// <summary>Loss and rule of one parameter, applied to each, with the exact gradient, downwards.</summary>
    /// <exception cref="ArgumentException">The rule does not keep what it declares.</exception>
    public Descent(Loss loss, UpdateRule rule) : this(loss, new Method(Arguments.Given(rule).ForAll())) { }

    /// <summary>Loss and method. <paramref name="differenceStep"/> is h where the gradient is a central difference, above 0.</summary>
    /// <exception cref="ArgumentException">The rule does not keep what it declares, or the difference step is no finite number above 0.</exception>
    public Descent(Loss loss, Method method, double differenceStep = Method.DefaultDifferenceStep)
    {
        (_loss, Method, DifferenceStep) = (Arguments.Given(loss), Arguments.Given(method), Arguments.Positive(differenceStep));
        RuleCheck.Checked(method.Rule, loss.Parameters);
        _stage = new(() => new Stage(StepGraph.Build(loss, method, Stopping.Never, Varying.Nothing, Memory.None, Gradients(loss.Parameters)), loss, method, Varying.Nothing, Kernels.For(method)));
    }

    /// <summary>How a step is made.</summary>
    public Method Method { get; }

    /// <summary>h of central differences.</summary>
    public double DifferenceStep { get; }

    /// <summary>How many updates <see cref="Scan(double[])"/> is meant to make, for rules and schedules that ask; a run knows its own.</summary>
    public long PlannedSteps { get; init; } = 100;

    /// <summary>The steps from a start on, without end: step 0 is the start itself.</summary>
    /// <param name="start">All parameter elements in order, end to end.</param>
    /// <exception cref="ArgumentException">The number of values is not the loss's dimension.</exception>
    public IEnumerable<Step> Scan(params double[] start) => Scan(Parts(start));

    /// <summary>The steps from a start on, one array for each parameter.</summary>
    public IEnumerable<Step> Scan(IReadOnlyList<Tensor> start)
    {
        Checked(start);
        var state = _stage.Value.Begin([.. start.Select(part => part.ToArray())], Inputs(Stopping.Never, PlannedSteps), 1);
        return From(0, start, [.. state.Skip(start.Count).Select((values, s) => Tensor.Of(Graph.Recurrence.State[start.Count + s].Shape, values))]);
    }

    /// <summary>The steps from a step of an earlier run on, that step first: the same as if the earlier run had never ended, bit for bit.</summary>
    /// <exception cref="ArgumentException">The step is not one of this loss and rule.</exception>
    public IEnumerable<Step> Scan(Step from) => From(Arguments.Given(from).Iteration, Checked(from.Parameters), CheckedSlots(from.Slots));

    /// <summary>The state after some updates: the fold of the step over the iterations.</summary>
    /// <param name="steps">How many updates, 0 or more.</param>
    /// <param name="start">All parameter elements in order, end to end.</param>
    public Step Fold(int steps, params double[] start)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(steps);
        return Scan(start).ElementAt(steps);
    }

    /// <summary>A judged run: its verdict with the evidence, its first, best and last loss.</summary>
    /// <param name="steps">How many updates at most.</param>
    /// <param name="stopping">When to end earlier; null: never.</param>
    /// <param name="tolerance">What counts as converged; null: the standard.</param>
    /// <param name="start">All parameter elements in order, end to end.</param>
    public Run Run(long steps, Stopping? stopping, Tolerance? tolerance, params double[] start)
    {
        if (steps is < 0 or > MostSteps) throw new ArgumentOutOfRangeException(nameof(steps), steps, "A run makes 0 to 2^53 updates.");
        var conditions = stopping ?? Stopping.Never;
        var lockstep = new Lockstep(_loss, Method, conditions, Varying.Nothing, new Row(_loss.Parameters, []), Kernels.For(Method), Kernels.ForLooks(Method, 0, 1));
        var block = new LaneBlock
        {
            Lanes = 1,
            Steps = steps,
            Start = [.. Checked(Parts(start)).Select(part => part.ToArray())],
            Inputs = Inputs(conditions, steps),
            Tolerance = [tolerance ?? Tolerance.Standard],
            Every = 0,
        };
        var progress = lockstep.Start(block);
        lockstep.Continue(block, progress, long.MaxValue - steps, null);
        return FuncGrad.Run.Of(lockstep.Results(block, progress)[0]);
    }

    /// <summary><inheritdoc cref="Run(long,Stopping,Tolerance,double[])"/> Nothing stops it early; the tolerance is the standard.</summary>
    public Run Run(long steps, params double[] start) => Run(steps, null, null, start);

    private StepGraph Graph => _stage.Value.Graph;

    private Dictionary<string, double[]> Inputs(Stopping stopping, long steps)
    {
        var inputs = Method.Rule.Hyperparameters.ToDictionary(h => StepGraph.Method + h.Name, h => new[] { h.Default });
        inputs[StepGraph.DifferenceStep] = [DifferenceStep];
        inputs[StepGraph.PlannedSteps] = [steps];
        foreach (var bound in stopping.Bounds()) inputs[bound.Name] = [bound.Value];
        return inputs;
    }

    private IEnumerable<Step> From(long iteration, IReadOnlyList<Tensor> parameters, IReadOnlyList<Tensor> slots)
    {
        var (recurrence, inputs) = (Graph.Recurrence, Inputs(Stopping.Never, PlannedSteps));
        var frame = new LaneFrame
        {
            Lanes = 1,
            State = [.. parameters.Concat(slots).Select(value => value.ToArray())],
            LaneInputs = [.. Graph.InputNames.Select((name, i) => inputs.GetValueOrDefault(name) ?? new double[recurrence.LaneInputs[i].Shape.ElementCount])],
            Shared = _loss.DataValues,
            Iteration = iteration,
        };
        double[][] observed = [.. recurrence.Observed.Select(o => new double[o.Shape.ElementCount])];
        while (true)
        {
            var made = frame.Iteration;
            Tensor[] slotsBefore = [.. frame.State.Skip(parameters.Count).Select((values, s) => Tensor.Of(recurrence.State[parameters.Count + s].Shape, values))];
            _stage.Value.Kernel.ObserveAndAdvance(frame, observed);
            yield return new Step(made, Arrays(observed, Graph.Row.FirstParameter), observed[Graph.Row.Loss][0], Arrays(observed, Graph.Row.Logged[0]), observed[Graph.Row.GradientNorm][0], slotsBefore);
        }
    }

    /// <summary>A row that shows the gradient.</summary>
    private static Row Gradients(IReadOnlyList<Expr> parameters) => new(parameters, parameters.Select((_, i) => Observable.Gradient(parameters, i)));

    private Tensor[] Arrays(double[][] observed, int first) =>
        [.. _loss.Parameters.Select((parameter, i) => Tensor.Of(parameter.Shape, observed[first + i]))];

    private IReadOnlyList<Tensor> CheckedSlots(IReadOnlyList<Tensor> slots)
    {
        var due = Graph.Recurrence.State.Skip(_loss.Parameters.Count).Take(Graph.SlotCount).Select(slot => slot.Shape).ToArray();
        return Arguments.AllGiven(slots).Select(slot => slot.Shape).SequenceEqual(due)
            ? slots
            : throw new ArgumentException($"The step holds slots of shapes {Shapes(slots.Select(slot => slot.Shape))}, but the rule {Method.Rule.Name} has {Shapes(due)} here. Go on with the rule that made the step.");
    }

    private static string Shapes(IEnumerable<Shape> shapes) => string.Join(", ", shapes) is { Length: > 0 } text ? text : "none";

    private IReadOnlyList<Tensor> Checked(IReadOnlyList<Tensor> start)
    {
        Arguments.AllGiven(start);
        if (start.Count != _loss.Parameters.Count) throw new ArgumentException($"The loss has {_loss.Parameters.Count} parameters, but {start.Count} starting values were given.");
        for (var i = 0; i < start.Count; i++)
            if (!start[i].Shape.Equals(_loss.Parameters[i].Shape))
                throw new ArgumentException($"The parameter {_loss.Parameters[i].InputName} has shape {_loss.Parameters[i].Shape}, but its starting value has {start[i].Shape}.");
        return start;
    }

    private Tensor[] Parts(double[] start)
    {
        if (Arguments.Given(start).Length != _loss.Dimension) throw new ArgumentException($"The loss has {_loss.Dimension} parameter elements, but {start.Length} starting values were given.");
        var position = 0;
        return [.. _loss.Parameters.Select(parameter =>
        {
            var count = parameter.Shape.ElementCount;
            position += count;
            return Tensor.Of(parameter.Shape, start.Skip(position - count).Take(count));
        })];
    }
}
