using System.Runtime.CompilerServices;

namespace FuncGrad;

/// <summary>
/// A node of an immutable expression graph: an operation on other expressions, of known shape. Equal expressions are the same object,
/// so <c>==</c> by reference is structural equality and a repeated subexpression costs nothing.
/// Arithmetic is written with operators and functions (<see cref="Sin(Expr)"/>, <see cref="Sum(Expr)"/> ...); numbers mix in as they are.
/// </summary>
public sealed partial class Expr
{
    private static long _count;
    private readonly Expr[] _operands;
    private readonly int _hash;

    private Expr(Primitive primitive, object? attribute, Expr[] operands, Shape shape)
    {
        Primitive = primitive;
        Attribute = attribute;
        _operands = operands;
        Shape = shape;
        Id = Interlocked.Increment(ref _count);
        var hash = HashCode.Combine(RuntimeHelpers.GetHashCode(primitive), attribute, shape);
        foreach (var operand in operands) hash = HashCode.Combine(hash, operand.Id);
        _hash = hash;
    }

    /// <summary>The extents of the value.</summary>
    public Shape Shape { get; }

    /// <summary>The name of the operation: <c>add</c>, <c>exp</c>, <c>symbol</c>, <c>constant</c> ...</summary>
    public string Operation => Primitive.Name;

    /// <summary>What the operation is applied to, in order.</summary>
    public IReadOnlyList<Expr> Operands => _operands;

    /// <summary>The row of the table of operations.</summary>
    internal Primitive Primitive { get; }

    /// <summary>What the operation needs to know beside its operands (an axis, a name, a value); compared by value.</summary>
    internal object? Attribute { get; }

    /// <summary>
    /// Grows with creation: an operand's is smaller than its user's within one thread. For hashing only, never for results.
    /// </summary>
    internal long Id { get; }

    /// <summary>The node for an operation on operands, after its shape rule.</summary>
    internal static Expr Node(Primitive primitive, object? attribute, params Expr[] operands) =>
        Interning.Intern(new Expr(primitive, attribute, operands, primitive.ShapeRule(Arguments.AllGiven(operands), attribute)));

    /// <summary>The same operation on other operands.</summary>
    internal Expr With(params Expr[] operands) => Node(Primitive, Attribute, operands);

    internal bool SameNode(Expr other)
    {
        if (_hash != other._hash || Primitive != other.Primitive || _operands.Length != other._operands.Length) return false;
        for (var i = 0; i < _operands.Length; i++)
            if (!ReferenceEquals(_operands[i], other._operands[i])) return false;
        return Shape.Equals(other.Shape) && Equals(Attribute, other.Attribute);
    }

    /// <summary>The hash of the node; equal expressions are one object.</summary>
    public override int GetHashCode() => _hash;

    /// <summary>Whether <paramref name="obj"/> is this very node, which is to say: the same expression.</summary>
    public override bool Equals(object? obj) => ReferenceEquals(this, obj);

    // ---- leaves -----------------------------------------------------------------------------------------------------

    /// <summary>The number 0.</summary>
    public static Expr Zero { get; } = Constant(0);

    /// <summary>The number 1.</summary>
    public static Expr One { get; } = Constant(1);

    /// <summary>A number that never changes.</summary>
    public static Expr Constant(double value) => Constant(Tensor.Scalar(value));

    /// <summary>An array that never changes. Data that many trials share belongs into the data of a loss, not into constants.</summary>
    public static Expr Constant(Tensor value) => Node(Leaves.Constant, Arguments.Given(value));

    /// <summary>An input of the graph: a named place of a given shape whose value is supplied at evaluation.</summary>
    /// <exception cref="ShapeException"><paramref name="name"/> is not a letter or _ followed by letters, digits or _.</exception>
    public static Expr Symbol(string name, Shape shape) =>
        Naming.IsName(Arguments.Given(name)) ? Input(name, Arguments.Given(shape)) : throw ShapeException.BadName(name);

    /// <summary>A scalar input.</summary>
    public static Expr Symbol(string name) => Symbol(name, Shape.Scalar);

    /// <summary>As <see cref="Symbol(string,Shape)"/> but with any text for a name, so that machinery cannot meet a user's name.</summary>
    internal static Expr Input(string name, Shape shape) => Node(Leaves.Symbol, new SymbolName(name, shape));

    /// <summary>The name of an input, or null.</summary>
    public string? InputName => (Attribute as SymbolName)?.Name;

    /// <summary>The value of a constant, or null.</summary>
    public Tensor? ConstantValue => Primitive == Leaves.Constant ? (Tensor)Attribute! : null;

    /// <summary>Whether this is a constant all of whose elements are <paramref name="value"/> (0 matches −0).</summary>
    internal bool IsConstant(double value) => IsConstant(element => element == value);

    /// <summary>Whether this is a constant all of whose elements are 0 of that sign.</summary>
    internal bool IsZero(bool isNegative) => IsConstant(element => element == 0 && double.IsNegative(element) == isNegative);

    /// <summary>Whether this is a constant all of whose elements fulfil a condition.</summary>
    internal bool IsConstant(Func<double, bool> condition)
    {
        var node = this;
        while (node.Primitive == Structures.Broadcast) node = node._operands[0];
        if (node.ConstantValue is not { } tensor || tensor.Values.IsEmpty) return false;
        foreach (var element in tensor.Values)
            if (!condition(element)) return false;
        return true;
    }
}

/// <summary>The attribute of an input.</summary>
internal sealed record SymbolName(string Name, Shape Shape);

/// <summary>What may be a name, in formulas, files and columns.</summary>
internal static class Naming
{
    public static bool IsName(string text) => text.Length > 0 && IsStart(text[0]) && text.All(c => IsStart(c) || char.IsAsciiDigit(c));

    private static bool IsStart(char c) => c == '_' || char.IsLetter(c);
}
