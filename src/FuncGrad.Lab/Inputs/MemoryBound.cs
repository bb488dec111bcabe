using System.Globalization;

namespace FuncGrad.Lab;

/// <summary>How much memory a command may take.</summary>
/// <param name="Bytes">So many.</param>
internal readonly record struct MemoryBound(long Bytes)
{
    private const long Unknown = 4L << 30;

    private static readonly (string Unit, double Bytes)[] Units = [("kB", 1e3), ("MB", 1e6), ("GB", 1e9), ("TB", 1e12), ("k", 1e3),
        ("M", 1e6), ("G", 1e9), ("T", 1e12), ("B", 1)];

    /// <summary>Three quarters of what the machine has, or of what the control group of this process is given.</summary>
    public static MemoryBound OfMachine { get; } = new(Available() / 4 * 3);

    /// <summary>A bound as typed: <c>8GB</c>, <c>500MB</c>, <c>1e9</c>; null if it is none.</summary>
    public static MemoryBound? Parse(string text)
    {
        var (number, unit) = (text.Trim(), 1.0);
        foreach (var (name, bytes) in Units)
            if (number.EndsWith(name, StringComparison.OrdinalIgnoreCase))
            {
                (number, unit) = (number[..^name.Length].Trim(), bytes);
                break;
            }
        var isNumber = double.TryParse(number, NumberStyles.AllowDecimalPoint | NumberStyles.AllowExponent, CultureInfo.InvariantCulture,
            out var amount);
        return isNumber && amount * unit is >= 1e6 and <= 1e15 ? new((long)(amount * unit)) : null;
    }

    private static long Available()
    {
        var machine = GC.GetGCMemoryInfo().TotalAvailableMemoryBytes;
        return Math.Min(machine > 0 ? machine : Unknown, OfControlGroup());
    }

    /// <summary>The least limit of this process's control group and of those around it.</summary>
    private static long OfControlGroup()
    {
        try
        {
            var least = Limit("/sys/fs/cgroup/memory/memory.limit_in_bytes");
            if (!File.Exists("/proc/self/cgroup")) return least;
            foreach (var line in File.ReadLines("/proc/self/cgroup"))
                if (line.Split(':') is [_, var controllers, var group]
                    && (controllers.Length == 0 || controllers.Split(',').Contains("memory")))
                    for (var path = group; path.Length > 0; path = path[..path.LastIndexOf('/')])
                        least = Math.Min(least, Math.Min(Limit($"/sys/fs/cgroup{path}/memory.max"),
                            Limit($"/sys/fs/cgroup/memory{path}/memory.limit_in_bytes")));
            return Math.Min(least, Limit("/sys/fs/cgroup/memory.max"));
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException) { return long.MaxValue; }
    }

    private static long Limit(string path) =>
        File.Exists(path) && long.TryParse(File.ReadAllText(path).Trim(), NumberStyles.None, CultureInfo.InvariantCulture, out var bytes)
            ? bytes : long.MaxValue;
}
