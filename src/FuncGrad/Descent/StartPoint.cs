namespace FuncGrad;

/// <summary>Where a run begins, as programs give it: numbers end to end, arrays in order, or arrays by name.</summary>
internal static class StartPoint
{
    /// <summary>One array for each parameter, of its shape.</summary>
    /// <exception cref="ArgumentException">There are more or fewer, or one has another shape.</exception>
    public static IReadOnlyList<Tensor> Checked(Loss loss, IReadOnlyList<Tensor> start)
    {
        Arguments.AllGiven(start);
        if (start.Count != loss.Parameters.Count)
            throw new ArgumentException($"The loss has {loss.Parameters.Count} parameters, but {start.Count} starting values were given.");
        for (var i = 0; i < start.Count; i++)
            if (!start[i].Shape.Equals(loss.Parameters[i].Shape))
                throw new ArgumentException(
                    $"The parameter {loss.Parameters[i].InputName} has shape {loss.Parameters[i].Shape}, but its starting value has "
                        + $"{start[i].Shape}.");
        return start;
    }

    /// <summary>Each parameter's elements, one parameter after the other.</summary>
    /// <exception cref="ArgumentException">The number of values is not the loss's dimension.</exception>
    public static Tensor[] EndToEnd(Loss loss, double[] start)
    {
        if (Arguments.Given(start).Length != loss.Dimension)
            throw new ArgumentException(
                $"The loss has {loss.Dimension} parameter elements, but {start.Length} starting values were given.");
        var position = 0;
        return [.. loss.Parameters.Select(parameter =>
        {
            var count = parameter.Shape.ElementCount;
            position += count;
            return Tensor.Of(parameter.Shape, start.Skip(position - count).Take(count));
        })];
    }

    /// <summary>Each parameter once, in any order.</summary>
    /// <exception cref="ArgumentException">A name is no parameter's or given twice, or a parameter is missing.</exception>
    public static Tensor[] ByName(Loss loss, (string Name, Tensor Value)[] start)
    {
        string[] names = [.. loss.Parameters.Select(parameter => parameter.InputName!)],
            given = [.. Arguments.Given(start).Select(one => one.Name)];
        if (given.FirstOrDefault(name => !names.Contains(name)) is { } stranger)
            throw new ArgumentException(
                $"'{stranger}' is not a parameter of the loss, which has {string.Join(", ", names)}.", nameof(start));
        if (names.FirstOrDefault(name => !given.Contains(name)) is { } missing)
            throw new ArgumentException($"The parameter {missing} has no starting value. Give one for each of {string.Join(", ", names)}.",
                nameof(start));
        if (given.Length > names.Length)
            throw new ArgumentException(
                $"The parameter {given.GroupBy(name => name).First(group => group.Count() > 1).Key} is given twice.", nameof(start));
        return [.. names.Select(name => start[Array.IndexOf(given, name)].Value)];
    }
}
