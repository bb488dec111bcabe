using System.Diagnostics;
using System.Globalization;
using FuncGrad.Lab;
using Xunit;

namespace FuncGrad.Tests;

/// <summary>[keep] parameters: a file for each trial beside the tables, as whole and as much the same as they are.</summary>
public sealed class KeptParametersTests(ExperimentRuns runs) : IDisposable
{
    /// <summary>160 trials in blocks of 64, some in single precision, with batches of which the last of an epoch is smaller.</summary>
    private const string Net = """
        loss = "cross_entropy(softmax(tanh(X @ W1) @ W2), t, 0)"
        [parameters]
        W1 = { shape = [2, 5], normal = {} }
        W2 = { shape = [5, 3], normal = {} }
        [data]
        X = [[0, 0], [0, 1], [1, 0], [1, 1], [2, 0]]
        t = [0, 1, 1, 2, 0]
        [batch]
        size = 2
        of = ["X", "t"]
        [observe]
        accuracy = "mean(argmax(tanh(X @ W1) @ W2, 1) == t)"
        [method]
        rule = "adam"
        steps = 25
        [sweep]
        method.precision = ["double", "float"]
        method.learning_rate = { from = 0.01, to = 0.5, count = 8, scale = "log" }
        seed = { count = 10 }
        [stop]
        patience = { of = "accuracy", steps = 9, direction = "maximise" }
        [keep]
        parameters = "last"

        """;

    private static readonly string Best = Net.Replace("\"last\"", "\"best\"", StringComparison.Ordinal);

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void They_are_the_same_bytes_for_any_workers_shards_and_after_any_end()
    {
        using var batch = new SmallBatch(Net);
        Assert.Equal(160, Directory.GetFiles(batch["whole/parameters"]).Length);
        batch.Run("interrupted", block => block < 0);
        batch.Run("interrupted", block => block != 1, workers: 3);
        Assert.True(File.Exists(Path.Combine(batch.Parts("interrupted"), "ahead/parameters/trial-000128.npz")));
        batch.Run("interrupted");
        batch.AssertWhole("interrupted");
        batch.Run("a", shard: new Shard(1, 2));
        batch.Run("b", block => block != 1, shard: new Shard(2, 2));
        batch.Run("b", shard: new Shard(2, 2));
        Assert.Equal(0, batch.Merge("merged", "a", "b"));
        batch.AssertWhole("merged");
    }

    [Fact]
    public void What_is_damaged_or_gone_is_computed_again_and_what_is_anothers_stays()
    {
        using var batch = new SmallBatch(Net);
        batch.Run("again");
        Damage(batch["again/parameters/trial-000003.npz"]);
        File.Delete(batch["again/parameters/trial-000100.npz"]);
        File.WriteAllText(batch["again/parameters/notes.txt"], "mine");
        Assert.Contains("trial-000003.npz holds other bytes", OutputFile.Damage(Manifest.Read(batch["again"])!.Files, batch["again"]), StringComparison.Ordinal);
        Assert.Equal([0, 1], batch.Run("again"));
        Assert.Equal([0, 1, 2], batch.Run("again", fresh: true));
        File.Delete(batch["again/parameters/notes.txt"]);
        batch.AssertWhole("again");

        Directory.CreateDirectory(batch["other/parameters"]);
        File.WriteAllText(batch["other/parameters/trial-000000.npz"], "mine");
        Assert.Equal(ExitCode.BadInput, batch.Attempt("other"));
        Assert.Equal("mine", File.ReadAllText(batch["other/parameters/trial-000000.npz"]));
    }

    [Fact]
    public void An_unfinished_block_whose_files_were_damaged_is_computed_again()
    {
        using var batch = new SmallBatch(Net);
        batch.Run("part", block => block < 2);
        Damage(Path.Combine(batch.Parts("part"), "parameters/trial-000070.npz"));
        Assert.Equal([1, 2], batch.Run("part"));
        batch.AssertWhole("part");
    }

    [Fact]
    public void A_trial_alone_keeps_what_it_keeps_among_others()
    {
        foreach (var text in (string[])[Net, Best])
        {
            var batch = new Batch(ExampleFiles.Experiment(text));
            var all = batch.Run(0, 160, () => 1000)!;
            foreach (var trial in (int[])[0, 57, 131])
            {
                var alone = batch.Run(trial, 1, () => 7)!.Kept(0)!;
                Assert.Equal(all.Kept(trial), alone);
                Assert.Equal(alone, Checkpoint.FromNpz(alone.ToNpz()) with { Precision = alone.Precision });
            }
        }
    }

    [Fact]
    public void The_best_are_those_of_the_step_with_the_best_loss_or_figure()
    {
        const string jumpy = "loss = \"x0^2 + 3*sum(x1^2)\"\n[parameters]\nx0 = 1.5\nx1 = [2.0]\n[method]\nrule = \"momentum\"\nsteps = 30\n[sweep]\nmethod.learning_rate = [0.01, 0.1, 0.6]\n[observe]\nlow = \"abs(x0 - 1)\"\n[keep]\nparameters = \"best\"\n";
        var table = new Batch(ExampleFiles.Experiment(jumpy)).Run(0, 3, () => 1000)!;
        var byFigure = new Batch(ExampleFiles.Experiment(jumpy + "[stop]\npatience = { of = \"low\", steps = 100 }\ncheck = 2\n")).Run(0, 3, () => 1000)!;
        for (var trial = 0; trial < 3; trial++)
        {
            AssertPoint(table, trial, (int)table[trial].BestStep, table.Kept(trial)!);
            var rows = byFigure.Rows(trial);
            AssertPoint(byFigure, trial, Enumerable.Range(0, 16).Select(i => 2 * i).MinBy(step => rows[step, 5]), byFigure.Kept(trial)!);
        }
    }

    private static void AssertPoint(TrialTable table, int trial, int step, Checkpoint kept)
    {
        Assert.Equal((step, 0), (kept.Updates, kept.State.Count));
        Assert.Equal((table.Rows(trial)[step, 3], table.Rows(trial)[step, 4]), (kept.Parameters["x0"][0], kept.Parameters["x1"][0]));
    }

    [Fact]
    public void Evaluate_computes_with_them_what_was_logged()
    {
        File.WriteAllText(_folder["net.toml"], Net);
        Assert.Equal(0, Shell.Run("run", _folder["net.toml"], "-o", _folder["net"], "--set", "log.final_parameters=0").ExitCode);
        var trials = Table.Read(_folder["net/trials.csv"]);
        foreach (var trial in (int[])[0, 3, 99])
            Assert.Equal($"value\n{trials.Text(trial, "accuracy")}\n", Shell.Run("evaluate", _folder["net"], "mean(argmax(tanh(X @ W1) @ W2, 1) == t)", "--trial", trial.ToString(CultureInfo.InvariantCulture)).Output);
        Damage(_folder["net/parameters/trial-000003.npz"]);
        Assert.Equal(ExitCode.OutputFailure, Shell.Run("status", _folder["net"]).ExitCode);
    }

    [Fact]
    public void The_digits_that_were_learned_are_recognised_as_often_as_the_log_says()
    {
        var run = runs["digits"];
        for (var trial = 0; trial < run.Trials.Rows.Length; trial++)
        {
            Assert.True(run.Trials.Number(trial, "test_accuracy") >= 0.96);
            var kept = Checkpoint.FromNpz(File.ReadAllBytes(Path.Combine(run.Folder, KeptFile.NameOf(trial))));
            Assert.Equal(run.Trials.Text(trial, "test_accuracy"), run.Of(trial).Evaluate("right(X_test, t_test)", kept.Parameters).Match(value => NumberText.Exact(value.ToDouble()), _ => ""));
        }
        Assert.Equal($"value\n{run.Trials.Text(3, "valid_accuracy")}\n", Shell.Run("evaluate", run.Folder, "valid_accuracy", "--trial", "3").Output);
    }

    [Theory]
    [InlineData("keep.parameters=\"all\"", "\"last\"")]
    [InlineData("keep.every=1", "parameters")]
    [InlineData("sweep.seed={count=1000}", "16,000")]
    [InlineData("sweep.keep.parameters=[\"last\",\"best\"]", "[keep]")]
    public void Mistakes_are_told(string set, string told)
    {
        var error = Assert.Single(ExampleFiles.Errors(Net, set));
        Assert.Contains(told, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void NumPy_reads_them()
    {
        var start = new ProcessStartInfo("python3", ["-c", "import sys, numpy\nz = numpy.load(sys.argv[1])\nprint(*(f'{n}:{z[n].dtype}:{z[n].shape}:{z[n].sum():.17g}' for n in z.files))", _folder["a.npz"]]) { RedirectStandardOutput = true, RedirectStandardError = true };
        foreach (var python in (string[])["/usr/bin/python3", "python3"])
            if (File.Exists(python)) start.FileName = python;
        var kept = new Checkpoint(new Dictionary<string, Tensor> { ["W"] = Tensor.Matrix(new[,] { { 1.5, 2.25 }, { 3, 1 } }), ["b"] = 0.1 }, new Dictionary<string, Tensor> { ["slot.v.W"] = Tensor.Vector(1, 2, 3) }, 7);
        File.WriteAllBytes(_folder["a.npz"], kept.ToNpz());
        string output;
        try
        {
            using var python = Process.Start(start)!;
            output = python.StandardOutput.ReadToEnd();
            if (python.StandardError.ReadToEnd() is { Length: > 0 } error) Assert.Skip($"There is no NumPy: {error.Split('\n')[^2]}");
        }
        catch (System.ComponentModel.Win32Exception) { Assert.Skip("There is no Python."); throw; }
        Assert.Equal("W:float64:(2, 2):7.75 b:float64:():0.10000000000000001 slot.v.W:float64:(3,):6 method.updates:int64:():7\n", output);
    }

    private static void Damage(string path)
    {
        var bytes = File.ReadAllBytes(path);
        bytes[^300] ^= 1;
        File.WriteAllBytes(path, bytes);
    }
}
