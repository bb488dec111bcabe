using System.Globalization;
using System.Text;

namespace FuncGrad;

/// <summary>
/// A drawing of letters for a terminal: lines as dots of braille, two by four to a letter; cells as half blocks, two above each other;
/// where there are no colours, letters.
/// </summary>
internal sealed class TextCanvas(int columns, int rows, bool hasColours)
{
    private const int DotsAcross = 2, DotsDown = 4;

    /// <summary>The bit of each dot of a braille letter (Unicode, U+2800), row by row.</summary>
    private static readonly int[] Bits = [0x01, 0x08, 0x02, 0x10, 0x04, 0x20, 0x40, 0x80];

    private readonly int[] _dots = new int[columns * rows];
    private readonly char[] _letters = new char[columns * rows];
    private readonly Colour?[] _fronts = new Colour?[columns * rows];
    private readonly Colour?[] _backs = new Colour?[columns * rows];

    public int Columns => columns;

    public int Rows => rows;

    public bool HasColours => hasColours;

    /// <summary>A line between two places: (0, 0) is the lower left corner, (1, 1) the upper right one.</summary>
    public void Line(Spot from, Spot to, Colour colour)
    {
        var (x0, y0, x1, y1) = (from.X * ((columns * DotsAcross) - 1), (1 - from.Y) * ((rows * DotsDown) - 1),
            to.X * ((columns * DotsAcross) - 1), (1 - to.Y) * ((rows * DotsDown) - 1));
        var most = 4 * ((columns * DotsAcross) + (rows * DotsDown));
        var steps = (int)Math.Clamp(Math.Ceiling(Math.Max(Math.Abs(x1 - x0), Math.Abs(y1 - y0))), 1, most);
        for (var i = 0; i <= steps; i++) Dot((int)Math.Round(x0 + ((x1 - x0) * i / steps)), (int)Math.Round(y0 + ((y1 - y0) * i / steps)),
            colour);
    }

    /// <summary>A letter at a place.</summary>
    public void Letter(Spot place, char letter, Colour colour)
    {
        var (x, y) = ((int)Math.Round(place.X * (columns - 1)), (int)Math.Round((1 - place.Y) * (rows - 1)));
        if (x < 0 || x >= columns || y < 0 || y >= rows) return;
        (_letters[(y * columns) + x], _fronts[(y * columns) + x]) = (letter, colour);
    }

    /// <summary>Cells over the whole drawing.</summary>
    public void Fill(Cells cells)
    {
        for (var y = 0; y < rows; y++)
            for (var x = 0; x < columns; x++)
            {
                var at = (y * columns) + x;
                if (hasColours) (_letters[at], _fronts[at], _backs[at]) = ('▀', cells.Colours[Code(cells, x, 2 * y, 2 * rows)],
                    cells.Colours[Code(cells, x, (2 * y) + 1, 2 * rows)]);
                else _letters[at] = cells.LetterOf(Code(cells, x, y, rows));
            }
    }

    /// <summary>The rows from top to bottom.</summary>
    public IEnumerable<string> Lines() => Enumerable.Range(0, rows).Select(row =>
    {
        var line = new StringBuilder();
        var state = "";
        for (var column = 0; column < columns; column++)
        {
            var at = (row * columns) + column;
            var letter = _letters[at] != 0 ? _letters[at] : _dots[at] != 0 ? (char)(0x2800 + _dots[at]) : ' ';
            var wanted = !hasColours || letter == ' ' ? "" : Codes(_fronts[at], _backs[at]);
            if (wanted != state) line.Append(wanted.Length == 0 ? "\u001b[0m" : $"\u001b[0;{wanted}m");
            state = wanted;
            line.Append(letter);
        }
        return line.ToString().TrimEnd() + (state.Length > 0 ? "\u001b[0m" : "");
    });

    /// <summary>A text in a colour: that of lines, which are never too dark, or that of cells.</summary>
    public static string Coloured(string text, Colour colour,
        bool isOfCells) => $"\u001b[{Codes(isOfCells ? colour : Lightened(colour), null)}m{text}\u001b[0m";

    private void Dot(int x, int y, Colour colour)
    {
        if (x < 0 || y < 0 || x >= columns * DotsAcross || y >= rows * DotsDown) return;
        var at = (y / DotsDown * columns) + (x / DotsAcross);
        if (_letters[at] == '▀') (_letters[at], _fronts[at]) = ('\0', Colour.White);
        if (_letters[at] != 0) return;
        _dots[at] |= Bits[(y % DotsDown * DotsAcross) + (x % DotsAcross)];
        _fronts[at] = _backs[at] is null ? Lightened(colour) : Colour.White;
    }

    private byte Code(Cells cells, int x, int y, int height) =>
        cells.Codes[((int)((y + 0.5) * cells.Height / height) * cells.Width) + (int)((x + 0.5) * cells.Width / columns)];

    /// <summary>Colours for paper that would not be seen on a black terminal.</summary>
    private static Colour Lightened(Colour colour) => colour.Lightness < 0.28 ? colour.Mixed(Colour.White, 0.42) : colour;

    private static string Codes(Colour? front, Colour? back) =>
        (front is { } f ? $"38;5;{Index(f)}" : "") + (back is { } b ? $"{(front is null ? "" : ";")}48;5;{Index(b)}" : "");

    /// <summary>The nearest of the 256 colours that every terminal has: a cube of 6 × 6 × 6, and greys.</summary>
    private static string Index(Colour colour)
    {
        int[] levels = [0, 95, 135, 175, 215, 255];
        int Nearest(int value) => Enumerable.Range(0, levels.Length).MinBy(i => Math.Abs(levels[i] - value));
        var (r, g, b) = (Nearest(colour.Red), Nearest(colour.Green), Nearest(colour.Blue));
        var grey = Math.Clamp((int)Math.Round(((colour.Red + colour.Green + colour.Blue) / 3.0 - 8) / 10), 0, 23);
        var isGrey = Distance(colour, 8 + (10 * grey), 8 + (10 * grey), 8 + (10 * grey)) < Distance(colour, levels[r], levels[g],
            levels[b]);
        return (isGrey ? 232 + grey : 16 + (36 * r) + (6 * g) + b).ToString(CultureInfo.InvariantCulture);
    }

    private static double Distance(Colour colour, int red, int green, int blue) => Math.Pow(colour.Red - red,
        2) + Math.Pow(colour.Green - green, 2) + Math.Pow(colour.Blue - blue, 2);
}
