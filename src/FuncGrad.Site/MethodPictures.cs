using System.Globalization;
using FuncGrad.Lab;
using static System.Net.WebUtility;

namespace FuncGrad.Site;

/// <summary>
/// Pictures of what a method does, by the command itself: a rule's path down a valley at the best of some learning rates, a link's beside
/// that of momentum alone, a schedule's value by step. The experiment that was run stands below its picture.
/// </summary>
internal sealed class MethodPictures(string folder) : IDisposable
{
    private const string Valley = "loss = \"p[0]^2/20 + p[1]^2\"\n\n[parameters]\np = [-7.0, 2.0]\n",
        MatrixValley = "loss = \"p[0, 0]^2/20 + p[0, 1]^2\"\n\n[parameters]\np = [[-7.0, 2.0]]\n";

    private const string SweptRate = "method.learning_rate";

    private readonly string _temporary = Directory.CreateTempSubdirectory("funcgrad-site-").FullName;

    /// <summary>The picture of a method with the experiment behind it, as HTML.</summary>
    public string Of(MethodFamily kind, RuleText method) => kind.Folder switch
    {
        "rules" => OfRule(method),
        "links" => OfLink(method),
        _ => OfSchedule(method),
    };

    public void Dispose() => Directory.Delete(_temporary, recursive: true);

    private string OfRule(RuleText rule)
    {
        var isSwept = rule.Hyperparameters.Any(one => one.Name == "learning_rate");
        var experiment =
            $"{(Takes(rule) ? Valley : MatrixValley)}\n[method]\nrule = \"{rule.Name}\"\nsteps = 60\n\n[observe]\ntotal = "
                + "\"sum_over_run(loss)\"\n"
                + (isSwept ? "\n[sweep]\nmethod.learning_rate = { from = 0.001, to = 10, count = 25, scale = \"log\" }\n" : "");
        var results = Run("rules", rule, experiment);
        var best = Best(results);
        return Picture("Its path", isSwept
            ? $"60 steps down a valley with that of 25 learning rates between 0.001 and 10 whose losses have the least sum: {best.Rate}. "
                + $"The loss falls from 6.45 to {best.Loss}; {best.Verdict}."
            : $"60 steps down a valley with its defaults. The loss goes from 6.45 to {best.Loss}; {best.Verdict}.", "rules", rule,
                experiment, ["plot", results, "--kind", "paths", "--trials", best.Trial]);
    }

    private string OfLink(RuleText link)
    {
        var chain = link.Update.Any(line => line.StartsWith("g =", StringComparison.Ordinal)) ? $"\"{link.Name}\", \"momentum\""
            : $"\"momentum\", \"{link.Name}\"";
        var experiment = $"{Valley}\n[method]\nchain = [{chain}]\nmomentum.learning_rate = 0.1\nsteps = 60\n";
        return Picture("In a chain", "60 steps of momentum with the link and its defaults, down the valley that the rules go.", "links",
            link, experiment, ["plot", Run("links", link, experiment), "--kind", "paths"]);
    }

    private string OfSchedule(RuleText schedule)
    {
        var experiment = $"{Valley}\n[method]\nlearning_rate = {{ schedule = \"{schedule.Name}\", from = 0.1 }}\nsteps = 100\n";
        return Picture("Its course", "A learning rate that begins at 0.1, over 100 steps, with the defaults of the schedule.", "schedules",
            schedule, experiment,
            ["plot", Run("schedules", schedule, experiment), "--kind", "curves", "--y", "learning_rate"]);
    }

    /// <summary>Whether a rule takes vectors; some are for matrices alone.</summary>
    private static bool Takes(RuleText rule) => rule.Update.Count > 0;

    private string Run(string kind, RuleText method, string experiment)
    {
        var place = Path.Combine(_temporary, $"{kind}-{method.Name}");
        File.WriteAllText(place + ".toml", experiment);
        Obey("run", place + ".toml", "-o", place);
        return place;
    }

    private string Picture(string heading, string sentence, string kind, RuleText method, string experiment, string[] plot)
    {
        var file = Path.Combine(folder, "methods", kind, method.Name + ".svg");
        Directory.CreateDirectory(Path.GetDirectoryName(file)!);
        Obey([.. plot, "--title", method.Title, "-o", file]);
        return $"""
            <h2>{heading}</h2>
            <p>{HtmlEncode(sentence)}</p>
            <p><img src="{method.Name}.svg" alt="{HtmlEncode(method.Title)}: {heading.ToLowerInvariant()}"></p>
            <pre><code>{HtmlEncode(experiment)}</code></pre>
            """;
    }

    private static void Obey(params string[] words)
    {
        using var errors = new StringWriter();
        if (new CommandLine(new Streams(TextWriter.Null, errors)).Run(words) != 0)
            throw new InvalidOperationException($"funcgrad {string.Join(' ', words)}: {errors}");
    }

    /// <summary>The trial whose losses have the least sum: it came down soon and stayed there.</summary>
    private static (string Trial, string Rate, string Loss, string Verdict) Best(string results)
    {
        var table = ResultTable.Of(File.ReadAllBytes(Path.Combine(results, "trials.csv")));
        string[] numbers = ["total", "trial", "loss", .. table.Has(SweptRate) ? (string[])[SweptRate] : []];
        var trials = table.Read(numbers, ["verdict"]).SelectMany(rows => Enumerable.Range(0, rows.Count)
            .Select(row => (Numbers: Array.ConvertAll(rows.Numbers.ToArray(), column => column[row]), Verdict: rows.Words[0][row])));
        var best = trials.MinBy(trial => double.IsNaN(trial.Numbers[0]) ? double.PositiveInfinity : trial.Numbers[0]);
        string Short(double number) => number.ToString("G3", CultureInfo.InvariantCulture);
        return (best.Numbers[1].ToString(CultureInfo.InvariantCulture), best.Numbers.Length > 3 ? Short(best.Numbers[3]) : "",
            Short(best.Numbers[2]), best.Verdict);
    }
}
