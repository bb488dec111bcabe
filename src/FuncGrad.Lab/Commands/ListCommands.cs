using System.CommandLine;

namespace FuncGrad.Lab;

/// <summary><c>funcgrad rules</c>, <c>schedules</c> and <c>functions</c>: what there is, a line each, or one of them in full.</summary>
internal static class ListCommands
{
    public static Command Rules(Streams streams) => Of(
        new ExampledCommand("rules", "every rule and link of a chain, or one as text to be copied into a file", "funcgrad rules",
            "funcgrad rules adam"),
        name => RuleList.Rules(name, streams), () => UpdateRules.All.Concat(UpdateRules.Links).Select(rule => rule.Name));

    public static Command Schedules(Streams streams) => Of(
        new ExampledCommand("schedules", "every schedule of a hyperparameter with its settings, or one as text",
            "funcgrad schedules", "funcgrad schedules cosine"),
        name => RuleList.Schedules(name, streams), () => ScheduleReader.Names);

    public static Command Functions(Streams streams) => Of(
        new ExampledCommand("functions", "every built-in test function with its minimum, or one as an experiment file",
            "funcgrad functions", "funcgrad functions rosenbrock"),
        name => FunctionList.Print(name, streams), () => TestFunctions.All.Select(function => function.Name));

    private static ExampledCommand Of(ExampledCommand command, Func<string?, int> print, Func<IEnumerable<string>> names)
    {
        var one = new Argument<string?>("NAME")
        {
            Description = "one of them; all if left out",
            HelpName = "NAME",
            Arity = ArgumentArity.ZeroOrOne,
        };
        one.CompletionSources.Add(Given.Names(names));
        command.Add(one);
        command.SetAction(result => print(result.GetValue(one)));
        return command;
    }
}
