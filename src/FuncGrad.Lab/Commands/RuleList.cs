namespace FuncGrad.Lab;

/// <summary>
/// <c>funcgrad rules</c> and <c>funcgrad schedules</c>: the catalogue, a line each, or one as the block that it is, to be copied into a
/// file and changed.
/// </summary>
internal static class RuleList
{
    /// <summary>Every rule and link, or one.</summary>
    public static int Rules(string? name, Streams streams)
    {
        if (name is not null)
            return Print(name, UpdateRules.TextOf(name), "rule", [.. MethodTexts.Rules.Names, .. MethodTexts.Links.Names], streams);
        Table("rule", UpdateRules.All.Select(rule => rule.Text!), streams);
        streams.Output.Write("\n");
        Table("link of a chain", UpdateRules.Links.Select(rule => rule.Text!), streams);
        streams.Tell(
            $"\n{UpdateRules.All.Count} rules and {UpdateRules.Links.Count} links. One with its formulas, as it can stand in an "
                + "experiment file: funcgrad rules adam");
        return ExitCode.Done;
    }

    /// <summary>Every schedule, or one.</summary>
    public static int Schedules(string? name, Streams streams)
    {
        if (name is not null) return Print(name, MethodTexts.Schedules.Text(name), "schedule", ScheduleReader.Names, streams);
        new TextTable([new("schedule"), new("what it is"), new("settings")], [
            .. ScheduleReader.Names.Select(ScheduleReader.Described).Select(text => (string[])
                [text.Name, text.Title,
                    string.Join(", ", text.Hyperparameters
                        .Select(h => $"{h.Name} {NumberText.Exact(h.Default)}"))])]) { Last = LongText.Beside }.Print(streams);
        streams.Tell(
            $"\n{ScheduleReader.Names.Count} schedules; from is the hyperparameter's own default if left out. One with its formulas: "
                + "funcgrad schedules cosine");
        return ExitCode.Done;
    }

    private static int Print(string name, string? text, string kind, IReadOnlyList<string> known, Streams streams)
    {
        if (text is null) return streams.Refuse($"There is no {kind} '{name}'. {NearestName.Hint(name, known, "There are")}");
        streams.Output.Write(text);
        return ExitCode.Done;
    }

    private static void Table(string heading, IEnumerable<RuleText> rules, Streams streams) =>
        new TextTable([new(heading), new("what it is"), new("source")], [
            .. rules.Select(rule => (string[])[rule.Name, rule.Title, rule.Source])]) { Last = LongText.Beside }.Print(streams);
}
