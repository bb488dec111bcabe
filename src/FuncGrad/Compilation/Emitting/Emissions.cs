using System.Reflection.Emit;
using static FuncGrad.Elementwise;

namespace FuncGrad;

/// <summary>
/// The table of elementwise operations as code: a row for each that no definition writes out in others. A test holds it complete.
/// </summary>
internal static class Emissions
{
    public static IReadOnlyList<EmittedOperation> All { get; } =
    [
        new(Add, new Emission.Operator("op_Addition", OpCodes.Add), Cost.Little, "{0} + {1}"),
        new(Subtract, new Emission.Operator("op_Subtraction", OpCodes.Sub), Cost.Little, "{0} - {1}"),
        new(Multiply, new Emission.Operator("op_Multiply", OpCodes.Mul), Cost.Little, "{0} * {1}"),
        new(Divide, new Emission.Operator("op_Division", OpCodes.Div), Cost.Much, "{0} / {1}"),
        new(Negate, new Emission.Operator("op_UnaryNegation", OpCodes.Neg), Cost.Little, "-{0}"),
        new(FusedMultiplyAdd, new Emission.Fused(), Cost.Little, "{0} * {1} + {2}, rounded once"),
        new(Elementwise.Sqrt, new Emission.Method("Sqrt"), Cost.Much),
        new(Elementwise.Abs, new Emission.Method("Abs"), Cost.Much),
        new(Less, new Emission.Comparison(nameof(ScalarOperations.IsLess), "LessThan"), Cost.Much, "{0} < {1}"),
        new(LessOrEqual, new Emission.Comparison(nameof(ScalarOperations.IsLessOrEqual), "LessThanOrEqual"), Cost.Much, "{0} <= {1}"),
        new(EqualTo, new Emission.Comparison(nameof(ScalarOperations.IsEqual), "Equals"), Cost.Much, "{0} == {1}"),
        new(NotEqualTo, new Emission.Comparison(nameof(ScalarOperations.IsUnequal), "Equals", IsOpposite: true), Cost.Much, "{0} != {1}"),
        new(Elementwise.Where, new Emission.Sequence(nameof(VectorOperations.Where)), Cost.Little),
        new(Sign, new Emission.Sequence(nameof(VectorOperations.Sign)), Cost.Much),
        new(Relu, new Emission.Sequence(nameof(VectorOperations.Relu)), Cost.Much),
        new(StopGradient, new Emission.Nothing(), Cost.Little),
        new(IntegerPower, new Emission.Multiplications(), Cost.Little, "{0}^{1}"),
        new(RandomNumbers.High, new Emission.Drawn(typeof(Draws.High), typeof(Draws.High)), Cost.Much),
        new(RandomNumbers.Low, new Emission.Drawn(typeof(Draws.Low), typeof(Draws.Low)), Cost.Much),
        new(RandomNumbers.Uniform, new Emission.Drawn(typeof(Draws.Uniform), typeof(Draws.ShortUniform)), Cost.Much),
        Function(Maximum, nameof(VectorMath.Maximum)),
        Function(Minimum, nameof(VectorMath.Minimum)),
        Function(Elementwise.Power, nameof(VectorMath.Pow)),
        Function(Exp, nameof(VectorMath.Exp)),
        Function(Log, nameof(VectorMath.Log)),
        Function(Sin, nameof(VectorMath.Sin)),
        Function(Cos, nameof(VectorMath.Cos)),
        Function(Tan, nameof(VectorMath.Tan)),
        Function(Sinh, nameof(VectorMath.Sinh)),
        Function(Cosh, nameof(VectorMath.Cosh)),
        Function(Tanh, nameof(VectorMath.Tanh)),
        Function(Atan, nameof(VectorMath.Atan)),
        Function(Sigmoid, nameof(VectorMath.Sigmoid)),
        Function(Softplus, nameof(VectorMath.Softplus)),
        Function(Slopes.TanhAt, nameof(VectorMath.TanhSlope)),
        Function(Slopes.SigmoidAt, nameof(VectorMath.SigmoidSlope)),
    ];

    private static readonly Dictionary<Primitive, EmittedOperation> Rows = All.ToDictionary(row => row.Operation);

    /// <summary>The row of an elementwise operation.</summary>
    public static EmittedOperation Of(Primitive operation) => Rows[operation];

    /// <summary>The same, or null for an operation of another family.</summary>
    public static EmittedOperation? Find(Primitive operation) => Rows.GetValueOrDefault(operation);

    private static EmittedOperation Function(Primitive operation, string name) => new(operation, new Emission.Function(name), Cost.Much);
}
