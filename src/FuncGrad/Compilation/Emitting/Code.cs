using System.Reflection;
using System.Reflection.Emit;

namespace FuncGrad;

/// <summary>
/// Writes the code of a method statement by statement: what is set to what, and how often it is done. Nothing is written that is not said.
/// </summary>
internal sealed class Code(ILGenerator il)
{
    /// <summary>For single instructions.</summary>
    public ILGenerator IL => il;

    // ---- places -----------------------------------------------------------------------------------------------------

    /// <summary>A place for a whole number of 64 bits.</summary>
    public LocalBuilder Whole() => il.DeclareLocal(typeof(long));

    /// <summary>A place for an address.</summary>
    public LocalBuilder Address() => il.DeclareLocal(typeof(nint));

    // ---- statements -------------------------------------------------------------------------------------------------

    /// <summary>Nothing ↦ number.</summary>
    public void Push(Number number) => number.Write(il);

    /// <summary>What lies on the stack ↦ nothing.</summary>
    public void Pop(LocalBuilder place) => il.Emit(OpCodes.Stloc, place);

    /// <summary>What lies on the stack ↦ the same, twice.</summary>
    public void Twice() => il.Emit(OpCodes.Dup);

    /// <summary>place = number</summary>
    public void Set(LocalBuilder place, Number number)
    {
        Push(number);
        Pop(place);
    }

    /// <summary>argument = number</summary>
    public void SetArgument(short argument, Number number)
    {
        Push(number);
        il.Emit(OpCodes.Starg, argument);
    }

    public void Call(MethodInfo method) => il.Emit(OpCodes.Call, method);

    public void Return() => il.Emit(OpCodes.Ret);

    // ---- what is done when ------------------------------------------------------------------------------------------

    /// <summary>do body while (test)</summary>
    public void Repeat(Action body, Test test)
    {
        var start = Here();
        body();
        GoTo(start, test);
    }

    /// <summary>while (test) body: asked once before, and after each turn.</summary>
    public void While(Test test, Action body)
    {
        var done = il.DefineLabel();
        GoTo(done, test.Opposite);
        Repeat(body, test);
        il.MarkLabel(done);
    }

    /// <summary>if (test) body</summary>
    public void If(Test test, Action body)
    {
        var over = il.DefineLabel();
        GoTo(over, test.Opposite);
        body();
        il.MarkLabel(over);
    }

    /// <summary>A label at this place.</summary>
    public Label Here()
    {
        var here = il.DefineLabel();
        il.MarkLabel(here);
        return here;
    }

    /// <summary>if (test) go on at a label</summary>
    public void GoTo(Label label, Test test)
    {
        Push(test.Left);
        if (test.Right is { } right) Push(right);
        il.Emit(test.Branch, label);
    }

    public void GoTo(Label label) => il.Emit(OpCodes.Br, label);
}
