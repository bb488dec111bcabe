using FuncGrad;
using FuncGrad.Benchmarks;

var chosen = args.Length > 0 ? args : ["W1", "W2", "W4"];
foreach (var workload in chosen)
    foreach (var (isFused, name) in ((bool, string)[])[(true, "funcgrad-fused"), (false, "funcgrad-exact")])
        switch (workload)
        {
            case "W1": SmallWorkloads.W1(isFused, name); break;
            case "W2": SmallWorkloads.W2(isFused, name); break;
            case "W4": SmallWorkloads.W4(isFused, name); break;
            case "W4f": SmallWorkloads.W4(isFused, name + "-f32", Precision.Float); break;
            case "1t": SmallWorkloads.Undisturbed(isFused, name); break;
            case "W3":
                ArrayWorkloads.W3(isFused, name, 1000, 200);
                ArrayWorkloads.W3(isFused, name, 1_000_000, 50);
                break;
            case "W5":
                ArrayWorkloads.W5(isFused, name, Precision.Float);
                ArrayWorkloads.W5(isFused, name, Precision.Double);
                break;
            case "W5s":
                ArrayWorkloads.W5(isFused, name, Precision.Float, 16);
                ArrayWorkloads.W5(isFused, name, Precision.Double, 16);
                break;
            case "show": Console.WriteLine(Linearization.Of(Scalarization.Of(RuleWorkload.Of(SmallWorkloads.Rosenbrock, [Expr.Symbol("x"), Expr.Symbol("y")], UpdateRules.Adam(), isFused).Recurrence), Pass.Update)); Console.WriteLine(Linearization.Of(RuleWorkload.Of(SmallWorkloads.Himmelblau, [Expr.Symbol("x"), Expr.Symbol("y")], UpdateRules.Momentum(), isFused).Recurrence, Pass.Update)); break;
            default: Console.Error.WriteLine($"no workload {workload}"); return 2;
        }
return 0;
