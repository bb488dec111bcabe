using System.Reflection.Emit;

namespace FuncGrad;

/// <summary>What becomes of an elementwise operation in code: operands ↦ its value, of registers of any width or of one number.</summary>
internal abstract record Emission
{
    private Emission() { }

    /// <summary>An operator of registers, and the instruction that does the same to one number.</summary>
    public sealed record Operator(string Name, OpCode OfNumber) : Emission;

    /// <summary>
    /// A method of <c>Vector128</c> ... <c>Vector512</c> for numbers of any kind; of one number of <see cref="ScalarOperations"/>.
    /// </summary>
    public sealed record Method(string Name) : Emission;

    /// <summary>a·b + c in one rounding.</summary>
    public sealed record Fused : Emission;

    /// <summary>A comparison, whose mask becomes 1 or 0.</summary>
    /// <param name="OfNumbers">The method of <see cref="ScalarOperations"/>.</param>
    /// <param name="OfRegisters">The method of registers.</param>
    /// <param name="IsOpposite">Whether the mask of registers is turned round.</param>
    public sealed record Comparison(string OfNumbers, string OfRegisters, bool IsOpposite = false) : Emission;

    /// <summary>Several instructions, written in C#: see <see cref="VectorOperations"/>.</summary>
    public sealed record Sequence(string Name) : Emission;

    /// <summary>Multiplications, as many as the exponent, the attribute, needs.</summary>
    public sealed record Multiplications : Emission;

    /// <summary>Random numbers, by their bodies in double and in single precision.</summary>
    public sealed record Drawn(Type InDouble, Type InSingle) : Emission;

    /// <summary>A function of <see cref="VectorMath"/>; where <see cref="Pointwise"/> has it too, from memory to memory.</summary>
    public sealed record Function(string Name) : Emission;

    /// <summary>The operand as it is.</summary>
    public sealed record Nothing : Emission;
}

/// <summary>What it costs to compute an operation again.</summary>
internal enum Cost
{
    /// <summary>Less than to write its value and to read it: it is formed wherever it is used.</summary>
    Little,

    /// <summary>More: a value that is used several times is kept.</summary>
    Much,
}

/// <summary>A row of the table of what becomes code.</summary>
/// <param name="Operation">The operation.</param>
/// <param name="Emission">Its code.</param>
/// <param name="Cost">What it costs to compute it again.</param>
/// <param name="Sign">How a program's text writes it, with {0}, {1} ... for the operands and, behind them, for the attribute; null: as a
/// call.</param>
internal sealed record EmittedOperation(Primitive Operation, Emission Emission, Cost Cost, string? Sign = null);
