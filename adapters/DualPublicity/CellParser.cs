using System.Text.Json.Nodes;
using ExchangeHub.Vocabulary;

namespace ExchangeHub.DualPublicity;

/// <summary>Why a value could not be taken.</summary>
/// <param name="Kind">What sort of fault it is.</param>
/// <param name="Violation">What was expected and found.</param>
/// <param name="Advice">What to do, as an imperative without a full stop; null to say “write” what was expected.</param>
internal sealed record CellFault(FaultKind Kind, Violation Violation, Wording? Advice = null);

/// <summary>Reads the text of a cell into values of a field.</summary>
internal abstract class CellParser
{
    /// <summary>Reads a text that is neither empty nor surrounded by white space.</summary>
    /// <param name="text">The text.</param>
    /// <param name="rule">What the field asks.</param>
    /// <param name="values">Takes the values; none when the text says that there is nothing.</param>
    /// <returns>What is wrong, or null.</returns>
    public abstract CellFault? Parse(string text, FieldRule rule, List<JsonNode> values);

    /// <summary>Says what should stand in the cell.</summary>
    /// <param name="rule">What the field asks.</param>
    /// <returns>A fault that found nothing.</returns>
    public virtual CellFault Missing(FieldRule rule)
    {
        _ = rule.TryRead("", out _, out var violation);
        return new CellFault(FaultKind.ValueMissing, violation ?? Violation.Quoting(new Wording("一个值", "a value"), null));
    }

    /// <summary>Takes a value that is written as the contract wants it.</summary>
    protected static CellFault? Take(string text, FieldRule rule, List<JsonNode> values)
    {
        if (!rule.TryRead(text, out var node, out var violation))
        {
            return new CellFault(
                rule.Form is FieldForm.Line or FieldForm.Prose ? FaultKind.TextUnfit : FaultKind.ValueUnreadable, violation);
        }

        values.Add(node);
        return null;
    }
}

/// <summary>Takes a text as it stands; only line ends are made alike, as nobody chose them.</summary>
internal sealed class TextParser : CellParser
{
    public static readonly TextParser Instance = new();

    public override CellFault? Parse(string text, FieldRule rule, List<JsonNode> values) => Take(
        text.Replace("\r\n", "\n", StringComparison.Ordinal).Replace('\r', '\n'), rule, values);
}

/// <summary>Looks a text up in a list of codes.</summary>
internal sealed class CodeParser(CodeList codes) : CellParser
{
    public override CellFault? Parse(string text, FieldRule rule, List<JsonNode> values)
    {
        if (codes.Find(text) is not { } targets)
        {
            return new CellFault(FaultKind.ValueUnlisted, Violation.Quoting(FieldRule.OneOf(codes.Names), text));
        }

        CellFault? fault = null;
        foreach (var target in targets)
        {
            fault ??= Take(target, rule, values);
        }

        return fault;
    }

    public override CellFault Missing(FieldRule rule) =>
        new(FaultKind.ValueMissing, Violation.Quoting(FieldRule.OneOf(codes.Names), null));
}
