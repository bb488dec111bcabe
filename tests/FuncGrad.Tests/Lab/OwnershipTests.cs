using FuncGrad.Lab;
using Xunit;
using static FuncGrad.Tests.DamagedFiles;

namespace FuncGrad.Tests;

/// <summary>What is not funcgrad's stays as it is, whatever it is called and wherever a link leads: files of others, links and second names in every place that is written.</summary>
public sealed class OwnershipTests
{
    private const string Mine = "written by hand\n";

    /// <summary>Names that a run or a merge gives to files, and some that it does not.</summary>
    private static readonly string[] Names =
    [
        "manifest.json", "experiment.toml", "journal", "trials.csv", "steps.csv", "steps-0002.csv", "parts/journal", "parts/lock", "parts/trials.csv", "parts/steps.csv",
        "parts/steps-0003.csv", "parts/ahead/journal", "parts/trial-0.state", "parts/trial-0.rows", "parts-1-of-2/journal", "parts-1-of-2/trials.csv",
        "parts/thesis.txt", "parts-1-of-2/thesis.txt", "parts-of-my-thesis/thesis.txt", "parts-1-of-2-old/trials.csv", "earlier-01234567/trials.csv", "thesis.txt", "steps-sorted.csv",
    ];

    private static readonly string[] Kinds = ["file", "symbolic link", "hard link", "link to a folder", "link to nothing"];

    /// <summary>Whether every place has to stand every kind, or the tests' time has to do.</summary>
    private static readonly bool Tortures = Environment.GetEnvironmentVariable("FUNCGRAD_TAMPERED_BYTES") is not null;

    public static TheoryData<string> States => ["new", "unfinished", "finished", "shards"];

    [Theory]
    [MemberData(nameof(States))]
    public void Nothing_of_others_is_touched(string state)
    {
        using var batch = new SmallBatch();
        if (state == "unfinished") batch.Run(state, block => block is not 4 and < 7);
        if (state == "finished") batch.Run(state);
        if (state == "shards") foreach (var shard in (Shard[])[new(1, 2), new(2, 2)]) batch.Run(state, shard: shard);
        if (state == "new") Directory.CreateDirectory(batch[state]);
        foreach (var (name, number) in Names.Select((name, number) => (name, number)))
            foreach (var kind in Tortures ? Kinds : [Kinds[(number + state.Length) % Kinds.Length]])
                foreach (var (what, command) in Commands(batch, state))
                {
                    FolderCopies.Copy(batch[state], batch["o"]);
                    if (IsReserved(batch, name) || !Plant(batch, kind, In(batch["o"], name))) continue;
                    var code = command();
                    Assert.True(code is ExitCode.Done or ExitCode.BadInput, $"{what}, {kind} {name}: exit code {code}, {batch.Said.LastOrDefault()}");
                    Assert.True(IsThere(batch, kind, In(batch["o"], name)), $"{what}, {kind} {name} was touched: {batch.Said.LastOrDefault()}");
                    if (code == ExitCode.Done && what != "run --shard") AssertTables(batch);
                }
    }

    /// <summary>Found by killing runs at each of their writes.</summary>
    [Fact]
    public void A_list_of_what_is_set_aside_that_was_never_finished_goes_and_those_of_others_stay()
    {
        using var folder = new TemporaryFolder();
        var aside = Directory.CreateDirectory(folder["earlier-01234567"]).FullName;
        string[] others = [In(aside, ".earlier.parts-1-of-2.0123456789abcdef.tmp"), In(aside, "earlier")];
        foreach (var path in others.Append(In(aside, ".earlier.parts.0123456789abcdef.tmp"))) File.WriteAllText(path, Mine);
        Earlier.Delete(folder["."], "parts");
        Assert.Equal(others, Directory.GetFiles(aside).Order(StringComparer.Ordinal));
        File.Delete(others[1]);
        Earlier.Delete(folder["."], "parts-1-of-2");
        Assert.False(Directory.Exists(aside));
    }

    [Fact]
    public void A_tables_second_name_elsewhere_keeps_what_it_had()
    {
        using var batch = new SmallBatch();
        batch.Run("o", block => block < 6);
        var (last, copy) = (Last(batch.Parts("o")), batch["snapshot"]);
        Link(last, copy);
        var before = File.ReadAllBytes(copy);
        Assert.Equal(ExitCode.Done, batch.Attempt("o"));
        Assert.Equal(before, File.ReadAllBytes(copy));
        batch.AssertWhole("o");
    }

    [Fact]
    public void A_list_of_files_cannot_lead_out_of_the_folder()
    {
        using var batch = new SmallBatch();
        File.WriteAllText(batch["trials.csv"], Mine);
        batch.Run("o");
        (Manifest.Read(batch["o"])! with { Files = [new OutputFile("../trials.csv", 3, 1)] }).Write(batch["o"], "test");
        Assert.Equal(ExitCode.Done, batch.Attempt("o", fresh: true));
        Assert.Equal(Mine, File.ReadAllText(batch["trials.csv"]));
    }

    private static IEnumerable<(string, Func<int>)> Commands(SmallBatch batch, string state)
    {
        yield return ("run", () => batch.Attempt("o"));
        yield return ("run --fresh", () => batch.Attempt("o", fresh: true));
        if (state == "shards") yield return ("run --shard", () => batch.Attempt("o", fresh: true, shard: new(1, 2)));
        if (state == "shards") yield return ("merge", () => batch.AttemptMerge("o", "o"));
    }

    /// <summary>A folder of parts that funcgrad made has such names to itself.</summary>
    private static bool IsReserved(SmallBatch batch, string name) =>
        File.Exists(In(batch["o"], Path.Combine(Path.GetDirectoryName(name)!.Replace("/ahead", "", StringComparison.Ordinal), "journal"))) && name.Contains('/', StringComparison.Ordinal) && !name.EndsWith(".txt", StringComparison.Ordinal);

    /// <summary>Puts something where nothing is; false if a file of the run has the name.</summary>
    private static bool Plant(SmallBatch batch, string kind, string path)
    {
        if (Path.Exists(path) || File.Exists(Path.GetDirectoryName(path))) return false;
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        Directory.CreateDirectory(batch["victim"]);
        File.WriteAllText(In(batch["victim"], "trials.csv"), Mine);
        if (kind == "file") File.WriteAllText(path, Mine);
        else if (kind == "hard link") Link(In(batch["victim"], "trials.csv"), path);
        else File.CreateSymbolicLink(path, kind == "symbolic link" ? In(batch["victim"], "trials.csv") : kind == "link to nothing" ? In(batch["victim"], "nothing") : batch["victim"]);
        return true;
    }

    /// <summary>Links may go with the folder they are planted in; what they lead to stays, and nothing is made there.</summary>
    private static bool IsThere(SmallBatch batch, string kind, string path)
    {
        var victim = Directory.GetFiles(batch["victim"]).Select(file => File.ReadAllText(file)).SequenceEqual([Mine]);
        return victim && (kind != "file" || (File.Exists(path) && File.ReadAllText(path) == Mine));
    }

    private static void AssertTables(SmallBatch batch)
    {
        foreach (var table in Directory.GetFiles(batch["whole"], "*.csv"))
            Assert.True(File.ReadAllBytes(table).AsSpan().SequenceEqual(File.ReadAllBytes(In(batch["o"], Path.GetFileName(table)))), Path.GetFileName(table));
    }

    private static void Link(string path, string second) => Assert.Equal(0, Child.Run("ln", "/", [path, second]).ExitCode);
}
