namespace FuncGrad;

/// <summary>
/// Workspaces of one kernel, used again call after call, so that the loop over steps allocates nothing; safe for calls from several
/// threads.
/// </summary>
internal sealed class WorkspacePool<T>(Func<int, T> create)
    where T : class
{
    private readonly Stack<T> _free = new();
    private int _size;

    /// <summary>A workspace of this size. When the size changes, those of other sizes are dropped.</summary>
    public T Rent(int size)
    {
        lock (_free)
        {
            if (size != _size)
            {
                _free.Clear();
                _size = size;
            }
            if (_free.TryPop(out var workspace)) return workspace;
        }
        return create(size);
    }

    public void Return(T workspace, int size)
    {
        lock (_free)
            if (size == _size) _free.Push(workspace);
    }
}
