using ExchangeHub.Disclosures;
using ExchangeHub.EventLog;
using ExchangeHub.Records;
using ExchangeHub.Vocabulary;
using Google.Protobuf;

namespace ExchangeHub.Postgres.Stored;

/// <summary>The stored form of what nodes say about personal values: as they signed it, the values unreadable.</summary>
/// <param name="read">Reads the act inside a stored envelope.</param>
public sealed class DisclosureCodec(ReadDisclosureAct read) : IDisclosureCodec
{
    private const string Taken = "disclosure-act-taken.v1";

    /// <inheritdoc/>
    public NewEvent Encode(Guid id, DisclosureTaken taken)
    {
        ArgumentNullException.ThrowIfNull(taken);
        return new NewEvent(id, Taken, new StoredDisclosureActTaken
        {
            PayloadType = taken.Envelope.PayloadType,
            Payload = UnsafeByteOperations.UnsafeWrap(taken.Envelope.Payload),
            KeyId = taken.Envelope.KeyId,
            Signature = UnsafeByteOperations.UnsafeWrap(taken.Envelope.Signature),
            Publisher = taken.Publisher.ToString(),
        }.ToByteArray());
    }

    /// <inheritdoc/>
    public DisclosureTaken Decode(LoggedEvent logged)
    {
        ArgumentNullException.ThrowIfNull(logged);
        try
        {
            var stored = StoredDisclosureActTaken.Parser.ParseFrom(logged.Payload.Span);
            var envelope = new Envelope(stored.PayloadType, stored.Payload.Memory, stored.KeyId, stored.Signature.Memory);
            return logged.Type == Taken && read(envelope.Payload).Act is { } act
                ? new DisclosureTaken(envelope, act, NodeId.Parse(stored.Publisher), logged.At)
                : throw new FormatException($"'{logged.Type}' is not {Taken}, or holds no act.");
        }
        catch (Exception malformed) when (malformed is InvalidProtocolBufferException or ArgumentException or FormatException)
        {
            throw new InvalidDataException(
                $"The event at position {logged.Position}, '{logged.Type}', cannot be read: the log is corrupt, or it was "
                + "written by a newer hub.", malformed);
        }
    }
}
