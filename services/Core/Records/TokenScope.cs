using ExchangeHub.Vocabulary;

namespace ExchangeHub.Records;

/// <summary>What a token lets a machine do: an act, on records of a kind, of a party; <c>read:penalty:310118</c>.</summary>
/// <param name="Act">One of <see cref="Publish"/>, <see cref="Read"/> and <see cref="Subscribe"/>.</param>
/// <param name="Kind">The kind of the records.</param>
/// <param name="Party">The party whose records they are.</param>
public sealed record TokenScope(string Act, RecordKind Kind, Jurisdiction Party)
{
    /// <summary>The act of handing over statements.</summary>
    public const string Publish = "publish";

    /// <summary>The act of asking.</summary>
    public const string Read = "read";

    /// <summary>The act of following what is published.</summary>
    public const string Subscribe = "subscribe";

    /// <summary>Reads a scope.</summary>
    /// <param name="text"><c>act:kind:party</c>, nothing around it.</param>
    /// <returns>The scope.</returns>
    /// <exception cref="FormatException">It has another shape, or an act or a kind that there is not.</exception>
    public static TokenScope Parse(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        return text.Split(':') is [Publish or Read or Subscribe, var kind, var party]
            && RecordKinds.TryParse(kind, out var known) && Jurisdiction.TryParse(party, out var division)
                ? new TokenScope(text[..text.IndexOf(':', StringComparison.Ordinal)], known, division)
                : throw new FormatException(
                    "Expected a scope act:kind:party such as read:penalty:310118, the act being one of publish, read, subscribe; "
                    + $"found '{text}'.");
    }

    /// <summary>Writes the scope as tokens have it.</summary>
    /// <returns><c>act:kind:party</c>.</returns>
    public override string ToString() => $"{Act}:{Kind.Code()}:{Party}";
}
