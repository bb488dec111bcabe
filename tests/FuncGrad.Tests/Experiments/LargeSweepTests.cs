using Xunit;

namespace FuncGrad.Tests;

/// <summary>Sweeps that a program wrote may have any number of keys: reading them costs as much as they are long, and what cannot be is refused with its place.</summary>
public sealed class LargeSweepTests
{
    /// <summary>What stands in front of the keys, given how many there are, and a key.</summary>
    private static readonly Dictionary<string, (Func<int, string> Before, Func<int, string> Key)> Cases = new()
    {
        ["latin_hypercube"] = (_ => "sample = { count = 10, by = \"latin_hypercube\" }\n", i => $"\"parameters.W[{i}]\" = {{ from = 0, to = 1 }}\n"),
        ["random"] = (_ => "sample = { count = 10, by = \"random\" }\n", i => $"\"parameters.W[{i}]\" = {{ from = 0, to = 1 }}\n"),
        ["zipped all"] = (count => $"zip = [[{Keys(count, "W")}]]\n", i => $"\"parameters.W[{i}]\" = [1, 2]\n"),
        ["zipped unequally"] = (count => $"zip = [[{Keys(count, "W")}]]\n", i => $"\"parameters.W[{i}]\" = [{(i % 2 == 0 ? "1" : "1, 2")}]\n"),
        ["zipped under wrong names"] = (count => $"zip = [[{Keys(count, "V")}]]\n", i => $"\"parameters.W[{i}]\" = [1]\n"),
        ["lists of one"] = (_ => "", i => $"\"parameters.W[{i}]\" = [1]\n"),
    };

    public static TheoryData<string> Names => [.. Cases.Keys];

    private static string Keys(int count, string name) => string.Join(", ", Enumerable.Range(0, count).Select(i => $"\"parameters.{name}[{i}]\""));

    private static string Text(string name, int count) =>
        $"loss = \"sum(W)\"\n[parameters]\nW = [{string.Join(", ", Enumerable.Repeat("1.0", count))}]\n[sweep]\n{Cases[name].Before(count)}{string.Concat(Enumerable.Range(0, count).Select(Cases[name].Key))}";

    private static long Trials(string text) => ExperimentParser.Parse(text, "a.toml", _ => throw new InvalidOperationException()).Match(read => read.Sweep.Count, _ => 0);

    /// <summary>Measured in memory, which is the same each time, unlike time.</summary>
    [Theory]
    [MemberData(nameof(Names))]
    public void Four_times_as_many_keys_take_about_four_times_as_much(string name)
    {
        const int few = 1_000;
        Trials(Text(name, few));
        var (less, more) = (Allocated(Text(name, few)), Allocated(Text(name, 4 * few)));
        Assert.InRange((double)more / less, 0, 5.5);
    }

    [Theory]
    [InlineData("latin_hypercube", 10_000, 10)]
    [InlineData("zipped all", 20_000, 2)]
    public void Many_keys_are_one_axis(string name, int keys, int trials) => Assert.Equal(trials, Trials(Text(name, keys)));

    [Fact]
    public void Many_parameters_are_found_by_their_names()
    {
        const int many = 10_000;
        var text = $"loss = \"x0^2\"\n[parameters]\n{string.Concat(Enumerable.Range(0, many).Select(i => $"x{i} = 1\n"))}[sweep]\nzip = [[{string.Join(", ", Enumerable.Range(0, many).Select(i => $"\"parameters.x{i}\""))}]]\n"
            + string.Concat(Enumerable.Range(0, many).Select(i => $"parameters.x{i} = [1, {i}]\n"));
        var sweep = ExampleFiles.Experiment(text).Sweep;
        Assert.Equal((2, many), (sweep.Count, sweep.Keys.Count));
        Assert.Equal(many - 1, sweep.ValuesAt(1)[^1].Number);
    }

    [Theory]
    [InlineData("sobol", 4503599627370496, 4503599627370497)]
    [InlineData("latin_hypercube", 34359738368, 34359738369)]
    public void A_sample_has_no_more_points_than_its_kind_can_tell_apart(string kind, long most, long tooMany)
    {
        Assert.Empty(ExampleFiles.Errors(Sample(kind, most)));
        var error = Assert.Single(ExampleFiles.Errors(Sample(kind, tooMany)));
        Assert.Equal("a.toml:5:20", error.Location);
        Assert.Contains(NumberText.Count(tooMany), error.Problem, StringComparison.Ordinal);
    }

    private static string Sample(string kind, long count) => $"loss = \"x^2\"\n[parameters]\nx = 1\n[sweep]\nsample = {{ count = {count}, by = \"{kind}\" }}\nparameters.x = {{ from = 0, to = 1 }}\n";

    [Fact]
    public void The_last_points_of_the_largest_samples_lie_in_strata_of_their_own()
    {
        const long most = 1L << 35;
        var point = new Sampling(most, SamplingKind.LatinHypercube, 1).Coordinate(0);
        var strata = Enumerable.Range(0, 1_000).Select(i => (long)(point(most - 1 - i) * most)).ToArray();
        Assert.Equal(1_000, strata.Distinct().Count());
        Assert.All(strata, stratum => Assert.InRange(stratum, 0, most - 1));
    }

    [Fact]
    public void A_sweep_beyond_all_bounds_is_refused_with_a_size_that_can_be_read()
    {
        var error = Assert.Single(ExampleFiles.Errors(Text("lists of one", 300).Replace("= [1]", "= [1, 2]", StringComparison.Ordinal)));
        Assert.Contains("about 10^90 trials", error.Problem, StringComparison.Ordinal);
    }

    /// <summary>A value that looks like a setting is asked once what was meant, not once more for each sign of equality in it.</summary>
    [Fact]
    public void A_value_of_many_signs_of_equality_is_a_mistake_at_once()
    {
        var text = $"loss = \"x^2\"\n[parameters]\nx = 1\n[method]\nlearning_rate = {string.Concat(Enumerable.Repeat("x = ", 100))}{{ a = b }}\n";
        Assert.All(ExampleFiles.Errors(text), error => Assert.StartsWith("a.toml:5:", error.Location, StringComparison.Ordinal));
        Assert.Contains(ExperimentParser.Parse("loss = \"x^2\"\n[parameters]\nx = 1\n", "a.toml", _ => throw new InvalidOperationException(), [$"swee{string.Concat(Enumerable.Repeat("x=", 100))}p.seed={{from=1,count=40}}"])
            .Match(_ => [], errors => errors.ToArray()), error => error.Location.Length > 0);
    }

    private static long Allocated(string text)
    {
        var before = GC.GetAllocatedBytesForCurrentThread();
        Trials(text);
        return GC.GetAllocatedBytesForCurrentThread() - before;
    }
}
