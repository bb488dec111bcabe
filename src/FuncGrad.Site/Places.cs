namespace FuncGrad.Site;

/// <summary>Paths within a site or repository, with <c>/</c> on every system.</summary>
internal static class Places
{
    /// <summary>The relative link from one page to another.</summary>
    public static string Between(string from, string to)
    {
        string[] here = from.Split('/')[..^1], there = to.Split('/');
        var shared = 0;
        while (shared < here.Length && shared < there.Length - 1 && here[shared] == there[shared]) shared++;
        return string.Join('/', Enumerable.Repeat("..", here.Length - shared).Concat(there[shared..]));
    }

    /// <summary>Where a relative link on a page leads.</summary>
    public static string From(string page, string link)
    {
        var path = new List<string>(page.Split('/')[..^1]);
        foreach (var part in link.Split('/'))
        {
            if (part == "..") path.RemoveAt(path.Count - 1);
            else if (part != ".") path.Add(part);
        }
        return string.Join('/', path);
    }

    /// <summary>Whether browsers show a file as it is.</summary>
    public static bool IsPicture(string file) => Path.GetExtension(file) is ".svg" or ".png";
}
