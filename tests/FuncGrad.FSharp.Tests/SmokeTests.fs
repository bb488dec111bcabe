module SmokeTests

open Xunit

[<Fact>]
let ``one and one are two`` () = Assert.Equal(2, 1 + 1)
