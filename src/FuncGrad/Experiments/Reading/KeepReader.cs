namespace FuncGrad;

/// <summary>
/// The table [keep]: its key is a row of <see cref="Settings"/>, and what is told here is that there would be too many files.
/// </summary>
internal static class KeepReader
{
    /// <summary>So many files a folder holds that people can still look into, and a list of them is read at once.</summary>
    private const long MostFiles = 10_000;

    public static IReadOnlyList<InputError> Mistakes(Experiment experiment) =>
        experiment.Keep == KeptParameters.None || experiment.Sweep.Count <= MostFiles ? [] :
        [
            new(experiment.LocationOf("keep.parameters"),
                $"There would be {NumberText.Count(experiment.Sweep.Count)} files with the parameters of a trial; at most "
                    + $"{NumberText.Count(MostFiles)} are written.",
                "Sweep fewer values, or keep none here and run the trials that are wanted again: --set sets a swept key to one value."),
        ];
}
