using System.Globalization;
using System.Text.Json;

namespace FuncGrad.Tests.Descents;

/// <summary>What the methods of PyTorch, optax and the reference implementations are called here: their names and settings ↦ a table [method].</summary>
internal static class GoldenMethods
{
    private static readonly Dictionary<string, string> Words = new()
    {
        ["lr"] = "learning_rate", ["eps"] = "epsilon", ["rho"] = "decay", ["alpha"] = "decay", ["lambd"] = "shrink", ["t0"] = "t_0", ["lr_decay"] = "rate_decay",
        ["initial_accumulator_value"] = "initial_square", ["eps_root"] = "epsilon_root", ["d0"] = "d_0", ["reps_rel"] = "first", ["s_init"] = "first", ["r"] = "power",
        ["max_lr"] = "most", ["max_learning_rate"] = "most",
    };

    /// <summary>Rules whose settings have other names, or whose name is another.</summary>
    private static readonly Dictionary<string, string> Names = new()
    {
        ["Adadelta"] = "adadelta", ["Adam"] = "adam", ["AdamW"] = "adamw", ["Adamax"] = "adamax", ["NAdam"] = "nadam", ["RAdam"] = "radam", ["Rprop"] = "rprop", ["ASGD"] = "asgd",
        ["optax nadam"] = "nadam_optax", ["optax radam"] = "radam_optax", ["optax amsgrad"] = "amsgrad_optax", ["optax adagrad"] = "adagrad_optax", ["optax rmsprop"] = "rmsprop_optax",
        ["optax yogi"] = "yogi_optax", ["optax sign_sgd"] = "sign_descent", ["optax polyak_sgd"] = "polyak", ["optax dadapt_adamw"] = "dadapt_adam", ["optax mechanize_sgd"] = "mechanic",
        ["optax adam"] = "adam_optax",
    };

    /// <summary>The method of a case; null for the few that have no rule here.</summary>
    public static string? Of(string file, string rule, string settings)
    {
        if (rule == "ASGD average") return Of(file, "ASGD", settings);
        var own = JsonDocument.Parse(settings).RootElement.EnumerateObject().ToDictionary(p => p.Name, p => p.Value);
        string? Take(string key) => own.Remove(key, out var value) ? Text(value) : null;
        bool IsOn(string key) => Take(key) is "1";
        var links = new List<string>();
        var (decay, up, norm) = (rule is "SGD" or "Adagrad" or "Adadelta" or "RMSprop" or "Adam" or "Adamax" or "NAdam" or "RAdam" or "ASGD" ? Take("weight_decay") : null, IsOn("maximize"), Take("norm_type"));
        if (own.TryGetValue("betas", out var betas)) (own["beta1"], own["beta2"], _) = (betas[0], betas[1], own.Remove("betas"));
        foreach (var (key, names) in (ReadOnlySpan<(string, (string, string))>)[("etas", ("shrink", "grow")), ("step_sizes", ("least", "most"))])
            if (own.Remove(key, out var pair)) (own[names.Item1], own[names.Item2]) = (pair[0], pair[1]);
        if (decay is not null) links.Add($"weight_decay {{ decay = {decay} }}");
        var head = up ? "direction = \"maximise\"\n" : "";
        string? Ruled(string name, Func<string, string>? word = null) => head + Chained(links, name, own, word ?? (key => Words.GetValueOrDefault(key, key)));
        switch (rule)
        {
            case "SGD": return Ruled(Sgd(own, IsOn("nesterov")));
            case "SGD+clip_grad_norm":
                links.Add($"{(norm is null ? "clip_by_global_norm" : "clip_by_greatest")} {{ threshold = {Take("max_norm")} }}");
                return Ruled(Sgd(own, false));
            case "SGD+clip_grad_value":
                links.Add($"clip_by_value {{ threshold = {Take("clip_value")} }}");
                return Ruled(Sgd(own, false));
            case "Adagrad": return Ruled("adagrad_pytorch");
            case "RMSprop": return Ruled(IsOn("centered") ? "rmsprop_centered" : own.ContainsKey("momentum") ? "rmsprop_momentum" : "rmsprop");
            case "Adam": return Ruled(IsOn("amsgrad") ? "amsgrad" : "adam");
            case "AdamW" when IsOn("amsgrad"):
                links.Add($"decoupled_weight_decay {{ learning_rate = {Text(own["lr"])}, decay = {Take("weight_decay")} }}");
                return Ruled("amsgrad");
            case "LBFGS" when Take("max_iter") is "1" && Take("line_search_fn") is "strong_wolfe": return Take("history_size") is "10" ? Ruled("l_bfgs_wolfe") : null;
            case "LBFGS" when Take("history_size") is "5": return Ruled("l_bfgs");
            case "mechanic" when Take("base") is "adam":
                (links, own["adam"]) = ([.. links], own["lr"]);
                return head + $"chain = [\"adam\", \"mechanize\"]\nadam = {{ learning_rate = {Text(own["lr"])} }}\nmechanize = {{ first = {Text(own["s_init"])} }}\n";
            case "lookahead" or "ema" or "polyak_ruppert" or "accumulate" or "centralized": return head + Wrapped(rule, own);
            case "rprop" when file.StartsWith("optax", StringComparison.Ordinal): return Ruled("rprop_optax");
            case "lion" when file.StartsWith("optax", StringComparison.Ordinal): return Ruled("lion") + "weight_decay = 1e-3\n";
            case "dog" or "cocob" or "schedule_free_sgd" or "schedule_free_adamw" or "barzilai_borwein" or "adafactor" or "polyak" or "rprop" or "muon" or "lion":
                return Ruled(rule, key => key == "alpha" ? key : Words.GetValueOrDefault(key, key));
            default:
                return file.StartsWith("optax", StringComparison.Ordinal) ? Optax(rule, own, Ruled, IsOn, Take, links) : Ruled(Names.GetValueOrDefault(rule, rule), key => rule == "ASGD" && key == "alpha" ? key : Words.GetValueOrDefault(key, key));
        }
    }

    private static string Sgd(Dictionary<string, JsonElement> own, bool isNesterov) => isNesterov ? "nesterov_pytorch" : own.ContainsKey("momentum") ? "momentum_pytorch" : "gradient_descent";

    private static string? Optax(string rule, Dictionary<string, JsonElement> own, Func<string, Func<string, string>?, string?> ruled, Func<string, bool> isOn, Func<string, string?> take, List<string> links)
    {
        switch (rule)
        {
            case "sgd": return ruled(Sgd(own, isOn("nesterov")), null);
            case "adamw": return ruled("adamw", null) + "weight_decay = 1e-4\n";
            case "polyak_sgd": return ruled("polyak", null);
            case "dadapt_adamw" or "prodigy": return ruled(Names.GetValueOrDefault("optax " + rule, rule), null) + "bias_correction = 1\n";
            case "rmsprop" when take("eps_in_sqrt") is "0": return isOn("centered") ? ruled("rmsprop_centered", null) : null;
            case "clip+sgd":
                links.Add($"clip_by_value {{ threshold = {take("max_delta")} }}");
                return ruled(Sgd(own, false), null);
            case "clip_by_global_norm+sgd":
                links.Add($"clip_by_global_norm_optax {{ threshold = {take("max_norm")} }}");
                return ruled(Sgd(own, false), null);
            case "normalize_by_update_norm+sgd":
                links.Add("normalize { }");
                return ruled(Sgd(own, false), null);
            case "add_decayed_weights+sgd":
                links.Add($"weight_decay {{ decay = {take("weight_decay")} }}");
                return ruled(Sgd(own, false), null);
            case "ema+sgd":
                links.Add($"average_gradient {{ share = {take("decay")} }}");
                return ruled(Sgd(own, false), null);
            default: return ruled(Names.GetValueOrDefault("optax " + rule, rule), null);
        }
    }

    /// <summary>A link behind or before a base rule.</summary>
    private static string Wrapped(string link, Dictionary<string, JsonElement> own)
    {
        var isBefore = link is "accumulate" or "centralized";
        var name = link == "centralized" ? "centralize" : link;
        var rule = own["base"].GetString() == "adam" ? "adam" : own.ContainsKey("momentum") ? "momentum_pytorch" : "gradient_descent";
        var momentum = own.TryGetValue("momentum", out var m) ? $", momentum = {Text(m)}" : "";
        string[] settings = [.. own.Where(p => p.Key is "every" or "alpha" or "reset" or "decay" or "debias" or "start").Select(p =>
            $"{p.Key switch { "alpha" or "decay" => "share", "start" => "begin", var key => key }} = {Text(p.Value)}")];
        var chain = isBefore ? $"\"{name}\", \"{rule}\"" : $"\"{rule}\", \"{name}\"";
        var table = settings.Length == 0 ? "" : $"{name} = {{ {string.Join(", ", settings)} }}\n";
        return $"chain = [{chain}]\n{rule} = {{ learning_rate = {Text(own["lr"])}{momentum} }}\n{table}";
    }

    private static string Chained(List<string> links, string rule, Dictionary<string, JsonElement> own, Func<string, string> word)
    {
        string[] settings = [.. own.Select(p => $"{word(p.Key)} = {Text(p.Value)}")];
        if (links.Count == 0) return $"rule = \"{rule}\"\n{string.Concat(settings.Select(setting => setting + "\n"))}";
        var names = links.Select(link => $"\"{link.Split(' ')[0]}\"").Append($"\"{rule}\"");
        return $"chain = [{string.Join(", ", names)}]\n{string.Concat(links.Select(link => link.Split(' ', 2) is var p ? $"{p[0]} = {p[1]}\n" : ""))}{rule} = {{ {string.Join(", ", settings)} }}\n";
    }

    private static string Text(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.True => "1",
        JsonValueKind.False => "0",
        JsonValueKind.String => value.GetString()!,
        _ => value.GetDouble().ToString("R", CultureInfo.InvariantCulture),
    };
}
