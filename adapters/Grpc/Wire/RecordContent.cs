using ExchangeHub.Protos.Record.V1;
using ExchangeHub.Vocabulary;
using Google.Protobuf;

namespace ExchangeHub.Grpc.Wire;

/// <summary>The digest of what a record or an event says, however it is called and spelt.</summary>
/// <remarks>
/// SHA-256 of the canonical JSON (proto3 JSON in the form of RFC 8785) without the fields that name the record or its
/// version, and with document numbers in normal form: a record that comes again under another id, or with other brackets in its
/// number, has the same digest. protos/README.md says how others compute it.
/// </remarks>
public static class RecordContent
{
    private const int BufferBytesKept = 64 * 1024;

    private static readonly FieldPlan[] RecordFields = FieldsOf(
        Record.Descriptor, "record_id", "schema_version", "version", "previous_version_hash", "content_hash");

    private static readonly FieldPlan[] EventFields = FieldsOf(LifeCycleEvent.Descriptor, "record_id");

    private static readonly FieldPlan[] ActFields = FieldsOf(CaseAct.Descriptor);

    [ThreadStatic]
    private static CanonicalJson? buffer;

    /// <summary>Computes the content hash of a record.</summary>
    /// <param name="record">The record; whether it is right does not matter, but its enumerations must hold known values.</param>
    /// <returns>The digest. <c>content_hash</c> itself plays no part.</returns>
    public static Digest DigestOf(Record record) => DigestOf(record, RecordFields);

    /// <summary>Computes the digest of what an event says.</summary>
    /// <param name="happened">The event.</param>
    /// <returns>The digest; the id of the record plays no part, because a duplicate of the record has another.</returns>
    public static Digest DigestOf(LifeCycleEvent happened) => DigestOf(happened, EventFields);

    /// <summary>Computes the digest of what an act in a joint case says.</summary>
    /// <param name="act">The act.</param>
    /// <returns>The digest.</returns>
    public static Digest DigestOf(CaseAct act) => DigestOf(act, ActFields);

    /// <summary>Gets the canonical JSON itself.</summary>
    internal static string JsonOf(Record record) => System.Text.Encoding.UTF8.GetString(Write(record, RecordFields).Written);

    /// <summary>Gets the canonical JSON itself.</summary>
    internal static string JsonOf(LifeCycleEvent happened) =>
        System.Text.Encoding.UTF8.GetString(Write(happened, EventFields).Written);

    private static Digest DigestOf(IMessage message, FieldPlan[] fields)
    {
        ArgumentNullException.ThrowIfNull(message);
        var json = Write(message, fields);
        var digest = Digest.Of(json.Written);
        if (json.Written.Length > BufferBytesKept)
        {
            buffer = null; // the buffer of one huge record is not kept by every thread that ever saw one
        }

        return digest;
    }

    private static CanonicalJson Write(IMessage message, FieldPlan[] fields)
    {
        var json = buffer ??= new CanonicalJson();
        json.Clear();
        json.Message(message, fields);
        return json;
    }

    private static FieldPlan[] FieldsOf(Google.Protobuf.Reflection.MessageDescriptor type, params string[] without) =>
        [.. MessagePlan.For(type).Canonical.ToArray().Where(field => !without.Contains(field.Name))];
}
