using FuncGrad.Lab;

if (Exhaustion.HasTooFewFiles()) return Exhaustion.Files.TellPlainly();
return new CommandLine(Streams.OfProcess()).Run(args);
