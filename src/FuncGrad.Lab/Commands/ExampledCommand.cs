using System.CommandLine;

namespace FuncGrad.Lab;

/// <summary>A command with the examples that its help begins with; the program's help shows the first of each.</summary>
/// <param name="name">What is typed.</param>
/// <param name="description">What it does, in a line.</param>
/// <param name="examples">Command lines to start from; a test runs them, in the order in which they stand.</param>
internal sealed class ExampledCommand(string name, string description, params string[] examples) : Command(name, description)
{
    public IReadOnlyList<string> Examples { get; } = examples;
}
