using Xunit;

namespace FuncGrad.Tests;

/// <summary>A class that does not exist is a mistake of the file, with its place, before anything runs.</summary>
public sealed class ClassLabelTests
{
    [Theory]
    [InlineData("t", "t = [0, 1, 2]", null, "")]
    [InlineData("t", "t = [0, 3, 1]", "9:9", "t[1] is 3, but must be a class: a whole number from 0 to 2.")]
    [InlineData("t", "t = [0, 1.5, 1]", "9:9", "t[1] is 1.5")]
    [InlineData("t", "t = [7, 3, 1.5]", "9:6", "t[0] is 7, but must be a class: a whole number from 0 to 2. So must 2 more of 3: 3, 1.5.")]
    [InlineData("t", "t = [0, 1, -1]", "9:12", "t[2] is -1")]
    [InlineData("t", "t = [-0.0, 1, 2]", null, "")]
    [InlineData("t", "t = [1, 2, 3]", "9:12", "t[2] is 3")]
    [InlineData("t - 1", "t = [1, 2, 3]", null, "")]
    [InlineData("t - 1", "t = [0, 2, 3]", "9:1", "a class that is computed from t is -1")]
    [InlineData("t[1:]", "t = [9, 0, 1, 2]", null, "")]
    [InlineData("t[:3]", "t = [0, 1, 4, 9]", "9:12", "t[2] is 4")]
    [InlineData("T[:, 1]", "T = [[9, 0], [9, 2], [9, 3]]", "9:26", "T[2][1] is 3")]
    [InlineData("t", "t = { csv = \"labels.csv\" }", "9:5", "t[2] of labels.csv is 7")]
    [InlineData("t", "t = { shape = [3], fill = 3.0 }", "9:5", "t[0] is 3")]
    [InlineData("t", "t = { shape = [3], uniform = { low = 0.0, high = 2.0 } }", "9:5", "is ")]
    [InlineData("t", "t = [[0, 1, 0], [1, 0, 0], [0, 0, 1.5]]", null, "")]
    [InlineData("t", "t = [0, 1, 2]\n[sweep]\n\"data.t[1]\" = [0, 2, 3]", "11:1", "data.t[1] is 3")]
    [InlineData("t", "t = [0, 1, 2]\n[sweep]\n\"data.t[1]\" = { from = 0, to = 2, count = 5 }", "11:1", "data.t[1] is 0.5")]
    [InlineData("t", "t = [0, 1, 2]\n[sweep]\n\"data.t[1]\" = { from = 0, to = 2, count = 3 }", null, "")]
    [InlineData("t", "t = { shape = [3], fill = 1.0 }\n[sweep]\n\"data.t.fill\" = [0, 5]", "11:1", "data.t.fill is 5")]
    public void Cross_entropy_takes_whole_numbers_below_the_number_of_classes(string targets, string data, string? place, string problem)
    {
        var text = $"loss = \"cross_entropy(softmax(X @ W), {targets})\"\n\n[parameters]\nW = {{ shape = [2, 3], fill = 0.0 }}\n\n[data]\n\nX = [[1, 2], [3, 4], [5, 6]]\n{data}\n";
        var errors = ExperimentParser.Parse(text, "a.toml", _ => Tensor.Vector(0, 1, 7)).Match(_ => [], errors => errors.ToArray());
        if (place is null) Assert.Empty(errors);
        else
        {
            var error = Assert.Single(errors);
            Assert.Equal($"a.toml:{place}", error.Location);
            Assert.Contains(problem, error.Problem, StringComparison.Ordinal);
            Assert.NotEqual("", error.Hint);
        }
    }

    [Theory]
    [InlineData("gather(x, t)", "t = [0, 2]", "t[1] is 2, but must be a class: a whole number from 0 to 1.")]
    [InlineData("scatter(x[:, 0], t, 4)", "t = [0, 4]", "t[1] is 4, but must be a class: a whole number from 0 to 3.")]
    [InlineData("gather(x, t)", "t = [0, 1]", null)]
    public void Whatever_is_looked_up_has_to_exist(string formula, string data, string? problem)
    {
        var errors = ExampleFiles.Errors($"loss = \"sum({formula})\"\n[parameters]\nx = [[1, 2], [3, 4]]\n[data]\n{data}\n");
        if (problem is null) Assert.Empty(errors);
        else Assert.Equal(problem, Assert.Single(errors).Problem);
    }
}
