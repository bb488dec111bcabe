using System.Globalization;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using System.Text;
using LanguageExt;

namespace FuncGrad;

/// <summary>A trial of an experiment.</summary>
/// <param name="Index">Its number, from 0: the column <c>trial</c>.</param>
/// <param name="Id">16 hexadecimal digits that stand for all it computes with: the same settings have the same id in every sweep.</param>
/// <param name="Seed">The seed of its draws.</param>
/// <param name="Values">The values of the swept keys, in the order of the file.</param>
public sealed record Trial(long Index, string Id, long Seed, Arr<SettingValue> Values)
{
    /// <summary>Index, seed and swept values in short.</summary>
    public override string ToString() => FormattableString.Invariant($"trial {Index}, seed {Seed}: {string.Join(", ", Values)}");
}

/// <summary>The trials of an experiment, each made when asked for from its index alone.</summary>
public sealed class Trials
{
    private readonly Sweep _sweep;
    private readonly int _seedAxis;
    private readonly (string Key, string? Line, int Axis)[] _lines;

    /// <summary>The trials of an experiment.</summary>
    public Trials(Experiment experiment)
    {
        Experiment = experiment;
        _sweep = experiment.Sweep;
        string[] keys = [.. _sweep.Keys];
        _seedAxis = Array.IndexOf(keys, Settings.Seed.Key);
        var swept = keys.Select((key, axis) => (key, (string?)null, axis));
        var unswept = TrialIdentity.Lines(experiment).Where(line => !keys.Contains(line.Key)).Select(line => (line.Key, (string?)$"{line.Key}={line.Text}\n", -1));
        _lines = [.. unswept.Concat(swept).OrderBy(line => line.Item1, StringComparer.Ordinal)];
    }

    /// <summary>What they are trials of.</summary>
    public Experiment Experiment { get; }

    /// <summary>How many there are, 1 or more.</summary>
    public long Count => _sweep.Count;

    /// <summary>A trial.</summary>
    /// <param name="index">0 to <see cref="Count"/> − 1.</param>
    /// <exception cref="ArgumentOutOfRangeException">There is no such trial.</exception>
    public Trial this[long index]
    {
        get
        {
            var values = _sweep.ValuesAt(index);
            var seed = _seedAxis < 0 ? Experiment.Seed : (long)values[_seedAxis].Number;
            return new Trial(index, IdOf(values), seed, values.ToArr());
        }
    }

    /// <summary>The experiment of one trial: every swept setting has the trial's value, and nothing is swept.</summary>
    public Experiment ExperimentOf(Trial trial)
    {
        var experiment = Experiment with { Sweep = Sweep.Single };
        for (var axis = 0; axis < trial.Values.Count; axis++) experiment = _sweep.Axes[axis].Setting.Put(experiment, trial.Values[axis]);
        return experiment;
    }

    // The lines are in the order of their keys, swept or not, so that moving a value into or out of a sweep leaves the id as it is.
    private string IdOf(SettingValue[] values)
    {
        var text = new StringBuilder();
        foreach (var (key, line, axis) in _lines)
            if (line is not null) text.Append(line);
            else text.Append(key).Append('=').Append(values[axis].ToString()).Append('\n');
        return Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text.ToString())).AsSpan(0, 8));
    }
}

/// <summary>All that decides the outcome of a trial, as lines of text: not the title, the log or the sweep.</summary>
internal static class TrialIdentity
{
    public static IEnumerable<(string Key, string Text)> Lines(Experiment e) =>
    [
        ("loss", e.Formula),
        .. e.Parameters.SelectMany(p => Lines($"parameters.{p.Name}", p.Source)),
        .. e.Data.SelectMany(d => Lines($"data.{d.Name}", d.Source)),
        ("method.rule", e.Method.Rule.Name),
        ("method.steps", Text(e.Method.Steps)),
        ("method.gradient", Words.Of(e.Method.Gradient)),
        ("method.h", Text(e.Method.DifferenceStep)),
        ("method.direction", Words.Of(e.Method.Direction)),
        ("method.precision", Words.Of(e.Method.Precision)),
        ("method.arithmetic", Words.Of(e.Method.Arithmetic)),
        .. e.Method.Hyperparameters.SelectMany(Lines),
        .. Optional("stop.gradient_norm", e.Stop.GradientNorm),
        .. Optional("stop.loss", e.Stop.Loss),
        .. Optional("stop.diverged", e.Stop.Diverged),
        .. Optional("judge.gradient_norm", e.Judge.GradientNorm),
        ("judge.remaining_gain", Text(e.Judge.RemainingGain)),
        ("seed", Text(e.Seed)),
    ];

    private static IEnumerable<(string, string)> Lines(string key, ArraySource source) => source switch
    {
        ArraySource.Normal normal => [($"{key}.shape", normal.Shape.ToString()), ($"{key}.normal.mean", Text(normal.Mean)), ($"{key}.normal.std", Text(normal.Std))],
        ArraySource.Uniform uniform => [($"{key}.shape", uniform.Shape.ToString()), ($"{key}.uniform.low", Text(uniform.Low)), ($"{key}.uniform.high", Text(uniform.High))],
        ArraySource.Fill fill => [($"{key}.shape", fill.Shape.ToString()), ($"{key}.fill", Text(fill.Value))],
        _ => [(key, Text(source.Values(0, "")))],
    };

    private static IEnumerable<(string, string)> Lines(HyperparameterSetting given) =>
        Optional($"method.{given.Name}", given.Everywhere).Concat(given.PerParameter.Select(own => ($"method.{given.Name}.{own.Parameter}", Text(own.Value))));

    private static IEnumerable<(string, string)> Optional(string key, double? value) => value is { } number ? [(key, Text(number))] : [];

    private static string Text(Tensor tensor) => tensor.Shape.Rank == 0
        ? Text(tensor[0])
        : $"{tensor.Shape}:{Convert.ToHexStringLower(SHA256.HashData(MemoryMarshal.AsBytes(tensor.Values)))}";

    private static string Text(double value) => value.ToString("R", CultureInfo.InvariantCulture);
}
