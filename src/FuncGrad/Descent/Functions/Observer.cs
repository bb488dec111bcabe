using System.Runtime.CompilerServices;

namespace FuncGrad;

/// <summary>
/// Expressions of some symbols as a compiled function of flat arrays, for one point or for many side by side. Safe for calls from several
/// threads: each call has a workspace of its own.
/// </summary>
internal sealed class Observer
{
    private readonly Expr[] _symbols;
    private readonly Expr[] _outputs;
    private readonly IReadOnlyList<Tensor> _data;
    private readonly Lazy<IKernel> _kernel;
    private readonly WorkspacePool<Workspace> _workspaces;

    /// <param name="symbols">What changes from point to point.</param>
    /// <param name="data">Symbols whose values stay.</param>
    /// <param name="values">Those values.</param>
    /// <param name="outputs">What is computed.</param>
    /// <param name="options">How.</param>
    /// <param name="arithmetic">How products and sums are rounded.</param>
    public Observer(IReadOnlyList<Expr> symbols, IReadOnlyList<Expr> data, IReadOnlyList<Tensor> values, IReadOnlyList<Expr> outputs,
        CompilationOptions options, Arithmetic arithmetic = Arithmetic.Exact)
    {
        (_symbols, _data) = ([.. symbols], values);
        var simple = Simplification.Simplify(Definitions.WrittenOut(outputs, options.Precision), options.Precision);
        _outputs = [.. arithmetic == Arithmetic.Fused ? Fusion.Contract(simple, _symbols) : simple];
        var graph = new Recurrence([], [], _symbols, data, Expr.Input("method.iteration", Shape.Scalar), _outputs, null);
        _kernel = new(() => KernelCompiler.Compile(graph, options));
        _workspaces = new(lanes => new Workspace(this, lanes));
    }

    /// <summary>How it is computed, for a reader.</summary>
    public string Description => _kernel.Value.Description;

    /// <summary>Computes the outputs for as many points as there are lanes.</summary>
    /// <param name="lanes">How many.</param>
    /// <param name="write">Writes <c>inputs[symbol][element · lanes + lane]</c>.</param>
    /// <param name="read">Reads <c>outputs[output][element · lanes + lane]</c>.</param>
    /// <param name="call">What both are given beside.</param>
    public void At<TCall>(int lanes, scoped TCall call, Transfer<TCall> write, Transfer<TCall> read)
        where TCall : allows ref struct
    {
        var workspace = _workspaces.Rent(lanes);
        write(workspace.Frame.LaneInputs, call);
        _kernel.Value.Observe(workspace.Frame, workspace.Outputs);
        read(workspace.Outputs, call);
        _workspaces.Return(workspace, lanes);
    }

    private sealed class Workspace(Observer of, int lanes)
    {
        public LaneFrame Frame { get; } = new()
        {
            Lanes = lanes,
            State = [],
            LaneInputs = [.. of._symbols.Select(symbol => new double[symbol.Shape.ElementCount * lanes])],
            Shared = of._data,
        };

        public double[][] Outputs { get; } = [.. of._outputs.Select(output => new double[output.Shape.ElementCount * lanes])];
    }
}

/// <summary>Moves numbers between a caller's arrays and those of a workspace.</summary>
internal delegate void Transfer<TCall>(double[][] arrays, scoped TCall call)
    where TCall : allows ref struct;

/// <summary>Numbers of several arrays laid end to end.</summary>
internal static class Flat
{
    /// <summary>Takes them apart: one lane.</summary>
    public static void Scatter(ReadOnlySpan<double> all, Span<double[]> parts)
    {
        foreach (var part in parts)
        {
            all[..part.Length].CopyTo(part);
            all = all[part.Length..];
        }
    }

    /// <summary>Puts them together: one lane.</summary>
    public static void Gather(ReadOnlySpan<double[]> parts, Span<double> all)
    {
        foreach (var part in parts)
        {
            part.CopyTo(all);
            all = all[part.Length..];
        }
    }

    /// <summary>Puts them together.</summary>
    public static double[] Joined(double[][] parts)
    {
        var all = new double[parts.Sum(part => part.Length)];
        Gather(parts, all);
        return all;
    }

    /// <summary>Points one after the other into lanes; lanes without a point repeat the last.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)] // called once for thousands of points: tiers would come too late
    public static void ScatterLanes(ReadOnlySpan<double> points, int dimension, int lanes, Span<double[]> parts)
    {
        var (count, first) = (points.Length / dimension, 0);
        foreach (var part in parts)
        {
            var elements = part.Length / lanes;
            for (var element = 0; element < elements; element++)
            {
                var row = part.AsSpan(element * lanes, lanes);
                for (var lane = 0; lane < count; lane++) row[lane] = points[(lane * dimension) + first + element];
                row[count..].Fill(row[count - 1]);
            }
            first += elements;
        }
    }

    /// <summary>Lanes into rows, one after the other: as many as there is room for.</summary>
    public static void GatherLanes(ReadOnlySpan<double[]> parts, int lanes, Span<double> rows, int width)
    {
        var (count, first) = (rows.Length / width, 0);
        foreach (var part in parts)
        {
            var elements = part.Length / lanes;
            for (var element = 0; element < elements; element++)
                for (var lane = 0; lane < count; lane++) rows[(lane * width) + first + element] = part[(element * lanes) + lane];
            first += elements;
        }
    }
}
