using System.Reflection.Emit;

namespace FuncGrad;

/// <summary>
/// Memory of a method's own, for strips of registers, at multiples of 64 bytes: taken from the stack when the method begins, once it is
/// known how much.
/// </summary>
internal sealed class StripMemory
{
    public const int BytesOfStrip = 2048;

    private readonly Code _code;
    private readonly Label _beginning;
    private readonly Label _body;
    private readonly List<LocalBuilder> _strips = [];
    private int _taken;

    /// <summary>At the beginning of the method.</summary>
    public StripMemory(Code code)
    {
        (_code, _beginning, _body) = (code, code.IL.DefineLabel(), code.IL.DefineLabel());
        code.GoTo(_beginning);
        code.IL.MarkLabel(_body);
    }

    /// <summary>The address of a strip that is not taken.</summary>
    public LocalBuilder Take()
    {
        if (_taken == _strips.Count) _strips.Add(_code.Address());
        return _strips[_taken++];
    }

    /// <summary>All but the first so many are free again.</summary>
    public void Release(int taken = 0) => _taken = taken;

    /// <summary>At the end of the method.</summary>
    public void Write()
    {
        _code.IL.MarkLabel(_beginning);
        foreach (var strip in _strips) _code.Set(strip, (Number.FromStack(BytesOfStrip + 64) + 63) & ~63);
        _code.GoTo(_body);
    }
}
