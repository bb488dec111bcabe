namespace FuncGrad;

/// <summary>
/// The rows of each batch for lanes that have seeds: each epoch has an order of its own, which is formed when it is first asked for and
/// kept until another is.
/// </summary>
internal sealed class BatchOrders
{
    private readonly Minibatches _batches;
    private readonly BatchOrder _order;
    private readonly IReadOnlyList<int[]> _given;
    private readonly long[] _seeds;
    private readonly int[] _places;
    private readonly (long Epoch, int[] Rows)[] _orders;

    /// <param name="batches">The batches.</param>
    /// <param name="order">In what order the rows are taken.</param>
    /// <param name="given">The orders of the epochs, if they are written out.</param>
    /// <param name="seeds">The seed of each lane; a single one stands for all.</param>
    public BatchOrders(Minibatches batches, BatchOrder order, IReadOnlyList<int[]> given, long[] seeds)
    {
        (_batches, _order, _given) = (batches, order, given);
        _seeds = !DependsOnSeed(order) ? [0] : [.. seeds.Distinct()];
        var places = _seeds.Select((seed, place) => (seed, place)).ToDictionary(pair => pair.seed, pair => pair.place);
        _places = !DependsOnSeed(order) ? new int[seeds.Length] : Array.ConvertAll(seeds, seed => places[seed]);
        _orders = [.. _seeds.Select(_ => (-1L, Array.Empty<int>()))];
    }

    /// <summary>Whether trials of different seeds see different rows.</summary>
    public static bool DependsOnSeed(BatchOrder order) => order is BatchOrder.Shuffle or BatchOrder.Random;

    /// <summary>The rows that a lane sees at a state.</summary>
    public ReadOnlySpan<int> Rows(int lane, long iteration)
    {
        var (epoch, first, count) = _batches.At(iteration);
        var place = _places[_places.Length == 1 ? 0 : lane];
        ref var known = ref _orders[place];
        if (known.Epoch != epoch) Form(ref known, _seeds[place], epoch);
        return known.Rows.AsSpan(first, count);
    }

    private void Form(ref (long Epoch, int[] Rows) known, long seed, long epoch)
    {
        if (known.Rows.Length == 0) known.Rows = new int[_batches.Rows];
        if (_order == BatchOrder.Random) RowOrder.Draw(seed, RowOrder.PurposeOf(epoch), known.Rows);
        else if (_order == BatchOrder.Shuffle) RowOrder.Shuffle(seed, RowOrder.PurposeOf(epoch), known.Rows);
        else if (_order == BatchOrder.Given) known.Rows = _given[(int)(epoch % _given.Count)];
        else if (known.Epoch < 0) for (var row = 0; row < known.Rows.Length; row++) known.Rows[row] = row;
        known.Epoch = epoch;
    }
}
