namespace FuncGrad;

/// <summary>Where something a user wrote stands.</summary>
/// <param name="Source">The file, or the option as it was typed.</param>
/// <param name="Line">1-based; 0 if the source is an option, which has no lines.</param>
/// <param name="Column">1-based.</param>
internal readonly record struct TextPlace(string Source, int Line, int Column)
{
    public InputError Error(string problem, string hint = "") => new(ToString(), problem, hint);

    /// <summary>As in messages: <c>a.toml:3:8</c>.</summary>
    public override string ToString() => Line == 0 ? Source : $"{Source}:{Line}:{Column}";
}
