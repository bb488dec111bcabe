using System.CommandLine;
using System.CommandLine.Completions;

namespace FuncGrad.Lab;

/// <summary>The arguments and options that several commands share.</summary>
internal static class Given
{
    public static Argument<string> File() => new("FILE") { Description = "an experiment file (TOML)" };

    public static Argument<string> Folder() => new("DIR") { Description = "a folder of results" };

    public static Option<bool> Unlock() =>
        new("--unlock") { Description = "take over the lock of a process on another host; only after it has ended" };

    public static Option<string[]> Set() => new("--set")
    {
        Description = "as if the file said so; may be repeated",
        HelpName = "KEY=VALUE",
        CompletionSources = { Names(Keys) },
    };

    private static IEnumerable<string> Keys() =>
    [
        .. Settings.All.Select(setting => setting.Key),
        .. UpdateRules.All.SelectMany(rule => rule.Hyperparameters).Select(hyperparameter => $"method.{hyperparameter.Name}").Distinct(),
    ];

    /// <summary>What a shell offers to complete.</summary>
    public static Func<CompletionContext, IEnumerable<CompletionItem>> Names(Func<IEnumerable<string>> names) =>
        _ => names().Select(name => new CompletionItem(name));

    public static Option<MemoryBound?> Memory() => new("--memory")
    {
        Description = "how much memory it may use; three quarters of what there is if left out",
        HelpName = "SIZE",
        CustomParser = result =>
        {
            var bound = MemoryBound.Parse(result.Tokens[0].Value);
            if (bound is null) result.AddError($"--memory {result.Tokens[0].Value}: it is a size of 1 MB or more, as in --memory 8GB.");
            return bound;
        },
    };

    /// <summary>What was given, or what the machine has.</summary>
    public static MemoryBound Bound(ParseResult result, Option<MemoryBound?> memory) => result.GetValue(memory) ?? MemoryBound.OfMachine;
}
