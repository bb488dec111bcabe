using LanguageExt;
using Xunit;

namespace FuncGrad.Tests;

/// <summary>Learning by batches: the same bits however it is computed, verdicts that noise does not fool, mistakes with their place.</summary>
public sealed class BatchLearningTests
{
    /// <summary>30 rows of 2 numbers in batches of 7, so that the last of an epoch has 2.</summary>
    private const string Net = """
        loss = "mean((tanh(X @ W1 + b1) @ W2 - y)^2)"
        [parameters]
        W1 = { shape = [2, 5], init = "lecun" }
        b1 = { shape = [5], fill = 0.0 }
        W2 = { shape = [5], init = "lecun" }
        [data]
        X = { csv = "x" }
        y = { csv = "y" }
        [batch]
        size = 7
        of = ["X", "y"]
        [observe]
        all = "mean((tanh(X @ W1 + b1) @ W2 - y)^2)"
        [method]
        learning_rate = 0.1
        epochs = 9

        """;

    private static Tensor Rows(string name)
    {
        var draws = new Randomness(5, "rows");
        double Number(int row, int column) => draws.Normal((row * 2) + column);
        return name == "x"
            ? Tensor.Of(Shape.Of(30, 2), Enumerable.Range(0, 60).Select(i => Number(i / 2, i % 2)))
            : Tensor.Of(Shape.Of(30), Enumerable.Range(0, 30).Select(row => Math.Sin(2 * Number(row, 0)) + (0.3 * Number(row, 1)) + (0.2 * draws.Normal(1000 + row))));
    }

    private static Validation<InputError, Experiment> Read(string text) => ExperimentParser.Parse(text, "a.toml", file => Rows(file.Path));

    private static Experiment Of(string text) => Read(text).Match(read => read, errors => throw new InvalidOperationException(string.Join('\n', errors)));

    private static TrialTable All(Experiment experiment, long segment = long.MaxValue >> 8)
    {
        var batch = new Batch(experiment);
        return batch.Run(0, (int)batch.TrialCount, () => segment)!;
    }

    private static string[] Shown(TrialTable table) => [.. Enumerable.Range(0, table.Count).Select(trial => $"{table.Id(trial)} {table.Verdict(trial)} {string.Join(' ', table.Names.Where(name => name is not ("trial" or "id" or "verdict" or "note")).Select(name => table[name][trial]))}")];

    public static TheoryData<string> Kinds => new("shuffle", "sequential", "random");

    [Theory, MemberData(nameof(Kinds))]
    public void A_trial_is_the_same_alone_in_lanes_and_in_segments(string order)
    {
        var text = Net.Replace("of = [", $"order = \"{order}\"\nof = [", StringComparison.Ordinal) + "[sweep]\nseed = { count = 37 }\n";
        var side = Shown(All(Of(text)));
        Assert.Equal(side, Shown(All(Of(text), 5)));
        foreach (var seed in (int[])[0, 1, 36])
        {
            var alone = Shown(All(Of(text.Replace("{ count = 37 }", $"[{seed}]", StringComparison.Ordinal))));
            Assert.Equal(side[seed], alone[0]);
        }
        Assert.Equal(37, side.Distinct().Count());
    }

    /// <summary>A trial that stopped is not moved by those that go on beside it, nor by batches that it has not seen.</summary>
    [Theory]
    [InlineData("loss = 0.15")]
    [InlineData("when = \"loss < 0.15\"")]
    [InlineData("patience = { of = \"all\", steps = 10 }\ncheck = 5")]
    public void Who_stops_stays_where_it_stopped(string stop)
    {
        var text = Net.Replace("epochs = 9", "epochs = 40", StringComparison.Ordinal) + $"[stop]\n{stop}\n[sweep]\nmethod.learning_rate = [0.02, 0.3]\nseed = {{ count = 10 }}\n";
        var side = All(Of(text));
        Assert.InRange(Enumerable.Range(0, 20).Count(trial => side.Verdict(trial) == "stopped"), 5, 20);
        Assert.Equal(Shown(side), Shown(All(Of(text), 3)));
        foreach (var trial in (int[])[0, 11, 17])
        {
            var alone = Of(text.Replace("[0.02, 0.3]", trial < 10 ? "[0.02]" : "[0.3]", StringComparison.Ordinal).Replace("{ count = 10 }", $"[{trial % 10}]", StringComparison.Ordinal));
            Assert.Equal(Shown(side)[trial], Shown(All(alone))[0]);
        }
    }

    /// <summary>An order is published, so that others can have the same rows: here it is written once more, from that page.</summary>
    [Fact]
    public void The_order_of_an_epoch_is_the_one_that_is_published()
    {
        foreach (var (seed, epoch) in ((long, long)[])[(0, 0), (7, 3)])
        {
            var (rows, state) = (Enumerable.Range(0, 30).ToArray(), new Randomness(seed, $"batch.{epoch}").Bits(0));
            for (var i = 29; i > 0; i--)
            {
                state += 0x9E3779B97F4A7C15;
                var x = state;
                x = (x ^ (x >> 30)) * 0xBF58476D1CE4E5B9;
                x = (x ^ (x >> 27)) * 0x94D049BB133111EB;
                var j = (int)(((UInt128)(x ^ (x >> 31)) * (ulong)(i + 1)) >> 64);
                (rows[i], rows[j]) = (rows[j], rows[i]);
            }
            var batches = new Minibatches([0], 30, 7, null!, new BatchLoss(Expr.Zero, []));
            var orders = new BatchOrders(batches, BatchOrder.Shuffle, [], [seed]);
            int[] found = [.. Enumerable.Range(0, 5).SelectMany(batch => orders.Rows(0, (epoch * 5) + batch).ToArray())];
            Assert.Equal(rows, found);
        }
    }

    [Fact]
    public void Epochs_count_all_batches_or_those_that_are_full()
    {
        Assert.Equal(45, Of(Net).Method.Steps);
        Assert.Equal(36, Of(Net.Replace("size = 7", "size = 7\ndrop_last = true", StringComparison.Ordinal)).Method.Steps);
        var sizes = All(Of(Net + "[sweep]\nbatch.size = [1, 7, 30]\n"));
        Assert.Equal([270, 45, 9], sizes["steps"]);
        Assert.Equal([10, 20], All(Of(Net.Replace("size = 7", "size = 15", StringComparison.Ordinal) + "[sweep]\nmethod.epochs = [5, 10]\n"))["steps"]);
        Assert.Equal(3, new System.Collections.Generic.HashSet<string>(Enumerable.Range(0, 3).Select(sizes.Id)).Count);
    }

    /// <summary>What an expert would call fine is neither diverged nor oscillating, however small the batches; what is not, is.</summary>
    [Fact]
    public void Noise_of_batches_is_no_verdict()
    {
        var text = Net.Replace("epochs = 9", "epochs = 60", StringComparison.Ordinal);
        var fine = All(Of(text + "[sweep]\nbatch.size = [1, 2, 7, 16]\nmethod.learning_rate = [0.01, 0.05, 0.1]\nseed = { count = 8 }\n[log]\nevery = 0\n"));
        for (var trial = 0; trial < fine.Count; trial++)
        {
            Assert.True(fine["all"][trial] < 0.5, $"{trial}: {fine["all"][trial]}");
            Assert.Contains(fine.Verdict(trial), (string[])["unfinished", "converged", "too_slow"]);
        }
        var lost = All(Of(text + "[sweep]\nmethod.learning_rate = [3.0, 30.0, 1e200]\nseed = { count = 4 }\n[log]\nevery = 0\n"));
        for (var trial = 0; trial < lost.Count; trial++)
            Assert.Contains(lost.Verdict(trial), (string[])["diverged", "oscillating", "flat", "saddle"]);
    }

    /// <summary>A set of very many rows is judged by some of them, which may not see that it converged, but take nothing fine for diverged.</summary>
    [Theory]
    [InlineData(2000, 2, 2000)]
    [InlineData(60000, 1, 2048)]
    [InlineData(60000, 10, 9375)]
    [InlineData(60000, 100, 60000)]
    public void The_judge_looks_at_no_more_rows_than_the_learning(int rows, long epochs, int expected)
    {
        var batches = new Minibatches([0], rows, 100, null!, null);
        Assert.Equal(expected, ExperimentBatches.RowsLookedAt(batches, epochs * batches.PerEpoch));
        if (rows > 2000) return;
        var many = Tensor.Of(Shape.Of(9000), Enumerable.Range(0, 9000).Select(i => i % 2 == 0 ? 1.0 : 3.0));
        var text = "loss = \"mean((x - D)^2)\"\n[parameters]\nx = 9\n[data]\nD = { csv = \"d\" }\n[batch]\nsize = 500\nof = \"D\"\norder = \"sequential\"\n[method]\nlearning_rate = 0.5\nepochs = 4\n";
        var table = All(ExperimentParser.Parse(text, "a.toml", _ => many).Match(read => read, _ => throw new InvalidOperationException()));
        Assert.Contains(table.Verdict(0), (string[])["converged", "unfinished", "too_slow"]);
        Assert.Equal(2, table["x"][0]);
    }

    /// <summary>Whole batches in the order of the rows are plain gradient descent, to the bit.</summary>
    [Fact]
    public void A_batch_of_all_rows_is_gradient_descent()
    {
        var whole = All(Of(Net.Replace("[batch]\nsize = 7\nof = [\"X\", \"y\"]\n", "", StringComparison.Ordinal).Replace("epochs", "steps", StringComparison.Ordinal)));
        var batches = All(Of(Net.Replace("size = 7", "size = 30\norder = \"sequential\"", StringComparison.Ordinal)));
        Assert.Equal(whole["loss"][0], batches["loss"][0]);
        Assert.Equal(whole["W1[1][3]"][0], batches["W1[1][3]"][0]);
        Assert.Equal(whole.Verdict(0), batches.Verdict(0));
    }

    [Theory]
    [InlineData("size = 7", "size = 31", "a.toml:10:8 batch.size is 31, and there are 30 rows. A batch has no more rows than there are.")]
    [InlineData("size = 7", "size = 0", "a.toml:10:8 batch.size is the number 0, but must be a whole number, 1 or more")]
    [InlineData("size = 7\n", "", "[batch] has no size.")]
    [InlineData("of = [\"X\", \"y\"]\n", "", "[batch] does not say which arrays have the rows.")]
    [InlineData("[\"X\", \"y\"]", "[\"X\", \"z\"]", "a.toml:11:12 batch.of names 'z', which is not an array of [data].")]
    [InlineData("[\"X\", \"y\"]", "[\"X\", \"W1\"]", "batch.of names 'W1', which is learned; batches are rows of data.")]
    [InlineData("[\"X\", \"y\"]", "[\"X\"]", "With 7 rows of X the loss cannot be computed")]
    [InlineData("size = 7", "order = \"shufle\"\nsize = 7", "batch.order is the text \"shufle\", but must be one of \"shuffle\", \"sequential\", \"random\". Perhaps you meant `shuffle`.")]
    [InlineData("size = 7", "drop_last = 1\nsize = 7", "batch.drop_last is the number 1, but must be true or false.")]
    [InlineData("size = 7", "sice = 7", "[batch] has no setting 'sice'. Perhaps you meant `size`.")]
    [InlineData("size = 7", "order = [[0, 1]]\nsize = 7", "batch.order does not name 30 rows, from 0 to 29, for each epoch.")]
    [InlineData("epochs = 9", "epochs = 9\nsteps = 3", "method.epochs and, at line 17, method.steps both say how long learning lasts.")]
    [InlineData("[batch]\nsize = 7\nof = [\"X\", \"y\"]\n", "", "method.epochs counts passes over all rows by batches, and there are no batches.")]
    public void Mistakes_have_their_place(string right, string wrong, string mistake)
    {
        var errors = Read(Net.Replace(right, wrong, StringComparison.Ordinal)).Match(_ => [], errors => errors.Select(error => $"{error.Location} {error.Problem} {error.Hint}").ToArray());
        Assert.Contains(errors, error => error.Contains(mistake, StringComparison.Ordinal));
    }
}
