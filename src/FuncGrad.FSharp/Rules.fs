namespace FuncGrad.FSharp

open FuncGrad

/// <summary>Update rules: those of the catalogue, and one's own as text.</summary>
[<RequireQualifiedAccess>]
module Rule =

    /// <summary>A rule or a link of chains by its name in the catalogue.</summary>
    let tryFind (name: string) : Rule option =
        match UpdateRules.Find name with
        | null -> None
        | rule -> Some rule

    /// <summary>
    /// A rule as text: hyperparameters with their defaults, slots with what they begin with, and the assignments in order over x, g, the slots and local names.
    /// <c>Rule.text "heavy_ball" [ "learning_rate", 0.01; "momentum", 0.9 ] [ "v", "0" ] [ "v = momentum*v - learning_rate*g"; "x = x + v" ]</c>.
    /// </summary>
    let text (name: string) (hyperparameters: seq<string * float>) (slots: seq<string * string>) (update: seq<string>) : RuleText =
        RuleText(
            name,
            Hyperparameters = [| for key, value in hyperparameters -> Hyperparameter(key, value, -infinity, infinity, "") |],
            Slots = [| for slot, initial in slots -> SlotText(slot, initial) |],
            Update = Array.ofSeq update
        )

    /// <summary>The rule that a text computes for parameters of these shapes, or all mistakes of its lines.</summary>
    let ofText (shapes: seq<Shape>) (text: RuleText) : Result<Rule, InputError list> =
        match [ for shape in Seq.distinct shapes do yield! text.Mistakes shape ] with
        | [] -> Ok(text.ToRule())
        | mistakes -> Error mistakes

    /// <summary>The same rule with another value of a hyperparameter.</summary>
    let withValue (hyperparameter: string) (value: float) (rule: Rule) : Rule = rule.With(hyperparameter, value)

/// <summary>Rules one after the other as one. Joining is associative, with the empty chain as its one.</summary>
[<RequireQualifiedAccess>]
module Chain =

    /// <summary>No link: the point stays where it is.</summary>
    let empty: Chain = Chain.Empty

    /// <summary>Some rules in order.</summary>
    let ofSeq (links: seq<Rule>) : Chain = Chain.Of(Array.ofSeq links)

    /// <summary>A chain with one rule more behind it.</summary>
    let add (link: Rule) (chain: Chain) : Chain = chain.Then link

    /// <summary>The first chain and then the second.</summary>
    let append (first: Chain) (second: Chain) : Chain = first.Then second

    /// <summary>The rule that applies one link after the other.</summary>
    let toRule (chain: Chain) : Rule = chain.ToRule()
