using System.Diagnostics.CodeAnalysis;

namespace FuncGrad;

/// <summary>
/// A recurrence on arrays as passes over memory. Many trials: one per vector lane, every element a register, a pack's arrays near the
/// processor. Few trials, or large arrays: one trial after the other, registers hold neighbouring elements.
/// </summary>
internal sealed class LoopKernel : IKernel
{
    /// <summary>Numbers per lane up to which a pack of lanes stays in the second-level cache.</summary>
    private const long LargestLaneState = 1 << 14;

    private readonly Recurrence _recurrence;
    private readonly CompilationOptions _options;
    private readonly int _width;
    private readonly Dictionary<(ProgramKind Kind, int Lanes), LoopProgram> _programs = [];
    private readonly bool _isSmall;

    [RequiresDynamicCode(KernelCompiler.WhereNoCodeIsMade)]
    public LoopKernel(Recurrence recurrence, CompilationOptions options, int width)
    {
        (_recurrence, _options, _width) = (recurrence, options, width);
        _isSmall = IsSmall(recurrence);
        ProgramFor(ProgramKind.Update, Math.Max(1, options.Lanes)); // what cannot be compiled shows here
    }

    public string Description => $"compiled, {_width} bits, {ProgramFor(ProgramKind.Update, _options.Lanes).StageCount} passes over arrays";

    public int Advance(LaneFrame frame, long steps)
    {
        var continuing = steps == 0 ? frame.Lanes : ProgramFor(ProgramKind.Update, frame.Lanes).Run(frame, steps, null);
        frame.Iteration += steps;
        return continuing;
    }

    public int ObserveAndAdvance(LaneFrame frame, double[][] observed)
    {
        var continuing = ProgramFor(ProgramKind.ObservedUpdate, frame.Lanes).Run(frame, 1, observed);
        frame.Iteration++;
        return continuing;
    }

    public void Observe(LaneFrame frame, double[][] observed) => ProgramFor(ProgramKind.Observation, frame.Lanes).Run(frame, 0, observed);

    /// <summary>How many lanes are computed at once when a frame has so many as the options say.</summary>
    public static int LanesOfPack(Recurrence recurrence, CompilationOptions options) =>
        LanesOfPack(IsSmall(recurrence), options.Lanes, options.Width == 0 ? KernelCompiler.WidestRegister()
            : options.Width, options.Precision);

    private static bool IsSmall(Recurrence recurrence) => recurrence.State.Sum(state => (long)state.Shape.ElementCount) <= LargestLaneState;

    private static int LanesOfPack(bool isSmall, int frameLanes, int width, Precision precision)
    {
        var full = width == 64 ? 1 : width / (precision == Precision.Double ? 64 : 32);
        return isSmall && frameLanes * 2L > full ? full : 1;
    }

    [UnconditionalSuppressMessage("AOT", "IL3050", Justification = "There is no kernel where there is no constructor, which is marked.")]
    private LoopProgram ProgramFor(ProgramKind kind, int frameLanes)
    {
        var lanes = LanesOfPack(_isSmall, frameLanes, _width, _options.Precision);
        lock (_programs)
        {
            if (!_programs.TryGetValue((kind, lanes), out var program))
                _programs[(kind, lanes)] = program = new LoopProgram(Linearization.Of(_recurrence, kind), _options, _width, lanes);
            return program;
        }
    }
}
