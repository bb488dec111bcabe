using System.Text;
using CsCheck;
using CsvHelper;
using Xunit;

namespace FuncGrad.Tests;

/// <summary>The library's CSV is the command's, byte by byte.</summary>
public sealed class CsvTextTests
{
    private static readonly string[] Odd = ["", " ", "a,b", "\"", "a\nb", "\r", " x", "x ", "é", "\t", "#", "'"];

    [Fact]
    public void Fields_and_numbers_are_written_as_by_CsvHelper() => Gen.Select(Gen.Select(Gen.String, Gen.Int[0, 12], (text, kind) => kind < Odd.Length ? Odd[kind] : text).Array[2, 4], Gen.Double.Array[0, 3]).Sample((fields, numbers) =>
    {
        using var stream = new MemoryStream();
        using (var writer = CsvWriter.Create(stream, new CsvWriterOptions { NewLine = "\n", ValidateFieldCount = false }, leaveOpen: true))
        {
            foreach (var field in fields) writer.WriteField(field);
            writer.EndRecord();
            foreach (var number in numbers.Append(double.NaN).Append(double.NegativeInfinity).Append(-0.0)) writer.WriteField(number);
            writer.EndRecord();
        }
        using var text = new StringWriter();
        CsvText.Line(text, fields);
        CsvText.Line(text, numbers.Append(double.NaN).Append(double.NegativeInfinity).Append(-0.0));
        Assert.Equal(Encoding.UTF8.GetString(stream.ToArray()), Encoding.UTF8.GetString(Encoding.UTF8.GetBytes(text.ToString())));
    }, iter: 2000);

    private const string Swept = "loss = \"(x[0] - 1)^2 + sin(3*x[1])\"\n[parameters]\nx = [3.0, -0.5]\n[method]\nsteps = 30\n[observe]\nsize = \"sum(abs(x))\"\n[sweep]\nmethod.learning_rate = { from = 1e-3, to = 10.0, count = 20, scale = \"log\" }\nmethod.rule = [\"gradient_descent\", \"adam\"]\n[log]\nevery = 7\n";

    [Fact]
    public void Trials_and_steps_of_a_program_are_the_bytes_of_the_command()
    {
        Assert.True(Experiment.TryParse(Swept, out var experiment, out _));
        var batch = new Batch(experiment);
        TrialTable[] tables = [.. batch.Run(TestContext.Current.CancellationToken)];
        byte[] trials = [.. FuncGrad.Lab.Csv.Line(batch.TrialColumns), .. FuncGrad.Lab.TrialRows.Trials(tables).ToArray()], steps = [.. FuncGrad.Lab.Csv.Line(batch.StepColumns), .. FuncGrad.Lab.TrialRows.Steps(tables).ToArray()];
        Assert.Equal(Encoding.UTF8.GetString(trials), Text(to => TrialCsv.Write(to, batch, tables)));
        Assert.Equal(Encoding.UTF8.GetString(steps), Text(to => StepCsv.Write(to, batch, tables)));
    }

    [Fact]
    public void Steps_of_a_sequence_are_the_rows_of_the_log()
    {
        Assert.True(Experiment.TryParse("loss = \"x0^2 + 3*x1^2\"\n[parameters]\nx0 = 3.0\nx1 = -0.5\n[method]\nlearning_rate = 0.1\nsteps = 30\n[log]\ncolumns = [\"loss\", \"gradient_norm\", \"parameters\"]\n", out var experiment, out _));
        var (batch, loss) = (new Batch(experiment), experiment.Loss());
        Assert.Equal(Text(to => StepCsv.Write(to, batch, batch.Run(TestContext.Current.CancellationToken))), Text(to => StepCsv.Write(to, loss, new Descent(loss, UpdateRules.GradientDescent(0.1)).Scan(3, -0.5).Take(31))));
    }

    [Fact]
    public void Experiments_of_programs_need_no_text()
    {
        var loss = Loss.Of(x => (x[0] * x[0]) + Expr.Pow(x[1], 4), 2);
        var batch = new Batch(Experiment.Of(loss, ("x", new double[] { 0.5, 0.25 })).Over(SweepAxis.Log("method.learning_rate", 1e-3, 1, 7), SweepAxis.Seeds(2)));
        var losses = batch.Run(TestContext.Current.CancellationToken).SelectMany(table => table["loss"]).ToArray();
        Assert.Equal(14, losses.Length);
        var rate = batch.Run(TestContext.Current.CancellationToken).First()["method.learning_rate"][4];
        Assert.Equal(new Descent(loss, UpdateRules.GradientDescent(rate)).Fold(100, 0.5, 0.25).Loss, losses[4]);
        Assert.False(Experiment.TryParse("los = 1", out _, out var mistakes));
        Assert.NotEmpty(mistakes);
    }

    private static string Text(Action<TextWriter> write)
    {
        using var text = new StringWriter();
        write(text);
        return text.ToString();
    }
}
