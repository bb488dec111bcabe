using System.Reflection;
using Xunit;

namespace FuncGrad.Tests;

/// <summary>C# programs of one file, built and run by the SDK: one at a time, since each may build the library.</summary>
[CollectionDefinition(nameof(Scripts))]
public sealed class Scripts
{
    /// <summary>As the tests were built.</summary>
    internal static readonly string Configuration = typeof(Scripts).Assembly.GetCustomAttribute<AssemblyConfigurationAttribute>()!.Configuration;

    internal static Finished Run(string path, params string[] arguments) =>
        Child.Dotnet(Path.GetDirectoryName(path)!, ["run", "-c", Configuration, path, "--", .. arguments]);

    /// <summary>Runs a text as a program below the project's folder, where the project's own rules for builds hold.</summary>
    internal static Finished RunHere(string name, string text)
    {
        var folder = Directory.CreateDirectory(Path.Combine(AppContext.BaseDirectory, "samples")).FullName;
        File.WriteAllText(Path.Combine(folder, name), text);
        return Run(Path.Combine(folder, name));
    }
}
