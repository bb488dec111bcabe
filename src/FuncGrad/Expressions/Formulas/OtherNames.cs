namespace FuncGrad;

/// <summary>
/// What other systems (PyTorch, Keras, optax, JAX, SciPy, NumPy, MATLAB) and school books call what has another name here, as one table for
/// settings, words, rules, functions and signs. A row is asked only for a word that is not known where it stands, so that a name may become
/// one of FuncGrad's own at any time.
/// </summary>
internal static class OtherNames
{
    /// <summary>A word, and what it may be here: the first one counts that is known where the word stands.</summary>
    private static readonly Dictionary<string, string[]> Names = Table(
        // ---- tables and top-level keys --------------------------------------------------------------------------------
        ("parameters", "params param parameter weights variables vars init initial start unknowns theta"),
        ("data", "constants constant consts const inputs dataset"),
        ("method", "optimizer optimiser training train trainer solver algorithm minimizer"),
        ("stop", "stopping early_stopping convergence tolerance"),
        ("define", "definitions functions let where formulas macros"),
        ("observe", "metrics metric observables observations monitor track validation valid val eval evaluation test"),
        ("sweep", "grid search grid_search scan study hyperparameters hparams"),
        ("log", "logging output history"),
        ("loss", "function objective formula cost f fun criterion loss_function loss_fn"),
        ("title", "name description"),

        // ---- [method] -------------------------------------------------------------------------------------------------
        ("learning_rate", "lr alpha eta rate step_size stepsize learningrate initial_learning_rate lr0 base_lr step_length"),
        ("momentum", "mu beta heavy_ball"),
        ("epsilon", "eps epsilon_hat eps_root fudge"),
        ("beta1", "b1 beta_1 betas_1"),
        ("beta2", "b2 beta_2 betas_2"),
        ("decay", "rho alpha decay_rate smoothing gamma"),
        ("steps",
            "maxiter max_iter max_iters iter iters iterations n_iter niter num_iterations num_steps n_steps nsteps max_steps maxfun "
                + "updates max_iterations"),
        ("rule", "optimizer optimiser algorithm solver method name type update update_rule"),
        ("gradient", "grad jac jacobian derivative differentiation diff"),
        ("h", "dx delta fd_step finite_diff_step finite_diff_rel_step difference_step increment"),
        ("direction", "goal sense mode maximize maximise minimize minimise"),
        ("precision", "dtype type float_type"),

        // ---- [batch], arguments and schedules ---------------------------------------------------------------------------
        ("size", "batch_size batchsize minibatch_size kernel_size pool_size window"),
        ("order", "shuffle sampler"),
        ("axis", "dim dims axes"),
        ("rate", "p prob probability drop_rate"),
        ("classes", "num_classes n_classes depth"),
        ("slope", "negative_slope"),
        ("stride", "strides step"),
        ("padding", "pad"),
        ("constant", "fixed constantlr"),
        ("step", "steplr step_lr staircase"),
        ("piecewise", "multistep multisteplr multi_step multi_step_lr piecewise_constant"),
        ("exponential", "exponentiallr exponential_lr exponential_decay exp"),
        ("polynomial", "poly polynomiallr polynomial_lr polynomial_decay"),
        ("linear", "linearlr linear_lr linear_decay"),
        ("cosine", "cosineannealinglr cosine_annealing cosine_annealing_lr cosine_decay"),
        ("warm_restarts", "cosineannealingwarmrestarts cosine_annealing_warm_restarts sgdr"),
        ("one_cycle", "onecyclelr onecycle one_cycle_lr"),
        ("triangular", "cycliclr cyclic_lr cyclic"),
        ("plateau", "reducelronplateau reduce_lr_on_plateau reduce_on_plateau"),
        ("he", "kaiming kaiming_normal kaiming_uniform he_normal he_uniform"),
        ("glorot", "xavier_normal xavier_uniform glorot_normal glorot_uniform"),
        ("lecun", "lecun_normal lecun_uniform"),

        // ---- rules ------------------------------------------------------------------------------------------------------
        ("gradient_descent", "sgd gd steepest_descent vanilla descent batch_gradient_descent vanilla_sgd bgd"),
        ("momentum", "sgd_momentum heavy_ball momentum_sgd"),
        ("nesterov", "nag nesterov_momentum sgd_nesterov accelerated nesterov_accelerated_gradient"),
        ("rmsprop", "rms_prop rms"),
        ("adagrad", "ada_grad"),

        // ---- values -----------------------------------------------------------------------------------------------------
        ("maximise", "max maximize maximum ascent up"),
        ("minimise", "min minimize minimum descent down"),
        ("float", "float32 f32 single fp32"),
        ("double", "float64 f64 fp64"),
        ("exact", "autodiff autograd ad automatic analytic analytical symbolic backprop backpropagation reverse reverse_mode"),
        ("central_difference", "numerical numeric finite_difference finite_differences fd central 2_point 3_point forward_difference"),
        ("fused", "fma fast fast_math"),

        // ---- [stop], [judge], [log] -----------------------------------------------------------------------------------
        ("gradient_norm", "tol gtol tolerance grad_tol gradient_tolerance grad_norm gnorm eps epsilon norm"),
        ("diverged", "divergence max_loss limit bound"),
        ("every", "interval frequency freq log_every each period"),
        ("parameters", "x weights"),
        ("gradient", "grads"),

        // ---- [sweep], sources of arrays -------------------------------------------------------------------------------
        ("count", "n num number points samples size steps"),
        ("from", "start min low lower begin a"),
        ("to", "stop end max high upper until b"),
        ("by", "method sampler kind type"),
        ("scale", "spacing log logspace space"),
        ("latin_hypercube", "lhs latin"),
        ("random", "uniform mc monte_carlo"),
        ("sobol", "quasi qmc quasi_random"),
        ("log", "logarithmic log10 log_uniform geometric"),
        ("linear", "lin uniform"),
        ("mean", "mu loc center centre"),
        ("std", "sigma stddev sd scale stdev standard_deviation"),
        ("low", "min from a lower minimum"),
        ("high", "max to b upper maximum"),
        ("fill", "constant value zeros ones"),
        ("normal", "gaussian randn gauss"),
        ("uniform", "rand random"),
        ("shape", "size dim dims dimension dimensions"),
        ("csv", "file path csv_file filename"));

    /// <summary>How functions of formulas are written here, and what they are called elsewhere.</summary>
    private static readonly Dictionary<string, string[]> Written = Table(
        ("log(x)", "ln"),
        ("log(x)/log(10)", "log10 lg log_10"),
        ("log(x)/log(2)", "log2 ld lb log_2"),
        ("2^x", "exp2"),
        ("x^y", "pow"),
        ("x^2", "square abs2"),
        ("sign(x)*abs(x)^(1/3)", "cbrt"),
        ("sqrt(x^2 + y^2)", "hypot"),
        ("abs(x)", "fabs absolute"),
        ("sign(x)", "sgn"),
        ("atan(x)", "arctan arctg"),
        ("asin(x)", "arcsin"),
        ("acos(x)", "arccos"),
        ("atan2(y, x)", "arctan2"),
        ("tan(x)", "tg"),
        ("1/tan(x)", "cot ctg"),
        ("1/cos(x)", "sec"),
        ("1/sin(x)", "csc"),
        ("sinh(x)", "sh"),
        ("cosh(x)", "ch"),
        ("tanh(x)", "th"),
        ("ceil(x)", "ceiling"),
        ("sigmoid(x)", "logistic expit"),
        ("silu(x)", "swish"),
        ("x > 0", "heaviside step"),
        ("clip(x, low, high)", "clamp"),
        ("A @ B", "matmul mm"),
        ("dot(x, y)", "inner vdot"),
        ("transpose(A)", "T"),
        ("mean(x)", "average avg"),
        ("prod(x)", "product"),
        ("sum(x)", "total"),
        ("variance(x)", "var"),
        ("mse(y, t)", "mse_loss mean_squared_error"),
        ("sum((y - t)^2)", "sse"),
        ("mean(abs(y - t))", "mae l1_loss"),
        ("sum(abs(x))", "l1"),
        ("norm(x)", "l2"),
        ("cross_entropy(p, t)", "crossentropy cross_entropy_loss nll_loss"),
        ("where(condition, a, b)", "if ifelse iif cond"),
        ("max(x)", "amax"),
        ("min(x)", "amin"));

    /// <summary>What has no counterpart: what to do instead, and the words for it.</summary>
    private static readonly Dictionary<string, string[]> Advice = Table(
        ("There is no factorial; prod multiplies the elements of an array: 4! is prod([1, 2, 3, 4]).", "factorial !"),
        ("The remainder is mod(a, b), the whole quotient floor(a/b).", "mod div fmod remainder"),
        ("The remainder is written mod(a, b); a percentage is a number: 0.05.", "%"),
        ("Conditions are multiplied: (a > 0) * (b < 1).", "and && &"),
        ("Of conditions the greater counts: max(a > 0, b < 1).", "or ||"),
        ("The opposite of a condition is 1 - (a > 0).", "not"),
        ("Write where(condition, a, b).", "then else ? ?:"),
        ("A root is written sqrt(x).", "√"),
        ("Infinity is written inf.", "∞"),
        ("A sum is written sum(x).", "∑"),
        ("A product is written prod(x).", "∏"),
        ("Derivatives are formed automatically: write the loss alone.", "∇ ∂"),
        ("Write 0.5.", "½"),
        ("Write 0.25.", "¼"),
        ("Angles are in radians: x*pi/180.", "°"),
        ("The transpose is written transpose(A).", "' ′ ᵀ"),
        ("Write parentheses ( ) or brackets [ ].", "{ }"),
        ("They are two settings: beta1 = 0.9 and beta2 = 0.999.", "betas"),
        ("Batches stand below [batch]: size = 32, of = [\"X\", \"t\"].", "batch_size minibatch batch"),
        ("With [batch] write epochs, else each step sees all rows of [data]: write steps.",
            "epochs num_epochs n_epochs nb_epochs max_epochs"),
        ("An array of one number is { shape = [2, 3], fill = 0.0 }.", "zeros ones"),
        ("Write cross_entropy(softmax(x), t, 0): it takes probabilities.",
            "crossentropyloss softmax_cross_entropy cross_entropy_with_logits softmax_cross_entropy_with_logits categorical_crossentropy "
                + "sparse_categorical_crossentropy"),
        ("Write binary_cross_entropy(x, t): it takes x before the sigmoid.",
            "bce bceloss bce_loss bcewithlogitsloss binary_cross_entropy_with_logits binary_crossentropy log_loss"),
        ("Write mean(argmax(x, 1) == t).", "accuracy accuracy_score"),
        ("A layer is written out: x @ W + b.", "linear dense fully_connected"),
        ("Write it in [define], from @, sigmoid, tanh and softmax.", "lstm gru rnn attention multi_head_attention transformer"),
        ("Arrays are joined by concatenate(a, b, axis=1), or stacked in brackets: [a, b].", "concat cat append hstack vstack stack"),
        ("The order of axes is changed by transpose(x, 1, 0).", "permute swapaxes moveaxis"),
        ("A shape is changed by reshape(x, 2, 3), where one extent may be -1.", "view squeeze unsqueeze expand_dims newaxis ravel"),
        ("A reduced axis is dropped: reshape(sum(x, 1), -1, 1) puts one of extent 1 in its place.", "keepdims keepdim keep_dims"),
        ("Products are written A @ B, of pairs of matrices too: (b,m,k) @ (b,k,n).", "einsum tensordot bmm"),
        ("Write clip(x, 0, 6).", "relu6"),
        ("Write clip(x, -1, 1).", "hardtanh hard_tanh"),
        ("Write clip(x + 3, 0, 6)/6.", "hardsigmoid hard_sigmoid"),
        ("Write x*clip(x + 3, 0, 6)/6.", "hardswish hard_swish"),
        ("Write x/(1 + abs(x)).", "softsign"),
        ("Write -softplus(-x).", "logsigmoid log_sigmoid"),
        ("Write x*tanh(softplus(x)).", "mish"),
        ("Write 1.0507009873554805*elu(x, 1.6732632423543772).", "selu"),
        ("Write chain = [\"weight_decay\", \"gradient_descent\"] with method.weight_decay.decay, or add 0.5*c*sum(W^2) to the loss.",
            "weight_decay l2_regularization"),
        ("Write the loss of another variable: sigmoid(z) lies between 0 and 1, exp(z) above 0.", "bounds"),
        ("Add a penalty to the loss, as 100*max(0, x - 1)^2.", "constraints"),
        ("Seeds are swept: below [sweep] write seed = [7] for one, seed = { from = 0, count = 10 } for ten.",
            "seed random_state random_seed"),
        ("`funcgrad run` shows its progress by itself.", "verbose disp"),
        ("`funcgrad run --workers N` says how many are computed at once.", "n_jobs workers"),
        ("The quasi-Newton rule is l_bfgs.", "lbfgs l_bfgs_b bfgs"),
        ("Random numbers are drawn in [parameters] and [data], as normal = {}; in a loss by dropout(x, rate), in rules by normal() and "
            + "uniform().", "normal uniform rand randn"),
        ("No rule forms the whole Hessian: l_bfgs estimates it from gradients, sophia_exact uses its diagonal.",
            "newton newton_cg trust_ncg"),
        ("Every rule uses the gradient.", "nelder_mead powell cma_es"));

    /// <summary>
    /// The name that a word of another system has here, if it is among those known at its place; of a dotted path its last part is looked
    /// up.
    /// </summary>
    public static string? Of(string word, IReadOnlyCollection<string> known)
    {
        var dot = word.LastIndexOf('.') + 1;
        return Names.GetValueOrDefault(Plain(word[dot..]))?.Select(name => word[..dot] + name).FirstOrDefault(known.Contains);
    }

    /// <summary>How a function of another system is written here.</summary>
    public static string? Function(string word) => Written.GetValueOrDefault(word)?[0];

    /// <summary>What to do instead of something that does not exist here.</summary>
    public static string? Instead(string word) => Advice.GetValueOrDefault(Plain(word[(word.LastIndexOf('.') + 1)..]))?[0];

    /// <summary>All words of formulas, for a test that none of them is a function already.</summary>
    internal static IEnumerable<(string Word, string Formula)> Functions => Written.Select(row => (row.Key, row.Value[0]));

    private static string Plain(string word) => word.Trim().ToLowerInvariant().Replace('-', '_').Replace(' ', '_');

    private static Dictionary<string, string[]> Table(params (string Name, string Words)[] rows) => rows
        .SelectMany(row => row.Words.Split(' ').Select(word => (word, row.Name)))
        .GroupBy(pair => pair.word, pair => pair.Name)
        .ToDictionary(group => group.Key, group => group.Distinct().ToArray());
}
