using FuncGrad.Lab;
using Xunit;

namespace FuncGrad.Tests.Calculus;

/// <summary>
/// What a where, max, min, relu, slice or weight of 0 leaves out is seen by no derivative, whatever it is there: each formula beside one that it equals
/// around the point, with the same derivatives of every kind.
/// </summary>
public sealed class ChoiceTests
{
    /// <summary>Formula; point; its data, separated by spaces; what the formula is around the point.</summary>
    private const string Table = """
        where(x > 0, sqrt(x), x) ; x=-1 ; ; x
        where(x > 0, x^0.5, -x) ; x=-4 ; ; -x
        where(x > 0, log(x), 2*x) ; x=0 ; ; 2*x
        where(x == 0, 1, sin(x)/x) ; x=0 ; ; 0*x
        where(x < 20, exp(x), x) ; x=800 ; ; x
        where(x < 5, 1/(5-x), x) ; x=5 ; ; x
        log(sum(where(m, exp(x), 0))) ; x=[0,1000],m=[1,0] ; m ; x[0]
        where(c > 0, norm(v), 0) ; c=0,v=[0,0] ; c ; 0*sum(v)
        sum(where(norm(W,axis=1) > 0.5, norm(W,axis=1), 1)) ; W=[[3,4],[0,0]] ; ; sum(sqrt(W[0,0]^2 + W[0,1]^2)) + 0*sum(W)
        where(c, x, log(y)) ; c=1,x=2,y=0 ; c ; x + 0*y
        sum(where(D > 0, D*log(D/p), 0)) ; p=[0.5,0.5],D=[1,0] ; D ; -log(p[0]) + 0*sum(p)
        where(x > 1, 2*sqrt(x) - 1, x^2) ; x=-0.4 ; ; x^2
        where(x > 0, where(x > 5, log(x - 5), x^3), sqrt(-x)) ; x=2 ; ; x^3
        where(x > 0, where(y > 0, sqrt(y), x*y), log(x)) ; x=1.5,y=-2 ; ; x*y
        where(x > 0, x*y, sqrt(x)) + where(x > 0, log(x), x^1.5) ; x=2,y=3 ; ; x*y + log(x)
        sum(where(m, sqrt(V)*exp(V), V*V)) ; V=[-1,2,-800],m=[0,1,0] ; m ; sqrt(V[1])*exp(V[1]) + V[0]^2 + V[2]^2
        sum(where(m, 1/V, V)^2) ; V=[[1,2],[0,0]],m=[[1],[0]] ; m ; 1/V[0,0]^2 + 1/V[0,1]^2 + V[1,0]^2 + V[1,1]^2
        sum(where(m, V/s, V)) ; V=[1,2],s=0,m=0 ; m ; sum(V) + 0*s
        sum(where(m, s*V, log(s)*V)) ; V=[1,2],s=0,m=[1,1] ; m ; s*sum(V)
        mean(where(V > 0, exp(-1/V)/V, 2*V)) ; V=[1,2,0] ; ; (exp(-1/V[0])/V[0] + exp(-1/V[1])/V[1] + 2*V[2])/3
        sum(softmax(where(m, x, -1e9*exp(y)))*w) ; x=[1,2,3],y=[0,0,9000],m=[1,1,1],w=[1,2,4] ; m w ; sum(softmax(x)*w) + 0*sum(y)
        sum(where(m, softmax(x), 0)*w) ; x=[1,2,3],m=[1,0,1],w=[1,5,4] ; m w ; softmax(x)[0] + 4*softmax(x)[2]
        sum(where(m, A @ B, A*0 + 2)) ; A=[[1,2],[3,4]],B=[[1,0],[2,1]],m=[[1,0],[1,0]] ; m ; (A @ B)[0,0] + (A @ B)[1,0] + 0*sum(A)
        sum(where(m, log(A) @ B, 0)) ; A=[[1,2],[0,4]],B=[[1,0],[2,1]],m=[[1],[0]] ; m ; sum((log(A[0:1]) @ B))
        sum(where(m, A @ log(B), 0)) ; A=[[1,2],[3,4]],B=[[1,0],[2,1]],m=[[1,0],[1,0]] ; m ; sum(A @ log(B[:,0:1])) + 0*sum(B)
        sum(where(m, D @ B, 0)) ; B=[[1,0],[2,1]],D=[[1,2],[nan,4]],m=[[1],[0]] ; D m ; sum(D[0:1] @ B)
        sum(where(D == D, D - a*b, 0)^2) ; a=2,b=[1,2],D=[1,nan] ; D ; (1 - a*b[0])^2 + 0*b[1]
        sum(where(D == D, D*b, 0)^2) ; b=[1,2],D=[1,nan] ; D ; b[0]^2 + 0*b[1]
        sum((where(m, A, 0) @ transpose(where(m, 1/A, 1)))^2) ; A=[[1,2],[0,4]],m=[[1,1],[0,1]] ; m ; sum(([[1,1],[0,1]]*A @ transpose([[1/A[0,0],1/A[0,1]],[1,1/A[1,1]]]))^2)
        where(x > 0, x, 0)*where(x > 0, 1/x, 0) + x ; x=0 ; ; x
        where(x >= 0, x, 0)^2 ; x=0 ; ; x^2
        where(x > -1, sin(x), sqrt(x))^2 ; x=0 ; ; sin(x)^2
        where(x > 0, prod([x, y, 2]), prod([sqrt(x), log(y)])) ; x=1,y=0 ; ; 2*x*y
        where(x > 0, cross_entropy(softmax([x, y]), [1, 0]), log(x)) ; x=1,y=2 ; ; -log(softmax([x, y])[0] + 1e-7)
        max(1, sqrt(x)) ; x=0 ; ; 1 + 0*x
        min(x, 1/x^2) ; x=0 ; ; x
        max([x, log(y)]) ; x=1,y=0 ; ; x + 0*y
        min(1, exp(x)) ; x=1000 ; ; 1 + 0*x
        sum(max([[1, sqrt(x)], [x, 2]], axis=1)) ; x=0 ; ; 3 + 0*x
        relu(log(x)) ; x=0 ; ; 0*x
        relu(v - 1/s)[0] ; v=[1,2],s=0 ; ; 0*sum(v) + 0*s
        max(x, relu(sqrt(y) - 1)) ; x=1,y=0 ; ; x + 0*y
        abs(where(x > 0, x, sqrt(x))) ; x=2 ; ; x
        where(x > 0, x, min(sqrt(x), abs(log(x)))) ; x=2 ; ; x
        sqrt(v)[0] ; v=[4,0] ; ; sqrt(v[0]) + 0*v[1]
        gather(log(p), t) ; p=[0.5,0],t=0 ; t ; log(p[0]) + 0*p[1]
        sum(log(v)[0:1]/v[0:1]) ; v=[4,0] ; ; log(v[0])/v[0] + 0*v[1]
        (1/v)[0] + (1/v)[1] ; v=[4,2,0] ; ; 1/v[0] + 1/v[1] + 0*v[2]
        sqrt(v)[0] ; v=[4,-1] ; ; sqrt(v[0]) + 0*v[1]
        x^2 + weight*sqrt(y) ; x=1,y=0,weight=0 ; weight ; x^2 + 0*y
        x^2 + 0*sqrt(y) ; x=1,y=0 ; ; x^2 + 0*y
        x^2 + weight*mean(abs(v)^0.5) ; x=1,v=[0,0],weight=0 ; weight ; x^2 + 0*sum(v)
        x^2 + weight*norm(v) ; x=1,v=[0,0],weight=0 ; weight ; x^2 + 0*sum(v)
        x^2 + 3*weight*(sqrt(y)/2 + y) ; x=1,y=0,weight=0 ; weight ; x^2 + 0*y
        """;

    private sealed record Row(Expr Loss, Expr Plain, Expr[] Symbols, Dictionary<Expr, Tensor> Point, string Text);

    private static readonly Row[] Rows = [.. Table.Split('\n').Select(Read)];

    public static TheoryData<int> Numbers => [.. Enumerable.Range(0, Rows.Length)];

    [Theory, MemberData(nameof(Numbers))]
    public void The_first_derivatives_are_those_of_what_was_chosen(int number)
    {
        var row = Rows[number];
        Same(row, Differentiation.Gradient(row.Loss, row.Symbols), Differentiation.Gradient(row.Plain, row.Symbols));
        Same(row, Pushed([row.Loss], row), Pushed([row.Plain], row));
    }

    [Theory, MemberData(nameof(Numbers))]
    public void The_second_derivatives_are_those_of_what_was_chosen(int number)
    {
        var row = Rows[number];
        var (loss, plain) = (Differentiation.Gradient(row.Loss, row.Symbols), Differentiation.Gradient(row.Plain, row.Symbols));
        Same(row, Pushed(loss, row), Pushed(plain, row));
        Same(row, Differentiation.Gradient(Weighted(loss), row.Symbols), Differentiation.Gradient(Weighted(plain), row.Symbols));
    }

    [Theory]
    [InlineData(Precision.Double)]
    [InlineData(Precision.Float)]
    public void Every_kernel_computes_them_with_either_arithmetic(Precision precision)
    {
        var state = new List<Expr>();
        var (values, gradients) = (new List<double[]>(), new List<Expr>());
        foreach (var (row, i) in Rows.Select((row, i) => (row, i)))
        {
            var own = row.Point.Keys.ToDictionary(symbol => symbol, symbol => Expr.Symbol($"{symbol.InputName}{i}", symbol.Shape));
            gradients.AddRange(Substitution.Replace([.. Differentiation.Gradient(row.Loss, row.Symbols)], own));
            foreach (var (symbol, renamed) in own) state.Add(renamed);
            values.AddRange(own.Keys.Select(symbol => row.Point[symbol].ToArray()));
        }
        var exact = new Recurrence(state, state, [], [], Expr.Symbol("k"), [.. Simplification.Simplify(gradients, precision)], null);
        foreach (var recurrence in (Recurrence[])[exact, Fusion.Contract(exact)])
            foreach (var width in (int[])[512, 256, 128, 64])
            {
                var frame = new LaneFrame { Lanes = 1, State = [.. values], LaneInputs = [], Shared = [] };
                var loops = KernelCompiler.Compile(recurrence, new CompilationOptions { Engine = Engine.Compiled, Width = width, Precision = precision, PrefersLoops = true });
                Assert.Null(Oracle.Difference(recurrence, new EvaluatedKernel(recurrence, precision), loops, frame, 1));
                var observed = Oracle.Room(recurrence, 1);
                loops.Observe(frame, observed);
                Assert.All(observed.SelectMany(gradient => gradient), derivative => Assert.True(double.IsFinite(derivative)));
            }
    }

    [Theory]
    [InlineData("where(x > 0, sqrt(x - 1), x)", 0.5)]     // the side that was chosen is not defined
    [InlineData("where(x > 0, sqrt(x - 1)*0, x)", 0.5)]
    [InlineData("max(sqrt(x), 1)", -1.0)]                 // no side is known to be left out
    [InlineData("relu(x - x/0)", 0.0)]
    [InlineData("0*log(x)", 0.0)]                         // the loss itself is 0·(−∞)
    [InlineData("x*sqrt(x - x)", 0.0)]                    // the limit depends on the way
    public void A_NaN_that_is_there_is_not_hidden(string formula, double at)
    {
        var x = Expr.Symbol("x");
        var loss = Parsed(formula, new Dictionary<string, Expr> { ["x"] = x });
        var value = Evaluation.Of(loss, (x, Tensor.Scalar(at))).ToDouble();
        var slope = Evaluation.Of(Differentiation.Gradient(loss, x), (x, Tensor.Scalar(at))).ToDouble();
        Assert.True(double.IsNaN(value) || double.IsNaN(slope), $"{value} {slope}");
        Assert.NotEqual(0, slope);
    }

    [Fact]
    public void A_loss_that_chooses_nothing_costs_nothing()
    {
        var (w, x) = (Expr.Symbol("w", Shape.Of(3, 2)), Expr.Symbol("x", Shape.Of(4, 3)));
        var loss = Expr.Sum(Expr.Pow(Expr.Exp(Expr.Dot(x, w) / 3) - 1, 2)) / Expr.Sqrt(Expr.Sum(w[1..] * w[..^1]));
        Assert.DoesNotContain(Ordering.Of(Differentiation.Gradient(loss, w)), node => node.Primitive == FuncGrad.Elementwise.Where);
    }

    [Fact]
    public void The_layers_of_a_network_pay_no_exponential_for_their_slopes()
    {
        Expr w = Expr.Symbol("w", Shape.Of(3, 2)), x = Expr.Symbol("x", Shape.Of(4, 3)), b = Expr.Symbol("b", Shape.Of(2)), v = Expr.Symbol("v", Shape.Of(4));
        bool HasSlope(Expr loss, Expr by) => Ordering.Of(Differentiation.Gradient(loss, by)).Any(node => node.Primitive == Slopes.Tanh || node.Primitive == Slopes.Sigmoid);
        Assert.False(HasSlope(Expr.Sum(Expr.Tanh(Expr.Dot(x, w) + b)) + Expr.Sum(Expr.Sigmoid(2 * Expr.Dot(x, w))), w));
        Assert.True(HasSlope(Expr.Sum(Expr.Tanh(v)), v));
    }

    private static void Same(Row row, IReadOnlyList<Expr> chosen, IReadOnlyList<Expr> plain)
    {
        var (a, b) = (new Evaluation(chosen).At(row.Point), new Evaluation(plain).At(row.Point));
        foreach (var (x, y) in a.SelectMany(value => value.ToArray()).Zip(b.SelectMany(value => value.ToArray())))
            Assert.True(Math.Abs(x - y) <= 1e-13 * Math.Max(1, Math.Abs(y)), $"{row.Text}: {string.Join(" | ", a)}, not {string.Join(" | ", b)}");
    }

    private static IReadOnlyList<Expr> Pushed(IReadOnlyList<Expr> outputs, Row row) =>
        Directional.Derivative(outputs, row.Symbols, [.. row.Symbols.Select((symbol, i) => Expr.Constant(PrimitiveCases.Weights(symbol.Shape, i)))]);

    private static Expr Weighted(IReadOnlyList<Expr> parts) =>
        parts.Select((part, i) => Expr.Sum(part * Expr.Constant(PrimitiveCases.Weights(part.Shape, i + 3)))).Aggregate((a, b) => a + b);

    private static Row Read(string line)
    {
        string[] part = [.. line.Split(';', StringSplitOptions.TrimEntries)];
        var values = PointText.Parse(part[1]).Values;
        var symbols = values.ToDictionary(value => value.Key, value => Expr.Symbol(value.Key, value.Value.Shape));
        var data = part[2].Split(' ');
        return new(Parsed(part[0], symbols), Parsed(part[3], symbols), [.. symbols.Where(s => !data.Contains(s.Key)).Select(s => s.Value)],
            values.ToDictionary(value => symbols[value.Key], value => value.Value), part[0]);
    }

    private static Expr Parsed(string formula, Dictionary<string, Expr> symbols) =>
        Formula.Parse(formula, symbols).Match(expression => expression, errors => throw new InvalidOperationException($"{formula}: {string.Join('\n', errors)}"));
}
