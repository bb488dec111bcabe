using System.Globalization;
using System.Text.Json;
using FuncGrad.Tests.Golden;

namespace FuncGrad.Tests.Descents;

/// <summary>What is known of a test function from 50-digit arithmetic.</summary>
internal sealed record TestFunctionFigures(TestFunction Function, double[]? Probe, double ProbeValue, double[] ProbeGradient, KnownPoint[] Points)
{
    private static readonly Dictionary<string, string> Names = new()
    {
        ["dlfs_bowl"] = "book_bowl", ["dlfs_ravine"] = "book_ravine", ["dlfs_1d"] = "book_parabola", ["sumsq"] = "sum_squares",
        ["rothyp"] = "rotated_hyper_ellipsoid", ["schwefel12"] = "schwefel_1_2", ["nesterov"] = "nesterov_worst_case", ["chung"] = "chung_reynolds",
        ["sumpow"] = "sum_of_powers", ["expn"] = "exponential", ["schw223"] = "schwefel_2_23", ["softplus"] = "logistic",
        ["illcond"] = "ill_conditioned", ["rosen2"] = "rosenbrock", ["rosenn"] = "rosenbrock_chained", ["extrosen"] = "rosenbrock_uncoupled",
        ["cheb"] = "chebyshev_rosenbrock", ["dixon"] = "dixon_price", ["powell"] = "powell_singular", ["freud"] = "freudenstein_roth",
        ["wayburn"] = "wayburn_seader_1", ["deckkers"] = "deckkers_aarts", ["modrosen"] = "rosenbrock_deceptive", ["helical"] = "helical_valley",
        ["himmel"] = "himmelblau", ["camel3"] = "three_hump_camel", ["camel6"] = "six_hump_camel", ["goldstein"] = "goldstein_price",
        ["styblinski"] = "styblinski_tang", ["gramacy"] = "gramacy_lee", ["parsop"] = "parsopoulos", ["alpine2"] = "alpine_2",
        ["hill"] = "gaussian_hill", ["monkey"] = "monkey_saddle", ["levy13"] = "levy_13", ["schwefel226"] = "schwefel_2_26",
        ["bohach1"] = "bohachevsky_1", ["bohach2"] = "bohachevsky_2", ["bohach3"] = "bohachevsky_3", ["dropwave"] = "drop_wave",
        ["schaffer1"] = "schaffer_1", ["schaffer2"] = "schaffer_2", ["schaffer4"] = "schaffer_4", ["eggcrate"] = "egg_crate",
        ["michal2"] = "michalewicz_2", ["michal5"] = "michalewicz_5", ["crossintray"] = "cross_in_tray", ["holder"] = "holder_table",
        ["alpine1"] = "alpine_1", ["bukin6"] = "bukin_6", ["schw220"] = "schwefel_2_20", ["schw221"] = "schwefel_2_21", ["schw222"] = "schwefel_2_22",
        ["bartels"] = "bartels_conn", ["hart3"] = "hartmann_3", ["hart6"] = "hartmann_6", ["shekel5"] = "shekel_5", ["shekel7"] = "shekel_7",
        ["shekel10"] = "shekel_10", ["foxholes"] = "shekel_foxholes", ["langer"] = "langermann", ["perm0"] = "perm_0", ["permd"] = "perm_d",
    };

    public static IReadOnlyList<TestFunctionFigures> All { get; } = Read();

    private static TestFunctionFigures[] Read()
    {
        using var file = JsonDocument.Parse(File.ReadAllText(GoldenFile.PathOf("testfunctions.json")));
        return [.. file.RootElement.EnumerateArray().Select(Read)];
    }

    private static TestFunctionFigures Read(JsonElement entry)
    {
        var id = entry.GetProperty("id").GetString()!;
        var name = Names.GetValueOrDefault(id, id);
        var function = TestFunctions.Find(name) ?? throw new InvalidOperationException($"There is no test function '{name}' for '{id}'.");
        var points = entry.GetProperty("minima").EnumerateArray().Select(point => new KnownPoint(
            Numbers(point.GetProperty("x"))!, Number(point.GetProperty("f")), Numbers(point.GetProperty("lam")))).ToArray();
        return entry.TryGetProperty("probe", out var probe)
            ? new(function, Numbers(probe), Number(entry.GetProperty("f_probe")), Numbers(entry.GetProperty("g_probe"))!, points)
            : new(function, null, double.NaN, [], points);
    }

    private static double[]? Numbers(JsonElement array) =>
        array.ValueKind == JsonValueKind.Array ? [.. array.EnumerateArray().Select(Number)] : null;

    private static double Number(JsonElement value) => value.ValueKind == JsonValueKind.Number
        ? value.GetDouble()
        : double.TryParse(value.GetString(), CultureInfo.InvariantCulture, out var number) ? number : double.NaN;
}

/// <summary>A known minimum, maximum or saddle: where, the value, and the eigenvalues of the Hessian to seven digits if they mean something.</summary>
internal sealed record KnownPoint(double[] At, double Value, double[]? Eigenvalues);
