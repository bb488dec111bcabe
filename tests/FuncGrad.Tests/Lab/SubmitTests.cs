using System.Text.Json;
using Xunit;

namespace FuncGrad.Tests;

/// <summary><c>funcgrad submit</c>: what a cluster is told, and what comes out.</summary>
public sealed class SubmitTests : IDisposable
{
    /// <summary>A name with all that a shell could take for its own.</summary>
    private const string Odd = "it's 100 % {} {#} 谷 \"$HOME\" & <x>";

    private const string Experiment = """
        loss = "(x0 - a)^2 + x1^2"
        parameters = { x0 = 3.0, x1 = 4.0 }
        data = { a = 1.0 }
        [method]
        steps = 40
        [sweep]
        method.learning_rate = { from = 0.001, to = 1.0, count = 3000 }
        [log]
        every = 0
        """;

    private readonly TemporaryFolder _folder = new();
    private readonly FakeSlurm _slurm = new();

    public SubmitTests()
    {
        Directory.CreateDirectory(_folder[Odd]);
        File.WriteAllText(In("sweep.toml"), Experiment);
    }

    private string In(string name) => Path.Combine(_folder[Odd], name);

    private Finished Submit(params string[] options) => Submit([], options);

    private Finished Submit((string, string?)[] environment, params string[] options) => _slurm.FuncGrad(_folder[Odd], environment, ["submit", "sweep.toml", .. options]);

    private byte[] Undisturbed()
    {
        Assert.Equal(0, Shell.Run("run", In("sweep.toml"), "-o", In("whole"), "--no-picture").ExitCode);
        return File.ReadAllBytes(Path.Combine(In("whole"), "trials.csv"));
    }

    private string Results => Path.Combine(In("results"), "sweep");

    [Fact]
    public void Shards_on_slurm_merge_to_the_bytes_of_one_machine()
    {
        var submitted = Submit("--on", "slurm", "--shards", "3");
        Assert.True(submitted.ExitCode == 0, submitted.Errors);
        Assert.Contains("job 1: 3 shards\njob 2: merges them when all are complete\n", submitted.Output);
        Assert.Contains("scancel 1 2\n", submitted.Output);
        Assert.Contains("--dependency=afterok:1 --kill-on-invalid-dep=yes", _slurm.Calls);
        Assert.Equal(Undisturbed(), File.ReadAllBytes(Path.Combine(Results, "trials.csv")));
        var again = Submit("--on", "slurm");
        Assert.Equal((0, ""), (again.ExitCode, again.Output));
        Assert.Contains("is finished: nothing to submit", again.Errors);
    }

    [Fact]
    public void Only_what_is_missing_is_submitted_again()
    {
        foreach (var shard in (string[])["1/4", "2/4", "4/4"]) Assert.Equal(0, Shell.Run("run", In("sweep.toml"), "-o", Results, "--shard", shard).ExitCode);
        Directory.Delete(Path.Combine(Results, "parts-1-of-4"), recursive: true);
        Assert.Contains("holds shards of 4", Submit("--on", "slurm", "--shards", "5").Errors);
        Assert.Contains("#SBATCH --array=1,3\n", Submit("--on", "slurm", "--dry-run").Output);
        Assert.Equal(0, Submit("--on", "slurm").ExitCode);
        Assert.Equal(Undisturbed(), File.ReadAllBytes(Path.Combine(Results, "trials.csv")));
    }

    [Fact]
    public void A_task_whose_time_is_over_saves_and_goes_on()
    {
        File.WriteAllText(In("sweep.toml"), Experiment.Replace("steps = 40", "steps = 20_000").Replace("from = 0.001, to = 1.0, count = 3000", "from = 1e-9, to = 1e-6, count = 20_000"));
        Assert.Equal(0, Submit([("FAKE_LIMIT", "results/sweep/parts*/trials.csv")], "--on", "slurm", "--shards", "1").ExitCode);
        Assert.Contains("requeue 1_1", _slurm.Calls);
        Assert.Equal(Undisturbed(), File.ReadAllBytes(Path.Combine(Results, "trials.csv")));
    }

    [Fact]
    public void What_is_queued_is_not_queued_twice()
    {
        _slurm.Queue("17", "17", "18");
        var submitted = Submit("--on", "slurm", "--shards", "2");
        Assert.Contains("submitted already, as jobs 17 and 18", submitted.Errors);
        Assert.Equal((0, ""), (submitted.ExitCode, _slurm.Calls));
    }

    [Fact]
    public void A_refusal_of_the_cluster_is_told()
    {
        var refused = Submit([("FAKE_REFUSES", "yes")], "--on", "slurm", "--partition", "none", "--shards", "2");
        Assert.Equal(2, refused.ExitCode);
        Assert.Contains("sbatch refused the job: sbatch: error: invalid partition", refused.Errors);
    }

    [Fact]
    public void Where_there_is_no_slurm_that_is_told()
    {
        var runtime = Path.GetFullPath(Path.Combine(System.Runtime.InteropServices.RuntimeEnvironment.GetRuntimeDirectory(), "..", "..", ".."));
        var refused = Submit([("PATH", _folder.Path), ("DOTNET_ROOT", runtime)], "--on", "slurm");
        Assert.Equal(2, refused.ExitCode);
        Assert.Contains("There is no squeue here", refused.Errors);
    }

    [Fact]
    public void A_dry_run_writes_nothing()
    {
        var shown = Shell.Run("submit", In("sweep.toml"), "--on", "slurm", "-o", Results, "--shards", "2", "--time", "00:10:00", "--account", "me", "--memory", "1GB", "--cpus", "3", "--dry-run");
        Assert.Equal(0, shown.ExitCode);
        foreach (var line in (string[])["--time=00:10:00", "--account=me", "--mem=954M", "--cpus-per-task=3", "--array=1-2", "--requeue"]) Assert.Contains($"#SBATCH {line}\n", shown.Output);
        Assert.False(Directory.Exists(In("results")));
    }

    [Theory]
    [InlineData("--shards 0", "--shards 0")]
    [InlineData("--minutes-per-shard -1", "more than 0")]
    [InlineData("--shards 2 --minutes-per-shard 3", "one of them")]
    [InlineData("--cpus 0", "--cpus 0")]
    [InlineData("--memory much", "--memory much")]
    [InlineData("--partition a\tb", "holds no blanks")]
    public void Mistakes_are_told(string options, string message)
    {
        var refused = Shell.Run(["submit", In("sweep.toml"), "--on", "slurm", "-o", Results, "--dry-run", .. options.Split(' ')]);
        Assert.Equal(2, refused.ExitCode);
        Assert.Contains(message, refused.Errors);
        Assert.Equal("", refused.Output);
    }

    [Fact]
    public void Shards_are_as_long_as_they_should_be()
    {
        File.WriteAllText(In("sweep.toml"), Experiment.Replace("steps = 40", "steps = 1_000_000_000"));
        var shown = Shell.Run("submit", In("sweep.toml"), "--on", "slurm", "-o", Results, "--minutes-per-shard", "5", "--dry-run");
        Assert.Contains("from fewer steps, measured here", shown.Errors);
        Assert.Matches(@"#SBATCH --array=1-([2-9]|\d\d+)\n", shown.Output);
    }

    [Fact]
    public void Jobs_for_kubernetes_are_of_its_schema()
    {
        var shown = Shell.Run("submit", In("sweep.toml"), "--on", "kubernetes", "-o", Results, "--shards", "2", "--image", "registry/funcgrad:1", "--claim", "work", "--memory", "1GB");
        Assert.Equal(0, shown.ExitCode);
        Assert.Contains("kubectl apply", shown.Errors);
        var jobs = Jobs(shown.Output);
        Assert.Equal(2, jobs.Length);
        Assert.All(jobs, job => Assert.Empty(KubernetesSchema.MistakesOf(job)));
        var (spec, pod) = (jobs[0].GetProperty("spec"), jobs[0].GetProperty("spec").GetProperty("template").GetProperty("spec"));
        Assert.Equal("Indexed 2 2", $"{spec.GetProperty("completionMode")} {spec.GetProperty("completions")} {spec.GetProperty("parallelism")}");
        Assert.Equal("Never", pod.GetProperty("restartPolicy").GetString());
        Assert.Equal(_folder[Odd], pod.GetProperty("containers")[0].GetProperty("volumeMounts")[0].GetProperty("mountPath").GetString());
        Assert.True(jobs[1].GetProperty("spec").GetProperty("suspend").GetBoolean());
        Assert.NotEmpty(KubernetesSchema.MistakesOf(JsonDocument.Parse("""{"spec":{"completions":"2","parallel":1}}""").RootElement));
    }

    /// <summary>What a pod writes beside its volume is lost.</summary>
    [Fact]
    public void The_volume_of_kubernetes_holds_the_experiment_and_the_results()
    {
        var shown = Shell.Run("submit", In("sweep.toml"), "--on", "kubernetes", "-o", _folder["elsewhere/results"]);
        Assert.Contains($"stands for {_folder.Path}.", shown.Errors, StringComparison.Ordinal);
        Assert.All(Jobs(shown.Output), job => Assert.Equal(_folder.Path, job.GetProperty("spec").GetProperty("template").GetProperty("spec").GetProperty("containers")[0].GetProperty("volumeMounts")[0].GetProperty("mountPath").GetString()));
        var refused = Shell.Run("submit", In("sweep.toml"), "--on", "kubernetes", "-o", "/funcgrad-results");
        Assert.Equal((2, ""), (refused.ExitCode, refused.Output));
    }

    [Fact]
    public void Where_all_shards_are_complete_they_are_only_merged()
    {
        foreach (var shard in (string[])["1/2", "2/2"]) Assert.Equal(0, Shell.Run("run", In("sweep.toml"), "-o", Results, "--shard", shard).ExitCode);
        var job = Assert.Single(Jobs(Shell.Run("submit", In("sweep.toml"), "--on", "kubernetes", "-o", Results).Output));
        Assert.False(job.GetProperty("spec").GetProperty("suspend").GetBoolean());
        var line = Submit("--on", "parallel").Output;
        Assert.DoesNotContain("parallel", line, StringComparison.Ordinal);
        Assert.Equal(0, Child.Run("/bin/sh", _folder.Path, ["-c", line]).ExitCode);
        Assert.Equal(Undisturbed(), File.ReadAllBytes(Path.Combine(Results, "trials.csv")));
    }

    [Fact]
    public void Fewer_shards_than_were_asked_for_are_said() =>
        Assert.Contains("99 shards were asked for, but a shard holds whole blocks of trials, of which there are", Shell.Run("submit", In("sweep.toml"), "--on", "parallel", "--shards", "99", "-o", Results).Errors, StringComparison.Ordinal);

    /// <summary>The script of a pod, run here for each index.</summary>
    [Fact]
    public void The_pods_of_kubernetes_compute_the_shards()
    {
        var jobs = Jobs(Shell.Run("submit", In("sweep.toml"), "--on", "kubernetes", "-o", Results, "--shards", "2").Output);
        static string Script(JsonElement job) => job.GetProperty("spec").GetProperty("template").GetProperty("spec").GetProperty("containers")[0].GetProperty("command")[2].GetString()!
            .Replace("/app/FuncGrad.Lab", Path.Combine(AppContext.BaseDirectory, "FuncGrad.Lab"), StringComparison.Ordinal);
        foreach (var index in (string[])["0", "1"]) Assert.Equal(0, Child.Run("/bin/sh", _folder.Path, ["-c", Script(jobs[0])], ("JOB_COMPLETION_INDEX", index)).ExitCode);
        Assert.Equal(0, Child.Run("/bin/sh", _folder.Path, ["-c", Script(jobs[1])]).ExitCode);
        Assert.Equal(Undisturbed(), File.ReadAllBytes(Path.Combine(Results, "trials.csv")));
    }

    private static JsonElement[] Jobs(string text) => [.. text.Split("---\n").Select(job => JsonDocument.Parse(job).RootElement)];

    [Fact]
    public void The_line_for_gnu_parallel_does_it_all()
    {
        Assert.SkipUnless(Child.Has("parallel"), "GNU parallel is not here.");
        var line = Submit("--on", "parallel", "--shards", "3").Output;
        var ran = Child.Run("/bin/sh", _folder.Path, ["-c", line]);
        Assert.True(ran.ExitCode == 0, ran.Errors);
        Assert.Equal(Undisturbed(), File.ReadAllBytes(Path.Combine(Results, "trials.csv")));
    }

    public void Dispose()
    {
        _slurm.Dispose();
        _folder.Dispose();
    }
}
