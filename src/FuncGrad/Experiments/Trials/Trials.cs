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
    /// <exception cref="ArgumentException">Its rule, one of a program's own, does not keep what it declares.</exception>
    public Trials(Experiment experiment)
    {
        Experiment = Arguments.Given(experiment);
        RuleCheck.Checked(experiment.Method.Rule, [.. experiment.Parameters.Select(parameter => Expr.Symbol(parameter.Name, parameter.Source.Shape))]);
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
        if (Arguments.Given(trial).Values.Count != _sweep.Axes.Count) throw new ArgumentException($"The trial has {trial.Values.Count} swept values, but this experiment sweeps {_sweep.Axes.Count} keys: it is a trial of another.", nameof(trial));
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
