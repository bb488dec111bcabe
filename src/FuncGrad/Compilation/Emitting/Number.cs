using System.Reflection.Emit;

namespace FuncGrad;

/// <summary>
/// A whole number or an address as code, written with the operators of C#: <c>row + offset.AsAddress()</c>. A constant of C# is a constant
/// of the same size in the code: an int has 32 bits, a long 64.
/// </summary>
internal readonly struct Number(Action<ILGenerator> write)
{
    public void Write(ILGenerator il) => write(il);

    public static implicit operator Number(LocalBuilder place) => new(il => il.Emit(OpCodes.Ldloc, place));

    public static implicit operator Number(int constant) => new(il => il.Emit(OpCodes.Ldc_I4, constant));

    public static implicit operator Number(long constant) => new(il => il.Emit(OpCodes.Ldc_I8, constant));

    /// <summary>An argument of the method.</summary>
    public static Number Argument(int index) => new(il => il.Emit(OpCodes.Ldarg, index));

    public static Number operator +(Number a, Number b) => Of(a, b, OpCodes.Add);

    public static Number operator -(Number a, Number b) => Of(a, b, OpCodes.Sub);

    public static Number operator *(Number a, Number b) => Of(a, b, OpCodes.Mul);

    public static Number operator /(Number a, Number b) => Of(a, b, OpCodes.Div);

    public static Number operator &(Number a, Number b) => Of(a, b, OpCodes.And);

    public static Number operator >>(Number a, int bits) => Of(a, bits, OpCodes.Shr);

    public static Test operator <(Number a, Number b) => new(a, b, OpCodes.Blt, OpCodes.Bge);

    public static Test operator >(Number a, Number b) => new(a, b, OpCodes.Bgt, OpCodes.Ble);

    public static Test operator <=(Number a, Number b) => new(a, b, OpCodes.Ble, OpCodes.Bgt);

    public static Test operator >=(Number a, Number b) => new(a, b, OpCodes.Bge, OpCodes.Blt);

    /// <summary>The same number with the size of an address.</summary>
    public Number AsAddress() => With(OpCodes.Conv_I);

    /// <summary>The same number with 64 bits.</summary>
    public Number AsLong() => With(OpCodes.Conv_I8);

    /// <summary>The same number with 32 bits.</summary>
    public Number AsInt() => With(OpCodes.Conv_I4);

    /// <summary>The address that lies at this address.</summary>
    public Number Read() => With(OpCodes.Ldind_I);

    /// <summary>The address of so many bytes of the method's own stack.</summary>
    public static Number FromStack(int bytes) => ((Number)bytes).With(OpCodes.Conv_U).With(OpCodes.Localloc);

    /// <summary>The smaller of two numbers of 64 bits.</summary>
    public static Number Min(Number a, Number b) => Chosen(a, b, nameof(Math.Min));

    /// <summary>The greater.</summary>
    public static Number Max(Number a, Number b) => Chosen(a, b, nameof(Math.Max));

    private static Number Chosen(Number a, Number b, string name) => new(il =>
    {
        a.Write(il);
        b.Write(il);
        il.Emit(OpCodes.Call, typeof(Math).GetMethod(name, [typeof(long), typeof(long)])!);
    });

    private Number With(OpCode code)
    {
        var own = this;
        return new(il =>
        {
            own.Write(il);
            il.Emit(code);
        });
    }

    private static Number Of(Number a, Number b, OpCode code) => new(il =>
    {
        a.Write(il);
        b.Write(il);
        il.Emit(code);
    });
}

/// <summary>
/// A comparison as code: two numbers, or one that is asked whether it is 0, and the branches that are taken if it holds and if it does not.
/// </summary>
internal readonly record struct Test(Number Left, Number? Right, OpCode Branch, OpCode Otherwise)
{
    /// <summary>Holds where this does not.</summary>
    public Test Opposite => this with { Branch = Otherwise, Otherwise = Branch };

    public static Test Differ(Number a, Number b) => new(a, b, OpCodes.Bne_Un, OpCodes.Beq);

    public static Test IsNotZero(Number number) => new(number, null, OpCodes.Brtrue, OpCodes.Brfalse);

    /// <summary>Of addresses, which have no sign.</summary>
    public static Test IsBefore(Number a, Number b) => new(a, b, OpCodes.Blt_Un, OpCodes.Bge_Un);
}

/// <summary>Places are numbers.</summary>
internal static class Places
{
    extension(LocalBuilder)
    {
        public static Number operator +(LocalBuilder a, Number b) => (Number)a + b;

        public static Number operator -(LocalBuilder a, Number b) => (Number)a - b;

        public static Number operator *(LocalBuilder a, Number b) => (Number)a * b;

        public static Number operator /(LocalBuilder a, Number b) => (Number)a / b;

        public static Number operator &(LocalBuilder a, Number b) => (Number)a & b;

        public static Number operator >>(LocalBuilder a, int bits) => (Number)a >> bits;

        public static Test operator <(LocalBuilder a, Number b) => (Number)a < b;

        public static Test operator >(LocalBuilder a, Number b) => (Number)a > b;

        public static Test operator <=(LocalBuilder a, Number b) => (Number)a <= b;

        public static Test operator >=(LocalBuilder a, Number b) => (Number)a >= b;
    }

    public static Number AsAddress(this LocalBuilder place) => ((Number)place).AsAddress();

    public static Number AsLong(this LocalBuilder place) => ((Number)place).AsLong();
}
