using System.Globalization;

namespace FuncGrad.Benchmarks;

/// <summary>What a workload is to reach.</summary>
/// <param name="Group">The name by which peers know it: W3.</param>
/// <param name="Name">The name of its figures: W3-n1000.</param>
/// <param name="Limit">The peer that is the limit; null where no peer has the workload.</param>
/// <param name="Share">The share of the limit to be reached in fused arithmetic.</param>
/// <param name="Others">Peers to be compared with: what their names begin with.</param>
internal sealed record Target(string Group, string Name, string? Limit, double? Share, params string[] Others)
{
    public static IReadOnlyList<Target> All { get; } =
    [
        new("W1", "W1", "limit-cpp-lanes-2t", 0.8, "numpy", "python"),
        new("W2", "W2", "limit-cpp", 0.8, "ensmallen", "torch"),
        new("W3", "W3-n1000", "limit-cpp", 0.8, "numpy", "torch"),
        new("W3", "W3-n1000000", "limit-cpp", 0.8, "numpy", "torch"),
        new("W4", "W4", "limit-cpp", 0.9, "numpy", "torch"),
        new("W5", "W5-f32", "limit-cpp", 0.7, "numpy", "torch"),
        new("W5", "W5-f64", "limit-cpp", 0.7, "numpy", "torch"),
        new("W6", "W6", null, null),
        new("W7", "W7", null, null),
        new("W8", "W8", "limit-cpp", 0.6),
        new("N1", "N1", "limit-cpp", 0.5, "numpy", "torch"),
        new("N2", "N2", null, null, "torch"),
        new("N2", "N2-f64", null, null),
        new("N3", "N3", null, null),
        new("N3", "N3-full", null, null),
        new("N4", "N4-f32", "limit-cpp", 0.5),
        new("N4", "N4-f64", "limit-cpp", 0.5),
    ];
}

/// <summary>FuncGrad and its peers in one run: the limit, fused, exact, in turn, as often as asked for; the best of each counts.</summary>
internal sealed class Comparison(Peers peers, int rounds)
{
    public static string Header { get; } = """
        | workload | limit (C++) | fused | fused / limit | exact | exact / limit | to reach | others: fused is so many times as fast |
        |---|---|---|---|---|---|---|---|
        """;

    /// <summary>The rows of the table for a group.</summary>
    public IEnumerable<string> Rows(string group, Func<bool, string, IReadOnlyList<Figure>> own)
    {
        var figures = new List<Figure>();
        var hasPeers = Target.All.Any(target => target.Group == group && target.Limit is not null);
        for (var round = 0; round < rounds; round++)
        {
            if (hasPeers) figures.AddRange(round == 0 ? peers.All(group) : peers.Limit(group));
            figures.AddRange(own(true, "funcgrad-fused"));
            figures.AddRange(own(false, "funcgrad-exact"));
        }
        return Target.All.Where(target => target.Group == group).Select(target => Row(target, [.. figures.Where(f => f.Workload == target.Name)]));
    }

    private static string Row(Target target, Figure[] figures)
    {
        double? Best(string? peer) => figures.Where(f => f.Peer == peer).Select(f => (double?)f.Rate).Max();
        var (limit, fused, exact) = (Best(target.Limit), Best("funcgrad-fused"), Best("funcgrad-exact"));
        var others = target.Others.SelectMany(other => figures.Where(f => f.Peer.StartsWith(other, StringComparison.Ordinal)).GroupBy(f => f.Peer))
            .Select(peer => string.Create(CultureInfo.InvariantCulture, $"{peer.Key} {fused / peer.Max(f => f.Rate):0.0}"));
        return string.Create(CultureInfo.InvariantCulture,
            $"| {target.Name}, {figures[0].Unit} | {Short(limit)} | {Short(fused)} | **{Share(fused, limit)}** | {Short(exact)} | {Share(exact, limit)} | {Text(target.Share)} | {string.Join(", ", others)} |");
    }

    private static string Share(double? rate, double? limit) => limit is null ? "–" : string.Create(CultureInfo.InvariantCulture, $"{rate / limit:0.00}");

    private static string Text(double? share) => share is { } number ? string.Create(CultureInfo.InvariantCulture, $"{number:0.0}") : "–";

    private static string Short(double? rate) => rate switch
    {
        null => "–",
        >= 1e6 => string.Create(CultureInfo.InvariantCulture, $"{rate / 1e6:0.00} M"),
        >= 1e4 => string.Create(CultureInfo.InvariantCulture, $"{rate / 1e3:0.0} k"),
        _ => string.Create(CultureInfo.InvariantCulture, $"{rate:0}"),
    };
}
