namespace FuncGrad;

/// <summary>
/// Where the numbers of a pack of lanes lie: state after state, then lane inputs and the mask, each for all lanes; then what all lanes
/// share, observed values, row after row, and what a step keeps, each for all lanes. Code of different passes over one recurrence differs
/// in the last part only.
/// </summary>
/// <param name="States">How many states there are.</param>
/// <param name="LaneInputs">How many inputs of each lane.</param>
/// <param name="Kept">How many rows a step keeps, see <see cref="FunctionRounds"/>.</param>
/// <param name="Observed">How many observed values.</param>
/// <param name="Shared">How many inputs that all lanes share.</param>
/// <param name="Lanes">How many lanes a pack has.</param>
/// <param name="ElementSize">Bytes of a number.</param>
internal sealed record PackLayout(int States, int LaneInputs, int Kept, int Observed, int Shared, int Lanes, int ElementSize)
{
    /// <summary>
    /// Rows of observed values that are written before they are taken out of a pack: few enough to stay near the processor.
    /// </summary>
    public const int RowsAtOnce = 32;

    public int State(int index) => index * Lanes * ElementSize;

    public int LaneInput(int index) => State(States + index);

    /// <summary>1 for each lane that continued with the last update, else 0.</summary>
    public int Mask => LaneInput(LaneInputs);

    public int SharedInput(int index) => LaneInput(LaneInputs + 1) + (index * ElementSize);

    public int Observations => (SharedInput(Shared) + 63) & ~63;

    public int ObservationInRow(int index) => index * Lanes * ElementSize;

    public int RowSize => ObservationInRow(Observed);

    public int KeptRow(int index) => ((Observations + (RowsAtOnce * RowSize) + 63) & ~63) + (index * Lanes * ElementSize);

    public int Size => KeptRow(Kept);
}

/// <summary>
/// Memory of a pack of lanes, updates made, updates to make, where observed values go, a row for each update ↦ nothing: everything
/// lies in memory.
/// </summary>
internal delegate void PackBody(nint memory, long iteration, long steps, nint observed);
