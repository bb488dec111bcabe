using LanguageExt.Common;

namespace FuncGrad;

/// <summary>
/// A mistake in something a user wrote, as a value: where it is, what was found and expected, and what to do.
/// </summary>
/// <param name="Location">File, line and column (<c>a.toml:3:8</c>), or <c>column 8</c> of a formula.</param>
/// <param name="Problem">What was found and what was expected, in one sentence.</param>
/// <param name="Hint">What would be right; empty if there is nothing to add.</param>
public sealed record InputError(string Location, string Problem, string Hint)
    : Expected($"{Location}: {Problem}{(Hint.Length > 0 ? " " + Hint : "")}", 2)
{
    /// <summary>Place, problem and hint as one text.</summary>
    public override string ToString() => Message;
}
