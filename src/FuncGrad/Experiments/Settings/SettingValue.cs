using System.Globalization;

namespace FuncGrad;

/// <summary>What a setting can be set to: a number, or one of some words (the name of a rule, <c>float</c>).</summary>
/// <param name="Number">The number; NaN if it is a word.</param>
/// <param name="Word">The word; null if it is a number.</param>
public readonly record struct SettingValue(double Number, string? Word = null)
{
    /// <summary>A word.</summary>
    public static SettingValue Of(string word) => new(double.NaN, Arguments.Given(word));

    /// <summary>As in files and columns: the word, or the shortest text that reads back as the same number.</summary>
    public override string ToString() => Word ?? Number.ToString("R", CultureInfo.InvariantCulture);

    internal TEnum As<TEnum>() where TEnum : struct, Enum => Words.Parse<TEnum>(Word ?? "");
}

/// <summary>
/// The words of files for the cases of an enumeration: <c>central_difference</c> for <see cref="GradientKind.CentralDifference"/>.
/// </summary>
internal static class Words
{
    public static IReadOnlyList<string> Of<TEnum>() where TEnum : struct, Enum => [.. Enum.GetNames<TEnum>().Select(SnakeCase)];

    public static string Of<TEnum>(TEnum value) where TEnum : struct, Enum => SnakeCase(value.ToString());

    public static TEnum Parse<TEnum>(string word) where TEnum : struct, Enum => Enum.GetValues<TEnum>().First(value => Of(value) == word);

    private static string SnakeCase(string name) =>
        string.Concat(name.Select((c, i) => char.IsUpper(c) && i > 0 ? $"_{char.ToLowerInvariant(c)}" : $"{char.ToLowerInvariant(c)}"));
}
