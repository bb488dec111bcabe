using LanguageExt;

namespace FuncGrad.Tests;

/// <summary>An experiment file with every form there is, and how tests read files.</summary>
internal static class ExampleFiles
{
    public const string Whole = """
        title = "The learning rate decides"       # optional
        loss  = "x0^2 + x1^2"                     # the formula that is minimised

        [parameters]                              # what is learned; file order = column order
        x0 = -3.0                                 # a scalar
        x1 = 4
        W  = [[0.1, 0.2, 0.3], [0.4, 0.5, 0.6]]   # an array literal; the shape (2,3) follows from it
        V  = { shape = [16, 1], normal  = { mean = 0.0, std = 1.0 } }   # drawn from the trial's seed
        U  = { shape = [4],     uniform = { low = -1.0, high = 1.0 } }
        Z  = { shape = [4],     fill = 0.0 }
        K  = { csv = "k.csv" }                    # numbers from a CSV file, path relative to the experiment file

        [data]                                    # constants of the formula; same forms as [parameters]
        x = [0.6, 0.9]
        t = [0, 0, 1]

        [method]
        rule      = "momentum"                    # every rule: `funcgrad rules`
        learning_rate = 0.1                       # a number, or a schedule table
        steps     = 100                           # number of updates
        gradient  = "exact"                       # or "central_difference" (then: h = 1e-4)
        h         = 1e-4
        direction = "minimise"                    # or "maximise" (gradient ascent)
        precision = "double"                      # or "float"
        arithmetic = "exact"                      # every operation rounded as written
        momentum = { W = 0.5, V = 0.25 }

        [stop]                                    # early stopping; nothing stops early unless named here
        gradient_norm = 1e-8                      # L2 norm of the whole gradient at or below this
        loss          = 1e-6                      # loss at or below this
        diverged      = 1e12                      # |loss| or any |parameter| above this

        [judge]
        gradient_norm = 1e-6                      # tolerance of the verdict `converged`

        [sweep]                                   # keys: the dotted path of a setting above, quoted or bare, or `seed`
        "method.learning_rate"     = [1e-10, 0.1, 10.0]                               # a list
        method.momentum = { from = 0.0, to = 0.99, count = 3 }           # evenly spaced, both ends included
        "parameters.x0"   = { from = 1e-3, to = 1e3, count = 7, scale = "log" }
        seed              = { from = 0, count = 10 }                         # replicates
        zip               = [["method.learning_rate", "method.momentum"]]             # these advance together

        [log]
        every   = 1                               # a row each k-th step, and always the first and the last; 0 = no step log
        columns = ["loss", "gradient_norm", "learning_rate", "parameters"]   # also "gradient", "update_norm"

        """;

    public static Validation<InputError, Tensor> ReadCsv(string path) => path == "k.csv"
        ? Tensor.Matrix(new double[,] { { 1, 2 }, { 3, 4 } })
        : new InputError(path, "The file does not exist.", "");

    public static Validation<InputError, Experiment> Parse(string text, params string[] overrides) =>
        ExperimentParser.Parse(text, "a.toml", file => ReadCsv(file.Path), overrides);

    public static Experiment Experiment(string text, params string[] overrides) => Parse(text, overrides).Match(
        experiment => experiment,
        errors => throw new InvalidOperationException(string.Join('\n', errors)));

    public static InputError[] Errors(string text, params string[] overrides) => Parse(text, overrides).Match(_ => [], errors => errors.ToArray());
}
