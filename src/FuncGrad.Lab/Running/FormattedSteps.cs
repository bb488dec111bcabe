namespace FuncGrad.Lab;

/// <summary>
/// Rows of the log of one trial that become bytes while its next steps are computed: long logs are few, so that other processors may be
/// idle. Whoever takes the bytes formats what nobody has begun.
/// </summary>
internal sealed class FormattedSteps
{
    /// <summary>Numbers that are worth a thread.</summary>
    private const int NumbersOfPiece = 1 << 14;

    private readonly long _trial;
    private readonly StepRows _rows;
    private readonly int _rowsOfPiece;
    private readonly RowBytes[] _pieces;
    private readonly int[] _begun;
    private readonly Task _others;

    /// <param name="trial">The trial.</param>
    /// <param name="rows">Its rows, which stay as they are until the bytes are taken.</param>
    public FormattedSteps(long trial, StepRows rows)
    {
        (_trial, _rows, _rowsOfPiece) = (trial, rows, Math.Max(1, NumbersOfPiece / Math.Max(1, rows.Width)));
        _pieces = new RowBytes[(rows.Count + _rowsOfPiece - 1) / _rowsOfPiece];
        _begun = new int[_pieces.Length];
        _others = _pieces.Length > 1 ? Task.Run(() => Parallel.For(0, _pieces.Length, Format)) : Task.CompletedTask;
    }

    /// <summary>The bytes of all rows.</summary>
    public RowBytes Take()
    {
        for (var piece = _pieces.Length - 1; piece >= 0; piece--) Format(piece);
        _others.Wait();
        var all = new RowBytes();
        foreach (var piece in _pieces) all.Take(piece);
        return all;
    }

    private void Format(int piece)
    {
        if (Interlocked.Exchange(ref _begun[piece], 1) != 0) return;
        var first = piece * _rowsOfPiece;
        _pieces[piece] = TrialRows.Steps(_trial, _rows, first, Math.Min(_rowsOfPiece, _rows.Count - first));
    }
}
