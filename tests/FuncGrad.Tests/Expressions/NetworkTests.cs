using System.Text.Json;
using FuncGrad.Tests.Golden;
using Xunit;

namespace FuncGrad.Tests;

/// <summary>Layers, losses and activations written as formulas give the values and gradients of PyTorch's autograd.</summary>
public sealed class NetworkTests
{
    private const double Tolerance = 1e-12;

    /// <summary>How each case is written; those that begin alike share a line. Definitions are lines <c>head = formula</c>, the last is the loss.</summary>
    private static readonly (string Name, string Text)[] Written =
    [
        ("mlp_sigmoid", Net("sigmoid(x)")), ("mlp_relu", Net("relu(x)")), ("mlp_gelu", Net("gelu(x)")),
        ("mlp_tanh_mse", "mse(tanh(x @ W1 + b1) @ W2 + b2, target)"), ("mlp_tanh", Net("tanh(x)")),
        ("conv2d_stride1_padding0", Weighted("conv2d(x, W) + reshape(b, 3, 1, 1)")), ("conv2d_stride1_padding1", Weighted("conv2d(x, W, padding=1) + reshape(b, 3, 1, 1)")),
        ("conv2d_stride2_padding0", Weighted("conv2d(x, W, 2) + reshape(b, 3, 1, 1)")), ("conv2d_stride2_padding1", Weighted("conv2d(x, W, padding=1, stride=2) + reshape(b, 3, 1, 1)")),
        ("max_pool_2", Weighted("max_pool(x, 2)")), ("avg_pool_2", Weighted("avg_pool(x, 2)")),
        ("batch_norm_2d", Weighted("batch_norm(x)*gamma + beta")), ("batch_norm_4d", Weighted("batch_norm(x)*reshape(gamma, 2, 1, 1) + reshape(beta, 2, 1, 1)")),
        ("layer_norm", Weighted("layer_norm(x)*gamma + beta")),
        ("dropout", "cross_entropy(softmax((tanh(x @ W1 + b1)*mask/0.6) @ W2 + b2), t, 0)"),
        ("embedding", Weighted("embedding(E, index)")),
        ("rnn", "step(x, h) = tanh(x @ transpose(W_ih) + b_ih + h @ transpose(W_hh) + b_hh)|" + Unrolled("h{0} = step(x[{1}], {2})")),
        ("lstm", "gates(x, h) = x @ transpose(W_ih) + b_ih + h @ transpose(W_hh) + b_hh|" + Unrolled("g{0} = gates(x[{1}], {2})|"
            + "c{0} = sigmoid(g{0}[:, 4:8])*{3} + sigmoid(g{0}[:, :4])*tanh(g{0}[:, 8:12])|h{0} = sigmoid(g{0}[:, 12:])*tanh(c{0})")),
        ("gru", Unrolled("i{0} = x[{1}] @ transpose(W_ih) + b_ih|r{0} = {2} @ transpose(W_hh) + b_hh|z{0} = sigmoid(i{0}[:, 4:8] + r{0}[:, 4:8])|"
            + "h{0} = (1 - z{0})*tanh(i{0}[:, 8:] + sigmoid(i{0}[:, :4] + r{0}[:, :4])*r{0}[:, 8:]) + z{0}*{2}")),
        ("attention_causal", "later = cumsum(broadcast(1, 4, 4), 0) < cumsum(broadcast(1, 4, 4), 1)|" + Attention("where(later, -inf, scores)")),
        ("attention", Attention("scores")),
        ("loss_softmax_cross_entropy_soft", "-mean(sum(target*log_softmax(x), 1))"),
        ("loss_softmax_cross_entropy", "-mean(gather(log_softmax(x), t))"),
        ("loss_label_smoothing", "-mean(sum((0.9*one_hot(t, 4) + 0.1/4)*log_softmax(x), 1))"),
        ("loss_binary_cross_entropy_logits", "binary_cross_entropy(x, target)"),
        ("loss_mean_squared", "mse(x, target)"), ("loss_mean_absolute", "mean(abs(x - target))"), ("loss_huber", "huber(x, target)"),
        ("loss_log_sum_exp", "sum(logsumexp(x, 1))"),
        ("loss_hinge", "sum(max(0, 1 - reshape(gather(x, t), 6, 1) + x)*(1 - one_hot(t, 4)))/6/4"),
        ("activation_gelu_tanh", "sum(0.5*x*(1 + tanh(sqrt(2/pi)*(x + 0.044715*x^3))))"), ("activation_gelu", "sum(gelu(x))"),
        ("activation_sigmoid", "sum(sigmoid(x))"), ("activation_relu6", "sum(clip(x, 0, 6))"), ("activation_relu", "sum(relu(x))"), ("activation_tanh", "sum(tanh(x))"),
        ("activation_silu", "sum(silu(x))"), ("activation_softplus", "sum(softplus(x))"), ("activation_elu", "sum(elu(x))"),
        ("activation_selu", "sum(1.0507009873554805*elu(x, 1.6732632423543772))"), ("activation_leaky_relu", "sum(leaky_relu(x))"),
        ("activation_mish", "sum(x*tanh(softplus(x)))"), ("activation_hard_swish", "sum(x*clip(x + 3, 0, 6)/6)"), ("activation_softsign", "sum(x/(1 + abs(x)))"),
        ("activation_log_sigmoid", "-sum(softplus(-x))"),
    ];

    private static readonly Lazy<Dictionary<string, JsonElement>> Cases = new(() =>
        JsonDocument.Parse(File.ReadAllText(GoldenFile.PathOf("networks.json"))).RootElement.EnumerateArray().ToDictionary(one => one.GetProperty("name").GetString()!));

    public static TheoryData<string> Names => [.. Cases.Value.Keys];

    [Theory]
    [MemberData(nameof(Names))]
    public void Value_and_gradients_are_those_of_the_file(string name)
    {
        var (one, text) = (Cases.Value[name], Written.First(written => name.StartsWith(written.Name, StringComparison.Ordinal)).Text);
        var arrays = one.GetProperty("inputs").EnumerateObject().Concat(one.GetProperty("parameters").EnumerateObject()).ToDictionary(array => array.Name, array => Tensor(array.Value));
        var symbols = arrays.ToDictionary(array => array.Key, array => Expr.Symbol(array.Key, array.Value.Shape));
        var lines = text.Replace("/* decay */", name.EndsWith("_decay", StringComparison.Ordinal) ? " + 0.05*(sum(W1^2) + sum(W2^2))" : "", StringComparison.Ordinal).Split('|');
        var definitions = lines[..^1].Select(line => line.Split(" = ", 2)).ToDictionary(sides => sides[0], sides => sides[1]);
        var loss = Formula.Parse(lines[^1], symbols, definitions).Match(value => value, errors => throw new InvalidOperationException(string.Join('\n', errors)));
        (Expr, Tensor)[] point = [.. arrays.Select(array => (symbols[array.Key], array.Value))];

        Near([one.GetProperty("loss").GetDouble()], Evaluation.Of(loss, point));
        foreach (var gradient in one.GetProperty("gradients").EnumerateObject())
            Near(Tensor(gradient.Value).ToArray(), Evaluation.Of(Differentiation.Gradient(loss, symbols[gradient.Name]), point));
    }

    private static string Net(string activation) => $"act(x) = {activation}|cross_entropy(softmax(act(x @ W1 + b1) @ W2 + b2), t, 0)/* decay */";

    private static string Weighted(string layer) => $"sum(weights*({layer}))";

    private static string Attention(string masked) =>
        $"scores = (x @ Wq) @ transpose(x @ Wk)/sqrt(3)|{Weighted($"softmax({masked}) @ (x @ Wv)")}";

    /// <summary>Five steps, each from the state before it.</summary>
    private static string Unrolled(string step) => string.Join('|', Enumerable.Range(1, 5).Select(i => string.Format(System.Globalization.CultureInfo.InvariantCulture, step, i, i - 1, $"h{i - 1}", $"c{i - 1}")))
        + "|sum(weights*[h1, h2, h3, h4, h5])";

    private static void Near(double[] expected, Tensor actual)
    {
        var scale = expected.Max(Math.Abs);
        Assert.All(expected.Zip(actual.ToArray(), (due, found) => (due, found)), pair => Assert.InRange(Math.Abs(pair.due - pair.found), 0, (Tolerance * Math.Abs(pair.due)) + (1e-15 * scale)));
    }

    private static Tensor Tensor(JsonElement element)
    {
        var extents = new List<int>();
        for (var inner = element; inner.ValueKind == JsonValueKind.Array; inner = inner[0]) extents.Add(inner.GetArrayLength());
        return FuncGrad.Tensor.Of(Shape.Of([.. extents]), Numbers(element));
    }

    private static IEnumerable<double> Numbers(JsonElement element) => element.ValueKind == JsonValueKind.Array ? element.EnumerateArray().SelectMany(Numbers) : [element.GetDouble()];
}
