using System.Text.RegularExpressions;
using Xunit;

namespace FuncGrad.Tests;

/// <summary>Files are written, renamed and deleted in one place, which follows no links and asks whose they are.</summary>
public sealed class OneDoorTests
{
    private static readonly Regex Changes = new(
        @"\bFile\.(Write|Append|Create|Delete|Move|Copy|Replace|Set|Encrypt|Decrypt|OpenWrite|Open\()|\bDirectory\.(Delete|Move|CreateSymbolicLink|Set)|\bFileMode\.(?!Open\b)|\bRandomAccess\.(Write|FlushToDisk)|new (StreamWriter|FileInfo|DirectoryInfo)\([^)]*\)\s*\.(Create|Delete|Move|Open|Append|Replace)|new StreamWriter\((?!stream)",
        RegexOptions.CultureInvariant);

    /// <summary>Beside the door itself: the lock, which is made by whoever comes first.</summary>
    private static readonly string[] MayChange = ["Output/Disk.cs", "Output/FolderLock.cs"];

    [Fact]
    public void Only_the_disk_is_written_through()
    {
        var elsewhere = SourceCode.Files("src/FuncGrad.Lab").Select(SourceCode.BelowSources).Where(file => !MayChange.Any(door => file == "FuncGrad.Lab/" + door))
            .SelectMany(file => File.ReadLines(Path.Combine(SourceCode.Root, "src", file)).Where(line => Changes.IsMatch(line)).Select(line => $"{file}: {line.Trim()}"));
        Assert.Empty(elsewhere);
    }

    [Theory]
    [InlineData("File.WriteAllText(path, text);", true)]
    [InlineData("File.Delete(path);", true)]
    [InlineData("new FileStream(path, FileMode.Create)", true)]
    [InlineData("new FileStream(path, FileMode.OpenOrCreate)", true)]
    [InlineData("new FileStream(path, FileMode.Open, FileAccess.Read)", false)]
    [InlineData("File.ReadAllBytes(path)", false)]
    [InlineData("Directory.Delete(folder, recursive: true);", true)]
    [InlineData("using var writer = new StreamWriter(path);", true)]
    [InlineData("File.OpenHandle(path, FileMode.Open)", false)]
    [InlineData("Directory.CreateDirectory(folder);", false)]
    public void A_change_is_told_from_a_look(string line, bool isChange) => Assert.Equal(isChange, Changes.IsMatch(line));
}
