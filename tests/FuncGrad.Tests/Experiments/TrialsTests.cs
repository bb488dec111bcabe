using Xunit;
using static FuncGrad.Tests.ExampleFiles;

namespace FuncGrad.Tests;

public sealed class TrialsTests
{
    private const string File = "loss = \"a^2 + sum(V)\"\nparameters.a = 1\nparameters.V = { shape = [3], normal = { mean = 0.0, std = 1.0 } }\n";

    private static Trials Of(string rest) => new(Experiment(File + rest));

    [Fact]
    public void A_trial_is_the_same_however_many_are_asked_and_in_whatever_order()
    {
        var trials = Of("[sweep]\nseed = { count = 5 }\nparameters.a = { from = 0, to = 1 }\nsample = { count = 20, by = \"latin_hypercube\", seed = 4 }");
        var forward = Enumerable.Range(0, 100).Select(i => trials[i]).ToArray();
        var backward = Enumerable.Range(0, 100).Reverse().Select(i => Of("[sweep]\nseed = { count = 5 }\nparameters.a = { from = 0, to = 1 }\nsample = { count = 20, by = \"latin_hypercube\", seed = 4 }")[i]).Reverse();
        Assert.Equal(forward, backward);
        Assert.Equal(100, forward.Select(trial => trial.Id).Distinct().Count());
        Assert.All(forward, trial => Assert.Matches("^[0-9a-f]{16}$", trial.Id));
    }

    [Fact]
    public void The_id_stands_for_the_settings_and_not_for_where_they_are_written()
    {
        var plain = Of("[method]\nlearning_rate = 0.1")[0].Id;
        Assert.Equal(plain, Of("[sweep]\nmethod.learning_rate = [0.2, 0.1]")[1].Id);
        Assert.Equal(plain, Of("[sweep]\nmethod.learning_rate = [0.1]\nseed = [1, 0]")[1].Id);
        Assert.Equal(plain, Of("[log]\nevery = 0\n[method]\nlearning_rate = 0.1")[0].Id);
        Assert.NotEqual(plain, Of("[method]\nlearning_rate = 0.1\nsteps = 5")[0].Id);
        Assert.NotEqual(plain, Of("[sweep]\nmethod.learning_rate = [0.1]\nseed = [1]")[0].Id);
    }

    [Fact]
    public void The_id_of_a_trial_never_changes() => Assert.Equal("2d006f30e86a24cf", Of("[method]\nlearning_rate = 0.1")[0].Id);

    [Fact]
    public void The_seed_decides_what_is_drawn_and_nothing_else_does()
    {
        var trials = Of("[sweep]\nmethod.learning_rate = [0.1, 0.2]\nseed = [3, 4]");
        var starts = Enumerable.Range(0, 4).Select(i => trials.ExperimentOf(trials[i]).Start()[1]).ToArray();
        Assert.Equal(starts[0], starts[2]);
        Assert.Equal(starts[1], starts[3]);
        Assert.NotEqual(starts[0], starts[1]);
        Assert.Equal([3, 4, 3, 4], Enumerable.Range(0, 4).Select(i => trials[i].Seed));
    }
}
