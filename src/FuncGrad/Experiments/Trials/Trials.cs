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
    /// <summary>So many values of an axis are kept.</summary>
    private const int MostKept = 1 << 12;

    private readonly Sweep _sweep;
    private readonly int _seedAxis;
    private readonly LanePlace?[] _places;
    private readonly UInt128[] _keys;
    private readonly bool[] _isStructural;
    private readonly AxisValue[]?[] _values;
    private readonly TrialIdentity _identity;

    /// <summary>The trials of an experiment.</summary>
    /// <exception cref="ArgumentException">Its rule, one of a program's own, does not keep what it declares.</exception>
    public Trials(Experiment experiment)
    {
        Experiment = Arguments.Given(experiment);
        RuleCheck.Checked(experiment.Method.Rule, [.. experiment.Symbols()]);
        _sweep = experiment.Sweep;
        _seedAxis = _sweep.Keys.TakeWhile(key => key != Settings.Seed.Key).Count() is var at && at < _sweep.Axes.Count ? at : -1;
        _places = [.. _sweep.Axes.Select(axis => axis.Setting.Place)];
        _keys = [.. _sweep.Axes.Select(axis => TrialIdentity.Key(axis.Setting.Key))];
        _values = new AxisValue[]?[_places.Length];
        _isStructural = new bool[_sweep.Groups.Lengths.Count];
        for (var axis = 0; axis < _places.Length; axis++) _isStructural[_sweep.Groups.GroupOf[axis]] |= _places[axis] is null;
        var inLanes = _sweep.Axes.Where(axis => axis.Setting.Place is not null).Select(axis => axis.Setting.Key);
        _identity = new TrialIdentity(experiment, inLanes.ToHashSet());
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
            var columns = Columns(index, 1);
            var values = columns.Swept.Select(column => column[0]).ToArr();
            return new Trial(index, columns.Id(0), _seedAxis < 0 ? Experiment.Seed : (long)values[_seedAxis].Number, values);
        }
    }

    /// <summary>The experiment.</summary>
    public override string ToString() => Experiment.ToString();

    /// <summary>The experiment of one trial: every swept setting has the trial's value, and nothing is swept.</summary>
    public Experiment ExperimentOf(Trial trial)
    {
        var (given, swept) = (Arguments.Given(trial).Values.Count, _sweep.Axes.Count);
        if (given != swept)
            throw new ArgumentException(
                $"The trial has {given} swept values, but this experiment sweeps {swept} keys: it is a trial of another.", nameof(trial));
        return With(axis => trial.Values[axis], _ => true);
    }

    /// <summary>Trials from <paramref name="first"/> on as columns.</summary>
    internal TrialColumns Columns(long first, int count)
    {
        var (axes, groupOf) = (_sweep.Axes, _sweep.Groups.GroupOf);
        var columns = new SweptColumn[axes.Count];
        for (var axis = 0; axis < columns.Length; axis++)
            columns[axis] = new(new double[count], axes[axis].Setting.Domain.IsNumber ? null : new string?[count]);
        var (templates, ids, positions) = (new TrialTemplate[count], new ulong[count], _sweep.Positions(first));
        var known = new Dictionary<long, TrialTemplate>();
        for (var trial = 0; trial < count; trial++, _sweep.Advance(positions))
        {
            var identity = (templates[trial] = TemplateAt(positions, known)).Identity;
            for (var axis = 0; axis < columns.Length; axis++)
            {
                var (value, part) = ValueAt(axis, positions[groupOf[axis]]);
                columns[axis].Numbers[trial] = value.Number;
                if (columns[axis].Words is { } words) words[trial] = value.Word;
                identity += part;
            }
            ids[trial] = TrialIdentity.Id(identity);
        }
        return new(first, templates, columns, _places, ids);
    }

    /// <summary>The value of a key at a position; those of axes that are not long are made once.</summary>
    private AxisValue ValueAt(int axis, long position)
    {
        var count = _sweep.Axes[axis].Values.Count;
        if (count > MostKept) return Of(axis, position);
        return (_values[axis] ??= [.. Enumerable.Range(0, (int)count).Select(p => Of(axis, p))])[position];
    }

    private AxisValue Of(int axis, long position)
    {
        var value = _sweep.Axes[axis].Values.At(position);
        return new(value, _places[axis] is null ? 0 : TrialIdentity.Of(_keys[axis], value));
    }

    /// <summary>A value of an axis, and what it adds to the ids of trials; 0 where a template has it.</summary>
    private readonly record struct AxisValue(SettingValue Value, UInt128 PartOfId);

    // Those of a block are forgotten with it: each may hold arrays as large as the data.
    private TrialTemplate TemplateAt(long[] positions, Dictionary<long, TrialTemplate> known)
    {
        long key = 0;
        for (var group = 0; group < positions.Length; group++)
            if (_isStructural[group]) key = (key * _sweep.Groups.Lengths[group]) + positions[group];
        if (known.TryGetValue(key, out var template)) return template;
        return known[key] = TemplateOf(axis => ValueAt(axis, positions[_sweep.Groups.GroupOf[axis]]).Value);
    }

    // What goes into lanes has the values of the first trial: a template is the same whichever trial asks for it.
    private TrialTemplate TemplateOf(Func<int, SettingValue> value)
    {
        var identity = _identity.Of(With(value, axis => _places[axis] is null));
        return new(With(axis => _places[axis] is null ? value(axis) : ValueAt(axis, 0).Value, _ => true), identity);
    }

    private Experiment With(Func<int, SettingValue> value, Func<int, bool> isPut)
    {
        var experiment = Experiment with { Sweep = Sweep.Single };
        for (var axis = 0; axis < _places.Length; axis++)
            if (isPut(axis)) experiment = _sweep.Axes[axis].Setting.Put(experiment, value(axis));
        return experiment;
    }
}
