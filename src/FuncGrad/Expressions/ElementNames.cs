using System.Globalization;

namespace FuncGrad;

/// <summary>
/// The names of the elements of an array, as they head columns: <c>x0</c> (scalar), <c>x[0]</c> (vector), <c>W[0][1]</c> (matrix).
/// </summary>
public static class ElementNames
{
    /// <summary>The names in row-major order, one for each element.</summary>
    /// <param name="name">The name of the array.</param>
    /// <param name="shape">Its shape.</param>
    public static IEnumerable<string> Of(string name, Shape shape)
    {
        Arguments.Given(name);
        return Enumerable.Range(0, Arguments.Given(shape).ElementCount).Select(position => At(name, shape, position));
    }

    /// <summary>The name of one element.</summary>
    /// <param name="name">The name of the array.</param>
    /// <param name="shape">Its shape.</param>
    /// <param name="position">In row-major order.</param>
    internal static string At(string name, Shape shape, int position)
    {
        var text = "";
        for (var axis = shape.Rank - 1; axis >= 0; axis--)
        {
            (position, var index) = Math.DivRem(position, shape[axis]);
            text = $"[{index.ToString(CultureInfo.InvariantCulture)}]{text}";
        }
        return name + text;
    }

    /// <summary>The array and the indices that <c>W[0][1]</c> or <c>W[0,1]</c> names, or null if the text is no such name.</summary>
    internal static (string Name, int[] Indices)? Parse(string text)
    {
        var bracket = text.IndexOf('[');
        if (bracket <= 0 || !text.EndsWith(']')) return null;
        var parts = text[(bracket + 1)..^1].Replace("][", ",").Split(',');
        var indices = new int[parts.Length];
        for (var i = 0; i < parts.Length; i++)
            if (!int.TryParse(parts[i].Trim(), NumberStyles.None, CultureInfo.InvariantCulture, out indices[i])) return null;
        return (text[..bracket], indices);
    }
}
