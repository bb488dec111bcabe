using System.Globalization;
using FuncGrad;
using FuncGrad.Benchmarks;

// bench [W1 ... W8] [N1 ... N4] [costs] [compiling] [batches] [--rounds N] [--limits] [--record]: one table on stdout, the figures it is made of on stderr.
var rounds = Array.IndexOf(args, "--rounds") is >= 0 and var at ? int.Parse(args[at + 1], CultureInfo.InvariantCulture) : 2;
string[] chosen = [.. args.Where(arg => arg.StartsWith('W') || arg.StartsWith('N') || arg is "costs" or "compiling" or "batches")];
if (chosen.Length == 0) chosen = ["W1", "W2", "W3", "W4", "W5", "W6", "W7", "W8", "N1", "N2", "N3", "N4", "costs"];

var peers = Peers.Find(args.Contains("--limits"));
if (!peers.Exist) Console.Error.WriteLine("No peers here (FUNCGRAD_PEERS names their folder): FuncGrad alone.");
var table = new List<string> { $"{DateTime.UtcNow:yyyy-MM-dd}, {Results.Processor()}", "" };
var comparison = new Comparison(peers, rounds);
if (chosen.Any(c => c[0] is 'W' or 'N')) table.AddRange(Comparison.Header.Split('\n'));
foreach (var group in chosen.Where(c => c[0] is 'W' or 'N')) table.AddRange(comparison.Rows(group, (isFused, name) => Workload(group, isFused, name)));
if (chosen.Contains("costs")) table.AddRange(Costs());
if (chosen.Contains("compiling")) table.AddRange(CompileCost.Rows());
if (chosen.Contains("batches")) table.AddRange(BatchOverhead.Rows());
foreach (var line in table) Console.WriteLine(line);
if (args.Contains("--record")) Results.Record(table);
return 0;

static IReadOnlyList<Figure> Workload(string group, bool isFused, string name) => group switch
{
    "W1" => [SmallWorkloads.W1(isFused, name)],
    "W2" => [SmallWorkloads.W2(isFused, name)],
    "W3" => [ArrayWorkloads.W3(isFused, name, 1000, 200), ArrayWorkloads.W3(isFused, name, 1_000_000, 50)],
    "W4" => [SmallWorkloads.W4(isFused, name)],
    "W5" => [ArrayWorkloads.W5(isFused, name, Precision.Float), ArrayWorkloads.W5(isFused, name, Precision.Double)],
    "W6" => [FunctionWorkloads.W6(isFused, name)],
    "W7" => [FunctionWorkloads.W7(isFused, name)],
    "W8" => [ArrayWorkloads.W8(isFused, name)],
    "N1" => [NetWorkloads.N1(isFused, name)],
    "N2" => [NetWorkloads.N2(isFused, name), NetWorkloads.N2(isFused, name, Precision.Double)],
    "N3" => [NetWorkloads.N3(isFused, name, true), NetWorkloads.N3(isFused, name, false)],
    "N4" => [NetWorkloads.N4(isFused, name, Precision.Float), NetWorkloads.N4(isFused, name, Precision.Double)],
    _ => throw new ArgumentException($"There is no workload {group}."),
};

static IEnumerable<string> Costs()
{
    string[] header = ["", "| cost in terms of another | fused | exact | at most |", "|---|---|---|---|"];
    foreach (var line in header) yield return line;
    yield return Row("loss and exact gradient / loss: chained Rosenbrock, n = 1000", GradientCost.Rosenbrock(true), GradientCost.Rosenbrock(false), 3.5);
    yield return Row("loss and exact gradient / loss: network of four layers", GradientCost.FourLayers(true), GradientCost.FourLayers(false), 3.5);
    yield return Row("W2 with every step logged, in memory / formatting alone", LoggingCost.InMemory(), null, 1.2);
    yield return Row("a whole run of 10⁶ logged steps of W2, with all files / formatting alone", LoggingCost.WholeRun(), null, 1.2);
}

static string Row(string what, double fused, double? exact, double most) =>
    string.Create(CultureInfo.InvariantCulture, $"| {what} | **{fused:0.00}** | {exact:0.00} | {most:0.0} |");
