using Xunit;

namespace FuncGrad.Tests;

public sealed unsafe class TranspositionTests
{
    [Fact]
    public void Each_number_of_a_column_goes_to_its_row_whole_squares_or_not()
    {
        Copied((k, j) => (float)((k * 1000) + j));
        Copied((k, j) => (k * 1000.0) + j);
    }

    private static void Copied<T>(Func<int, int, T> number)
        where T : unmanaged
    {
        var sizes = (int[])[0, 1, 2, 3, 4, 5, 8, 15, 16, 17, 33];
        foreach (var rows in sizes)
            foreach (var columns in sizes)
                foreach (var apart in (int[])[1, 3])
                {
                    var (from, to) = (new T[(columns * ((rows * apart) + 2)) + 1], new T[(rows * (columns + 3)) + 1]);
                    var (column, row) = ((rows * apart) + 2, columns + 3);
                    for (var j = 0; j < columns; j++)
                        for (var k = 0; k < rows; k++) from[(j * column) + (k * apart)] = number(k, j);
                    fixed (T* source = from)
                    fixed (T* target = to)
                        Transposition<T>.Copy(new Matrix((nint)source, apart * sizeof(T), column * sizeof(T)), new Matrix((nint)target, row * sizeof(T), sizeof(T)), rows, columns);
                    Assert.Equal([.. Enumerable.Range(0, rows * row).Select(i => i % row < columns ? number(i / row, i % row) : default)], to[..(rows * row)]);
                }
    }
}
