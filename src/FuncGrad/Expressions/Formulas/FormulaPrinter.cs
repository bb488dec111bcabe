using System.Text;

namespace FuncGrad;

/// <summary>Writes graphs as text, from left to right, with a stack of its own and up to a greatest length.</summary>
internal static class FormulaPrinter
{
    /// <summary>
    /// The text of <paramref name="root"/>, cut soon after <paramref name="limit"/> characters, which a graph that shares much passes
    /// quickly.
    /// </summary>
    public static StringBuilder Write(Expr root, int limit)
    {
        var text = new StringBuilder();
        var open = new Stack<FormulaPart>();
        open.Push(root);
        while (text.Length <= limit && open.TryPop(out var part))
        {
            if (part.Text is not null) text.Append(part.Text);
            else if (part.Node!.ConstantValue is { } value && part.Place == Binding.Atom) WriteConstant(text, value, limit);
            else PushForm(open, FormulaForms.Of(part.Node), part.Place);
        }
        return text;
    }

    private static void PushForm(Stack<FormulaPart> open, FormulaForm form, Binding place)
    {
        var isLoose = form.Binding < place;
        if (isLoose) open.Push(")");
        for (var i = form.Parts.Count - 1; i >= 0; i--) open.Push(form.Parts[i]);
        if (isLoose) open.Push("(");
    }

    private static void WriteConstant(StringBuilder text, Tensor value, int limit)
    {
        if (value.Shape.Rank > 1 && value.Values.IsEmpty) text.Append("empty(").Append(FormulaForms.Numbers(value.Shape)).Append(')');
        else if (value.Shape.Rank > FormulaCall.MaxRank)
            text.Append("array of ").Append(FormulaForms.Number(value.Shape.Rank)).Append(" axes");
        else WriteAxis(text, value, 0, 0, value.Values.Length, limit);
    }

    private static void WriteAxis(StringBuilder text, Tensor value, int axis, int start, int count, int limit)
    {
        if (axis == value.Shape.Rank)
        {
            text.Append(FormulaNumbers.Text(value[start]));
            return;
        }
        var extent = value.Shape[axis];
        text.Append('[');
        for (var i = 0; i < extent && text.Length <= limit; i++)
        {
            if (i > 0) text.Append(", ");
            WriteAxis(text, value, axis + 1, start + (i * (count / extent)), count / extent, limit);
        }
        text.Append(']');
    }
}
