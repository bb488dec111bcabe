using System.Diagnostics.CodeAnalysis;
using System.Reflection.Emit;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace FuncGrad;

/// <summary>
/// Elements that lie across two registers side by side, as a register: what was read or formed a moment ago is not read or formed again.
/// </summary>
[RequiresDynamicCode(KernelCompiler.WhereNoCodeIsMade)]
internal static class Neighbours
{
    /// <summary>
    /// Puts on the stack the elements <paramref name="start"/>, start + 1 ... counted from the first of <paramref name="before"/>.
    /// </summary>
    public static void Between(VectorEmitter emitter, LocalBuilder before, LocalBuilder after, int start)
    {
        if (emitter.Width == 512 && Avx512F.IsSupported) Aligned512(emitter, before, after, start);
        else if (emitter.Width == 256 && Avx2.IsSupported) Aligned256(emitter, before, after, start);
        else if (emitter.Width == 128 && Ssse3.IsSupported)
            Instruction(emitter, typeof(Ssse3), "AlignRight", typeof(byte), [after, before], start * emitter.ElementSize);
        else
        {
            emitter.IL.Emit(OpCodes.Ldloc, before);
            emitter.IL.Emit(OpCodes.Ldloc, after);
            emitter.IL.Emit(OpCodes.Ldc_I4, start);
            emitter.IL.Emit(OpCodes.Call, typeof(Neighbours).GetMethod(nameof(FromMemory))!.MakeGenericMethod(emitter.Type,
                emitter.Element));
        }
    }

    /// <summary>The same without the processor's instructions for it: through memory.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TRegister FromMemory<TRegister, T>(TRegister before, TRegister after, int start)
        where TRegister : struct
        where T : struct
    {
        var both = new Pair<TRegister> { Before = before, After = after };
        return Unsafe.As<T, TRegister>(ref Unsafe.Add(ref Unsafe.As<Pair<TRegister>, T>(ref both), start));
    }

    private static void Aligned512(VectorEmitter emitter, LocalBuilder before, LocalBuilder after, int start)
    {
        var (name, element) =
            emitter.Precision == Precision.Double ? (nameof(Avx512F.AlignRight64), typeof(long))
                : (nameof(Avx512F.AlignRight32), typeof(int));
        Instruction(emitter, typeof(Avx512F), name, element, [after, before], start);
    }

    /// <summary>
    /// Bytes move within halves of a register only: so first the two halves in the middle become a register, then that and one of the
    /// given.
    /// </summary>
    private static void Aligned256(VectorEmitter emitter, LocalBuilder before, LocalBuilder after, int start)
    {
        Instruction(emitter, typeof(Avx2), nameof(Avx2.Permute2x128), typeof(byte), [before, after], 0x21);
        var half = 16 / emitter.ElementSize;
        if (start == half) return;
        var middle = emitter.Local();
        emitter.IL.Emit(OpCodes.Stloc, middle);
        var (low, high) = start < half ? (before, middle) : (middle, after);
        // A shuffle of numbers: after arithmetic it is ready a cycle earlier than a shift of bytes.
        if (emitter.Precision == Precision.Double)
            Instruction(emitter, typeof(Avx), nameof(Avx.Shuffle), typeof(double), [low, high], 0b0101);
        else Instruction(emitter, typeof(Avx2), nameof(Avx2.AlignRight), typeof(byte), [high, low], start % half * emitter.ElementSize);
    }

    /// <summary>An instruction on two registers and a number, which takes them as registers of other elements.</summary>
    private static void Instruction(VectorEmitter emitter, Type instructions, string name, Type element, LocalBuilder[] operands,
        int number)
    {
        var (vectors, vector) =
            emitter.Width switch { 512 => (typeof(Vector512), typeof(Vector512<>)), 256 => (typeof(Vector256), typeof(Vector256<>)), _ =>
                (typeof(Vector128), typeof(Vector128<>)) };
        var type = vector.MakeGenericType(element);
        foreach (var operand in operands)
        {
            emitter.IL.Emit(OpCodes.Ldloc, operand);
            emitter.IL.Emit(OpCodes.Call, vectors.GetMethod("As")!.MakeGenericMethod(emitter.Element, element));
        }
        emitter.IL.Emit(OpCodes.Ldc_I4, number);
        emitter.IL.Emit(OpCodes.Call, instructions.GetMethod(name, [type, type, typeof(byte)])!);
        emitter.IL.Emit(OpCodes.Call, vectors.GetMethod("As")!.MakeGenericMethod(element, emitter.Element));
    }

    [StructLayout(LayoutKind.Sequential)]
    private struct Pair<TRegister>
        where TRegister : struct
    {
        public TRegister Before;
        public TRegister After;
    }
}
