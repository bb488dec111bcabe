namespace FuncGrad;

/// <summary>
/// A loss with a method: what maps one step to the next. A run is a lazy sequence of immutable steps; stopping, thinning and logging are
/// functions of that sequence.
/// </summary>
/// <example><code>
/// var loss = Loss.Of(x => x[0] * x[0] + x[1] * x[1], dimension: 2);
/// var descent = new Descent(loss, UpdateRules.GradientDescent(learningRate: 0.1));
/// foreach (var step in descent.Scan(-3, 4).Take(101)) Console.WriteLine(step);
/// </code></example>
public sealed class Descent
{
    private readonly Loss _loss;
    private readonly Lazy<Stage> _stage;

    /// <summary>Loss and rule with the exact gradient, downwards.</summary>
    /// <exception cref="ArgumentException">The rule does not keep what it declares.</exception>
    public Descent(Loss loss, Rule rule) : this(loss, new Method(rule)) { }

    /// <summary>Loss and rule of one parameter, applied to each, with the exact gradient, downwards.</summary>
    /// <exception cref="ArgumentException">The rule does not keep what it declares.</exception>
    public Descent(Loss loss, UpdateRule rule) : this(loss, new Method(Arguments.Given(rule).ForAll())) { }

    /// <summary>Loss and method. <paramref name="differenceStep"/> is h where the gradient is a central difference, above 0.</summary>
    /// <exception cref="ArgumentException">The rule does not keep what it declares, or the difference step is no finite number above
    /// 0.</exception>
    public Descent(Loss loss, Method method, double differenceStep = Method.DefaultDifferenceStep)
    {
        (_loss, Method, DifferenceStep) = (Arguments.Given(loss), Arguments.Given(method), Arguments.Positive(differenceStep));
        RuleCheck.Checked(method.Rule, loss.Parameters);
        _stage = new(() =>
            new Stage(StepGraph.Build(loss, method, Stopping.Never, Varying.Nothing, Memory.None, Gradients(loss.Parameters)), loss, method,
                Varying.Nothing, Kernels.Patient(method)));
    }

    /// <summary>How a step is made.</summary>
    public Method Method { get; }

    /// <summary>h of central differences.</summary>
    public double DifferenceStep { get; }

    /// <summary>
    /// How many updates <see cref="Scan(double[])"/> is meant to make, for rules and schedules that ask; a run knows its own.
    /// </summary>
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
        return From(0, start, [
            .. state.Skip(start.Count).Select((values, s) => Tensor.Of(Graph.Recurrence.State[start.Count + s].Shape, values))]);
    }

    /// <summary>The steps from a start on, each parameter by its name, in any order: <c>("W", weights), ("b", 0.0)</c>.</summary>
    /// <exception cref="ArgumentException">A name is no parameter's, or one is missing.</exception>
    public IEnumerable<Step> Scan(params (string Name, Tensor Value)[] start) => Scan(StartPoint.ByName(_loss, start));

    /// <summary>
    /// The steps from a step of an earlier run on, that step first: the same as if the earlier run had never ended, bit for bit.
    /// </summary>
    /// <exception cref="ArgumentException">The step is not one of this loss and rule.</exception>
    public IEnumerable<Step> Scan(Step from) =>
        From(Arguments.Given(from).Iteration, Checked(from.Iterate ?? from.Parameters), CheckedSlots(from.Slots));

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
    public Run Run(long steps, Stopping? stopping, Tolerance? tolerance, params double[] start) =>
        Run(new RunPlan(steps) { Stopping = stopping ?? Stopping.Never, Tolerance = tolerance ?? Tolerance.Standard }, start);

    /// <summary><inheritdoc cref="Run(long,Stopping,Tolerance,double[])"/> Nothing stops it early; the tolerance is the standard.</summary>
    public Run Run(long steps, params double[] start) => Run(new RunPlan(steps), start);

    /// <summary>A judged run by a plan, which may have stop conditions of its own, tell how far it is, and be called off.</summary>
    /// <exception cref="OperationCanceledException">It was called off.</exception>
    public Run Run(RunPlan plan, params double[] start) => Planned(plan, Parts(start));

    /// <inheritdoc cref="Run(RunPlan,double[])"/>
    public Run Run(RunPlan plan, IReadOnlyList<Tensor> start) => Planned(plan, start);

    /// <inheritdoc cref="Run(RunPlan,double[])"/>
    /// <param name="plan">What is to be done.</param>
    /// <param name="start">Each parameter by its name, in any order: <c>("W", weights), ("b", 0.0)</c>.</param>
    public Run Run(RunPlan plan, params (string Name, Tensor Value)[] start) => Planned(plan, StartPoint.ByName(_loss, start));

    private Run Planned(RunPlan plan, IReadOnlyList<Tensor> start)
    {
        Arguments.Given(plan);
        double[][] point = [.. Checked(start).Select(part => part.ToArray())];
        return PlannedRun.Of(_loss, Method, plan, point, Inputs(plan.Stopping, plan.Steps));
    }

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
        foreach (var (name, key) in DrawnNumbers.Keys(Graph, [Method.Seed], 1)) inputs[name] = key;
        var frame = new LaneFrame
        {
            Lanes = 1,
            State = [.. parameters.Concat(slots).Select(value => value.ToArray())],
            LaneInputs = [.. Graph.InputNames
                .Select((name, i) => inputs.GetValueOrDefault(name) ?? new double[recurrence.LaneInputs[i].Shape.ElementCount])],
            Shared = _loss.DataValues,
            Iteration = iteration,
        };
        double[][] observed = [.. recurrence.Observed.Select(o => new double[o.Shape.ElementCount])];
        while (true)
        {
            var made = frame.Iteration;
            Tensor[]? iterate = Graph.LastPointIsKept
                ? [.. frame.State.Take(parameters.Count).Select((values, p) => Tensor.Of(recurrence.State[p].Shape, values))] : null;
            Tensor[] slotsBefore = [
                .. frame.State.Skip(parameters.Count)
                    .Select((values, s) => Tensor.Of(recurrence.State[parameters.Count + s].Shape, values))];
            _stage.Value.Kernel.ObserveAndAdvance(frame, observed);
            var (point, gradient) = (Arrays(observed, Graph.Row.FirstParameter), Arrays(observed, Graph.Row.Logged[0]));
            var (value, norm) = (observed[Graph.Row.Loss][0], observed[Graph.Row.GradientNorm][0]);
            yield return new Step(made, point, value, gradient, norm, slotsBefore) { Iterate = iterate };
        }
    }

    /// <summary>A row that shows the gradient.</summary>
    private static Row Gradients(IReadOnlyList<Expr> parameters) =>
        new(parameters, parameters.Select((_, i) => Observable.Gradient(parameters, i)));

    private Tensor[] Arrays(double[][] observed, int first) =>
        [.. _loss.Parameters.Select((parameter, i) => Tensor.Of(parameter.Shape, observed[first + i]))];

    private IReadOnlyList<Tensor> CheckedSlots(IReadOnlyList<Tensor> slots)
    {
        var due = Graph.Recurrence.State.Skip(_loss.Parameters.Count).Take(Graph.SlotCount).Select(slot => slot.Shape).ToArray();
        return Arguments.AllGiven(slots).Select(slot => slot.Shape).SequenceEqual(due)
            ? slots
            : throw new ArgumentException(
                $"The step holds slots of shapes {Shapes(slots.Select(slot => slot.Shape))}, but the rule {Method.Rule.Name} has "
                    + $"{Shapes(due)} here. Go on with the rule that made the step.");
    }

    private static string Shapes(IEnumerable<Shape> shapes) => string.Join(", ", shapes) is { Length: > 0 } text ? text : "none";

    private IReadOnlyList<Tensor> Checked(IReadOnlyList<Tensor> start) => StartPoint.Checked(_loss, start);

    private Tensor[] Parts(double[] start) => StartPoint.EndToEnd(_loss, start);

    /// <summary>Loss and method.</summary>
    public override string ToString() => $"{_loss}, by {Method.Rule.Name}";
}
