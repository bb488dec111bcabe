using System.Globalization;
using Xunit;

namespace FuncGrad.Tests.Descents;

/// <summary>Results that are printed say what they are, in every country the same.</summary>
public sealed class ResultTextTests
{
    [Fact]
    public void Results_are_printed_in_short()
    {
        var before = CultureInfo.CurrentCulture;
        CultureInfo.CurrentCulture = new CultureInfo("") { NumberFormat = new NumberFormatInfo { NumberDecimalSeparator = "," } };
        try
        {
            var loss = Loss.Of(x => Expr.Pow(x[0] - 0.5, 2), 1);
            Assert.Equal("(x[0] - 0.5)^2 of x (1)", loss.ToString());
            Assert.Equal("Unfinished after 1 steps: loss 0.0625, gradient norm 0.5; " + new Descent(loss, UpdateRules.GradientDescent(0.25)).Run(1, 1).Note, new Descent(loss, UpdateRules.GradientDescent(0.25)).Run(1, 1).ToString());
            var check = GradientCheck.Of(loss.Value!, loss.Parameters, new Dictionary<Expr, Tensor> { [loss.Parameters[0]] = Tensor.Vector(0.75) });
            Assert.Equal($"right: {check.Note}", check.ToString());
            Assert.StartsWith("x[0]: exact 0.5, numerical 0.", check.Coordinates[0].ToString(), StringComparison.Ordinal);
            Assert.Equal("Converged: good", new Judgement(Verdict.Converged, "good").ToString());
            var batch = new Batch(ExampleFiles.Experiment("loss = \"x0^2\"\n[parameters]\nx0 = 0.5\n[method]\nsteps = 0\n"));
            Assert.StartsWith("trial 0: unfinished after 0 steps: loss 0.25, gradient norm 1; ", batch.Run(0, 1, () => long.MaxValue >> 2)![0].ToString(), StringComparison.Ordinal);
            Assert.Equal("trial 0, seed 0: 0.5", new Trials(ExampleFiles.Experiment("loss = \"x0^2\"\n[parameters]\nx0 = 1\n[sweep]\nmethod.learning_rate = [0.5]\n"))[0].ToString());
        }
        finally { CultureInfo.CurrentCulture = before; }
    }
}
