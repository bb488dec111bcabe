using System.Globalization;

namespace FuncGrad;

/// <summary>The last parameters of a trial, from its row in the table of trials.</summary>
internal static class FinalParameters
{
    /// <summary>The parameters by name; null, and what is wrong with what would mend it, if not all of them are there.</summary>
    public static IReadOnlyDictionary<string, Tensor>? Of(Experiment experiment, ResultTable trials, long trial, out InputError? mistake)
    {
        var places = new Dictionary<string, int>();
        for (var column = 0; column < trials.Columns.Count; column++) places.TryAdd(trials.Columns[column], column);
        if (Row(trials, places["trial"], trial) is not { } row)
            return Missing(out mistake, $"There is no trial {trial}.", $"Trials are 0 to {new Trials(experiment).Count - 1}.");
        string[] elements = [.. experiment.ElementNames];
        if (elements.FirstOrDefault(element => !places.ContainsKey(element)) is { } missing)
            return Missing(out mistake,
                $"It has no column {missing}: it holds {elements.Count(places.ContainsKey)} of the {elements.Length} elements of the last "
                    + "parameters.",
                $"Run the experiment again with [keep] parameters = \"last\", or with [log] final_parameters = {elements.Length}.");
        mistake = null;
        var (values, next) = (new Dictionary<string, Tensor>(), 0);
        foreach (var parameter in experiment.Parameters)
        {
            var shape = parameter.Source.Shape;
            values[parameter.Name] =
                Tensor.Of(shape, elements.Skip(next).Take(shape.ElementCount)
                    .Select(element => double.Parse(row[places[element]], CultureInfo.InvariantCulture)));
            next += shape.ElementCount;
        }
        return values;
    }

    private static IReadOnlyDictionary<string, Tensor>? Missing(out InputError? mistake, string problem, string hint)
    {
        mistake = new("trials.csv", problem, hint);
        return null;
    }

    private static string[]? Row(ResultTable trials, int place, long trial)
    {
        var name = trial.ToString(CultureInfo.InvariantCulture);
        return trials.Records().FirstOrDefault(record => record[place] == name);
    }
}
