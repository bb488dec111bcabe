namespace FuncGrad;

/// <summary>
/// Where the numbers of a parameter or of data come from: written down, drawn, filled or read. A closed union; read it with a
/// <c>switch</c>.
/// </summary>
public abstract record ArraySource
{
    private ArraySource() { }

    /// <summary>The shape of the array.</summary>
    public abstract Shape Shape { get; }

    /// <summary>The numbers.</summary>
    /// <param name="seed">The seed of the trial.</param>
    /// <param name="purpose">The name of what is drawn, as <c>parameters.W</c>: arrays of different names are independent.</param>
    public abstract Tensor Values(long seed, string purpose);

    /// <summary>Whether the numbers depend on the seed.</summary>
    internal bool IsDrawn => this is Normal or Uniform or Orthogonal;

    /// <summary>Numbers written in the file.</summary>
    public sealed record Literal(Tensor Value) : ArraySource
    {
        /// <summary>The numbers.</summary>
        public Tensor Value { get; init; } = Arguments.Given(Value);

        /// <inheritdoc/>
        public override Shape Shape => Value.Shape;

        /// <inheritdoc/>
        public override Tensor Values(long seed, string purpose) => Value;
    }

    /// <summary>mean + std · z for each element, z drawn from the standard normal distribution.</summary>
    /// <param name="Shape">The shape.</param>
    /// <param name="Mean">μ.</param>
    /// <param name="Std">σ ≥ 0.</param>
    public sealed record Normal(Shape Shape, double Mean, double Std) : ArraySource
    {
        /// <inheritdoc/>
        public override Shape Shape { get; } = Arguments.Given(Shape);

        /// <inheritdoc/>
        public override Tensor Values(long seed, string purpose)
        {
            var stream = new Randomness(seed, purpose);
            return Drawn(Shape, position => Mean + (Std * stream.Normal(position)));
        }
    }

    /// <summary>low + (high − low) · u for each element, u drawn uniformly from [0, 1).</summary>
    /// <param name="Shape">The shape.</param>
    /// <param name="Low">The lower end, included.</param>
    /// <param name="High">The upper end, excluded but for rounding.</param>
    public sealed record Uniform(Shape Shape, double Low, double High) : ArraySource
    {
        /// <inheritdoc/>
        public override Shape Shape { get; } = Arguments.Given(Shape);

        /// <inheritdoc/>
        public override Tensor Values(long seed, string purpose)
        {
            var stream = new Randomness(seed, purpose);
            return Drawn(Shape, position => Between(stream.Uniform(position)));
        }

        /// <summary>Where high − low passes the greatest number, the ends are weighed instead.</summary>
        private double Between(double u)
        {
            var width = High - Low;
            return double.IsFinite(width) ? Low + (width * u) : (Low * (1 - u)) + (High * u);
        }
    }

    /// <summary>
    /// gain · Q with Q drawn evenly from the matrices with orthonormal columns, or rows if those are fewer (Saxe et al. 2014,
    /// arXiv:1312.6120). Axes behind the first count as one: the windows of filters.
    /// </summary>
    /// <param name="Shape">The shape, of two axes or more.</param>
    /// <param name="Gain">The factor.</param>
    public sealed record Orthogonal(Shape Shape, double Gain = 1) : ArraySource
    {
        /// <inheritdoc/>
        public override Shape Shape { get; } = Arguments.Given(Shape).Rank >= 2 ? Shape
            : throw new ArgumentException($"The shape {Shape} has no rows and columns.", nameof(Shape));

        /// <inheritdoc/>
        public override Tensor Values(long seed, string purpose) =>
            Tensor.Own(Shape, OrthogonalDraw.Of(Shape[0], Shape.ElementCount / Shape[0], Gain, new Randomness(seed, purpose)));
    }

    /// <summary>The same number everywhere.</summary>
    /// <param name="Shape">The shape.</param>
    /// <param name="Value">The number.</param>
    public sealed record Fill(Shape Shape, double Value) : ArraySource
    {
        /// <inheritdoc/>
        public override Shape Shape { get; } = Arguments.Given(Shape);

        /// <inheritdoc/>
        public override Tensor Values(long seed, string purpose) => Tensor.Fill(Shape, Value);
    }

    /// <summary>Numbers from a file.</summary>
    /// <param name="Path">As written in the experiment file.</param>
    /// <param name="Value">What was read: the columns and rows that are used, made standard if that was asked.</param>
    public sealed record FromFile(string Path, Tensor Value) : ArraySource
    {
        /// <summary>As written in the experiment file.</summary>
        public string Path { get; init; } = Arguments.Given(Path);

        /// <summary>The numbers.</summary>
        public Tensor Value { get; init; } = Arguments.Given(Value);

        /// <inheritdoc/>
        public override Shape Shape => Value.Shape;

        /// <summary>What was asked of the file.</summary>
        internal ArrayFile? Asked { get; init; }

        /// <summary>How it was made standard; null if it was not.</summary>
        internal Standardisation? Standard { get; init; }

        /// <inheritdoc/>
        public override Tensor Values(long seed, string purpose) => Value;

        /// <summary>Whether both are the same numbers of the same file.</summary>
        public bool Equals(FromFile? other) => other is not null && Path == other.Path && Value.Equals(other.Value);

        /// <inheritdoc/>
        public override int GetHashCode() => HashCode.Combine(Path, Value);
    }

    private static Tensor Drawn(Shape shape, Func<long, double> draw)
    {
        var values = new double[shape.ElementCount];
        for (var position = 0; position < values.Length; position++) values[position] = draw(position);
        return Tensor.Own(shape, values);
    }
}

/// <summary>A parameter or data of an experiment.</summary>
/// <param name="Name">As in the formula and the columns.</param>
/// <param name="Source">Where its numbers come from.</param>
public sealed record NamedArray(string Name, ArraySource Source)
{
    /// <summary>As in the formula and the columns.</summary>
    public string Name { get; init; } = Arguments.Given(Name);

    /// <summary>Where its numbers come from.</summary>
    public ArraySource Source { get; init; } = Arguments.Given(Source);

    /// <summary>The names of the elements as columns: <c>x0</c>, <c>x[0]</c>, <c>W[0][1]</c>.</summary>
    public IEnumerable<string> ElementNames => FuncGrad.ElementNames.Of(Name, Source.Shape);

    /// <summary>Name and shape.</summary>
    public override string ToString() => Source.Shape.Rank == 0 ? Name : $"{Name} {Source.Shape}";
}
