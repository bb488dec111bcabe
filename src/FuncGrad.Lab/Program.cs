using FuncGrad.Lab;

return new CommandLine(Streams.OfProcess()).Run(args);
