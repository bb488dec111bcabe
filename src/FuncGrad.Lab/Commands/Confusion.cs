using System.Globalization;

namespace FuncGrad.Lab;

/// <summary>How often each class was given for each right class.</summary>
internal static class Confusion
{
    private const int MostClasses = 1_000;

    /// <summary>Prints the matrix as CSV; the exit code.</summary>
    /// <param name="given">The classes that were given, one for each row of data.</param>
    /// <param name="right">The right ones.</param>
    /// <param name="streams">Where it goes.</param>
    public static int Print(Tensor given, Tensor right, Streams streams)
    {
        if (given.Shape.Rank != 1 || !given.Shape.Equals(right.Shape))
            return streams.Refuse(
                $"--confusion compares two vectors of classes; the formula has the shape {given.Shape}, the labels {right.Shape}. Classes "
                    + "of scores are argmax(scores, 1).");
        double[] all = [.. given.ToArray(), .. right.ToArray()];
        if (Array.FindIndex(all, value => value is not (>= 0 and < MostClasses) || value != Math.Floor(value)) is >= 0 and var strange)
            return streams.Refuse(
                $"--confusion counts classes, whole numbers from 0 to {MostClasses - 1}; one of them is {NumberText.Exact(all[strange])}.");
        var classes = 1 + (int)all.Max();
        var counts = new long[classes, classes];
        for (var row = 0; row < given.Values.Length; row++) counts[(int)right.Values[row], (int)given.Values[row]]++;
        Print(counts, classes, streams);
        return ExitCode.Done;
    }

    private static void Print(long[,] counts, int classes, Streams streams)
    {
        int[] each = [.. Enumerable.Range(0, classes)];
        streams.Output.Write(Csv.Text(["class", .. each.Select(Text), "rows", "accuracy"]) + "\n");
        foreach (var right in each) Line(Text(right), [.. each.Select(given => counts[right, given])], counts[right, right]);
        Line("all", [.. each.Select(given => each.Sum(right => counts[right, given]))], each.Sum(right => counts[right, right]));

        void Line(string name, long[] ofClass, long hits) => streams.Output.Write(Csv.Text(
            [name, .. ofClass.Select(count => count.ToString(CultureInfo.InvariantCulture)),
                ofClass.Sum().ToString(CultureInfo.InvariantCulture),
                ((double)hits / ofClass.Sum()).ToString("R", CultureInfo.InvariantCulture)]) + "\n");

        static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);
    }
}
