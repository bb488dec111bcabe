using System.Buffers.Binary;

namespace FuncGrad;

/// <summary>Trials from one on, decoded from their indices: a column for each swept key instead of an experiment for each trial.</summary>
/// <param name="First">The index of the first trial.</param>
/// <param name="Templates">For each trial what it shares with others.</param>
/// <param name="Swept">For each swept key its values.</param>
/// <param name="Places">For each swept key where its values go in a lane; null: they are in the template.</param>
/// <param name="Ids">For each trial the number whose 16 hexadecimal digits are its id.</param>
internal sealed record TrialColumns(
    long First, TrialTemplate[] Templates, SweptColumn[] Swept, IReadOnlyList<LanePlace?> Places, ulong[] Ids)
{
    public int Count => Templates.Length;

    /// <summary>The id of a trial: 16 hexadecimal digits.</summary>
    public string Id(int trial)
    {
        Span<byte> bytes = stackalloc byte[sizeof(ulong)];
        BinaryPrimitives.WriteUInt64BigEndian(bytes, Ids[trial]);
        return Convert.ToHexStringLower(bytes);
    }

    /// <summary>The numbers of a swept key in some of the trials.</summary>
    public double[] Numbers(int axis, int[] trials)
    {
        var (all, own) = (Swept[axis].Numbers, new double[trials.Length]);
        for (var lane = 0; lane < own.Length; lane++) own[lane] = all[trials[lane]];
        return own;
    }
}

/// <summary>The values of a swept key, trial by trial.</summary>
/// <param name="Numbers">The numbers; NaN where a value is a word.</param>
/// <param name="Words">The words; null where all values are numbers.</param>
internal readonly record struct SweptColumn(double[] Numbers, string?[]? Words)
{
    public SettingValue this[int trial] => new(Numbers[trial], Words?[trial]);
}

/// <summary>
/// What trials share whose graphs are the same: the experiment with the values of those swept settings that have no place in a lane.
/// </summary>
/// <param name="own">It, with one value for each of the other swept settings too, so that every setting a trial has is there.</param>
/// <param name="identity">The part of their ids that they share.</param>
internal sealed class TrialTemplate(Experiment own, UInt128 identity)
{
    public Experiment Own { get; } = own;

    public UInt128 Identity { get; } = identity;

    /// <summary>The numbers that it comes down to; made when first needed.</summary>
    public TrialSettings? Settings { get; set; }
}
