using System.Text;
using Microsoft.Win32.SafeHandles;

namespace FuncGrad.Lab;

/// <summary>Where a command writes: results to one side, messages to the other. The process has one; tests have their own.</summary>
internal sealed record Streams
{
    /// <summary>As <see cref="Width"/>, where people look at the messages.</summary>
    public int? ErrorWidth { get; init; }

    private const int LettersAtOnce = 1 << 16, Continued = 4;

    public Streams(TextWriter output, TextWriter error, int? width = null, bool hasColours = false) =>
        (Drawing, Output, Error, Width, HasColours) = (hasColours ? output : new VisibleWriter(output), new VisibleWriter(output),
            new VisibleWriter(error), width, hasColours);

    /// <summary>Results and tables: stdout. What would command a terminal is shown as text.</summary>
    public TextWriter Output { get; }

    /// <summary>Messages: stderr, likewise.</summary>
    public TextWriter Error { get; init; }

    /// <summary>Stdout for what is drawn in colours, which are commands to the terminal; texts of users are made visible before.</summary>
    public TextWriter Drawing { get; }

    /// <summary>
    /// How many letters fit into a line where people look at the results as they come, so that lines are broken to fit; else null.
    /// </summary>
    public int? Width { get; }

    /// <summary>Whether results may be in colours there.</summary>
    public bool HasColours { get; }

    /// <summary>Whether what is drawn may be pixels there; the terminal is asked when a picture is to be drawn, and not before.</summary>
    public Func<bool> ShowsPixels { get; init; } = () => false;

    /// <summary>Stdout and stderr of this process.</summary>
    public static Streams OfProcess()
    {
        var isCapable = Environment.GetEnvironmentVariable("TERM") is not (null or "" or "dumb");
        int? errorWidth = isCapable && !Console.IsErrorRedirected ? WidthOr80() : null;
        if (Console.IsOutputRedirected) return new(Pipe() ?? Console.Out, Console.Error) { ErrorWidth = errorWidth };
        var mayColour = isCapable && string.IsNullOrEmpty(Environment.GetEnvironmentVariable("NO_COLOR"));
        return new(Console.Out, Console.Error, isCapable ? WidthOr80() : null, mayColour)
        {
            ErrorWidth = errorWidth,
            ShowsPixels = mayColour ? TerminalReply.AsksForSixels : () => false,
        };
    }

    /// <summary>Messages as here, results for nobody.</summary>
    public Streams Silent() => new(TextWriter.Null, Error) { ErrorWidth = ErrorWidth };

    private static int WidthOr80() => Console.WindowWidth > 0 ? Console.WindowWidth : 80;

    // Unlike Console.Out this notices that the reader of a pipe has gone (`| head`), so that nobody computes on for nothing. Only for
    // pipes: in a file this stream would keep a place of its own, and overwrite what others write there.
    private static StreamWriter? Pipe()
    {
        if (OperatingSystem.IsWindows()) return null;
        var stream = new FileStream(new SafeFileHandle(1, ownsHandle: false), FileAccess.Write, 0);
        return stream.CanSeek ? null : new(stream) { AutoFlush = true };
    }

    /// <summary>A sentence on stdout, broken between words where people look at it.</summary>
    /// <param name="text">The sentence.</param>
    /// <param name="indent">Blanks before each line.</param>
    /// <param name="hanging">Blanks more before what is continued.</param>
    /// <param name="isPainted">Whether it holds colours, and no text of users.</param>
    public void Tell(string text, int indent = 0, int hanging = 0, bool isPainted = false)
    {
        foreach (var line in Paragraph.Lines(text, Width - indent, hanging))
            (isPainted ? Drawing : Output).Write($"{new string(' ', line.Length > 0 ? indent : 0)}{line}\n");
    }

    /// <summary>A message on stderr. A terminal that was closed meanwhile is no reason to end the work.</summary>
    public void Say(string message)
    {
        try { Error.WriteLine(Paragraph.Fold(message, ErrorWidth, Continued)); }
        catch (IOException) { }
    }

    /// <summary>A message on stderr about something that the user has to change.</summary>
    public int Refuse(string message)
    {
        Say(message);
        return ExitCode.BadInput;
    }

    /// <summary>Many lines to stdout, a piece at a time.</summary>
    public void WriteAll(IEnumerable<string> lines)
    {
        var text = new StringBuilder();
        foreach (var line in lines)
        {
            text.Append(line).Append('\n');
            if (text.Length < LettersAtOnce) continue;
            Output.Write(text);
            text.Clear();
        }
        Output.Write(text);
    }
}
