using System.Diagnostics;
using System.Runtime.InteropServices;

namespace FuncGrad.Lab;

/// <summary>
/// A trial that is a block of its own, and may take hours: every few seconds its state, which is a value, and the rows of its log so far are flushed to the disk,
/// and the next process goes on from there, bit for bit. A trial that is over sooner leaves no trace of this.
/// </summary>
/// <param name="folder">Where the state goes.</param>
/// <param name="trial">Its index.</param>
/// <param name="hasLog">Whether it has rows of a log.</param>
/// <param name="mostBytes">So many bytes of rows are kept before they are written, since then they are written twice and flushed twice.</param>
internal sealed class LongTrial(string folder, long trial, bool hasLog, long mostBytes = LongTrial.FewestBytes) : IDisposable
{
    /// <summary>Below this, flushing takes longer than the rows are worth.</summary>
    public const long FewestBytes = 8 << 20;

    private const int SaveMilliseconds = 3_000;

    private readonly string _statePath = Path.Combine(folder, FormattableString.Invariant($"trial-{trial}.state"));
    private readonly string _rowsPath = Path.Combine(folder, FormattableString.Invariant($"trial-{trial}.rows"));
    private readonly Stopwatch _sinceSave = Stopwatch.StartNew();
    private readonly RowBytes _unwritten = new();
    private Checksum _checksum = new();
    private long _written;
    private long _iterationAtStart = -1;

    /// <summary>How many steps of the long trials in a folder are done, as their saved states say; torn states say nothing.</summary>
    public static IEnumerable<(string Trial, long Steps)> Saved(string folder)
    {
        foreach (var path in Directory.EnumerateFiles(folder, "trial-*.state").Order(StringComparer.Ordinal))
        {
            // The process that computes it may have finished it meanwhile.
            byte[] bytes;
            try { bytes = File.ReadAllBytes(path); }
            catch (FileNotFoundException) { continue; }
            if (SavedState.Read(bytes) is { } saved) yield return (Path.GetFileNameWithoutExtension(path)["trial-".Length..], saved.Progress.Iteration);
        }
    }

    /// <summary>Where an earlier process left the trial; null to begin at its start. A torn state or torn rows are as good as none.</summary>
    public SavedProgress? Resume()
    {
        if (!File.Exists(_statePath) || SavedState.Read(File.ReadAllBytes(_statePath)) is not { } saved || !TakeUpRows(saved))
        {
            Forget();
            return null;
        }
        _iterationAtStart = saved.Progress.Iteration;
        return saved.Progress;
    }

    /// <summary>Called between segments with the rows since the last call.</summary>
    public void Keep(SavedProgress progress, StepRows rows, bool isStopping)
    {
        if (hasLog) _unwritten.Take(TrialRows.Steps(trial, rows));
        var isDue = _sinceSave.ElapsedMilliseconds >= SaveMilliseconds || _unwritten.Length > mostBytes;
        if (!isDue && !(isStopping && progress.Iteration > _iterationAtStart && progress.Iteration > 0)) return;
        WriteRows();
        Durable.Write(_statePath, new SavedState(progress, _written, _checksum.Value).ToBytes());
        _sinceSave.Restart();
    }

    /// <summary>The block's rows at the end of the trial.</summary>
    public BlockRows Finish(TrialRecord record, Tally tally)
    {
        if (hasLog) _unwritten.Take(TrialRows.Steps(trial, record.Rows));
        var trials = TrialRows.Trials([record]);
        if (_written == 0) return new BlockRows(trial, trials, _unwritten, null, tally) { Written = Forget };
        WriteRows();
        return new BlockRows(trial, trials, _unwritten, () => File.OpenRead(_rowsPath), tally) { Written = Forget };
    }

    public void Dispose() => _unwritten.Dispose();

    private void Forget()
    {
        Durable.Discard(_statePath);
        Durable.Discard(_rowsPath);
        _unwritten.Clear();
        (_written, _checksum) = (0, new Checksum());
    }

    private void WriteRows()
    {
        if (_unwritten.Length == 0) return;
        using var file = new FileStream(_rowsPath, FileMode.OpenOrCreate, FileAccess.Write, FileShare.Read, 1);
        foreach (var chunk in _unwritten.Chunks)
        {
            Durable.WriteAt(file.SafeFileHandle, chunk.Span, _written);
            _checksum.Add(chunk.Span);
            _written += chunk.Length;
        }
        file.Flush(flushToDisk: true);
        _unwritten.Clear();
    }

    /// <summary>Rows behind the saved state belong to steps that are made again.</summary>
    private bool TakeUpRows(SavedState saved)
    {
        if (saved.RowBytes > 0)
        {
            if (!File.Exists(_rowsPath)) return false;
            using var file = new FileStream(_rowsPath, FileMode.Open, FileAccess.ReadWrite, FileShare.Read, 1);
            if (file.Length < saved.RowBytes) return false;
            file.SetLength(saved.RowBytes);
            var buffer = new byte[1 << 20];
            for (int read; (read = file.Read(buffer)) > 0;) _checksum.Add(buffer.AsSpan(0, read));
        }
        _written = saved.RowBytes;
        return _checksum.Value == saved.RowChecksum;
    }
}

/// <summary>A progress with the rows it goes with, as bytes that end with their checksum.</summary>
internal sealed record SavedState(SavedProgress Progress, long RowBytes, uint RowChecksum)
{
    private const int Version = 1;

    public byte[] ToBytes()
    {
        using var memory = new MemoryStream();
        using var writer = new BinaryWriter(memory);
        writer.Write(Version);
        writer.Write(RowBytes);
        writer.Write(RowChecksum);
        writer.Write(Progress.Iteration);
        writer.Write(Progress.Running);
        writer.Write(Progress.IsLate);
        writer.Write(Progress.LastLoggedStep);
        Write(writer, Progress.State);
        Write(writer, Progress.Taken);
        writer.Write(Checksum.Of(memory.GetBuffer().AsSpan(0, (int)memory.Length)));
        return memory.ToArray();
    }

    public static SavedState? Read(byte[] bytes)
    {
        var content = bytes.Length - sizeof(uint);
        if (content < 0 || Checksum.Of(bytes.AsSpan(0, content)) != BitConverter.ToUInt32(bytes, content)) return null;
        using var reader = new BinaryReader(new MemoryStream(bytes));
        if (reader.ReadInt32() != Version) return null;
        var (rowBytes, rowChecksum) = (reader.ReadInt64(), reader.ReadUInt32());
        var (iteration, running, isLate, lastLogged) = (reader.ReadInt64(), reader.ReadInt32(), reader.ReadBoolean(), reader.ReadInt64());
        return new(new SavedProgress(iteration, running, isLate, Arrays(reader), Arrays(reader), lastLogged), rowBytes, rowChecksum);
    }

    private static void Write(BinaryWriter writer, double[][] arrays)
    {
        writer.Write(arrays.Length);
        foreach (var array in arrays)
        {
            writer.Write(array.Length);
            writer.Write(MemoryMarshal.AsBytes(array.AsSpan()));
        }
    }

    private static double[][] Arrays(BinaryReader reader)
    {
        var arrays = new double[reader.ReadInt32()][];
        for (var i = 0; i < arrays.Length; i++)
        {
            arrays[i] = new double[reader.ReadInt32()];
            reader.ReadExactly(MemoryMarshal.AsBytes(arrays[i].AsSpan()));
        }
        return arrays;
    }
}
