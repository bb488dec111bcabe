using Xunit;

namespace FuncGrad.Tests;

/// <summary>Stop conditions that cost something are computed only where they are due; what comes out is as if they had been looked at in each step.</summary>
public sealed class LooksTests
{
    private const string Fit = """
        loss = "mean((w*X - 3*X)^2)"
        [parameters]
        w = 0.0
        [data]
        X = { shape = [320], uniform = { low = 0.5, high = 1.5 } }
        [observe]
        spread = "mean(abs(w*X - 3*X))"
        [log]
        columns = ["loss", "parameters"]
        [sweep]
        "method.learning_rate" = [0.002, 0.03, 0.05, 0.1, 0.2]
        [method]
        steps = 100

        """;

    private static readonly string[] Conditions = ["when = \"spread <= 0.5\"", "patience = { of = \"-spread\", steps = 12 }", "when = \"spread <= 0.5\"\nloss = 0.4"];

    public static TheoryData<string, string, int> Cases => [.. from stop in Conditions from batch in new[] { "", "[batch]\nsize = 60\nof = [\"X\"]\n" } from check in new[] { 7, 40 } select (stop, batch, check)];

    [Theory, MemberData(nameof(Cases))]
    public void A_run_stops_at_the_first_look_at_which_a_condition_holds(string stop, string batch, int check)
    {
        var full = Records(Fit + batch);
        var stopped = Records($"{Fit.Replace("[log]", "[log]\nevery = 45", StringComparison.Ordinal)}{batch}[stop]\n{stop}\ncheck = {check}\n");
        Assert.Contains(stopped, trial => trial.Steps < 100);
        for (var trial = 0; trial < full.Length; trial++)
        {
            var due = FirstHeld(full[trial].Rows, stop, check);
            Assert.Equal(due, stopped[trial].Steps);
            Assert.Equal(Enumerable.Range(0, full[0].Rows.Width).Select(column => full[trial].Rows[(int)due, column]), Enumerable.Range(0, full[0].Rows.Width).Select(column => stopped[trial].Rows[stopped[trial].Rows.Count - 1, column]));
        }
    }

    private static TrialRecord[] Records(string text) => [.. new Batch(ExampleFiles.Experiment(text)).Run(TestContext.Current.CancellationToken).SelectMany(table => table)];

    /// <summary>By the log of a run that never stops: its columns are loss, w and spread.</summary>
    private static long FirstHeld(StepRows rows, string stop, int check)
    {
        var (best, bestStep) = (double.PositiveInfinity, 0);
        for (var step = 0; step < rows.Count; step++)
        {
            var (loss, spread, isDue) = (rows[step, 0], rows[step, 2], step % check == 0);
            if (stop.Contains("loss", StringComparison.Ordinal) && loss <= 0.4) return step;
            if (isDue && stop.Contains("when", StringComparison.Ordinal) && spread <= 0.5) return step;
            if (isDue && -spread < best) (best, bestStep) = (-spread, step);
            if (isDue && stop.Contains("patience", StringComparison.Ordinal) && step - bestStep >= 12) return step;
        }
        return rows.Count - 1;
    }
}
