using System.Reflection;
using LanguageExt;
using Xunit;

namespace FuncGrad.Tests;

/// <summary>Every public method, constructor and property of the library, given null where an object is due: told at once, with the argument's name.</summary>
public sealed class NullArgumentTests
{
    private static readonly Expr X = Expr.Symbol("x", Shape.Of(2));
    private static readonly Loss Loss = Loss.Of(Expr.Sum(X * X), X);
    private static readonly Descent Run = new(Loss, UpdateRules.Adam());
    private static readonly Experiment Experiment = ExampleFiles.Experiment("loss = \"x0^2\"\n[parameters]\nx0 = 0.5\n");

    /// <summary>A value of each type that arguments have, and an object of each class that has methods.</summary>
    private static readonly object[] Samples =
    [
        X, Shape.Of(2), Tensor.Vector(1, 2), new double[] { 1, 2 }, new double[,] { { 1 } }, "x", 1, 1L, 1.0, Loss, Run, Experiment, new Batch(Experiment), new Trials(Experiment), UpdateRules.Adam(),
        new Method(UpdateRules.Adam()), Stopping.Never, Run.Scan(1, 2).First(), Run.Scan(1, 2).Take(2), UpdateRules.Adam().Hyperparameters[0], new Slot("v"), TestFunctions.All[0], new Trials(Experiment)[0],
        (Func<Expr, Expr>)(x => Expr.Sum(x * x)), (Func<double[], double>)(x => x[0]), (Func<long>)(() => 1000), (Func<Step, bool>)(_ => true), (Func<UpdateArguments, Update>)(a => new(a.Gradient)),
        new Expr[] { X }, new Tensor[] { Tensor.Vector(1, 2) }, new Dictionary<Expr, Tensor> { [X] = Tensor.Vector(1, 2) }, new Dictionary<string, Expr> { ["x"] = X }, System.Array.Empty<(Expr, Tensor)>(),
        new Evaluation([X]), Precision.Double, Direction.Minimise, GradientKind.Exact, Arithmetic.Exact, new Randomness(1, "x"), Experiment.Method, new int[] { 2 }, true, new Range(0, 1),
        Hyperparameters, new Slot[] { new("v") }, (double?)1.0, Sweep.Single, new NamedTensor("x", Tensor.Scalar(1)), new ArraySource.Fill(Shape.Scalar, 1), GradientVerdict.Right,
        new RunPlan(3), TextWriter.Null, "not an archive"u8.ToArray(), new Dictionary<string, Tensor> { ["x"] = 1 }, new Checkpoint(new Dictionary<string, Tensor>(), new Dictionary<string, Tensor>(), 0), new[] { ("x", Tensor.Vector(1, 2)) }, new TrialTable[] { new Batch(Experiment).Run(0, 1, () => 1000)! }, CompiledFunction.Of(x => x, 2),
        Arguments(), Evaluated(), Single, Chain.Empty, new RuleText("mine"), new SlotText("v"), ResultTable.Of("a,b\n1,2\n"u8.ToArray()), new Func<IEnumerable<ReadOnlyMemory<byte>>>[] { () => [] }, new string[] { "a" }, new HyperparameterSetting("momentum"), new ArraySource.Uniform(Shape.Scalar, 0, 1), new ArraySource.Normal(Shape.Scalar, 0, 1), new ArraySource.Orthogonal(Shape.Of(2, 2)), new NamedArray("x", new ArraySource.Fill(Shape.Scalar, 1)),
    ];

    private static UpdateArguments Arguments()
    {
        UpdateArguments? given = null;
        _ = new Descent(Loss, new UpdateRule("probe", "x = x - g", [], [], arguments => new Update(-(given = arguments).Gradient)));
        return given!;
    }

    private static UpdateRule Single => new("probe", "x = x - g", [new("learning_rate", 0.5, 0, 1, "how far")], [], arguments => new Update(-arguments.Gradient));

    private static Evaluated Evaluated()
    {
        Evaluated? given = null;
        _ = new Descent(Loss, new Rule("probe", "x = x - g", [], [], evaluated => new Move((given = evaluated).Gradient, [])));
        return given!;
    }

    private static Hyperparameter[] Hyperparameters => [.. UpdateRules.Adam().Hyperparameters];

    /// <summary>Results that the library makes and nobody else: data without rules.</summary>
    private static readonly Type[] Results = [typeof(CoordinateCheck), typeof(GradientCheck), typeof(Run), typeof(Step), typeof(Judgement), typeof(TrialTable), typeof(TrialRecord), typeof(StepRows), typeof(Trial), typeof(StationaryPoint), typeof(FormulaName), typeof(InputError), typeof(TestFunction), typeof(ResultRows), typeof(ResultTables)];

    public static TheoryData<string> Members => [.. All().Select(member => Name(member.Method, member.Parameter)).Distinct()];

    [Theory, MemberData(nameof(Members))]
    public void Null_is_refused_by_name(string name)
    {
        foreach (var (method, parameter) in All().Where(member => Name(member.Method, member.Parameter) == name))
        {
            object?[] arguments = [.. method.GetParameters().Select(p => p == parameter ? null : Sample(p.ParameterType))];
            var target = method is ConstructorInfo || method.IsStatic ? null : Sample(method.DeclaringType!);
            var thrown = Assert.Throws<TargetInvocationException>(() => method is ConstructorInfo constructor ? constructor.Invoke(arguments) : Enumerated(method.Invoke(target, arguments)));
            Assert.IsType<ArgumentException>(thrown.InnerException, exactMatch: false);
        }
    }

    /// <summary>What is a lazy sequence must not wait with its complaint, so that nothing is enumerated here.</summary>
    private static object? Enumerated(object? result) => result;

    private static IEnumerable<(MethodBase Method, ParameterInfo Parameter)> All() =>
        from type in typeof(Expr).Assembly.GetExportedTypes()
        where !Results.Contains(type) && !typeof(Exception).IsAssignableFrom(type) && !type.IsEnum
        from method in type.GetMembers(BindingFlags.Public | BindingFlags.Instance | BindingFlags.Static | BindingFlags.DeclaredOnly).OfType<MethodBase>()
        where !IsGenerated(method) && !IsExempt(method) && !method.IsAbstract
        from parameter in method.GetParameters()
        where !parameter.ParameterType.IsValueType && !parameter.ParameterType.IsByRef && new NullabilityInfoContext().Create(parameter).WriteState != NullabilityState.Nullable
        select (method, parameter);

    /// <summary>What a rule answers is looked at where the rule is known; and sources that draw nothing do not ask what for.</summary>
    private static bool IsExempt(MethodBase method) => method.DeclaringType == typeof(Update) || method.DeclaringType == typeof(Move) || method.DeclaringType == typeof(Settled) || method is { Name: "Values", DeclaringType.Name: "Literal" or "FromFile" or "Fill" };

    private static bool IsGenerated(MethodBase method) =>
        method.GetCustomAttribute<System.Runtime.CompilerServices.CompilerGeneratedAttribute>() is not null || method.Name is "Equals" or "op_Equality" or "op_Inequality" or "<Clone>$" or "PrintMembers";

    private static string Name(MethodBase method, ParameterInfo parameter) => $"{method.DeclaringType!.Name}.{method.Name}({parameter.Name})";

    private static object? Sample(Type type) => Nullable.GetUnderlyingType(type) is not null ? null
        : Samples.FirstOrDefault(type.IsInstanceOfType) ?? (type.IsValueType ? Activator.CreateInstance(type) : null);
}
