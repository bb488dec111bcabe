using System.Diagnostics;
using System.Text;

namespace FuncGrad.Lab;

/// <summary>
/// What the terminal answers when it is asked what it can do (primary device attributes, ECMA-48 DA): <c>ESC [ ? 62 ; 4 ; 22 c</c>, where 4
/// stands for sixels.
/// </summary>
internal static class TerminalReply
{
    private const string Question = "\u001b[c", BeginsWith = "\u001b[?";

    private const char EndsWith = 'c';

    private const string OfSixels = "4";

    /// <summary>Every terminal answers at once; one that is far away has so long.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromMilliseconds(150);

    /// <summary>Whether the answer says that it shows sixels.</summary>
    public static bool ShowsSixels(string reply)
    {
        var start = reply.IndexOf(BeginsWith, StringComparison.Ordinal);
        var end = start < 0 ? -1 : reply.IndexOf(EndsWith, start);
        return end >= 0 && reply[(start + BeginsWith.Length)..end].Split(';').Skip(1).Contains(OfSixels);
    }

    /// <summary>
    /// Asks the terminal. Where somebody has typed ahead nobody is asked, so that what was typed stays for the next program.
    /// </summary>
    public static bool AsksForSixels()
    {
        if (Console.IsInputRedirected || Console.IsOutputRedirected || Console.KeyAvailable) return false;
        Console.Write(Question);
        Console.Out.Flush();
        return ShowsSixels(Read());
    }

    private static string Read()
    {
        var (reply, clock) = (new StringBuilder(), Stopwatch.StartNew());
        while (clock.Elapsed < Patience)
        {
            if (!Console.KeyAvailable) Thread.Sleep(1);
            else if (reply.Append(Console.ReadKey(intercept: true).KeyChar)[^1] == EndsWith) break;
        }
        return reply.ToString();
    }
}
