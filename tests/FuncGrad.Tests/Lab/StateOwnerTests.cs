using FuncGrad.Lab;
using Xunit;
using static FuncGrad.Tests.DamagedFiles;

namespace FuncGrad.Tests;

/// <summary>The saved state of a long trial is that of this trial, this experiment and this build, or the trial starts again.</summary>
public sealed class StateOwnerTests
{
    private static readonly StateOwner Owner = new("identity", "build", 7);

    private static readonly byte[] Bytes = new SavedState(Owner, new SavedProgress(5, 1, false, [[1.0, 2.0]], [[3.0]], 4), 0, 0).ToBytes();

    [Fact]
    public void A_state_is_read_by_its_owner_and_no_other()
    {
        Assert.Equal(5, SavedState.Read(Bytes, Owner)!.Progress.Iteration);
        foreach (var other in (StateOwner[])[Owner with { Identity = "other" }, Owner with { Build = "other" }, Owner with { Trial = 8 }])
            Assert.Null(SavedState.Read(Bytes, other));
    }

    [Fact]
    public void A_state_of_which_a_byte_is_changed_or_missing_is_none()
    {
        for (var i = 0; i < Bytes.Length; i++)
        {
            byte[] changed = [.. Bytes];
            changed[i] ^= (byte)(1 << (i % 8));
            Assert.Null(SavedState.Read(changed, Owner));
            Assert.Null(SavedState.Read(Bytes[..i], Owner));
        }
    }

    [Fact]
    public void Exchanged_states_change_no_result()
    {
        using var folder = new TemporaryFolder();
        var progress = new SavedProgress(5, 1, false, [[1.0]], [[3.0]], 4);
        foreach (var trial in (long[])[0, 1])
            using (var before = new LongTrial(folder.Path, trial, "identity", hasLog: false)) before.Keep(progress, new StepRows([], 0), isStopping: true);
        Swap(folder["trial-0.state"], folder["trial-1.state"]);
        using var after = new LongTrial(folder.Path, 0, "identity", hasLog: false);
        Assert.Null(after.Resume());
    }
}
