namespace FuncGrad;

/// <summary>
/// Every node exists once while anything refers to it, so that nodes are equal exactly if they are the same object and a shared
/// subexpression is shared by construction. References are weak: a graph nobody holds is collected.
/// </summary>
internal static class Interning
{
    private const int StripeCount = 64;
    private static readonly Stripe[] Stripes = [.. Enumerable.Range(0, StripeCount).Select(_ => new Stripe())];

    /// <summary>The node equal to <paramref name="candidate"/> that already exists, or else the candidate.</summary>
    public static Expr Intern(Expr candidate) => Stripes[(uint)candidate.GetHashCode() % StripeCount].Intern(candidate);

    private sealed class Entry(Expr node, Entry? next)
    {
        public readonly WeakReference<Expr> Node = new(node);
        public readonly Entry? Next = next;
    }

    /// <summary>One lock and the nodes whose hash falls to it.</summary>
    internal sealed class Stripe
    {
        private readonly Lock _gate = new();
        private Dictionary<int, Entry> _chains = [];
        private int _pruneAt = 1024;

        public int EntryCount
        {
            get { lock (_gate) return _chains.Count; }
        }

        public Expr Intern(Expr candidate)
        {
            lock (_gate)
            {
                var hash = candidate.GetHashCode();
                _chains.TryGetValue(hash, out var chain);
                for (var entry = chain; entry is not null; entry = entry.Next)
                    if (entry.Node.TryGetTarget(out var known) && known.SameNode(candidate)) return known;
                _chains[hash] = new Entry(candidate, chain);
                if (_chains.Count >= _pruneAt) Prune();
                return candidate;
            }
        }

        private void Prune()
        {
            var living = new Dictionary<int, Entry>();
            foreach (var (hash, chain) in _chains)
                for (var entry = chain; entry is not null; entry = entry.Next)
                    if (entry.Node.TryGetTarget(out var node))
                        living[hash] = new Entry(node, living.GetValueOrDefault(hash));
            _chains = living;
            _pruneAt = Math.Max(1024, 2 * living.Count);
        }
    }
}
