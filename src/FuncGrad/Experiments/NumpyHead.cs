using System.Globalization;
using System.Text.RegularExpressions;

namespace FuncGrad;

/// <summary>What the head of an array of NumPy says (.npy, "numpy.lib.format").</summary>
/// <param name="Extents">The shape, outermost first.</param>
/// <param name="ByteOrder"><c>&lt;</c> lowest byte first, <c>&gt;</c> highest first, <c>|</c> of no matter, <c>=</c> or empty as the
/// machine has it.</param>
/// <param name="Kind">What a number is, such as <c>f8</c>.</param>
/// <param name="IsColumnMajor">Whether the first axis runs fastest.</param>
internal sealed record NumpyHead(long[] Extents, string ByteOrder, string Kind, bool IsColumnMajor)
{
    private static readonly Regex Description = new(@"'descr':\s*'([<>|=]?)([a-z]\d)'"), Order = new(@"'fortran_order':\s*(True|False)"),
        Shape = new(@"'shape':\s*\(([^)]*)\)");

    /// <summary>Understands the text of a head; null if it is none of an array of plain numbers.</summary>
    public static NumpyHead? Parse(string text)
    {
        if (Description.Match(text) is not { Success: true } type || Order.Match(text) is not { Success: true } order
            || Shape.Match(text) is not { Success: true } shape)
            return null;
        var extents = shape.Groups[1].Value.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
        long[] numbers = [
            .. extents.Select(extent =>
                long.TryParse(extent, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : -1)];
        return numbers.Contains(-1) ? null : new(numbers, type.Groups[1].Value, type.Groups[2].Value, order.Groups[1].Value == "True");
    }
}
