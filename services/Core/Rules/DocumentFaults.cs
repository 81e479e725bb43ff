using ExchangeHub.Vocabulary;

namespace ExchangeHub.Rules;

/// <summary>The mistakes that keep a document from being read at all.</summary>
public static class DocumentFaults
{
    /// <summary>The document is too long.</summary>
    /// <param name="found">How many characters it has.</param>
    /// <param name="maximum">How many it may have.</param>
    /// <returns>The mistake, at the beginning.</returns>
    public static RuleFault TooLong(int found, int maximum) => new(RuleFaultCode.TooLong, 1, 1, 0, new Violation(
        new Wording($"至多 {maximum} 个字符", $"at most {maximum} characters"),
        new Wording($"{found} 个字符", $"{found} characters")));

    /// <summary>The notation cannot be read.</summary>
    /// <param name="line">From 1.</param>
    /// <param name="column">From 1.</param>
    /// <param name="found">What the reader found, in English, as it says it.</param>
    /// <returns>The mistake.</returns>
    public static RuleFault Unreadable(int line, int column, string found) =>
        new(RuleFaultCode.UnreadableDocument, line, column, 0, new Violation(
            new Wording("YAML 或 JSON 格式的规则文件", "a document of rules in YAML or JSON"), new Wording(found, found)));

    /// <summary>A name that means nothing in its place.</summary>
    /// <param name="found">The name.</param>
    /// <param name="known">The names that may stand there.</param>
    /// <returns>The mistake, with the nearest known name.</returns>
    public static RuleFault UnknownName(DocumentNode.Scalar found, IEnumerable<string> known)
    {
        ArgumentNullException.ThrowIfNull(found);
        ArgumentNullException.ThrowIfNull(known);
        var names = known.Distinct(StringComparer.Ordinal).ToArray();
        return At(found, RuleFaultCode.UnknownEntry, Violation.Quoting(
            Nearest.Of(found.Text, names) is { } nearest
                ? new Wording(nearest, $"'{nearest}'")
                : new Wording($"{string.Join('、', names)} 之一", $"one of {string.Join(", ", names)}"),
            found.Text));
    }

    /// <summary>A mistake in the place of a value.</summary>
    /// <param name="node">The value.</param>
    /// <param name="code">What kind of mistake.</param>
    /// <param name="violation">What would be right, and what was found.</param>
    /// <returns>The mistake.</returns>
    public static RuleFault At(DocumentNode node, RuleFaultCode code, Violation violation)
    {
        ArgumentNullException.ThrowIfNull(node);
        var before = node.Source.AsSpan(0, Math.Min(node.Start, node.Source.Length));
        return new RuleFault(
            code,
            before.Count('\n') + 1,
            before.Length - before.LastIndexOf('\n'),
            (node as DocumentNode.Scalar)?.Text.Length ?? 0,
            violation);
    }
}
