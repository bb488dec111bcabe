namespace FuncGrad;

/// <summary>
/// Reads tokens into a graph by operator precedence (Floyd 1963) with a stack of its own: neither recursive descent nor Superpower's
/// combinators, since both need processor stack for every bracket and would end the process at a megabyte of <c>((((</c>. Memory grows with
/// the length of the text, time in proportion to it.
/// </summary>
internal sealed partial class FormulaParser
{
    private readonly string _text;
    private readonly Lexeme[] _tokens;
    private readonly FormulaScope _scope;
    private readonly Stack<Pending> _pending = new();
    private readonly Stack<Operand> _operands = new();
    private readonly List<FormulaError> _errors = [];
    private readonly List<FormulaError> _notices = [];
    private int _position;
    private bool _wantsOperand = true;
    private bool _isDone;

    private FormulaParser(string text, Lexeme[] tokens, FormulaScope scope) =>
        (_text, _tokens, _scope) = (text, tokens, scope);

    /// <summary>
    /// What the tokens mean. Mistakes of shape do not stop the reading; the first mistake of syntax does. An unknown name is not
    /// reported here (see <see cref="FormulaNames"/>) but makes everything built from it unknown, silently.
    /// </summary>
    public static FormulaReading Read(string text, Lexeme[] tokens, FormulaScope scope)
    {
        var parser = new FormulaParser(text, tokens, scope);
        while (!parser._isDone && parser._errors.Count < FormulaReading.MaxErrors)
            if (parser._wantsOperand) parser.ReadOperand();
            else parser.ReadAfterOperand();
        return parser._errors.Count > 0 ? FormulaReading.Failed(parser._errors)
            : new(parser._operands.Pop().Value, []) { Notices = parser._notices };
    }

    /// <summary>A token as a message names it.</summary>
    public static string Found(string text, Lexeme token) => token.Kind == FormulaToken.End
        ? "The formula ends"
        : $"`{FormulaNames.Short(token.Of(text))}` was found";

    // ---- where an operand is expected -------------------------------------------------------------------------------

    private void ReadOperand()
    {
        var token = Take();
        switch (token.Kind)
        {
            case FormulaToken.Number:
                PushNumber(token);
                break;
            case FormulaToken.Name when Next.Kind == FormulaToken.Open:
                _pending.Push(new Pending(PendingKind.Call, token.Column, _operands.Count, token.Of(_text).ToString()));
                _position++;
                if (Next.Kind == FormulaToken.Close) _wantsOperand = false;
                break;
            case FormulaToken.Name when Next.Kind == FormulaToken.Assign && _pending.TryPeek(out var call) && call.Kind == PendingKind.Call:
                NameArgument(token, call);
                break;
            case FormulaToken.Name or FormulaToken.QuotedName:
                var (value, isNumber) = FormulaNames.Meaning(_text, token, _scope);
                Push(value, isNumber ? Literal.Number : Literal.None);
                break;
            case FormulaToken.Open:
                _pending.Push(new Pending(PendingKind.Group, token.Column, _operands.Count));
                break;
            case FormulaToken.OpenBracket:
                _pending.Push(new Pending(PendingKind.Array, token.Column, _operands.Count));
                if (Next.Kind == FormulaToken.CloseBracket) _wantsOperand = false;
                break;
            case FormulaToken.Minus:
                _pending.Push(new Pending(PendingKind.Minus, token.Column, _operands.Count));
                break;
            case FormulaToken.Plus:
                break;
            default:
                FailAtOperand(token);
                break;
        }
    }

    private void PushNumber(Lexeme token)
    {
        if (FormulaNumbers.Parse(token.Of(_text)) is { } value) Push(Expr.Constant(value), Literal.Number);
        else
        {
            Report(new(token.Column, $"`{FormulaNames.Short(token.Of(_text))}` is not a number.",
                "The greatest double is 1.7976931348623157e308; a hexadecimal number gives the 64 bits of a double in 16 digits."));
            Push(null, Literal.None);
        }
    }

    private void NameArgument(Lexeme token, Pending call)
    {
        var (name, position) = (token.Of(_text).ToString(), _operands.Count - call.FirstOperand);
        if (_scope.Function(call.Name) is { } function && name != FormulaArguments.Axis
            && !FormulaArguments.NamesOf(function).Contains(name))
            Fail(token.Column, $"`{FormulaNames.Short(name)}=` was found, but {function.Name} has no argument of this name.",
                FormulaArguments.HintAt(name, function));
        else if (call.Named.Any(named => named.Name == name || named.Position == position))
            Fail(token.Column, name == FormulaArguments.Axis ? "The axis is given twice."
                : $"`{FormulaNames.Short(name)}` is given twice.", "Write it once; several axes are a list: axis=[0, 1].");
        else
        {
            call.Named.Add((name, position));
            _position++;
        }
    }

    private void FailAtOperand(Lexeme token)
    {
        var before = _position >= 2 ? _tokens[_position - 2] : default;
        var hint = (before.Kind, token.Kind) switch
        {
            (FormulaToken.Times, FormulaToken.Times) => "A power is written x^2.",
            (FormulaToken.Divide, FormulaToken.Divide) => "There is no whole-number division; / divides.",
            (_, FormulaToken.Assign) => "To compare write ==.",
            (FormulaToken.Unknown, FormulaToken.End) => "Write a formula, such as x0^2 + x1^2.",
            (FormulaToken.Unknown, _) => "A formula begins with a number, a name, a function, a sign or a bracket.",
            _ => $"Write a number, a name or a bracket after `{FormulaNames.Short(before.Of(_text))}`.",
        };
        Fail(token.Column, $"{Found(_text, token)} where a value was expected.", hint);
    }

    // ---- where an operator is expected ------------------------------------------------------------------------------

    private void ReadAfterOperand()
    {
        var token = Take();
        switch (token.Kind)
        {
            case FormulaToken.Superscript:
                Raise(token);
                break;
            case FormulaToken.OpenBracket:
                Index(token);
                break;
            case FormulaToken.Comma:
                NextArgument(token);
                break;
            case FormulaToken.Close or FormulaToken.CloseBracket:
                CloseBracket(token);
                break;
            case FormulaToken.End:
                Finish();
                break;
            default:
                if (FormulaOperators.Of(token.Kind) is { } infix) PushInfix(infix, token);
                else FailAtOperator(token);
                break;
        }
    }

    private void Raise(Lexeme token)
    {
        if (!int.TryParse(FormulaNumbers.Plain(token.Of(_text)), out var exponent))
            Fail(token.Column, "This exponent is too large.", "Write x^n.");
        else if (_operands.Pop().Value is { } value) Build(token.Column, () => Expr.Pow(value, exponent));
        else Push(null, Literal.None);
    }

    private void Index(Lexeme bracket)
    {
        var entries = new List<IndexEntry>();
        if (FormulaIndexing.Read(_text, _tokens, ref _position, entries) is { } error) Fail(error.Column, error.Problem, error.Hint);
        else if (_operands.Pop().Value is { } value) Build(bracket.Column, () => FormulaIndexing.Part(value, entries));
        else Push(null, Literal.None);
    }

    private void PushInfix(Infix infix, Lexeme token)
    {
        while (_pending.TryPeek(out var top) && top.IsOperator
            && (top.Binding > infix.Binding || (top.Binding == infix.Binding && !infix.IsRightAssociative)))
        {
            if (top.Binding == Binding.Comparison)
            {
                Fail(token.Column, $"`{infix.Sign}` was found after another comparison.",
                    "Comparisons do not chain: write (a < b) * (b < c).");
                return;
            }
            Apply(_pending.Pop());
        }
        _pending.Push(new Pending(infix, token.Column, _operands.Count));
        _wantsOperand = true;
    }

    private void NextArgument(Lexeme comma)
    {
        ApplyOperators();
        if (!_pending.TryPeek(out var top) || top.Kind == PendingKind.Group)
            Fail(comma.Column, "`,` was found outside of arguments and arrays.",
                "A decimal point is a dot: 0.5. An array is written [1, 2].");
        else if (top.Named.Count > 0 && !(Next.Kind == FormulaToken.Name && _tokens[_position + 1].Kind == FormulaToken.Assign))
            Fail(comma.Column,
                $"Another argument follows {(top.Named[^1].Name == FormulaArguments.Axis ? "the axis" : $"`{top.Named[^1].Name}=`")}.",
                "Arguments by name come last.");
        else _wantsOperand = true;
    }

    private void FailAtOperator(Lexeme token)
    {
        var hint = token.Kind switch
        {
            FormulaToken.Assign when _pending.Count == 0 => "Write only what stands to the right of =. To compare write ==.",
            FormulaToken.Assign => "To compare write ==.",
            FormulaToken.Colon => "A slice stands in brackets after an array: x[1:3].",
            _ => FormulaJuxtaposition.Hint(_text, _tokens, _position - 1),
        };
        Fail(token.Column, $"{Found(_text, token)} where an operator was expected.", hint);
    }
}
