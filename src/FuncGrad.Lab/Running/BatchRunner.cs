using System.Diagnostics;

namespace FuncGrad.Lab;

/// <summary>
/// Computes the missing blocks of a batch with several workers and appends them in order. Which worker computes which block, and how many
/// there are, cannot be seen in the output.
/// </summary>
/// <param name="parts">Where the rows go.</param>
/// <param name="ahead">Where rows go that must wait for an earlier block.</param>
/// <param name="compute">A block's rows; null if it was called off. Called from several threads.</param>
/// <param name="workers">1 or more.</param>
/// <param name="progress">Told about every block that is done.</param>
internal sealed class BatchRunner(Parts parts, Ahead ahead, Func<long, CancellationToken, BlockRows?> compute, int workers,
    IProgress<Tally> progress)
{
    /// <summary>
    /// Flushing to the disk costs milliseconds whatever the amount: often enough to lose little, seldom enough not to be felt.
    /// </summary>
    private const int CommitMilliseconds = 250;

    /// <summary>
    /// Together with <see cref="BlocksAhead"/> the bound on memory: finished blocks that wait for an earlier one hold no more bytes than
    /// this.
    /// </summary>
    private const long WaitingBytes = 128 << 20;

    private const int BlocksAhead = 16;

    /// <summary>After so long without the next block in order, those that wait for it go to the disk.</summary>
    private const int PatienceMilliseconds = 1_000;

    /// <summary>Guards what follows, and is pulsed when it changes.</summary>
    private readonly object _gate = new();
    private readonly Dictionary<long, BlockRows> _waiting = [];
    private readonly HashSet<long> _found = [.. ahead.Blocks];
    private readonly long[] _replacements = [.. parts.Damaged.Keys.Order()];
    private readonly long _firstPosition = parts.Done;
    private long _taken;
    private long _written;
    private long _computed;
    private long _waitingBytes;
    private int _working;
    private Exception? _failure;

    private long Tickets => _replacements.Length + parts.Header.Shard.BlocksOf(parts.Header.Blocks) - _firstPosition;

    /// <summary>How many blocks were computed to their end.</summary>
    public long Computed => Interlocked.Read(ref _computed);

    /// <summary>True if all blocks are there now; false if it was stopped before.</summary>
    public bool Run(CancellationToken stop)
    {
        using var calledOff = CancellationTokenSource.CreateLinkedTokenSource(stop);
        Thread[] threads = [
            .. Enumerable.Range(0, (int)Math.Min(workers, Tickets))
                .Select(i => new Thread(() => Work(calledOff)) { IsBackground = true, Name = $"worker {i}" })];
        _working = threads.Length;
        foreach (var thread in threads) thread.Start();
        try
        {
            WriteInOrder();
        }
        catch (Exception error)
        {
            _failure ??= error;
            calledOff.Cancel();
        }
        foreach (var thread in threads) thread.Join();
        if (_failure is not null) System.Runtime.ExceptionServices.ExceptionDispatchInfo.Throw(_failure);
        return _written == Tickets;
    }

    private void WriteInOrder()
    {
        var (sinceCommit, sinceWrite) = (Stopwatch.StartNew(), Stopwatch.StartNew());
        while (_written < Tickets)
        {
            if (Next(out var allEnded) is { } rows)
            {
                Write(rows);
                sinceWrite.Restart();
            }
            else if (allEnded) break;
            if (sinceCommit.ElapsedMilliseconds < CommitMilliseconds) continue;
            if (sinceWrite.ElapsedMilliseconds >= PatienceMilliseconds) KeepAhead();
            Commit();
            sinceCommit.Restart();
        }
        KeepAhead();
        Commit();
    }

    private void Commit()
    {
        parts.Commit();
        ahead.ClearIfEmpty();
        progress.Report(Tally.Sum([parts.Tally, .. ahead.Tallies]));
    }

    /// <summary>Writes the blocks that wait for an earlier one where they are safe and take no memory.</summary>
    private void KeepAhead()
    {
        BlockRows[] rows;
        lock (_gate)
        {
            rows = [.. _waiting.OrderBy(waiting => waiting.Key).Select(waiting => waiting.Value)];
            _waiting.Clear();
        }
        if (rows.Length == 0) return;
        ahead.Keep(rows);
        lock (_gate)
        {
            _waitingBytes -= rows.Sum(block => block.BytesInMemory);
            Monitor.PulseAll(_gate);
        }
    }

    private void Write(BlockRows rows)
    {
        if (_written < _replacements.Length) parts.Replace(rows);
        else parts.Append(rows);
        rows.Release();
        lock (_gate)
        {
            _written++;
            Monitor.PulseAll(_gate);
        }
    }

    /// <summary>The next block in order, or null if it did not come within the time of a commit.</summary>
    private BlockRows? Next(out bool allEnded)
    {
        lock (_gate)
        {
            if (!_waiting.ContainsKey(_written) && !ahead.Holds(BlockOf(_written)) && _working > 0) Monitor.Wait(_gate, CommitMilliseconds);
            allEnded = _working == 0;
            if (_waiting.Remove(_written, out var rows))
            {
                _waitingBytes -= rows.BytesInMemory;
                return rows;
            }
        }
        return ahead.Take(BlockOf(_written));
    }

    private void Work(CancellationTokenSource calledOff)
    {
        try
        {
            while (Take(calledOff.Token) is { } ticket)
            {
                if (_found.Contains(BlockOf(ticket))) continue;
                if (compute(BlockOf(ticket), calledOff.Token) is not { } rows) break;
                lock (_gate)
                {
                    _computed++;
                    _waiting[ticket] = rows;
                    _waitingBytes += rows.BytesInMemory;
                    Monitor.PulseAll(_gate);
                }
            }
        }
        catch (Exception error)
        {
            lock (_gate) _failure ??= error;
            calledOff.Cancel();
        }
        finally
        {
            lock (_gate)
            {
                _working--;
                Monitor.PulseAll(_gate);
            }
        }
    }

    private long BlockOf(long ticket) => ticket < _replacements.Length
        ? _replacements[ticket]
        : parts.Header.Shard.BlockAt(_firstPosition + ticket - _replacements.Length);

    private long? Take(CancellationToken calledOff)
    {
        lock (_gate)
        {
            while (!calledOff.IsCancellationRequested && _taken < Tickets)
            {
                if (_taken == _written || (_waiting.Count < BlocksAhead * workers && _waitingBytes < WaitingBytes)) return _taken++;
                Monitor.Wait(_gate, CommitMilliseconds);
            }
            return null;
        }
    }
}
