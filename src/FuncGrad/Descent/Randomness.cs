using System.Text;

namespace FuncGrad;

/// <summary>
/// Random numbers without a generator: a draw is a pure function of (seed, purpose, position), the same on every machine and thread and in
/// any order. Seed and purpose choose a stream, the position a number in it (Philox4x32-10, one counter for each draw).
/// </summary>
/// <param name="seed">The seed of a trial, 0 or more.</param>
/// <param name="purpose">What the numbers are for, as <c>parameters.W</c>: different purposes draw independent numbers.</param>
public readonly struct Randomness(long seed, string purpose) : IEquatable<Randomness>
{
    private readonly ulong _key = (ulong)seed;
    private readonly ulong _stream = StreamOf(Arguments.Given(purpose));

    /// <summary>64 random bits at a position.</summary>
    /// <param name="position">0, 1, 2 ...: which number of the stream.</param>
    public ulong Bits(long position) => Philox.Bits((ulong)position, _stream, _key).Low;

    /// <summary>A number drawn uniformly from [0, 1): k / 2⁵³, every k equally likely.</summary>
    /// <param name="position">0, 1, 2 ...: which number of the stream.</param>
    public double Uniform(long position) => (Bits(position) >> 11) * (1.0 / (1L << 53));

    /// <summary>
    /// A number drawn from the normal distribution of mean 0 and standard deviation 1, as the quantile of a uniform draw from the 2⁵²
    /// midpoints (k + ½) / 2⁵² (Wichura 1988, AS 241), so that |x| stays below 8.3.
    /// </summary>
    /// <param name="position">0, 1, 2 ...: which number of the stream.</param>
    public double Normal(long position) => NormalQuantile.Of(((Bits(position) >> 12) + 0.5) * (1.0 / (1L << 52)));

    /// <inheritdoc/>
    public bool Equals(Randomness other) => (_key, _stream) == (other._key, other._stream);

    /// <inheritdoc/>
    public override bool Equals(object? obj) => obj is Randomness other && Equals(other);

    /// <summary>The seed, and the stream that its purpose chooses.</summary>
    public override string ToString() => FormattableString.Invariant($"seed {_key}, stream {_stream:x16}");

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(_key, _stream);

    /// <summary>Whether two streams are the same.</summary>
    public static bool operator ==(Randomness left, Randomness right) => left.Equals(right);

    /// <summary>Whether two streams differ.</summary>
    public static bool operator !=(Randomness left, Randomness right) => !left.Equals(right);

    // FNV-1a over UTF-8 (RFC 9923), then a finalizer, since FNV leaves the high bits of short texts alike.
    private static ulong StreamOf(string purpose)
    {
        var hash = 14695981039346656037UL;
        foreach (var octet in Encoding.UTF8.GetBytes(purpose)) hash = (hash ^ octet) * 1099511628211UL;
        return SplitMix.Mixed(hash);
    }
}
