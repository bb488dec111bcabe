namespace FuncGrad;

// An expression as text.
public sealed partial class Expr
{
    private const int LongestText = 2000;

    /// <summary>The expression as a formula (<see cref="Formula.Print"/>), cut with … after 2000 characters.</summary>
    public override string ToString()
    {
        var text = FormulaPrinter.Write(this, LongestText);
        return text.Length <= LongestText ? text.ToString() : $"{text.ToString(0, LongestText)}…";
    }
}
