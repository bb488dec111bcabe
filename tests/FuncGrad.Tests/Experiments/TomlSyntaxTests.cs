using Xunit;

namespace FuncGrad.Tests;

/// <summary>Whatever bytes stand in a file, it is read or has a mistake with a place.</summary>
public sealed class TomlSyntaxTests
{
    [Theory]
    [InlineData("\"\\", 1)]
    [InlineData("x = 1\nloss = \"a\\", 2)]
    [InlineData("x = 1\n\"\"\"\\", 2)]
    [InlineData("\n\nloss = \"\\U001\"", 3)]
    [InlineData("loss = \"\\u12", 1)]
    [InlineData("loss = \"\\uD800\"", 1)]
    [InlineData("a = \"\\x4", 1)]
    [InlineData("'''\\", 1)]
    public void A_text_that_breaks_the_parser_has_a_mistake_on_its_line(string text, int line)
    {
        var errors = TomlReading.Of(text, "a.toml").Errors;
        Assert.NotEmpty(errors);
        Assert.All(errors, error => Assert.InRange(int.Parse(error.Location.Split(':')[1]), line, line + 1));
    }

    [Theory]
    [InlineData(40)]
    [InlineData(63)]
    [InlineData(64)]
    [InlineData(65)]
    [InlineData(5_000)]
    public void Brackets_nested_to_any_depth_end_in_a_mistake(int depth) => Assert.All((string[])["", "a = ", "a = { b = "], before =>
        Assert.NotEmpty(TomlReading.Of(before + new string('[', depth), "a.toml").Errors));

    [Theory]
    [InlineData("title = \"A title\nloss = \"x^2\"\n[method]\nrule = \"adam\"\n\"a.b\" = [1]\n", 1)]
    [InlineData("title = 'A title\nrule = 'adam'\nsteps = 'x'\n", 1)]
    [InlineData("a = [\"x\", \"y]\nb = \"z\"\nc = \"w\"\n", 1)]
    [InlineData("a = { b = \"x }\nb = \"z\"\nc = \"w\"\n", 1)]
    public void A_quotation_mark_that_is_not_closed_is_one_mistake(string text, int line)
    {
        var reading = TomlReading.Of(text, "a.toml");
        Assert.StartsWith($"a.toml:{line}:", Assert.Single(reading.Errors).Location, StringComparison.Ordinal);
        Assert.Equal(2, reading.Root.Keys.Count());
    }

    [Fact]
    public void What_the_parser_throws_is_placed_by_halves() =>
        Assert.Equal("a.toml:3:1", TomlSyntax.Of("a = 1\nb = 2\nc = " + new string('[', 80) + "\nd = 4\n", "a.toml").Failure?.Location);
}
