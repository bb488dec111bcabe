using System.CommandLine;

namespace FuncGrad.Lab;

/// <summary><c>funcgrad evaluate</c>: a formula of an experiment with the last parameters of a trial.</summary>
internal static class EvaluateCommand
{
    public static Command Of(Streams streams)
    {
        var (folder, formula, memory) =
            (Given.Folder(), new Argument<string>("FORMULA") { Description = "of parameters, data and definitions of the experiment" },
                Given.Memory());
        var trial = new Option<long?>("--trial")
        {
            Description = "whose parameters; may be left out if there is only one trial",
            HelpName = "N",
        };
        var data = new Option<string[]>("--data") { Description = "other data, from a file; may be repeated", HelpName = "NAME=FILE" };
        var confusion = new Option<string?>("--confusion")
        {
            Description = "count the classes that the formula gives against the right ones, which this formula gives",
            HelpName = "LABELS",
        };
        var command = new ExampledCommand("evaluate", "a formula with a trial's parameters, as CSV",
            "funcgrad evaluate results/learning-rates \"x0^2 + x1^2\" --trial 1",
            "funcgrad evaluate results/simple-net \"softmax(x @ W)\" --trial 2") { folder, formula, trial, data, confusion, memory };
        command.SetAction(result =>
        {
            if (OpenedResults.Read(result.GetValue(folder)!, streams) is not { } opened) return ExitCode.BadInput;
            if (Values(opened, result.GetValue(trial), result.GetValue(data) ?? [], result.GetValue(memory)
                ?? MemoryBound.OfMachine, streams) is not var (own, values))
                return ExitCode.BadInput;
            if (Value(own, result.GetValue(formula)!, values, streams) is not { } found) return ExitCode.BadInput;
            if (result.GetValue(confusion) is not { } labels) return Print(found, streams);
            return Value(own, labels, values, streams) is { } right ? Confusion.Print(found, right, streams) : ExitCode.BadInput;
        });
        return command;
    }

    /// <summary>
    /// The experiment of the trial, with its last parameters and the data that was given; null after it was told what is wrong.
    /// </summary>
    private static (Experiment, Dictionary<string, Tensor>)? Values(OpenedRun opened, long? asked, string[] data, MemoryBound memory,
        Streams streams)
    {
        var trials = new Trials(opened.Tables.Experiment);
        if (asked is null && trials.Count > 1)
            return Refused($"There are {Numbers.Grouped(trials.Count)} trials: choose one with --trial.");
        if (Parameters(opened, asked ?? 0, out var mistake) is not { } parameters)
            return Refused($"{mistake!.Location}: {mistake.Problem} {mistake.Hint}");
        var (own, values) = (trials.ExperimentOf(trials[asked ?? 0]), new Dictionary<string, Tensor>(parameters));
        foreach (var given in data)
            if (Data(own, opened.Manifest.Classes, given, memory, streams) is var (name, numbers)) values[name] = numbers;
            else return null;
        return (own, values);

        (Experiment, Dictionary<string, Tensor>)? Refused(string message)
        {
            streams.Say(message);
            return null;
        }
    }

    /// <summary>Those that were kept of the trial, else those in its row of the table.</summary>
    private static IReadOnlyDictionary<string, Tensor>? Parameters(OpenedRun opened, long trial, out InputError? mistake)
    {
        mistake = null;
        return opened.Manifest.Files.Any(file => file.Name == KeptFile.NameOf(trial))
            ? Checkpoint.FromNpz(File.ReadAllBytes(Path.Combine(opened.Folder, KeptFile.NameOf(trial)))).Parameters
            : FinalParameters.Of(opened.Tables.Experiment, opened.Tables.Trials, trial, out mistake);
    }

    private static (string Name, Tensor Numbers)? Data(Experiment own, IReadOnlyDictionary<string, IReadOnlyList<string>> classes,
        string given, MemoryBound memory, Streams streams)
    {
        var at = given.IndexOf('=');
        var (name, path) = at < 0 ? (given, "") : (given[..at].Trim(), given[(at + 1)..].Trim());
        string[] known = [.. own.Data.Select(array => array.Name)];
        if (path.Length == 0 || !known.Contains(name))
        {
            streams.Say(path.Length == 0 ? $"--data {given}: it is a name and a file, as in --data X=new.csv."
                : $"--data {given}: '{name}' is not data of the experiment. {NearestName.Hint(name, known, "It has")}");
            return null;
        }
        var found = GivenData.Read(own.Data.First(array => array.Name == name), classes, path,
            new NumberFiles(file => file, memory, streams.Say, "the folder that you are in").Read);
        return found.MatchUnsafe<(string, Tensor)?>(numbers => (name, numbers), errors =>
        {
            Messages.Tell(streams, errors, "");
            return null;
        });
    }

    private static Tensor? Value(Experiment own, string formula, Dictionary<string, Tensor> values, Streams streams) =>
        own.Evaluate(formula, values).MatchUnsafe<Tensor?>(value => value, errors =>
        {
            Messages.Tell(streams, errors, formula);
            return null;
        });

    private static int Print(Tensor value, Streams streams)
    {
        var (rows, width) = value.Shape.Rank == 0 ? (1, 1) : (value.Shape[0], value.Shape.ElementCount / Math.Max(1, value.Shape[0]));
        var elements = value.Shape.Rank > 1 ? ElementNames.Of("value", Shape.Of([.. value.Shape.Skip(1)])) : ["value"];
        using var bytes = new MemoryStream();
        using (var writer = Csv.Writer(bytes))
        {
            foreach (var name in elements) writer.WriteField(name);
            writer.EndRecord();
            for (var row = 0; row < rows; row++)
            {
                for (var at = row * width; at < (row + 1) * width; at++) writer.WriteField(value.Values[at]);
                writer.EndRecord();
            }
        }
        streams.Output.Write(System.Text.Encoding.UTF8.GetString(bytes.GetBuffer(), 0, (int)bytes.Length));
        return ExitCode.Done;
    }
}
