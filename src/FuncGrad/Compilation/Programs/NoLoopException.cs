namespace FuncGrad;

/// <summary>
/// A pass cannot be one loop as it is cut: it falls into too many pieces, or moves elements as no view does. Whoever compiles cuts it
/// otherwise, or interprets. It is a type of its own, so that nothing that fails for another reason is taken for it.
/// </summary>
internal sealed class NoLoopException(string reason) : Exception(reason);
