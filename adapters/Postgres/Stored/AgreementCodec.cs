using ExchangeHub.Agreements;
using ExchangeHub.EventLog;
using ExchangeHub.Records;
using ExchangeHub.Vocabulary;
using Google.Protobuf;

namespace ExchangeHub.Postgres.Stored;

/// <summary>The stored form of what happens to an agreement. An act is stored as its party signed it.</summary>
/// <param name="reader">Reads the act inside a stored envelope.</param>
public sealed class AgreementCodec(IAgreementActReader reader) : IAgreementCodec
{
    private const string ActTaken = "agreement-act-taken.v1";
    private const string Founded = "rule-sets-founded.v1";

    /// <inheritdoc/>
    public NewEvent Encode(Guid id, AgreementEvent happened)
    {
        switch (happened)
        {
            case AgreementEvent.ActTaken { Envelope: var envelope }:
                return new NewEvent(id, ActTaken, new StoredAgreementActTaken
                {
                    PayloadType = envelope.PayloadType,
                    Payload = UnsafeByteOperations.UnsafeWrap(envelope.Payload),
                    KeyId = envelope.KeyId,
                    Signature = UnsafeByteOperations.UnsafeWrap(envelope.Signature),
                }.ToByteArray());
            case AgreementEvent.Founded founded:
                var stored = new StoredRuleSetsFounded();
                stored.Rules.Add(founded.Rules.Select(rules => new StoredFoundedRules
                {
                    Number = rules.Number, Hash = ByteString.CopyFrom(rules.Hash.ToBytes().AsSpan()),
                }));
                return new NewEvent(id, Founded, stored.ToByteArray());
            default:
                throw new ArgumentOutOfRangeException(nameof(happened));
        }
    }

    /// <inheritdoc/>
    public AgreementEvent Decode(LoggedEvent logged)
    {
        ArgumentNullException.ThrowIfNull(logged);
        try
        {
            return logged.Type switch
            {
                ActTaken => Taken(StoredAgreementActTaken.Parser.ParseFrom(logged.Payload.Span), logged),
                Founded => new AgreementEvent.Founded([.. StoredRuleSetsFounded.Parser.ParseFrom(logged.Payload.Span).Rules
                    .Select(rules => new FoundedRules(rules.Number, Digest.FromBytes(rules.Hash.Span)))]),
                _ => throw Unreadable(logged, null),
            };
        }
        catch (Exception malformed) when (malformed is InvalidProtocolBufferException or ArgumentException)
        {
            throw Unreadable(logged, malformed);
        }
    }

    private AgreementEvent.ActTaken Taken(StoredAgreementActTaken stored, LoggedEvent logged)
    {
        var envelope = new Envelope(stored.PayloadType, stored.Payload.Memory, stored.KeyId, stored.Signature.Memory);
        return new AgreementEvent.ActTaken(
            envelope, reader.Read(envelope.Payload).Act ?? throw Unreadable(logged, null), logged.At);
    }

    private static InvalidDataException Unreadable(LoggedEvent logged, Exception? malformed) => new(
        $"The event at position {logged.Position}, '{logged.Type}', cannot be read: the log is corrupt, or it was written by a "
            + "newer hub.", malformed);
}
