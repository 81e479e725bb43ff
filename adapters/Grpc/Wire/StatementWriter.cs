using System.Collections.Immutable;
using ExchangeHub.Protos.Node.V1;
using ExchangeHub.Protos.Record.V1;
using ExchangeHub.Records;
using ExchangeHub.Vocabulary;
using Google.Protobuf;
using Google.Protobuf.WellKnownTypes;
using Statement = ExchangeHub.Protos.Record.V1.Statement;

namespace ExchangeHub.Grpc.Wire;

/// <summary>The place of a statement among those of its node.</summary>
/// <param name="Sequence">Counts the statements of the node, from 1.</param>
/// <param name="Previous">Digest of the statement before it (<see cref="Dsse.DigestOf"/>); null for the first.</param>
/// <param name="PublishedAt">When the node publishes it.</param>
public sealed record StatementPlace(long Sequence, Digest? Previous, DateTimeOffset PublishedAt);

/// <summary>Writes the statements of one node, ready to be signed.</summary>
/// <param name="networkId">The network, such as <c>yrd-demo</c>.</param>
/// <param name="node">The node.</param>
/// <remarks>
/// It fills in what a district's system may leave out and checks nothing: read the bytes with <see cref="StatementReader"/>
/// before they are signed, and what the hub would refuse is refused here, with the same words. Pure and safe for any number of
/// threads.
/// </remarks>
public sealed class StatementWriter(string networkId, NodeId node)
{
    /// <summary>Gets the version of the schema of records that is written, such as 1.0.0.</summary>
    public static string RecordSchema => SchemaVersion.Current.ToString();

    /// <summary>Gets the fields of a record that are filled in where they are empty.</summary>
    public static ImmutableHashSet<string> FilledIn { get; } = ["record_id", "schema_version", "version", "content_hash"];

    /// <summary>Writes a record.</summary>
    /// <param name="record">
    /// The record; it is not changed. Where they are empty, <c>record_id</c>, <c>schema_version</c> and <c>content_hash</c> are
    /// filled in, and a <c>version</c> of 0 becomes 1.
    /// </param>
    /// <param name="freshId">Becomes part of the record id when the record has none; unused otherwise.</param>
    /// <param name="place">Its place among the statements of the node.</param>
    /// <returns>The payload of the envelope: a serialised <c>exchangehub.record.v1.Statement</c>.</returns>
    public ReadOnlyMemory<byte> Write(Record record, Ulid freshId, StatementPlace place)
    {
        ArgumentNullException.ThrowIfNull(record);
        var filled = record.Clone();
        if (filled.RecordId.Length == 0 && Dossiers.KindOf(filled) is { } kind)
        {
            filled.RecordId = RecordId.Create(kind.Code(), node.Jurisdiction, freshId).ToString();
        }

        if (filled.SchemaVersion.Length == 0)
        {
            filled.SchemaVersion = SchemaVersion.Current.ToString();
        }

        if (filled.Version == 0)
        {
            filled.Version = 1;
        }

        if (filled.ContentHash.IsEmpty)
        {
            filled.ContentHash = ByteString.CopyFrom(RecordContent.DigestOf(filled).ToBytes().AsSpan());
        }

        var statement = At(place, Dossiers.TextOf(filled));
        statement.Record = filled;
        return statement.ToByteArray();
    }

    /// <summary>Writes an event.</summary>
    /// <param name="dossier">The dossier of the record, as the receipt of the record names it.</param>
    /// <param name="happened">What happened; it is not changed.</param>
    /// <param name="place">Its place among the statements of the node.</param>
    /// <returns>The payload of the envelope: a serialised <c>exchangehub.record.v1.Statement</c>.</returns>
    public ReadOnlyMemory<byte> Write(string dossier, LifeCycleEvent happened, StatementPlace place)
    {
        ArgumentNullException.ThrowIfNull(happened);
        var statement = At(place, dossier);
        statement.Event = happened;
        return statement.ToByteArray();
    }

    /// <summary>Writes an act in a joint case.</summary>
    /// <param name="act">The act; it is not changed.</param>
    /// <param name="place">Its place among the statements of the node.</param>
    /// <returns>The payload of the envelope: a serialised <c>exchangehub.record.v1.Statement</c>.</returns>
    public ReadOnlyMemory<byte> Write(CaseAct act, StatementPlace place)
    {
        ArgumentNullException.ThrowIfNull(act);
        var statement = At(place, CaseTranslation.FiledUnder(act));
        statement.CaseAct = act;
        return statement.ToByteArray();
    }

    /// <summary>Writes what a district's system hands to its node.</summary>
    /// <param name="submission">A record, an event or an act in a joint case; it is not changed.</param>
    /// <param name="freshId">Becomes part of the record id when a record has none; unused otherwise.</param>
    /// <param name="place">Its place among the statements of the node.</param>
    /// <returns>The payload of the envelope: a serialised <c>exchangehub.record.v1.Statement</c>.</returns>
    public ReadOnlyMemory<byte> Write(SubmitRequest submission, Ulid freshId, StatementPlace place)
    {
        ArgumentNullException.ThrowIfNull(submission);
        return submission.ContentCase switch
        {
            SubmitRequest.ContentOneofCase.Record => Write(submission.Record, freshId, place),
            SubmitRequest.ContentOneofCase.CaseAct => Write(submission.CaseAct, place),
            _ => Write(submission.Event.Dossier, submission.Event.Event_, place),
        };
    }

    private Statement At(StatementPlace place, string dossier)
    {
        ArgumentNullException.ThrowIfNull(place);
        return new Statement
        {
            NetworkId = networkId,
            Node = node.ToString(),
            Sequence = place.Sequence,
            Previous = place.Previous is { } previous ? ByteString.CopyFrom(previous.ToBytes().AsSpan()) : ByteString.Empty,
            Dossier = dossier,
            PublishedAt = Timestamp.FromDateTimeOffset(place.PublishedAt),
        };
    }
}
