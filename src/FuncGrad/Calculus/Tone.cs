namespace FuncGrad;

/// <summary>How a verdict's word is to be taken, which is what terminals and pictures show by its colour.</summary>
internal enum Tone
{
    /// <summary>It went well.</summary>
    Good,

    /// <summary>Neither well nor badly.</summary>
    Neutral,

    /// <summary>Somebody should look at it.</summary>
    Doubtful,

    /// <summary>It went wrong; where a run did, its losses say nothing about the scale of the others.</summary>
    Bad,
}
