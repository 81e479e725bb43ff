using ExchangeHub.Rules;

namespace ExchangeHub.Agreements;

/// <summary>Writes a document so that layout, comments and the order of names do not matter: what is hashed.</summary>
internal static class RuleSetText
{
    public static string Of(DocumentNode node) => node switch
    {
        DocumentNode.Scalar scalar => $"{scalar.Text.Length}:{scalar.Text}",
        DocumentNode.Sequence sequence => $"[{string.Concat(sequence.Entries.Select(Of))}]",
        DocumentNode.Mapping mapping => $"{{{string.Concat(mapping.Entries
            .OrderBy(entry => entry.Name.Text, StringComparer.Ordinal).Select(entry => Of(entry.Name) + Value(entry)))}}}",
        _ => throw new ArgumentOutOfRangeException(nameof(node)),
    };

    private static string Value((DocumentNode.Scalar Name, DocumentNode Value) entry) =>
        entry.Name.Text is "when" or "happened" or "suspect" or "since" && entry.Value is DocumentNode.Scalar scalar
        && Formula.Print(scalar.Text, out _) is { } canonical
            ? $"{canonical.Length}:{canonical}"
            : Of(entry.Value);
}
