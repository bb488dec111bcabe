using System.CommandLine;
using System.CommandLine.Help;
using System.CommandLine.Invocation;

namespace FuncGrad.Lab;

/// <summary>Help that begins with what most people look for: a command line to start from.</summary>
internal sealed class Help(HelpAction rest) : SynchronousCommandLineAction
{
    /// <summary>The examples of each command; the root shows the first of each.</summary>
    private static readonly (string Command, string[] Lines)[] Examples =
    [
        ("run",
        [
            "funcgrad run experiments/learning-rates.toml",
            "funcgrad run experiments/learning-rates.toml --set method.steps=1000 -o results/longer",
            "funcgrad run experiments/learning-rates.toml --set \"sweep.method.learning_rate=[0.5,0.9,1.0]\" -o results/edge",
            "funcgrad run experiments/simple-net.toml --shard 1/2",
            "funcgrad run experiments/learning-rates.toml --report -o results/seen",
        ]),
        ("plan",
        [
            "funcgrad plan experiments/optimizer-paths.toml",
            "funcgrad plan experiments/optimizer-paths.toml --count",
            "funcgrad plan experiments/optimizer-paths.toml --csv",
        ]),
        ("check", ["funcgrad check experiments/simple-net.toml"]),
        ("show",
        [
            "funcgrad show \"x0^2 + x1^2\" --at x0=3,x1=4",
            "funcgrad show \"mean((W @ x - t)^2)\" --data x,t --at \"W=[[1,2],[3,4]],x=[1,-1],t=[0,1]\"",
            "funcgrad show experiments/simple-net.toml",
        ]),
        ("rules", ["funcgrad rules", "funcgrad rules adam"]),
        ("schedules", ["funcgrad schedules", "funcgrad schedules cosine"]),
        ("functions", ["funcgrad functions", "funcgrad functions rosenbrock"]),
        ("status", ["funcgrad status results/learning-rates"]),
        ("merge", ["funcgrad merge results/simple-net", "funcgrad merge results/from-one-machine results/from-another -o results/whole"]),
        ("export", ["funcgrad export results/learning-rates --for excel", "funcgrad export results/learning-rates --for libreoffice --locale de-DE", "funcgrad export results/learning-rates --for xlsx"]),
        ("evaluate", ["funcgrad evaluate results/learning-rates \"x0^2 + x1^2\" --trial 1", "funcgrad evaluate results/simple-net \"softmax(x @ W)\" --trial 2"]),
        ("plot", ["funcgrad plot results/learning-rates", "funcgrad plot results/learning-rates --kind rates -o rates.pdf", "funcgrad plot results/learning-rates --kind curves --y gradient_norm -o norms.png", "funcgrad plot results/learning-rates --terminal"]),
        ("report", ["funcgrad report results/learning-rates", "funcgrad report results/learning-rates -o rates.html --title \"The learning rate decides\"", "funcgrad report results/learning-rates results/longer -o both.html"]),
        ("watch", ["funcgrad watch results/learning-rates", "funcgrad watch results/learning-rates --once"]),
        ("new", ["funcgrad new", "funcgrad new sweep lr", "funcgrad new network digits", "funcgrad new --from results/learning-rates/1 settled"]),
        ("schema", ["funcgrad schema"]),
        ("completion", ["funcgrad completion bash"]),
        ("submit",
        [
            "funcgrad submit experiments/optimizer-paths.toml --on slurm --shards 2",
            "funcgrad submit experiments/optimizer-paths.toml --on slurm --minutes-per-shard 20 --cpus 4 --time 01:00:00 --dry-run",
            "funcgrad submit experiments/optimizer-paths.toml --on kubernetes --shards 2 --image registry/funcgrad:0.1 --claim work",
            "funcgrad submit experiments/optimizer-paths.toml --on parallel",
        ]),
        ("compare", ["funcgrad compare results/learning-rates results/longer"]),
    ];

    public override bool ClearsParseErrors => true;

    /// <summary>The examples of a command; one of each for the program as a whole.</summary>
    public static IEnumerable<string> ExamplesOf(Command command) => command is RootCommand
        ? Examples.Select(example => example.Lines[0])
        : Examples.Where(example => example.Command == command.Name).SelectMany(example => example.Lines);

    public override int Invoke(ParseResult parseResult)
    {
        var output = parseResult.InvocationConfiguration.Output;
        output.Write("Examples:\n");
        foreach (var example in ExamplesOf(parseResult.CommandResult.Command)) output.Write($"  {example}\n");
        output.Write("\n");
        return rest.Invoke(parseResult);
    }
}
