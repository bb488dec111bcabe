using System.Globalization;
using Xunit;

namespace FuncGrad.Tests;

/// <summary>
/// Learning by batches whose parameters are kept, killed at random moments and gone on with by other numbers of workers, ends with the tables and archives of an
/// undisturbed run. <c>scripts/torture.sh</c> kills more often.
/// </summary>
public sealed class LearningKillTests : IDisposable
{
    /// <summary>Trials in many blocks; and one whose state is saved on its way, with a log.</summary>
    private const string Net = """
        loss = "cross_entropy(softmax(dropout(tanh(X @ W1), 0.2) @ W2), t, 0)"
        [parameters]
        W1 = { shape = [2, 9], init = "xavier" }
        W2 = { shape = [9, 3], init = "xavier" }
        [data]
        X = { shape = [50, 2], normal = {} }
        t = [0, 1, 1, 2, 0, 1, 2, 2, 1, 0, 0, 1, 1, 2, 0, 1, 2, 2, 1, 0, 0, 1, 1, 2, 0, 1, 2, 2, 1, 0, 0, 1, 1, 2, 0, 1, 2, 2, 1, 0, 0, 1, 1, 2, 0, 1, 2, 2, 1, 0]
        [batch]
        size = 8
        of = ["X", "t"]
        [observe]
        accuracy = "mean(argmax(tanh(X @ W1) @ W2, 1) == t)"
        [method]
        rule = "adam"
        learning_rate = { schedule = "cosine", from = 0.02, to = 0.0 }

        """;

    private const string Many = Net + "epochs = 30\n[sweep]\nmethod.beta1 = { from = 0.5, to = 0.95, count = 32 }\nseed = { count = 24 }\n[log]\nevery = 250\n[keep]\nparameters = \"best\"\n";

    private const string Long = Net + "epochs = 6000\n[log]\nevery = 1000\n[keep]\nparameters = \"last\"\n";

    private static readonly int Kills = int.TryParse(Environment.GetEnvironmentVariable("FUNCGRAD_KILLS"), CultureInfo.InvariantCulture, out var kills) ? kills : 1;

    private BatchFolder? _batch;

    public void Dispose() => _batch?.Dispose();

    [Theory]
    [InlineData(Many, BatchProcess.Killed)]
    [InlineData(Long, BatchProcess.Terminate)]
    public void Disturbed_learning_goes_on_to_the_same_bytes(string experiment, int signal)
    {
        _batch = new BatchFolder(experiment);
        _batch.RunToItsEnd("whole");
        var (moments, killed) = (new Random(signal), 0);
        while (killed < Kills)
        {
            while (IsDisturbed(moments, signal, Kills - killed)) killed++;
            BatchFolder.AssertSame(_batch["whole"], _batch["disturbed"]);
            Directory.Delete(_batch["disturbed"], recursive: true);
        }
    }

    private bool IsDisturbed(Random moments, int signal, int killsLeft)
    {
        using var run = _batch!.Run("disturbed", "--workers", $"{moments.Next(1, 5)}");
        if (killsLeft > 0 && run.IsEndedAfter(TimeSpan.FromMilliseconds(moments.Next(450, 1_100)), signal)) return true;
        var finished = run.Wait();
        Assert.True(finished.ExitCode == 0, finished.Errors);
        return false;
    }
}
