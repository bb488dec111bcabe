namespace FuncGrad;

// What the parser builds when an operator has its operands and a bracket is closed.
internal sealed partial class FormulaParser
{
    // ---- closing ----------------------------------------------------------------------------------------------------

    private void CloseBracket(Lexeme token)
    {
        ApplyOperators();
        var sign = token.Kind == FormulaToken.Close ? ")" : "]";
        if (!_pending.TryPop(out var open))
            Fail(token.Column, $"`{sign}` closes nothing.", $"Remove it, or add `{(sign == ")" ? "(" : "[")}` before.");
        else if (open.Kind == PendingKind.Array != (token.Kind == FormulaToken.CloseBracket))
            Fail(token.Column, $"`{sign}` was found, but the {open.Described} at column {open.Column} is open.",
                $"Write `{open.Closing}` first.");
        else if (open.Kind == PendingKind.Group) Push(_operands.Pop().Value, Literal.None);
        else if (open.Kind == PendingKind.Array) CloseArray(open);
        else CloseCall(open);
    }

    private void CloseArray(Pending open)
    {
        var elements = Popped(open.FirstOperand);
        if (elements.Any(element => element.Value is null)) Push(null, Literal.None);
        else if (elements.All(element => element.Literal != Literal.None))
            Build(open.Column, () => FormulaArrays.Constant(elements), Literal.Array);
        else Build(open.Column, () => FormulaArrays.Stacked([.. elements.Select(element => element.Value!)]));
    }

    private void CloseCall(Pending open)
    {
        var operands = Popped(open.FirstOperand);
        var ofAxis = open.Named.FindIndex(named => named.Name == FormulaArguments.Axis);
        var axis = ofAxis >= 0 ? operands[open.Named[ofAxis].Position].Value : null;
        Operand[] arguments = [.. operands.Where((_, i) => ofAxis < 0 || i != open.Named[ofAxis].Position)];
        if (_scope.Function(open.Name) is not { } function || operands.Any(operand => operand.Value is null)
            || !Accepts(function, arguments.Length, axis, open)
            || InOrder(function, arguments, open) is not { } values)
        {
            Push(null, Literal.None);
            return;
        }
        if (_scope.Definitions.Function(open.Name) is not null)
        {
            PushApplied(open.Name, values!);
            return;
        }
        if (values is [{ } first, ..] && CrossEntropyArguments.Notice(open.Column, open.Name, first) is { } notice) _notices.Add(notice);
        Build(open.Column, () => function.Build(new FormulaCall(open.Name, values!, axis)));
    }

    private Expr?[]? InOrder(FormulaFunction function, Operand[] arguments, Pending open)
    {
        var ordered = FormulaArguments.InOrder(function, [.. arguments.Select(argument => argument.Value!)], [
            .. open.Named.Select(named => named.Name).Where(name => name != FormulaArguments.Axis)], out var problem);
        if (problem is not null) Report(new(open.Column, problem, $"Write {function.Signature}."));
        return ordered;
    }

    private void PushApplied(string function, Expr[] arguments)
    {
        var reading = _scope.Definitions.Applied(function, arguments, _scope);
        _errors.AddRange(reading.Errors);
        _notices.AddRange(reading.Notices);
        Push(reading.Expression, Literal.None);
    }

    private bool Accepts(FormulaFunction function, int count, Expr? axis, Pending open)
    {
        if (count < function.Least || count > function.Most)
            Report(new(open.Column, $"{function.Name} does not take {count} argument{(count == 1 ? "" : "s")}.",
                $"Write {function.Signature}."));
        else if (axis is not null && !function.HasAxis)
            Report(new(open.Column, $"{function.Name} takes no axis.", $"Write {function.Signature}."));
        else return true;
        return false;
    }

    private Operand[] Popped(int first)
    {
        var popped = new Operand[_operands.Count - first];
        for (var i = popped.Length - 1; i >= 0; i--) popped[i] = _operands.Pop();
        return popped;
    }

    private void Finish()
    {
        ApplyOperators();
        if (_pending.TryPeek(out var open)) Fail(open.Column, $"The {open.Described} is not closed.", $"Add `{open.Closing}`.");
        _isDone = true;
    }

    // ---- building ---------------------------------------------------------------------------------------------------

    private void ApplyOperators()
    {
        while (_pending.TryPeek(out var top) && top.IsOperator) Apply(_pending.Pop());
    }

    /// <summary>A minus directly before a number makes the negative number, not the negation of a positive one.</summary>
    private void Apply(Pending operation)
    {
        var right = _operands.Pop();
        if (operation.Kind == PendingKind.Minus)
        {
            if (right.Literal == Literal.Number)
                Push(Expr.Constant(FormulaNumbers.Opposite(right.Value!.ConstantValue!.ToDouble())), Literal.SignedNumber);
            else Push(right.Value is { } positive ? -positive : null, Literal.None);
            return;
        }
        var left = _operands.Pop();
        if (left.Value is { } a && right.Value is { } b)
        {
            Build(operation.Column, () => operation.Infix!.Build(a, b));
            if (operation.Infix!.Token != FormulaToken.MatrixTimes
                && (IsColumnBeside(a.Shape, b.Shape) || IsColumnBeside(b.Shape, a.Shape)))
                _notices.Add(Stretched(operation, a, b));
        }
        else Push(null, Literal.None);
    }

    /// <summary>
    /// A vector and a column of as many elements: by the rule of NumPy each meets every other, where most often pairs are meant.
    /// </summary>
    private static bool IsColumnBeside(Shape vector, Shape column) =>
        vector.Rank == 1 && column.Rank == 2 && column[1] == 1 && column[0] == vector[0] && vector[0] > 1;

    private static FormulaError Stretched(Pending operation, Expr a, Expr b)
    {
        var (column, vector) = a.Shape.Rank == 2 ? (a, b) : (b, a);
        var pairing = column.InputName is { } name ? $"{name}[:,0]"
            : vector.InputName is { } row ? $"({Named(column, "...")})[:,0] beside {row}"
            : "t[:,0]";
        return new(
            operation.Column,
            $"{a.Shape} {operation.Infix!.Sign} {b.Shape} has the shape {Shape.TryBroadcast(a.Shape, b.Shape)}: every element of "
                + $"{Named(a, "one side")} meets every element of {Named(b, "the other")}.",
            $"If they are to meet in pairs, make the column a vector: {pairing}.");
    }

    /// <summary>An operand as the formula has it, if that is short.</summary>
    private static string Named(Expr operand, string otherwise)
    {
        const int longest = 30;
        return operand.ToString() is { Length: <= longest } text ? text : otherwise;
    }

    private void Build(int column, Func<Expr> build, Literal literal = Literal.None)
    {
        try
        {
            Push(build(), literal);
        }
        catch (ShapeException mistake)
        {
            Report(FormulaError.From(column, mistake));
            Push(null, Literal.None);
        }
        catch (OverflowException)
        {
            Report(new(column, "This array has more than 2147483647 elements.", "Use smaller arrays."));
            Push(null, Literal.None);
        }
    }

    private void Push(Expr? value, Literal literal)
    {
        _operands.Push(new Operand(value, literal));
        _wantsOperand = false;
    }

    private Lexeme Next => _tokens[_position];

    private Lexeme Take() => _tokens[_position++];

    private void Report(FormulaError error) => _errors.Add(error);

    private void Fail(int column, string problem, string hint)
    {
        Report(new(column, problem, hint));
        _isDone = true;
    }
}
