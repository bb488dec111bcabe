namespace FuncGrad;

/// <content>
/// How much one pass may form. The just-in-time compiler takes the square of a method's size and more, and a formula that shares what it is
/// formed of has more ways through it than values: what is too much gets a buffer half-way, which costs a pass one number written and read
/// where it computes hundreds. </content>
internal sealed partial class LoopSchedule
{
    /// <summary>Values of all roots of a pass together; a root that is larger has a pass of its own.</summary>
    private const int LargestPass = 1024;

    /// <summary>Operations one after the other from buffers to a value.</summary>
    private const int DeepestValue = 256;

    /// <summary>Operations on all ways from buffers to a value, and calls of functions among them.</summary>
    private const int MostOperations = 1 << 12, MostCalls = 48;

    /// <summary>Fewer operations are repeated for each window of an image rather than written and read.</summary>
    private const int CheapToRepeat = 4;

    private readonly Size[] _sizes;

    /// <summary>What it takes to form a value from buffers, each operation counted as often as it is used.</summary>
    private readonly record struct Size(int Depth, int Operations, int Calls);

    private void KeepIfLarge(int position)
    {
        var (depth, operations, calls) = (0, 1, PointwiseFunctions.Has(this[position].Node.Primitive) ? 1 : 0);
        foreach (var operand in this[position].Operands)
        {
            if (IsKept[operand]) continue;
            var size = _sizes[operand];
            (depth, operations, calls) = (Math.Max(depth, size.Depth), operations + size.Operations, calls + size.Calls);
        }
        _sizes[position] = new(depth + 1, operations, calls);
        if (depth >= DeepestValue || operations > MostOperations || calls > MostCalls) IsKept[position] = true;
    }
}
