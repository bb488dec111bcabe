using LanguageExt;

namespace FuncGrad;

/// <summary>What values a setting takes, in words and as a test.</summary>
/// <param name="Expected">For messages: <c>a number above 0</c>.</param>
/// <param name="Allows">Whether a value is one; for numbers an interval, so that a range is allowed if its ends are.</param>
internal sealed record Domain(string Expected, Func<SettingValue, bool> Allows)
{
    /// <summary>The largest whole number that settings take, 2⁵³: every program that reads a table reads it exactly.</summary>
    public const double LargestWhole = 1L << 53;

    /// <summary>The words it takes; none for numbers.</summary>
    public IReadOnlyList<string> Words { get; private init; } = [];

    /// <summary>Whether only whole numbers are allowed.</summary>
    public bool IsWhole { get; private init; }

    /// <summary>What to do about a number that is none of these; empty if there is nothing to add.</summary>
    public string Hint { get; init; } = "";

    /// <summary>The least and the greatest number, where there are such.</summary>
    public (double Low, double High) Bounds { get; private init; } = (double.NegativeInfinity, double.PositiveInfinity);

    /// <summary>Whether a bound itself is no value.</summary>
    public (bool Low, bool High) IsExcluded { get; private init; }

    public bool IsNumber => Words.Count == 0;

    /// <summary>Whether the number is rounded to single precision before it is used, and must be allowed then too.</summary>
    public bool IsSingle { get; private init; }

    /// <summary>
    /// This domain for a number that is computed with in single precision; of words and whole numbers, which are not, itself.
    /// </summary>
    public Domain InSinglePrecision => IsNumber && !IsWhole ? this with { IsSingle = true } : this;

    public static Domain Any { get; } = new("a finite number", value => double.IsFinite(value.Number));

    public static Domain Positive { get; } = new("a finite number above 0", value => double.IsFinite(value.Number) && value.Number > 0)
    {
        Bounds = (0, double.PositiveInfinity),
        IsExcluded = (true, false),
    };

    public static Domain NonNegative { get; } =
        new("a finite number, 0 or more",
            value => double.IsFinite(value.Number) && value.Number >= 0) { Bounds = (0, double.PositiveInfinity) };

    public static Domain Between(double low, double high, bool isHighExcluded = false) => double.IsPositiveInfinity(high)
        ? low == 0 ? NonNegative
            : new(FormattableString.Invariant($"a finite number, {low} or more"),
                value => double.IsFinite(value.Number) && value.Number >= low) { Bounds = (low, double.PositiveInfinity) }
        : isHighExcluded
            ? new(FormattableString.Invariant($"a number from {low} to below {high}"),
                value => value.Number >= low && value.Number < high) { Bounds = (low, high), IsExcluded = (false, true) }
            : new(FormattableString.Invariant($"a number from {low} to {high}"),
                value => value.Number >= low && value.Number <= high) { Bounds = (low, high) };

    public static Domain Whole(double low) =>
        new(FormattableString.Invariant($"a whole number, {low} or more (at most 2^53)"), value =>
            value.Number >= low && value.Number <= LargestWhole && Math.Floor(value.Number) == value.Number) { IsWhole = true,
                Bounds = (low, LargestWhole) };

    public static Domain OneOf(IReadOnlyList<string> words) =>
        new($"one of {string.Join(", ", words.Select(word => $"\"{word}\""))}", value => words.Contains(value.Word)) { Words = words };

    public static Domain OneOf<TEnum>() where TEnum : struct, Enum => OneOf(FuncGrad.Words.Of<TEnum>());

    /// <summary>Formulas, which are read by who knows their names.</summary>
    /// <param name="read">(key, node) ↦ the formula as it is written, or its mistakes.</param>
    public static Domain Formulas(Func<string, TomlNode, Validation<InputError, string>> read) =>
        new("a formula of a single number", value => value.Word is not null)
        {
            Words = ["loss < 0.1", "gradient_norm < 1e-3"],
            _read = (key, node) => read(key, node).Map(SettingValue.Of),
        };

    private Func<string, TomlNode, Validation<InputError, SettingValue>>? _read;

    /// <summary>A value of this domain from a node of a file.</summary>
    /// <param name="key">The setting, for the message.</param>
    /// <param name="node">What stands there.</param>
    public Validation<InputError, SettingValue> Read(string key, TomlNode node) => _read is not null ? _read(key, node) : node switch
    {
        TomlNumber { IsExact: false } when IsWhole => node.Place.Error($"{key} is {node.Described}, but must be {Expected}.", Hint),
        TomlNumber number when IsNumber => Checked(key, node, new SettingValue(number.Value)),
        TomlText text when !IsNumber => Checked(key, node, SettingValue.Of(text.Value)),
        TomlText { Value: var text } when IsNumber && DecimalComma.Number(text) is { } number =>
            node.Place.Error($"{key} is {node.Described}, but must be {Expected}.", DecimalComma.Hint(number)),
        TomlText { Value: var text } when IsNumber
            && double.TryParse(text, System.Globalization.NumberStyles.Float, System.Globalization.CultureInfo.InvariantCulture, out _) =>
            node.Place.Error($"{key} is {node.Described}, but must be {Expected}.", $"Write the number without quotes: {text}."),
        TomlArray or TomlTable when key.StartsWith("method.", StringComparison.Ordinal) =>
            node.Place.Error($"{key} is {node.Described}, but must be {Expected}.",
                $"Several values are tried below [sweep]: {key} = "
                    + $"{(node is TomlArray ? Examples : "{ from = 0.1, to = 1.0, count = 10 }")}."),
        _ => node.Place.Error($"{key} is {node.Described}, but must be {Expected}."),
    };

    private string Examples => IsNumber ? "[0.1, 0.2]" : $"[{string.Join(", ", Words.Take(2).Select(word => $"\"{word}\""))}]";

    private Validation<InputError, SettingValue> Checked(string key, TomlNode node, SettingValue value) => Allows(value)
        ? IsSingle && !AllowsRounded(value.Number)
            ? node.Place.Error(SinglePrecision.Problem(key, node, value.Number, Expected), SinglePrecision.Hint) : value
        : node.Place.Error($"{key} is {node.Described}, but must be {Expected}.", value.Word is { } word
            ? NearestName.Hint(word, Words, "Known") : HintFor(value.Number));

    private bool AllowsRounded(double number) =>
        (float)number is var single && Allows(new SettingValue(single)) && (single != 0 || number == 0);

    private string HintFor(double number) => IsWhole && double.IsFinite(number) && Math.Floor(number) != number && number > 0
        ? FormattableString.Invariant($"Perhaps you meant {Math.Round(number)}.")
        : Hint;
}
