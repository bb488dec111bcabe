using System.Diagnostics.CodeAnalysis;

namespace FuncGrad;

/// <summary>
/// One trial per lane of the vector registers: packs of lanes, then steps, then the body, so that a small problem stays in registers for
/// its whole run. The recurrence is one of scalars.
/// </summary>
[RequiresDynamicCode(KernelCompiler.WhereNoCodeIsMade)]
internal sealed class LaneKernel : IKernel
{
    private readonly Recurrence _recurrence;
    private readonly Precision _precision;
    private readonly int _width;
    private readonly Dictionary<(ProgramKind Kind, int Width, int Copies), LaneCode> _codes = [];
    private readonly int _size;
    private readonly bool _hasFunctions;

    /// <param name="recurrence">Any recurrence; its elements become scalars.</param>
    /// <param name="precision">The numbers computed with.</param>
    /// <param name="width">Bits of a register.</param>
    public LaneKernel(Recurrence recurrence, Precision precision, int width)
    {
        (_precision, _width) = (precision, width);
        _recurrence = Scalarization.Of(recurrence);
        var nodes = Ordering.Of([.. _recurrence.Next]);
        (_size, _hasFunctions) = (nodes.Count, nodes.Exists(node => PointwiseFunctions.Has(node.Primitive)));
    }

    public string Description => $"compiled, {_width} bits, scalars";

    public int Advance(LaneFrame frame, long steps)
    {
        var continuing = steps == 0 ? frame.Lanes : CodeFor(ProgramKind.Update, frame.Lanes).Run(frame, steps, null);
        frame.Iteration += steps;
        return continuing;
    }

    public int ObserveAndAdvance(LaneFrame frame, double[][] observed)
    {
        var continuing = CodeFor(ProgramKind.ObservedUpdate, frame.Lanes).Run(frame, 1, observed);
        frame.Iteration++;
        return continuing;
    }

    public int ObserveRows(LaneFrame frame, int rows, long every, double[][] observed)
    {
        var further = every > 1 ? CodeFor(ProgramKind.Update, frame.Lanes, isAlone: false) : null;
        var continuing = CodeFor(ProgramKind.ObservedUpdate, frame.Lanes).RunRows(frame, rows, every, further, observed);
        frame.Iteration += rows * every;
        return continuing;
    }

    public void Observe(LaneFrame frame, double[][] observed) => CodeFor(ProgramKind.Observation, frame.Lanes).Run(frame, 0, observed);

    private LaneCode CodeFor(ProgramKind kind, int lanes, bool isAlone = true)
    {
        var width = lanes == 1 ? 64 : _width;
        var registers = (lanes * (_precision == Precision.Double ? 64L : 32L) + width - 1) / width;
        var copies = kind == ProgramKind.Update && isAlone ? Copies(registers) : 1;
        lock (_codes)
        {
            if (!_codes.TryGetValue((kind, width, copies), out var code))
                _codes[(kind, width, copies)] = code = new LaneCode(Linearization.Of(_recurrence, kind), _precision, width, copies);
            return code;
        }
    }

    /// <summary>
    /// One lane runs in scalar code. Many lanes run in packs of several registers, so that their chains of dependent operations overlap;
    /// fewer for larger bodies, which have independent work of their own and whose compile time grows faster than their size. Where
    /// registers are few, most states lie in memory anyway, and six more hide its delay (a third more trials of W4 in exact arithmetic, a
    /// fifth in fused). With functions the code is as long for any number, and a call for several registers costs less for each, as long as
    /// what is kept stays in the first-level cache. Code that observes, and code that goes on from it within a pack, has packs of one
    /// register.
    /// </summary>
    private int Copies(long registers)
    {
        if (registers < 4) return 1;
        if (!_hasFunctions)
            return _size <= 40 && registers >= 40 && RegisterPressure.RegistersOfProcessor == 16 ? 10 : _size <= 120 ? 4 : _size <= 300 ? 2
                : 1;
        return _size <= 300 && registers >= 16 ? 8 : _size <= 600 ? 4 : 2;
    }
}
