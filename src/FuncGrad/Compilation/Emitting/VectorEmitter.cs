using System.Diagnostics.CodeAnalysis;
using System.Reflection;
using System.Reflection.Emit;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;
using static FuncGrad.Elementwise;

namespace FuncGrad;

/// <summary>
/// Writes the instructions for one operation on registers of one width: operands and result lie on the evaluation stack. Width 64 is one
/// number, in double as in single precision. Every operation is the one that IEEE 754 fixes, so that all widths give the same bits.
/// </summary>
[RequiresDynamicCode(KernelCompiler.WhereNoCodeIsMade)]
internal sealed partial class VectorEmitter
{
    private readonly Dictionary<string, MethodInfo> _methods = [];
    private readonly Type _operations;

    public VectorEmitter(ILGenerator il, Precision precision, int width)
    {
        (IL, Precision, Width) = (il, precision, width);
        Element = precision == Precision.Double ? typeof(double) : typeof(float);
        Type = width switch
        {
            512 => typeof(Vector512<>).MakeGenericType(Element),
            256 => typeof(Vector256<>).MakeGenericType(Element),
            128 => typeof(Vector128<>).MakeGenericType(Element),
            _ => Element,
        };
        _operations = width switch { 512 => typeof(Vector512), 256 => typeof(Vector256), 128 => typeof(Vector128), _ =>
            typeof(ScalarOperations) };
    }

    public ILGenerator IL { get; }

    public Precision Precision { get; }

    public int Width { get; }

    public bool IsScalar => Width == 64;

    /// <summary>double or float.</summary>
    public Type Element { get; }

    /// <summary>The type of a register.</summary>
    public Type Type { get; }

    public int ElementSize => Precision == Precision.Double ? 8 : 4;

    /// <summary>How many numbers a register holds.</summary>
    public int Count => IsScalar ? 1 : Width / 8 / ElementSize;

    public LocalBuilder Local() => IL.DeclareLocal(Type);

    /// <summary>address ↦ register.</summary>
    public void Load()
    {
        if (IsScalar) IL.Emit(Precision == Precision.Double ? OpCodes.Ldind_R8 : OpCodes.Ldind_R4);
        else IL.Emit(OpCodes.Ldobj, Type);
    }

    /// <summary>address of one number ↦ register with that number in every lane.</summary>
    public void LoadSingle()
    {
        IL.Emit(Precision == Precision.Double ? OpCodes.Ldind_R8 : OpCodes.Ldind_R4);
        Broadcast();
    }

    /// <summary>address, register ↦ nothing.</summary>
    public void Store()
    {
        if (IsScalar) IL.Emit(Precision == Precision.Double ? OpCodes.Stind_R8 : OpCodes.Stind_R4);
        else IL.Emit(OpCodes.Stobj, Type);
    }

    /// <summary>whole number ↦ one number of this precision, the nearest.</summary>
    public void FromWhole()
    {
        IL.Emit(OpCodes.Conv_R8);
        if (Precision == Precision.Float) IL.Emit(OpCodes.Conv_R4);
    }

    /// <summary>A number in every lane.</summary>
    public void Constant(double value)
    {
        if (Precision == Precision.Double) IL.Emit(OpCodes.Ldc_R8, value);
        else IL.Emit(OpCodes.Ldc_R4, (float)value);
        Broadcast();
    }

    /// <summary>number ↦ register with that number in every lane.</summary>
    public void Broadcast()
    {
        if (!IsScalar) IL.Emit(OpCodes.Call, Exact("Create", Element));
    }

    /// <summary>Operands ↦ the value of an elementwise operation.</summary>
    public void Apply(Primitive op, object? attribute)
    {
        switch (Emissions.Of(op).Emission)
        {
            case Emission.Operator { Name: var name, OfNumber: var code }: Operator(name, op.Arity, code); break;
            case Emission.Method { Name: var name }: IL.Emit(OpCodes.Call, Generic(name, op.Arity)); break;
            case Emission.Fused: IL.Emit(OpCodes.Call, Exact("FusedMultiplyAdd", Type, Type, Type)); break;
            case Emission.Comparison comparison:
                Mask(comparison);
                MaskToNumber();
                break;
            case Emission.Sequence { Name: var name }: Sequence(name, op.Arity); break;
            case Emission.Multiplications: Power((int)attribute!); break;
            case Emission.Drawn drawn:
                IL.Emit(OpCodes.Call, Drawn(op, Precision == Precision.Double ? drawn.InDouble : drawn.InSingle));
                break;
            case Emission.Function { Name: var name }: IL.Emit(OpCodes.Call, Function(name, op.Arity)); break;
        }
    }

    /// <summary>
    /// a, b, c ↦ ±(a·b) ± c in one rounding: the processor's own forms where it has them, which save the negations; the same number either
    /// way.
    /// </summary>
    public void FusedWithSigns(bool negatesProduct, bool negatesAddend)
    {
        if (SignedFused(negatesProduct, negatesAddend) is { } method)
        {
            IL.Emit(OpCodes.Call, method);
            return;
        }
        if (negatesAddend) Apply(Negate, null);
        if (negatesProduct)
        {
            var (b, c) = (Local(), Local());
            IL.Emit(OpCodes.Stloc, c);
            IL.Emit(OpCodes.Stloc, b);
            Apply(Negate, null);
            IL.Emit(OpCodes.Ldloc, b);
            IL.Emit(OpCodes.Ldloc, c);
        }
        Apply(FusedMultiplyAdd, null);
    }

    private MethodInfo? SignedFused(bool negatesProduct, bool negatesAddend)
    {
        if (IsScalar || !(negatesProduct || negatesAddend)) return null;
        var sign = (negatesAddend ? "Subtract" : "Add") + (negatesProduct ? "Negated" : "");
        if (Width == 512 && Avx512F.IsSupported) return typeof(Avx512F).GetMethod("FusedMultiply" + sign, [Type, Type, Type]);
        return Width < 512 && Fma.IsSupported ? typeof(Fma).GetMethod("Multiply" + sign, [Type, Type, Type]) : null;
    }

    private void Operator(string name, int arity, OpCode scalar)
    {
        if (IsScalar) IL.Emit(scalar);
        else IL.Emit(OpCodes.Call, Cached(name, () => Type.GetMethod(name, Registers(arity))!));
    }

    private Type[] Registers(int count) => [.. Enumerable.Repeat(Type, count)];

    /// <summary>Operations that are several instructions: written in C#, see <see cref="VectorOperations"/>.</summary>
    private void Sequence(string name, int arity)
    {
        IL.Emit(OpCodes.Call, IsScalar ? Exact(name, Registers(arity))
            : Cached("own " + name, () => typeof(VectorOperations).GetMethod(name, Registers(arity))!));
    }

    /// <summary>
    /// Multiplications in the order of <see cref="VectorMath.IntegerPower(double, int)"/>, without its loop and its call.
    /// </summary>
    private void Power(int n)
    {
        var (square, result) = (Local(), Local());
        IL.Emit(OpCodes.Stloc, square);
        if (n == 0) Constant(1);
        if (n == 0) return;
        var hasResult = false;
        for (var digits = Math.Abs((long)n); digits != 0; digits >>= 1)
        {
            if ((digits & 1) != 0)
            {
                if (hasResult) Product(result, square, result);
                else Product(square, null, result);
                hasResult = true;
            }
            if (digits > 1) Product(square, square, square);
        }
        if (n < 0) Constant(1);
        IL.Emit(OpCodes.Ldloc, result);
        if (n < 0) Apply(Divide, null);
    }

    private void Product(LocalBuilder a, LocalBuilder? b, LocalBuilder target)
    {
        IL.Emit(OpCodes.Ldloc, a);
        if (b is not null)
        {
            IL.Emit(OpCodes.Ldloc, b);
            Apply(Multiply, null);
        }
        IL.Emit(OpCodes.Stloc, target);
    }

    private MethodInfo Function(string name, int arity) =>
        Cached("math " + name, () => typeof(VectorMath).GetMethod(name, Registers(arity))!);

    private MethodInfo Drawn(Primitive op, Type body) =>
        Cached(op.Name, () => typeof(ThroughDouble).GetMethods(BindingFlags.Public | BindingFlags.Static)
            .First(method => method.GetParameters() is { Length: 3 } parameters && parameters[0].ParameterType == Type)
            .MakeGenericMethod(body));

    private MethodInfo Exact(string name, params Type[] types) => Cached(name, () => _operations.GetMethod(name, types)!);

    private MethodInfo Generic(string name, int parameters)
    {
        if (IsScalar) return Exact(name, Registers(parameters));
        return Cached(name,
            () => _operations.GetMember(name, MemberTypes.Method, BindingFlags.Public | BindingFlags.Static).Cast<MethodInfo>()
                .First(m => m.IsGenericMethodDefinition && m.GetGenericArguments().Length == 1 && m.GetParameters().Length == parameters
                    && m.GetParameters()[0].ParameterType.Name.StartsWith("Vector", StringComparison.Ordinal)).MakeGenericMethod(Element));
    }

    private MethodInfo Cached(string key, Func<MethodInfo> find) =>
        _methods.TryGetValue(key, out var known) ? known : _methods[key] = find() ?? throw new MissingMethodException(key);
}
