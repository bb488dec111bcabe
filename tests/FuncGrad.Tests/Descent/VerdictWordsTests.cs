using System.Reflection;
using System.Text.RegularExpressions;
using System.Xml.Linq;
using Xunit;

namespace FuncGrad.Tests;

/// <summary>Verdicts and stop conditions are rows of one table each: who adds a row need touch no other list, and no place knows a word by itself.</summary>
public sealed partial class VerdictWordsTests
{
    private static readonly Lazy<XDocument> Documentation = new(() => XDocument.Load(Path.ChangeExtension(typeof(Verdict).Assembly.Location, ".xml")));

    [Fact]
    public void Every_verdict_has_one_row_whose_word_is_its_name_in_files_and_whose_meaning_is_its_documentation()
    {
        Assert.Equal([.. Enum.GetValues<Verdict>().Select(verdict => (Verdict?)verdict), null], VerdictWords.Counted.Select(row => row.Verdict));
        Assert.All(Enum.GetValues<Verdict>(), verdict => Assert.Equal((verdict, Words.Of(verdict)), (VerdictWords.Of(verdict).Verdict, VerdictWords.Of(verdict).Word)));
        Assert.All(VerdictWords.All.Where(row => row.Verdict is not null), row => Assert.Equal(row.Meaning, Summary($"F:FuncGrad.Verdict.{row.Verdict}")));
        Assert.Equal(VerdictWords.All.Count, VerdictWords.All.Select(row => row.Letter).Distinct().Count());
    }

    [Fact]
    public void Every_stop_condition_has_one_row_in_the_order_of_its_enumeration()
    {
        Assert.Equal(Enum.GetValues<StopReason>(), StopWords.All.Select(row => row.Reason));
        Assert.Equal(Words.Of<StopReason>(), StopWords.All.Select(row => row.Key));
        Assert.Equal(typeof(Stopping).GetConstructors(BindingFlags.Public | BindingFlags.Instance).Single().GetParameters().Select(p => p.Name), StopWords.All.Where(row => row.Bound is not null).Select(row => $"{row.Reason}"));
        Assert.All(StopWords.All.Where(row => row.Bound is null), row => Assert.Contains(row.Key, ObserveReader.KeysOfStop));
    }

    [Fact]
    public void A_bound_is_a_setting_a_note_and_the_same_condition_as_numbers_and_as_a_graph() => Assert.All(StopWords.Bounds, bound =>
    {
        Assert.Contains(Settings.All, setting => setting.Key == bound.Name);
        foreach (var (direction, value, figure) in from direction in Enum.GetValues<Direction>() from value in (double[])[0.5, 2] from figure in (double[])[0.25, 0.5, 1, 3, double.NaN] select (direction, value, figure))
        {
            var stopping = bound.Put(Stopping.Never, value);
            var holds = stopping.Reasons(figure, figure, [figure], direction).Count > 0;
            var goesOn = Evaluation.Of(
                stopping.Continues(Expr.Constant(figure), Expr.Constant(figure), [Expr.Constant(figure)], direction)!, (bound.Symbol, Tensor.Scalar(value))).ToArray()[0];
            Assert.True(holds == (goesOn == 0), $"{bound.Name} {value} at {figure}, {direction}");
            Assert.Equal((value, false, bound.Name), (bound.Of(stopping), stopping.IsNever, stopping.Bounds().Single().Name));
            Assert.Equal(7, bound.Of(stopping.InLane(_ => 7)));
        }
    });

    [Fact]
    public void The_reference_has_their_words_and_meanings()
    {
        Assert.Equal(VerdictWords.Counted.Select(row => row.Word).Order(), ReferencePage.RowsOf("Verdicts").Select(row => row.Code("verdict").Single()).Order());
        Assert.All(StopWords.All, row => Assert.Contains(ReferencePage.RowsOf("`[stop]`"), of => Regex.IsMatch(of.First, $@"^`(stop\.)?{row.Key}\b") && of.Cells["a trial stops when"] == row.Meaning));
    }

    [Fact]
    public void Terminals_show_each_word_by_its_tone() => Assert.All(VerdictWords.All, row =>
    {
        var code = row.Tone switch { Tone.Good => "\e[32m", Tone.Bad => "\e[31m", Tone.Doubtful => "\e[33m", _ => "" };
        Assert.Equal(code.Length > 0 ? $"{code} {row.Word} \e[0m" : $" {row.Word} ", FuncGrad.Lab.Palette.Cell($" {row.Word} ", isColoured: true));
    });

    /// <summary>Outside of the tables no source names a verdict by its word in a string; progress has events that are called stopped and failed too.</summary>
    [Fact]
    public void No_other_source_knows_a_word()
    {
        var words = new Regex($"\"({string.Join('|', VerdictWords.All.Select(row => row.Word).Except(["stopped", "failed"]))})\"");
        string[] allowed = ["VerdictWords.cs", "StopWords.cs", "OtherNames.cs", "TestFunctions.Hills.cs"];
        string[] found = [.. SourceCode.Files("src").Where(file => !allowed.Contains(Path.GetFileName(file))).SelectMany(file => words.Matches(File.ReadAllText(file)).Select(match => $"{Path.GetFileName(file)}: {match.Value}"))];
        Assert.Empty(found);
    }

    private static string Summary(string member)
    {
        var summary = Documentation.Value.Descendants("member").Single(element => (string?)element.Attribute("name") == member).Element("summary")!.Value;
        return Blanks().Replace(summary, " ").Trim();
    }

    [GeneratedRegex(@"\s+")]
    private static partial Regex Blanks();
}
