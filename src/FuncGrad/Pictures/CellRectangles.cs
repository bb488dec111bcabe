namespace FuncGrad;

/// <summary>A rectangle of cells of one code.</summary>
internal readonly record struct CellRectangle(int Left, int Top, int Width, int Height, byte Code);

/// <summary>Cells ↦ few rectangles: runs in a row, joined with the same run of the row above.</summary>
internal static class CellRectangles
{
    /// <summary>The rectangles, or null if there are more than so many.</summary>
    public static IReadOnlyList<CellRectangle>? Of(Cells cells, int most)
    {
        var done = new List<CellRectangle>();
        var open = new List<CellRectangle>();
        for (var row = 0; row < cells.Height; row++)
        {
            var next = new List<CellRectangle>();
            foreach (var run in Runs(cells, row)) next.Add(Joined(open, run));
            done.AddRange(open);
            open = next;
            if (done.Count + open.Count > most) return null;
        }
        return [.. done, .. open];
    }

    /// <summary>The run, or the rectangle above it, which is then no longer open, made longer by it.</summary>
    private static CellRectangle Joined(List<CellRectangle> open, CellRectangle run)
    {
        var above = open.FindIndex(rectangle => rectangle.Left == run.Left && rectangle.Width == run.Width && rectangle.Code == run.Code);
        if (above < 0) return run;
        var joined = open[above] with { Height = open[above].Height + 1 };
        open.RemoveAt(above);
        return joined;
    }

    private static IEnumerable<CellRectangle> Runs(Cells cells, int row)
    {
        var start = 0;
        for (var column = 1; column <= cells.Width; column++)
        {
            var code = cells.Codes[(row * cells.Width) + start];
            if (column < cells.Width && cells.Codes[(row * cells.Width) + column] == code) continue;
            yield return new(start, row, column - start, 1, code);
            start = column;
        }
    }
}
