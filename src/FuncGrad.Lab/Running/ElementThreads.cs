namespace FuncGrad.Lab;

/// <summary>
/// Threads for the elements of one large trial. A pass over a million numbers takes a tenth of a millisecond, which is what starting a
/// thread or waking one costs; so threads that had work a moment ago look out for the next, and fall asleep only when none comes. Part i
/// goes to thread i where that is free, whose cache still holds what it needs.
/// </summary>
/// <param name="count">How many threads, the caller's included; 1 or more.</param>
internal sealed class ElementThreads(int count)
{
    private const long AttentiveMilliseconds = 2;

    private readonly object _gate = new();
    private Thread[]? _helpers;
    private volatile Parts? _parts;
    private int _asleep;
    private int _isBusy;

    /// <summary>
    /// body(0) ... body(parts − 1), each once; when it returns all are done. A call from within a call, or beside one, is done by its own
    /// thread alone.
    /// </summary>
    public void For(int parts, Action<int> body)
    {
        if (Interlocked.Exchange(ref _isBusy, 1) != 0)
        {
            for (var i = 0; i < parts; i++) body(i);
            return;
        }
        try { Share(new Parts(parts, body)); }
        finally { Volatile.Write(ref _isBusy, 0); }
    }

    private void Share(Parts parts)
    {
        _helpers ??= [.. Enumerable.Range(1, count - 1).Select(Started)];
        _parts = parts;
        Interlocked.MemoryBarrier();
        if (Volatile.Read(ref _asleep) > 0)
            lock (_gate) Monitor.PulseAll(_gate);
        parts.Do(0);
        parts.Await();
        _parts = null;
    }

    private Thread Started(int index)
    {
        var thread = new Thread(() => Help(index)) { IsBackground = true, Name = $"elements {index}" };
        thread.Start();
        return thread;
    }

    private void Help(int index)
    {
        var (done, idleSince) = ((Parts?)null, Environment.TickCount64);
        while (true)
        {
            if (_parts is { } parts && parts != done)
            {
                parts.Do(index);
                (done, idleSince) = (parts, Environment.TickCount64);
            }
            else if (Environment.TickCount64 - idleSince < AttentiveMilliseconds) Thread.SpinWait(10);
            else Sleep(done);
        }
    }

    private void Sleep(Parts? done)
    {
        lock (_gate)
        {
            Interlocked.Increment(ref _asleep);
            if (_parts is null || _parts == done) Monitor.Wait(_gate);
            Interlocked.Decrement(ref _asleep);
        }
    }

    private sealed class Parts(int parts, Action<int> body)
    {
        private readonly int[] _isTaken = new int[parts];
        private int _left = parts;
        private Exception? _failure;

        public void Do(int first)
        {
            for (var k = 0; k < _isTaken.Length; k++)
            {
                var part = (first + k) % _isTaken.Length;
                if (Interlocked.Exchange(ref _isTaken[part], 1) != 0) continue;
                try { body(part); }
                catch (Exception error) { _failure = error; }
                Interlocked.Decrement(ref _left);
            }
        }

        public void Await()
        {
            var spin = new SpinWait();
            while (Volatile.Read(ref _left) > 0) spin.SpinOnce(sleep1Threshold: -1);
            if (_failure is not null) System.Runtime.ExceptionServices.ExceptionDispatchInfo.Throw(_failure);
        }
    }
}
