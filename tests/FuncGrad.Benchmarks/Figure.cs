using System.Text.Json;

namespace FuncGrad.Benchmarks;

/// <summary>One measured rate, as the peers print it: a JSON line.</summary>
/// <param name="Workload">Such as W3-n1000.</param>
/// <param name="Peer">Who did the work.</param>
/// <param name="Rate">Units of work in a second: the best repetition.</param>
/// <param name="Unit">What is counted.</param>
/// <param name="Spread">How far the median repetition was above the best: 0.05 is 5 %.</param>
/// <param name="Check">A result by which two peers can be seen to have done the same work.</param>
internal sealed record Figure(string Workload, string Peer, double Rate, string Unit, double Spread, string Check)
{
    /// <summary>The figure of a JSON line, or null if the line is something else.</summary>
    public static Figure? Parse(string line)
    {
        if (!line.StartsWith('{')) return null;
        using var json = JsonDocument.Parse(line);
        string Text(string name) => json.RootElement.TryGetProperty(name, out var value) ? value.ToString() : "";
        double Number(string name) => json.RootElement.TryGetProperty(name, out var value) ? value.GetDouble() : double.NaN;
        return new(Text("workload"), Text("peer"), Number("rate"), Text("unit"), Number("spread"), Text("final_loss"));
    }

    public override string ToString() => JsonSerializer.Serialize(new { workload = Workload, peer = Peer, rate = Rate, unit = Unit, final_loss = Check, spread = Math.Round(Spread, 3) });
}
