using System.Text.Json;

namespace FuncGrad.Lab;

/// <summary>
/// Quantiles of a figure over all trials, step by step, in one pass over the log. Numbers are counted by the upper sixteen bits of their
/// order, which is as fine as a twentieth part of them; a trial that has stopped stays where it is; what is NaN counts above everything.
/// </summary>
internal sealed class QuantileBands
{
    private const int MostSteps = 100, Bins = 1 << 16;

    private static readonly double[] Shares = [0.05, 0.25, 0.5, 0.75, 0.95];

    private readonly double[] _steps;
    private readonly int[][] _counts;

    private QuantileBands(double[] steps) => (_steps, _counts) = (steps, [.. steps.Select(_ => new int[Bins])]);

    /// <param name="experiment">Tells which steps are logged.</param>
    /// <param name="steps">The log.</param>
    /// <param name="column">The figure.</param>
    public static QuantileBands Of(Experiment experiment, ResultTable steps, string column)
    {
        var bands = new QuantileBands(Grid(experiment));
        var (trial, next, last) = (-1.0, 0, 0.0);
        foreach (var rows in steps.Read(["trial", "step", column], []))
            for (var row = 0; row < rows.Count; row++)
            {
                if (rows.Numbers[0][row] != trial)
                {
                    bands.Stay(trial, next, last);
                    (trial, next) = (rows.Numbers[0][row], 0);
                }
                // A number stands from its step to the next that is logged.
                var (step, value) = (rows.Numbers[1][row], rows.Numbers[2][row]);
                for (; next < bands._steps.Length && bands._steps[next] <= step; next++)
                    bands.Add(next, bands._steps[next] < step ? last : value);
                last = value;
            }
        bands.Stay(trial, next, last);
        return bands;
    }

    public void Write(Utf8JsonWriter json)
    {
        json.WriteStartObject("bands");
        Packed.Doubles(json, "steps", _steps);
        json.WriteStartArray("quantiles");
        foreach (var share in Shares)
        {
            json.WriteStartObject();
            json.WriteNumber("share", share);
            Packed.Halves(json, "values", [.. Enumerable.Range(0, _steps.Length).Select(step => Quantile(step, share))]);
            json.WriteEndObject();
        }
        json.WriteEndArray();
        json.WriteEndObject();
    }

    /// <summary>The number below which a share of all trials is at a step of the grid.</summary>
    public double Quantile(int step, double share)
    {
        var (all, below) = (_counts[step].Sum(count => (long)count), 0L);
        if (all == 0) return double.NaN;
        var wanted = Math.Max(1, (long)Math.Ceiling(share * all));
        for (var bin = 0; bin < Bins; bin++)
            if ((below += _counts[step][bin]) >= wanted) return NumberOf(bin);
        return double.NaN;
    }

    private static double[] Grid(Experiment experiment)
    {
        var every = Math.Max(1, experiment.Log.Every);
        var last = Math.Max(experiment.Method.Steps, 1);
        var stride = every * Math.Max(1, (long)Math.Ceiling(last / (double)every / MostSteps));
        return [.. Enumerable.Range(0, MostSteps + 1).Select(i => (double)(i * stride)).Where(step => step <= last)];
    }

    private void Stay(double trial, int next, double last)
    {
        if (trial < 0) return;
        for (; next < _steps.Length; next++) Add(next, last);
    }

    private void Add(int step, double value) => _counts[step][BinOf(value)]++;

    /// <summary>Order-preserving: negative numbers have their bits turned.</summary>
    private static int BinOf(double value)
    {
        if (double.IsNaN(value)) return Bins - 1;
        var bits = BitConverter.DoubleToInt64Bits(value + 0.0);
        return (int)((bits < 0 ? ~(ulong)bits : (ulong)bits | 0x8000_0000_0000_0000) >> 48);
    }

    /// <summary>The middle of a bin; 0 and ±∞ as they are.</summary>
    private static double NumberOf(int bin)
    {
        if (bin == Bins - 1) return double.NaN;
        var key = (ulong)bin << 48;
        var (low, high) = (Number(key), Number(key | 0xFFFF_FFFF_FFFF));
        return low == 0 || high == 0 ? 0 : double.IsFinite(low) && double.IsFinite(high) ? (low / 2) + (high / 2)
            : double.IsPositiveInfinity(low) ? low : double.NegativeInfinity;
    }

    private static double Number(ulong key) =>
        BitConverter.Int64BitsToDouble((long)((key & 0x8000_0000_0000_0000) != 0 ? key ^ 0x8000_0000_0000_0000 : ~key));
}
