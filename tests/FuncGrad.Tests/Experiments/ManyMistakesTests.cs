using Xunit;

namespace FuncGrad.Tests;

/// <summary>A file that a program wrote wrong may hold many mistakes: all are told, and twice as many cost twice as much.</summary>
public sealed class ManyMistakesTests
{
    private const int Many = 20_000;

    /// <summary>What stands in front of the keys, and a key.</summary>
    private static readonly Dictionary<string, (string Before, Func<int, string> Key)> Cases = new()
    {
        ["[method]"] = ("[method]\nsteps = 3\n", i => $"unknown_{i} = 1\n"),
        ["[log]"] = ("[log]\nevery = 1\n", i => $"unknown_{i} = 1\n"),
        ["[sweep], in quotes"] = ("[sweep]\nseed = [1, 2]\n", i => $"\"method.unknown_{i}\" = [1, 2]\n"),
        ["[sweep], as paths"] = ("[sweep]\nseed = [1, 2]\n", i => $"parameters.unknown_{i} = [1, 2]\n"),
        ["tables"] = ("", i => $"[unknown_{i}]\na = 1\n"),
        ["one setting again and again"] = ("[method]\nsteps = 3\n", _ => "steps = 4\n"),
    };

    public static TheoryData<string> Names => [.. Cases.Keys];

    [Theory]
    [MemberData(nameof(Names))]
    public void All_of_them_are_told(string name) => Assert.Equal(Many, Mistakes(name, Many));

    /// <summary>Measured in memory, which is the same each time, unlike time: a table that is copied for each of its keys takes sixteen times as much.</summary>
    [Theory]
    [MemberData(nameof(Names))]
    public void Four_times_as_many_take_about_four_times_as_much(string name)
    {
        const int Few = 2_000;
        Mistakes(name, Few);
        var (few, many) = (Allocated(() => Mistakes(name, Few)), Allocated(() => Mistakes(name, 4 * Few)));
        Assert.InRange((double)many / few, 0, 5);
    }

    [Fact]
    public void The_nearest_name_is_that_of_the_whole_table_of_changes()
    {
        var random = new Random(1);
        for (var round = 0; round < 5_000; round++)
        {
            var (name, known) = (Word(random), Word(random));
            var limit = Math.Clamp((name.Length + 1) / 3, 1, 3);
            var changes = Changes(name, known);
            Assert.Equal(changes <= limit && changes < known.Length ? known : null, NearestName.Of(name, [known]));
        }
    }

    private static int Mistakes(string name, int count)
    {
        var (before, key) = Cases[name];
        var text = $"loss = \"x^2\"\n[parameters]\nx = 1.0\n{before}{string.Concat(Enumerable.Range(0, count).Select(key))}";
        return ExperimentParser.Parse(text, "a.toml", _ => throw new InvalidOperationException()).Match(_ => 0, errors => errors.Count);
    }

    private static long Allocated(Action action)
    {
        var before = GC.GetAllocatedBytesForCurrentThread();
        action();
        return GC.GetAllocatedBytesForCurrentThread() - before;
    }

    private static string Word(Random random) => new([.. Enumerable.Range(0, random.Next(1, 9)).Select(_ => "abc"[random.Next(3)])]);

    /// <summary>The whole table, without a limit.</summary>
    private static int Changes(ReadOnlySpan<char> a, ReadOnlySpan<char> b)
    {
        var table = new int[a.Length + 1, b.Length + 1];
        for (var i = 0; i <= a.Length; i++)
            for (var j = 0; j <= b.Length; j++)
                table[i, j] = i == 0 || j == 0 ? i + j : Math.Min(
                    Math.Min(table[i - 1, j], table[i, j - 1]) + 1,
                    Math.Min(table[i - 1, j - 1] + (a[i - 1] == b[j - 1] ? 0 : 1), i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1] ? table[i - 2, j - 2] + 1 : int.MaxValue));
        return table[a.Length, b.Length];
    }
}
