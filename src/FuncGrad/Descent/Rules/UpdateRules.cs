using static FuncGrad.Expr;

namespace FuncGrad;

/// <summary>
/// The update rules, one method each. g is the gradient, t = 1, 2 ... the number of the update; every product and root is taken element
/// by element. For ascent the rules are given −g. A hyperparameter for which a rule is not defined throws <see cref="ArgumentOutOfRangeException"/>.
/// </summary>
public static class UpdateRules
{
    /// <summary>Every rule with its defaults.</summary>
    public static IReadOnlyList<Rule> All { get; } =
        [GradientDescent(), Momentum(), Nesterov(), BookNesterov(), AdaGrad(), RmsProp(), Adam(), BookAdam()];

    /// <summary>The rule of a name, or null.</summary>
    public static Rule? Find(string name) => All.FirstOrDefault(rule => rule.Name == Arguments.Given(name));

    /// <summary>x ← x − η·g (Cauchy 1847). The book's SGD, and PyTorch's without momentum.</summary>
    /// <param name="learningRate">η ≥ 0.</param>
    public static Rule GradientDescent(double learningRate = 0.01) => new UpdateRule(
        "gradient_descent", "x = x - learning_rate*g   (Cauchy 1847)",
        [Hyperparameter.LearningRate(learningRate)], [],
        a => new Update(-(a["learning_rate"] * a.Gradient)));

    /// <summary>
    /// v ← μ·v − η·g, x ← x + v (Polyak 1964, doi:10.1016/0041-5553(64)90137-5), as in the book, chapter 6. PyTorch keeps b = −v/η instead, which is the same
    /// path for a constant η.
    /// </summary>
    /// <param name="learningRate">η ≥ 0.</param>
    /// <param name="momentum">μ ≥ 0: the share of the velocity that is kept; from 1 on nothing settles.</param>
    public static Rule Momentum(double learningRate = 0.01, double momentum = 0.9) => new UpdateRule(
        "momentum", "v = momentum*v - learning_rate*g; x = x + v   (Polyak 1964)",
        [Hyperparameter.LearningRate(learningRate), Hyperparameter.Momentum(momentum)],
        [new Slot("velocity")],
        a =>
        {
            var velocity = Velocity(a);
            return new Update(velocity, velocity);
        });

    /// <summary>
    /// v ← μ·v − η·g, x ← x + μ·v − η·g: Nesterov's momentum with the gradient taken at x (Sutskever et al. 2013; Bengio et al. 2013, arXiv:1212.0901). The
    /// book's and PyTorch's form; Nesterov's own (1983) takes the gradient at x + μ·v.
    /// </summary>
    /// <param name="learningRate">η ≥ 0.</param>
    /// <param name="momentum">μ ≥ 0; from 1 on nothing settles.</param>
    public static Rule Nesterov(double learningRate = 0.01, double momentum = 0.9) => new UpdateRule(
        "nesterov", "v = momentum*v - learning_rate*g; x = x + momentum*v - learning_rate*g   (Bengio et al. 2013, arXiv:1212.0901)",
        [Hyperparameter.LearningRate(learningRate), Hyperparameter.Momentum(momentum)],
        [new Slot("velocity")],
        a =>
        {
            var velocity = Velocity(a);
            return new Update((a["momentum"] * velocity) - (a["learning_rate"] * a.Gradient), velocity);
        });

    /// <summary>
    /// x ← x + (μ·μ)·v, x ← x − ((1+μ)·η)·g, v ← μ·v, v ← v − η·g, in this order: the Nesterov of "Deep Learning from Scratch", chapter 6. The same path as
    /// <see cref="Nesterov"/>, for μ·(μ·v − η·g) − η·g = μ²·v − (1+μ)·η·g, but rounded as in the book.
    /// </summary>
    /// <param name="learningRate">η ≥ 0.</param>
    /// <param name="momentum">μ ≥ 0; from 1 on nothing settles.</param>
    public static Rule BookNesterov(double learningRate = 0.01, double momentum = 0.9) => new UpdateRule(
        "book_nesterov", "x = x + momentum^2*v; x = x - (1 + momentum)*learning_rate*g; v = momentum*v; v = v - learning_rate*g   (Deep Learning from Scratch, ch. 6)",
        [Hyperparameter.LearningRate(learningRate), Hyperparameter.Momentum(momentum)],
        [new Slot("velocity")],
        a =>
        {
            var carried = a.Parameter + (a["momentum"] * a["momentum"] * a["velocity"]);
            return Update.To(carried - ((1 + a["momentum"]) * a["learning_rate"] * a.Gradient), a.Parameter, Velocity(a));
        });

    /// <summary>
    /// h ← h + g², x ← x − η·g / (√h + ε) (Duchi, Hazan &amp; Singer, JMLR 12, 2011). The book's ε is 1e-7; PyTorch's default is 1e-10.
    /// </summary>
    /// <param name="learningRate">η ≥ 0.</param>
    /// <param name="epsilon">ε ≥ 0.</param>
    public static Rule AdaGrad(double learningRate = 0.01, double epsilon = 1e-7) => new UpdateRule(
        "adagrad", "h = h + g^2; x = x - learning_rate*g/(sqrt(h) + epsilon)   (Duchi et al. 2011)",
        [Hyperparameter.LearningRate(learningRate), Hyperparameter.Epsilon(epsilon)],
        [new Slot("squared_gradients")],
        a =>
        {
            var squares = a["squared_gradients"] + (a.Gradient * a.Gradient);
            return new Update(-(a["learning_rate"] * a.Gradient / (Sqrt(squares) + a["epsilon"])), squares);
        });

    /// <summary>
    /// h ← ρ·h + (1−ρ)·g², x ← x − η·g / (√h + ε) (Tieleman &amp; Hinton 2012, lecture 6.5). As PyTorch's; the book's ε is 1e-7; TensorFlow puts ε inside the root.
    /// </summary>
    /// <param name="learningRate">η ≥ 0.</param>
    /// <param name="decay">ρ in [0, 1].</param>
    /// <param name="epsilon">ε ≥ 0.</param>
    public static Rule RmsProp(double learningRate = 0.01, double decay = 0.99, double epsilon = 1e-8) => new UpdateRule(
        "rmsprop", "h = decay*h + (1 - decay)*g^2; x = x - learning_rate*g/(sqrt(h) + epsilon)   (Tieleman & Hinton 2012)",
        [Hyperparameter.LearningRate(learningRate), Hyperparameter.Share("decay", decay, "share of the mean square that is kept"), Hyperparameter.Epsilon(epsilon)],
        [new Slot("mean_square")],
        a =>
        {
            var meanSquare = (a["decay"] * a["mean_square"]) + ((1 - a["decay"]) * (a.Gradient * a.Gradient));
            return new Update(-(a["learning_rate"] * a.Gradient / (Sqrt(meanSquare) + a["epsilon"])), meanSquare);
        });

    /// <summary>
    /// m ← β₁·m + (1−β₁)·g, v ← β₂·v + (1−β₂)·g², x ← x − η·m̂ / (√v̂ + ε) with m̂ = m/(1−β₁ᵗ), v̂ = v/(1−β₂ᵗ): Algorithm 1 of Kingma &amp; Ba 2015
    /// (arXiv:1412.6980), as PyTorch's. The powers of β are kept by multiplication.
    /// </summary>
    /// <param name="learningRate">η ≥ 0.</param>
    /// <param name="beta1">β₁ in [0, 1).</param>
    /// <param name="beta2">β₂ in [0, 1).</param>
    /// <param name="epsilon">ε ≥ 0, outside the root, after the bias correction.</param>
    public static Rule Adam(double learningRate = 0.001, double beta1 = 0.9, double beta2 = 0.999, double epsilon = 1e-8) => new UpdateRule(
        "adam", "m = beta1*m + (1 - beta1)*g; v = beta2*v + (1 - beta2)*g^2; x = x - learning_rate*(m/(1 - beta1^t))/(sqrt(v/(1 - beta2^t)) + epsilon)   (Kingma & Ba 2015, Algorithm 1)",
        AdamHyperparameters(learningRate, beta1, beta2, epsilon),
        [new Slot("mean"), new Slot("mean_square"), new Slot("beta1_power", 1, IsShared: true), new Slot("beta2_power", 1, IsShared: true)],
        a =>
        {
            var (power1, power2) = (a["beta1_power"] * a["beta1"], a["beta2_power"] * a["beta2"]);
            var mean = (a["beta1"] * a["mean"]) + ((1 - a["beta1"]) * a.Gradient);
            var meanSquare = (a["beta2"] * a["mean_square"]) + ((1 - a["beta2"]) * (a.Gradient * a.Gradient));
            var root = Sqrt(meanSquare * (1 / (1 - power2)));
            return new Update(-(a["learning_rate"] / (1 - power1) * mean / (root + a["epsilon"])), mean, meanSquare, power1, power2);
        });

    /// <summary>
    /// The Adam of "Deep Learning from Scratch", chapter 6: ηₜ = η·√(1−β₂ᵗ)/(1−β₁ᵗ), m ← m + (1−β₁)·(g−m), v ← v + (1−β₂)·(g²−v),
    /// x ← x − ηₜ·m / (√v + ε). Differs from <see cref="Adam"/> in that ε stands outside the bias correction ("epsilon hat" of the paper's section 2), so that
    /// early steps are damped less.
    /// </summary>
    /// <param name="learningRate">η ≥ 0.</param>
    /// <param name="beta1">β₁ in [0, 1).</param>
    /// <param name="beta2">β₂ in [0, 1).</param>
    /// <param name="epsilon">ε ≥ 0; 1e-7 in the book.</param>
    public static Rule BookAdam(double learningRate = 0.001, double beta1 = 0.9, double beta2 = 0.999, double epsilon = 1e-7) => new UpdateRule(
        "book_adam", "lr_t = learning_rate*sqrt(1 - beta2^t)/(1 - beta1^t); m = m + (1 - beta1)*(g - m); v = v + (1 - beta2)*(g^2 - v); x = x - lr_t*m/(sqrt(v) + epsilon)   (Deep Learning from Scratch, ch. 6)",
        AdamHyperparameters(learningRate, beta1, beta2, epsilon),
        [new Slot("mean"), new Slot("mean_square")],
        a =>
        {
            var rate = a["learning_rate"] * Sqrt(1 - Pow(a["beta2"], a.Iteration)) / (1 - Pow(a["beta1"], a.Iteration));
            var mean = a["mean"] + ((1 - a["beta1"]) * (a.Gradient - a["mean"]));
            var meanSquare = a["mean_square"] + ((1 - a["beta2"]) * ((a.Gradient * a.Gradient) - a["mean_square"]));
            return new Update(-(rate * mean / (Sqrt(meanSquare) + a["epsilon"])), mean, meanSquare);
        });

    private static Expr Velocity(UpdateArguments a) => (a["momentum"] * a["velocity"]) - (a["learning_rate"] * a.Gradient);

    private static IReadOnlyList<Hyperparameter> AdamHyperparameters(double learningRate, double beta1, double beta2, double epsilon) =>
    [
        Hyperparameter.LearningRate(learningRate),
        Hyperparameter.ShareBelowOne("beta1", beta1, "share of the mean gradient that is kept"),
        Hyperparameter.ShareBelowOne("beta2", beta2, "share of the mean square that is kept"),
        Hyperparameter.Epsilon(epsilon),
    ];
}
