using ExchangeHub.Vocabulary;

namespace ExchangeHub.Records;

/// <summary>What a node said and signed, as far as the law of the zone has to know it.</summary>
/// <param name="Node">The node that said it.</param>
/// <param name="Sequence">Counts the statements of the node, from 1.</param>
/// <param name="Dossier">Where it is filed; computed from the record, or named by the event. <c>default</c> for an act in a joint
/// case, which concerns no record.</param>
/// <param name="Record">The record it is, or the record that the event concerns; <c>default</c> for an act in a joint
/// case.</param>
/// <param name="Issuer">The organ on whose behalf it is said: the legal issuer of a record, or whoever reports an event. Without
/// code and name for an act in a joint case, where the party itself acts.</param>
/// <param name="PublishedAt">When the node published it, by its own clock.</param>
/// <param name="Content">
/// Digest of what it says, without ids, versions, times and spelling of document numbers: two statements with the same content
/// say the same.
/// </param>
/// <param name="Body">What it says.</param>
public sealed record Statement(
    NodeId Node,
    long Sequence,
    DossierId Dossier,
    RecordId Record,
    Issuer Issuer,
    DateTimeOffset PublishedAt,
    Digest Content,
    StatementBody Body)
{
    /// <summary>Gets the name under which decisions cite the statement, such as <c>node:310118/17</c>.</summary>
    public string Source => $"{Node}/{Sequence}";

    /// <summary>Gets the name under which it is filed: its dossier, <c>case/&lt;number&gt;</c> or <c>team</c>.</summary>
    public string FiledUnder => Body is StatementBody.CaseAct act ? act.FiledUnder : Dossier.ToString();

    /// <summary>Gets the civil day (Asia/Shanghai) on which it was published.</summary>
    public DateOnly PublishedOn => CivilDates.Of(PublishedAt);
}

/// <summary>An organ that makes acts of office.</summary>
/// <param name="CreditCode">Its unified social credit code, 18 characters.</param>
/// <param name="Name">Its name.</param>
public sealed record Issuer(string CreditCode, string Name);
