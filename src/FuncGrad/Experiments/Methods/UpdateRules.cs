using System.Collections;

namespace FuncGrad;

/// <summary>
/// The update rules of the catalogue, a text that <c>funcgrad rules</c> prints: each with title, formulas, hyperparameters, source, and how
/// it differs from others of its name. For some there is a method; the others are found by name. For ascent they are given −g. A
/// hyperparameter for which a rule is not defined throws <see cref="ArgumentOutOfRangeException"/>.
/// </summary>
public static class UpdateRules
{
    private static readonly CatalogueOfRules Rules = new(MethodTexts.Rules), OfLinks = new(MethodTexts.Links);

    /// <summary>Every rule with its defaults.</summary>
    public static IReadOnlyList<Rule> All => Rules;

    /// <summary>What stands before or behind a rule in a chain: clipping, decay, averages.</summary>
    public static IReadOnlyList<Rule> Links => OfLinks;

    /// <summary>The rule or link of a name, or null.</summary>
    public static Rule? Find(string name) => Rules.Find(Arguments.Given(name)) ?? OfLinks.Find(name);

    /// <summary>
    /// The text of a rule or link as it stands in the catalogue, ready to be copied into an experiment file and changed; null if there is
    /// none.
    /// </summary>
    public static string? TextOf(string name) => MethodTexts.Rules.Text(Arguments.Given(name)) ?? MethodTexts.Links.Text(name);

    /// <summary>x ← x − η·g (Cauchy 1847).</summary>
    /// <param name="learningRate">η ≥ 0.</param>
    public static Rule GradientDescent(double learningRate = 0.01) => Rules["gradient_descent"].With("learning_rate", learningRate);

    /// <summary>v ← μ·v − η·g, x ← x + v (Polyak 1964, doi:10.1016/0041-5553(64)90137-5), as in the book, chapter 6.</summary>
    /// <param name="learningRate">η ≥ 0.</param>
    /// <param name="momentum">μ ≥ 0: the share of the velocity that is kept; from 1 on nothing settles.</param>
    public static Rule Momentum(double learningRate = 0.01, double momentum = 0.9) => Moving("momentum", learningRate, momentum);

    /// <summary>
    /// v ← μ·v − η·g, x ← x + μ·v − η·g: Nesterov's momentum with the gradient taken at x (Bengio et al. 2013, arXiv:1212.0901).
    /// </summary>
    /// <param name="learningRate">η ≥ 0.</param>
    /// <param name="momentum">μ ≥ 0; from 1 on nothing settles.</param>
    public static Rule Nesterov(double learningRate = 0.01, double momentum = 0.9) => Moving("nesterov", learningRate, momentum);

    /// <summary>The same path, rounded as in "Deep Learning from Scratch", chapter 6.</summary>
    /// <param name="learningRate">η ≥ 0.</param>
    /// <param name="momentum">μ ≥ 0; from 1 on nothing settles.</param>
    public static Rule BookNesterov(double learningRate = 0.01, double momentum = 0.9) => Moving("book_nesterov", learningRate, momentum);

    /// <summary>h ← h + g², x ← x − η·g / (√h + ε) (Duchi, Hazan &amp; Singer, JMLR 12, 2011).</summary>
    /// <param name="learningRate">η ≥ 0.</param>
    /// <param name="epsilon">ε ≥ 0.</param>
    public static Rule AdaGrad(double learningRate = 0.01, double epsilon = 1e-7) =>
        Rules["adagrad"].With("learning_rate", learningRate).With("epsilon", epsilon);

    /// <summary>h ← ρ·h + (1−ρ)·g², x ← x − η·g / (√h + ε) (Tieleman &amp; Hinton 2012, lecture 6.5).</summary>
    /// <param name="learningRate">η ≥ 0.</param>
    /// <param name="decay">ρ in [0, 1].</param>
    /// <param name="epsilon">ε ≥ 0.</param>
    public static Rule RmsProp(double learningRate = 0.01, double decay = 0.99, double epsilon = 1e-8) =>
        Rules["rmsprop"].With("learning_rate", learningRate).With("decay", decay).With("epsilon", epsilon);

    /// <summary>Algorithm 1 of Kingma &amp; Ba 2015 (arXiv:1412.6980), as PyTorch's.</summary>
    /// <param name="learningRate">η ≥ 0.</param>
    /// <param name="beta1">β₁ in [0, 1).</param>
    /// <param name="beta2">β₂ in [0, 1).</param>
    /// <param name="epsilon">ε ≥ 0, outside the root, after the bias correction.</param>
    public static Rule Adam(double learningRate = 0.001, double beta1 = 0.9, double beta2 = 0.999, double epsilon = 1e-8) =>
        Adaptive("adam", learningRate, beta1, beta2, epsilon);

    /// <summary>The Adam of "Deep Learning from Scratch", chapter 6: ε stands outside the bias correction.</summary>
    /// <param name="learningRate">η ≥ 0.</param>
    /// <param name="beta1">β₁ in [0, 1).</param>
    /// <param name="beta2">β₂ in [0, 1).</param>
    /// <param name="epsilon">ε ≥ 0; 1e-7 in the book.</param>
    public static Rule BookAdam(double learningRate = 0.001, double beta1 = 0.9, double beta2 = 0.999, double epsilon = 1e-7) =>
        Adaptive("book_adam", learningRate, beta1, beta2, epsilon);

    private static Rule Moving(string name, double learningRate, double momentum) =>
        Rules[name].With("learning_rate", learningRate).With("momentum", momentum);

    private static Rule Adaptive(string name, double learningRate, double beta1, double beta2, double epsilon) =>
        Rules[name].With("learning_rate", learningRate).With("beta1", beta1).With("beta2", beta2).With("epsilon", epsilon);
}

/// <summary>Rules of a text, each read when it is first asked for.</summary>
internal sealed class CatalogueOfRules(MethodTexts texts) : IReadOnlyList<Rule>
{
    private readonly Dictionary<string, Lazy<Rule>> _rules = texts.Names
        .ToDictionary(name => name, name => new Lazy<Rule>(() => Made(texts, name)));

    public int Count => texts.Names.Count;

    public IReadOnlyList<string> Names => texts.Names;

    public Rule this[int index] => _rules[texts.Names[index]].Value;

    public Rule this[string name] => _rules[name].Value;

    public Rule? Find(string name) => _rules.TryGetValue(name, out var rule) ? rule.Value : null;

    public IEnumerator<Rule> GetEnumerator() => texts.Names.Select(name => this[name]).GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    private static Rule Made(MethodTexts texts, string name)
    {
        var errors = new List<InputError>();
        var text = RuleReader.Read(texts.Table(name), errors);
        return errors.Count == 0 ? text.ToRule() : throw new InvalidOperationException(string.Join('\n', errors));
    }
}
