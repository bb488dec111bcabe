using System.Reflection.Emit;
using static FuncGrad.Elementwise;

namespace FuncGrad;

/// <content>Masks: for each lane whether a condition holds, all bits of it set or none; of one number a truth value.</content>
internal sealed partial class VectorEmitter
{
    /// <summary>Two operands ↦ a mask (vectors) or a truth value (one number).</summary>
    public void Mask(Primitive comparison) => Mask((Emission.Comparison)Emissions.Of(comparison).Emission);

    private void Mask(Emission.Comparison comparison)
    {
        IL.Emit(OpCodes.Call, IsScalar ? Exact(comparison.OfNumbers, Type, Type) : Generic(comparison.OfRegisters, 2));
        if (comparison.IsOpposite && !IsScalar) IL.Emit(OpCodes.Call, Type.GetMethod("op_OnesComplement")!);
    }

    /// <summary>mask, then, otherwise ↦ the chosen.</summary>
    public void Select() => IL.Emit(OpCodes.Call, IsScalar ? Exact("Select", typeof(bool), Type, Type) : Generic("ConditionalSelect", 3));

    /// <summary>mask ↦ whether it is set in no lane.</summary>
    public void IsNowhere()
    {
        if (IsScalar)
        {
            IL.Emit(OpCodes.Ldc_I4_0);
            IL.Emit(OpCodes.Ceq);
            return;
        }
        IL.Emit(OpCodes.Call, Type.GetProperty("Zero")!.GetMethod!);
        IL.Emit(OpCodes.Call, Generic("EqualsAll", 2));
    }

    /// <summary>The type of a mask.</summary>
    public Type MaskType => IsScalar ? typeof(bool) : Type;

    /// <summary>mask, mask ↦ where either is set.</summary>
    public void Either()
    {
        if (IsScalar) IL.Emit(OpCodes.Or);
        else IL.Emit(OpCodes.Call, Type.GetMethod("op_BitwiseOr")!);
    }

    /// <summary>register ↦ mask of the lanes that are not 0.</summary>
    public void IsNotZero()
    {
        Constant(0);
        Mask(NotEqualTo);
    }

    /// <summary>mask ↦ 1 where it is set, else 0.</summary>
    public void MaskToNumber()
    {
        if (IsScalar)
        {
            IL.Emit(Precision == Precision.Double ? OpCodes.Conv_R8 : OpCodes.Conv_R4);
            return;
        }
        Constant(1);
        IL.Emit(OpCodes.Call, Type.GetMethod("op_BitwiseAnd")!);
    }
}
