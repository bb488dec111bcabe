using System.Text;
using Xunit;

namespace FuncGrad.Tests;

public sealed class FuzzedExperimentTests
{
    private const int Files = 400;

    [Fact]
    public void A_damaged_file_gives_errors_with_places_and_never_an_exception()
    {
        var broken = 0;
        for (var file = 0; file < Files; file++)
        {
            var text = Damaged(file);
            var errors = ExampleFiles.Errors(text);
            if (errors.Length == 0) continue;
            broken++;
            var lines = text.Split('\n').Length;
            foreach (var error in errors)
            {
                Assert.NotEqual("", error.Problem);
                if (!error.Location.StartsWith("a.toml:", StringComparison.Ordinal)) continue;
                Assert.InRange(int.Parse(error.Location.Split(':')[1]), 1, lines);
                Assert.InRange(int.Parse(error.Location.Split(':')[2]), 1, 1000);
            }
        }
        // Damage within comments, and to digits, goes unnoticed.
        Assert.InRange(broken, Files / 3, Files);
    }

    private static string Damaged(int file)
    {
        var random = new Randomness(file, "damage");
        var position = 0L;
        var text = new StringBuilder(ExampleFiles.Whole);
        for (var damages = 1 + Pick(4); damages > 0; damages--)
        {
            var (at, other) = (Pick(text.Length), Pick(text.Length));
            switch (Pick(7))
            {
                case 0: text.Remove(at, Math.Min(1 + Pick(8), text.Length - at)); break;
                case 1: text.Insert(at, "[]{}\"'=.,#\n 0-"[Pick(14)]); break;
                case 2: (text[at], text[other]) = (text[other], text[at]); break;
                case 3: text[at] = (char)Pick(256); break;
                case 4: text.Insert(at, text.ToString(other, Math.Min(Pick(200), text.Length - other))); break;
                case 5: text.Length = Math.Max(1, at); break;
                default: text.Insert(at, (char)Pick(65536)); break;
            }
        }
        return text.ToString();

        int Pick(int count) => (int)(random.Uniform(position++) * count);
    }
}
