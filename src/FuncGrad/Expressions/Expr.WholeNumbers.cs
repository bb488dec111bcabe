using System.ComponentModel;

namespace FuncGrad;

// Whole numbers beside expressions: C# turns them into doubles, F# does not (2 * x, x ** 2, List.average).
public sealed partial class Expr
{
    /// <inheritdoc cref="op_Addition(Expr,Expr)"/>
    public static Expr operator +(Expr a, int b) => a + (double)b;

    /// <inheritdoc cref="op_Addition(Expr,Expr)"/>
    public static Expr operator +(int a, Expr b) => (double)a + b;

    /// <inheritdoc cref="op_Subtraction(Expr,Expr)"/>
    public static Expr operator -(Expr a, int b) => a - (double)b;

    /// <inheritdoc cref="op_Subtraction(Expr,Expr)"/>
    public static Expr operator -(int a, Expr b) => (double)a - b;

    /// <inheritdoc cref="op_Multiply(Expr,Expr)"/>
    public static Expr operator *(Expr a, int b) => a * (double)b;

    /// <inheritdoc cref="op_Multiply(Expr,Expr)"/>
    public static Expr operator *(int a, Expr b) => (double)a * b;

    /// <inheritdoc cref="op_Division(Expr,Expr)"/>
    public static Expr operator /(Expr a, int b) => a / (double)b;

    /// <inheritdoc cref="op_Division(Expr,Expr)"/>
    public static Expr operator /(int a, Expr b) => (double)a / b;

    /// <inheritdoc cref="Pow(Expr,double)"/>
    public static Expr Pow(Expr a, int b) => Pow(a, (double)b);

    /// <summary>x / n: what F#'s <c>List.average</c> asks for.</summary>
    [EditorBrowsable(EditorBrowsableState.Never)]
    public static Expr DivideByInt(Expr x, int n) => x / (double)n;
}
