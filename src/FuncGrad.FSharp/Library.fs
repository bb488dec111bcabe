namespace FuncGrad.FSharp
