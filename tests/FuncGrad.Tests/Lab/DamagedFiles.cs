namespace FuncGrad.Tests;

/// <summary>What disks, people and power cuts do to files.</summary>
internal static class DamagedFiles
{
    public static string In(string folder, string name) => Path.Combine(folder, name);

    public static string Last(string parts) => Directory.GetFiles(parts, "steps-*.csv").Max(StringComparer.Ordinal)!;

    public static int LineStart(string path, int line) => File.ReadLines(path).Take(line).Sum(text => text.Length + 1);

    public static void Append(string path, string text) => File.AppendAllText(path, text);

    public static void Cut(string path, int bytes)
    {
        using var file = File.OpenWrite(path);
        file.SetLength(file.Length - bytes);
    }

    public static void Flip(string path, int at)
    {
        var bytes = File.ReadAllBytes(path);
        bytes[at < 0 ? bytes.Length + at : at] ^= 4;
        File.WriteAllBytes(path, bytes);
    }

    /// <summary>Bytes of a file that are no longer what they were, one line's or more.</summary>
    public static void Spoil(string path, int from, int to)
    {
        var bytes = File.ReadAllBytes(path);
        bytes.AsSpan(from, to - from).Fill((byte)'x');
        File.WriteAllBytes(path, bytes);
    }

    /// <summary>Two files exchange their names.</summary>
    public static void Swap(string first, string second)
    {
        File.Move(first, first + ".swap");
        File.Move(second, first);
        File.Move(first + ".swap", second);
    }
}
