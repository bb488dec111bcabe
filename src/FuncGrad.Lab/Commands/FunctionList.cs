using System.Text;

namespace FuncGrad.Lab;

/// <summary><c>funcgrad functions</c>: the test functions, a line each, or one of them as an experiment file that can be run.</summary>
internal static class FunctionList
{
    private const int Steps = 1000, LongestComment = 78, Margin = 4;

    private const string Rate = "0.1";

    /// <summary>Every function, or one.</summary>
    public static int Print(string? name, Streams streams)
    {
        if (name is null) return PrintAll(streams);
        if (TestFunctions.Find(name) is not { } function)
        {
            var hint = NearestName.Hint(name, TestFunctions.All.Select(known => known.Name), "There are");
            return streams.Refuse($"There is no test function '{name}'. {hint}");
        }
        streams.Output.Write(Experiment(function));
        return ExitCode.Done;
    }

    private static int PrintAll(Streams streams)
    {
        new TextTable(
            [new("function"), new("numbers", true), new("best value", true), new("formula")],
            [.. TestFunctions.All.Select(function =>
                (string[])[function.Name, NumberText.Count(function.Start.Count), Best(function),
                    function.Formula])]) { Last = LongText.Cut }.Print(streams);
        streams.Tell(
            $"\n{TestFunctions.All.Count} functions. One with its constants and all known points, as an experiment file: funcgrad "
                + $"functions {TestFunctions.All[0].Name}");
        return ExitCode.Done;
    }

    private static string Best(TestFunction function) =>
        function.Points.FirstOrDefault(point => point.Kind != StationaryKind.Saddle) is { } best ? NumberText.InTable(best.Value) : "none";

    /// <summary>
    /// What is known of the function as comments, and the function as the experiment that descends (or climbs) from its usual start.
    /// Numbers are written in full.
    /// </summary>
    private static string Experiment(TestFunction function)
    {
        var text = new StringBuilder();
        foreach (var line in Known(function).SelectMany(fact => Paragraph.Lines(fact, LongestComment, Margin)))
            text.Append("# ").Append(line).Append('\n');
        text.Append($"\ntitle = \"{Escaped(function.Title)}\"\nloss  = \"{Escaped(function.Formula)}\"\n");
        Arrays(text, "parameters", function.Parameters);
        Arrays(text, "data", function.Data);
        text.Append($"\n[method]\nrule          = \"adam\"\nlearning_rate = {Rate}\nsteps         = {Steps}\n");
        if (function.Direction == Direction.Maximise) text.Append("direction     = \"maximise\"\n");
        return text.ToString();
    }

    private static IEnumerable<string> Known(TestFunction function)
    {
        yield return $"{function.Name}: {function.Title}; {function.Kind}.";
        yield return $"Usually studied on {function.Domain}.";
        if (function.Notes.Length > 0) yield return $"Note: {function.Notes}.";
        foreach (var point in function.Points)
        {
            var kind = point.Kind.ToString().ToLowerInvariant();
            yield return $"{kind} {NumberText.Exact(point.Value)} at {string.Join(", ", At(function, point))}";
            if (point.GreatestLearningRate is { } rate)
                yield return $"    where gradient descent settles if its learning rate is below {NumberText.InSentence(rate)}";
        }
    }

    /// <summary>A point as the lines below [parameters] would give it.</summary>
    private static IEnumerable<string> At(TestFunction function, StationaryPoint point)
    {
        var first = 0;
        foreach (var parameter in function.Parameters)
        {
            var count = parameter.Value.Shape.ElementCount;
            yield return $"{parameter.Name} = {Literal(Tensor.Of(parameter.Value.Shape, point.At.Skip(first).Take(count)), 0, 0)}";
            first += count;
        }
    }

    private static void Arrays(StringBuilder text, string table, IReadOnlyList<NamedTensor> arrays)
    {
        if (arrays.Count == 0) return;
        text.Append($"\n[{table}]\n");
        foreach (var array in arrays) text.Append($"{array.Name} = {Literal(array.Value, 0, 0)}\n");
    }

    /// <summary>As TOML writes arrays.</summary>
    private static string Literal(Tensor tensor, int axis, int start)
    {
        if (axis == tensor.Shape.Rank) return NumberText.Exact(tensor[start]);
        var stride = tensor.Shape.Skip(axis + 1).Aggregate(1, (product, extent) => product * extent);
        var inner = Enumerable.Range(0, tensor.Shape[axis]).Select(i => Literal(tensor, axis + 1, start + (i * stride)));
        return $"[{string.Join(", ", inner)}]";
    }

    private static string Escaped(string text) =>
        text.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\"", "\\\"", StringComparison.Ordinal);
}
