using System.Diagnostics;

namespace FuncGrad.Lab;

/// <summary>
/// A trial that is a block of its own, and may take hours: every few seconds its state, which is a value, and the rows of its log so far
/// are flushed to the disk, and the next process goes on from there, bit for bit. A trial that is over sooner leaves no trace of this.
/// </summary>
/// <param name="folder">Where the state goes.</param>
/// <param name="trial">Its index.</param>
/// <param name="identity">Of the experiment: a state of another is as good as none.</param>
/// <param name="hasLog">Whether it has rows of a log.</param>
/// <param name="mostBytes">So many bytes of rows are kept before they are written, since then they are written twice and flushed
/// twice.</param>
internal sealed class LongTrial(string folder, long trial, string identity, bool hasLog, long mostBytes = LongTrial.FewestBytes)
    : IDisposable
{
    /// <summary>Below this, flushing takes longer than the rows are worth.</summary>
    public const long FewestBytes = 8 << 20;

    private const int SaveMilliseconds = 3_000;

    private const long MostBytes = int.MaxValue;

    private readonly string _statePath = Path.Combine(folder, FormattableString.Invariant($"trial-{trial}.state"));
    private readonly string _rowsPath = Path.Combine(folder, FormattableString.Invariant($"trial-{trial}.rows"));
    private readonly Stopwatch _sinceSave = Stopwatch.StartNew();
    private readonly RowBytes _unwritten = new();
    private Checksum _checksum = new();
    private FormattedSteps? _inHand;
    private long _written;
    private double _doneAtStart;

    /// <summary>How many steps of the long trials in a folder are done, as their saved states say; torn states say nothing.</summary>
    public static IEnumerable<(string Trial, long Steps)> Saved(string folder)
    {
        foreach (var path in Directory.EnumerateFiles(folder, "trial-*.state").Order(StringComparer.Ordinal))
        {
            // The process that computes it may have finished it meanwhile.
            if (Disk.Read(path, MostBytes) is { } bytes && SavedState.Read(bytes) is { } saved)
                yield return (Path.GetFileNameWithoutExtension(path)["trial-".Length..], saved.Progress.Iteration);
        }
    }

    /// <summary>
    /// Where an earlier process left the trial; null to begin at its start. A torn state or torn rows are as good as none.
    /// </summary>
    public SavedProgress? Resume()
    {
        if (Disk.Read(_statePath, MostBytes) is not { } bytes
            || SavedState.Read(bytes, new StateOwner(identity, Machine.Build, trial)) is not { } saved || !TakeUpRows(saved))
        {
            Forget();
            return null;
        }
        _doneAtStart = saved.Progress.Done;
        return saved.Progress;
    }

    /// <summary>Called between segments with the rows since the last call, which are read until the next.</summary>
    public void Keep(SavedProgress progress, StepRows rows, bool isStopping)
    {
        TakeRows(rows);
        var isDue = _sinceSave.ElapsedMilliseconds >= SaveMilliseconds || _unwritten.Length > mostBytes;
        if (!isDue && !(isStopping && progress.Done > _doneAtStart)) return;
        WriteRows();
        var state = new SavedState(new StateOwner(identity, Machine.Build, trial), progress, _written, _checksum.Value);
        Disk.Replace(_statePath, state.ToBytes(), Manifest.OwnerOf(identity));
        _sinceSave.Restart();
    }

    /// <summary>The block's rows at the end of the trial.</summary>
    public BlockRows Finish(TrialTable table, Tally tally)
    {
        TakeRows(table.Rows(0));
        AwaitRows();
        var trials = TrialRows.Trials([table]);
        if (_written == 0) return new BlockRows(trial, trials, _unwritten, null, tally) { Written = Forget };
        WriteRows();
        return new BlockRows(trial, trials, _unwritten, () => new FileStream(Disk.OpenToRead(_rowsPath), FileAccess.Read),
            tally) { Written = Forget };
    }

    public void Dispose() => _unwritten.Dispose();

    private void Forget()
    {
        Disk.Delete(_statePath);
        Disk.Delete(_rowsPath);
        _unwritten.Clear();
        (_written, _checksum) = (0, new Checksum());
    }

    /// <summary>The rows before these are bytes when it returns.</summary>
    private void TakeRows(StepRows rows)
    {
        AwaitRows();
        if (hasLog) _inHand = new FormattedSteps(trial, rows);
    }

    private void AwaitRows()
    {
        if (_inHand is not null) _unwritten.Take(_inHand.Take());
        _inHand = null;
    }

    private void WriteRows()
    {
        AwaitRows();
        if (_unwritten.Length == 0) return;
        using var file = Disk.OpenOrCreate(_rowsPath);
        foreach (var chunk in _unwritten.Chunks)
        {
            Disk.WriteAt(file, chunk.Span, _written);
            _checksum.Add(chunk.Span);
            _written += chunk.Length;
        }
        Disk.Flush(file, _rowsPath);
        _unwritten.Clear();
    }

    /// <summary>Rows behind the saved state belong to steps that are made again.</summary>
    private bool TakeUpRows(SavedState saved)
    {
        if (saved.RowBytes > 0)
        {
            if (DiskEntry.At(_rowsPath).Kind != EntryKind.File) return false;
            using var file = Disk.OpenOrCreate(_rowsPath);
            if (RandomAccess.GetLength(file) < saved.RowBytes) return false;
            RandomAccess.SetLength(file, saved.RowBytes);
            var buffer = new byte[1 << 20];
            for (long read, at = 0; (read = RandomAccess.Read(file, buffer, at)) > 0; at += read)
                _checksum.Add(buffer.AsSpan(0, (int)read));
        }
        _written = saved.RowBytes;
        return _checksum.Value == saved.RowChecksum;
    }
}
