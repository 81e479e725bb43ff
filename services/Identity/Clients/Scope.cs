using ExchangeHub.Records;
using ExchangeHub.Vocabulary;

namespace ExchangeHub.Identity.Clients;

/// <summary>What a token lets somebody do: an act, on records of a kind, of a party; <c>read:penalty:310118</c>.</summary>
/// <param name="Act"><c>publish</c>, <c>read</c> or <c>subscribe</c>.</param>
/// <param name="Kind">The kind of the records.</param>
/// <param name="Party">The party whose records they are.</param>
internal sealed record Scope(string Act, RecordKind Kind, Jurisdiction Party)
{
    public const string Publish = "publish";

    private static readonly string[] Acts = [Publish, "read", "subscribe"];

    /// <summary>Reads a scope.</summary>
    /// <exception cref="FormatException">It has another shape.</exception>
    public static Scope Parse(string text) =>
        text.Split(':') is [var act, var kind, var party] && Acts.Contains(act, StringComparer.Ordinal)
        && RecordKinds.TryParse(kind, out var known) && Jurisdiction.TryParse(party, out var division)
            ? new Scope(act, known, division)
            : throw new FormatException(
                $"Expected a scope act:kind:party such as read:penalty:310118, the act being one of {string.Join(", ", Acts)}; "
                + $"found '{text}'.");

    public override string ToString() => $"{Act}:{Kind.Code()}:{Party}";
}
