module FuncGrad.FSharp.Tests.Properties

open System
open CsCheck

/// A property of any so many numbers in a range.
let forNumbers (low: float) (high: float) (count: int) (property: float array -> unit) =
    let numbers = GenExtensions.get_Array(Gen.Double[low, high])[count]
    Check.Sample(numbers, Action<float array> property)
