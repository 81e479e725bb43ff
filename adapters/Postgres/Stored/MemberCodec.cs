using System.Collections.Immutable;
using ExchangeHub.Access;
using ExchangeHub.EventLog;
using ExchangeHub.Vocabulary;
using Google.Protobuf;

namespace ExchangeHub.Postgres.Stored;

/// <summary>The stored form of what happens to the registry of members.</summary>
public sealed class MemberCodec : IMemberCodec
{
    private const string Founded = "members-founded.v1";
    private const string Invited = "member-invited.v1";
    private const string KeyProposed = "member-key-proposed.v1";
    private const string KeyApproved = "member-key-approved.v1";
    private const string KeyRefused = "member-key-refused.v1";
    private const string KeyRevoked = "member-key-revoked.v1";
    private const string Expelled = "member-expelled.v1";
    private const int PurposeTls = 1;

    /// <summary>Gets every stored name.</summary>
    public static ImmutableArray<string> Names { get; } =
        [Expelled, Invited, KeyApproved, KeyProposed, KeyRefused, KeyRevoked, Founded];

    /// <inheritdoc/>
    public NewEvent Encode(Guid id, MemberEvent happened)
    {
        var (name, stored) = Store(happened);
        return new NewEvent(id, name, stored.ToByteArray());
    }

    /// <inheritdoc/>
    public MemberEvent Decode(LoggedEvent logged)
    {
        ArgumentNullException.ThrowIfNull(logged);
        try
        {
            return Read(logged) ?? throw Unreadable(logged, null);
        }
        catch (Exception malformed) when (malformed is InvalidProtocolBufferException or ArgumentException or FormatException)
        {
            throw Unreadable(logged, malformed);
        }
    }

    private static (string Name, IMessage Stored) Store(MemberEvent happened) => happened switch
    {
        MemberEvent.Founded founded => (Founded, new StoredMembersFounded
        {
            Operators =
            {
                founded.Operators.Select(one => new StoredFoundedOperator { Member = $"{one.Member}", Pin = From(one.Pin) }),
            },
        }),
        MemberEvent.Invited { Invitation: var invitation } => (Invited, new StoredMemberInvited
        {
            Member = $"{invitation.Member}",
            Code = From(invitation.Code),
            Receivers = { invitation.Receivers.Select(party => party.ToString()) },
            By = $"{invitation.By}",
        }),
        MemberEvent.KeyProposed { Request: var request } => (KeyProposed, new StoredMemberKeyProposed
        {
            Member = $"{request.Member}",
            Code = From(request.Code),
            Pin = From(request.Pin),
            Request = UnsafeByteOperations.UnsafeWrap(request.Content),
        }),
        MemberEvent.KeyApproved approved => (KeyApproved, new StoredMemberKeyApproved
        {
            Member = $"{approved.Member}",
            Pin = From(approved.Certificate.Pin),
            Purpose = PurposeTls,
            Serial = ByteString.CopyFrom(approved.Certificate.Serial.AsSpan()),
            NotAfterSeconds = approved.Certificate.NotAfter.ToUnixTimeSeconds(),
            Certificate = UnsafeByteOperations.UnsafeWrap(approved.Certificate.Content),
            By = $"{approved.By}",
            Replaces = approved.Replaces is { } old ? From(old) : ByteString.Empty,
        }),
        MemberEvent.KeyRefused ended => (KeyRefused, Ended(ended.Member, ended.Pin, ended.By, ended.Reason)),
        MemberEvent.KeyRevoked ended => (KeyRevoked, Ended(ended.Member, ended.Pin, ended.By, ended.Reason)),
        MemberEvent.Expelled expelled => (Expelled, new StoredMemberExpelled
        {
            Member = $"{expelled.Member}", By = $"{expelled.By}", Reason = expelled.Reason,
        }),
        _ => throw new ArgumentOutOfRangeException(nameof(happened)),
    };

    private static MemberEvent? Read(LoggedEvent logged)
    {
        var bytes = logged.Payload.Span;
        switch (logged.Type)
        {
            case Founded:
                return new MemberEvent.Founded(
                    [.. StoredMembersFounded.Parser.ParseFrom(bytes).Operators.Select(one =>
                        new FoundedOperator(MemberId.Parse(one.Member), Digest.FromBytes(one.Pin.Span)))],
                    logged.At);
            case Invited:
                var invited = StoredMemberInvited.Parser.ParseFrom(bytes);
                return new MemberEvent.Invited(new Invitation(
                    MemberId.Parse(invited.Member), Digest.FromBytes(invited.Code.Span),
                    [.. invited.Receivers.Select(Form.Division)], MemberId.Parse(invited.By), logged.At));
            case KeyProposed:
                var proposed = StoredMemberKeyProposed.Parser.ParseFrom(bytes);
                return new MemberEvent.KeyProposed(new KeyRequest(
                    MemberId.Parse(proposed.Member), Digest.FromBytes(proposed.Code.Span), Digest.FromBytes(proposed.Pin.Span),
                    proposed.Request.Memory, logged.At));
            case KeyApproved:
                return Approved(StoredMemberKeyApproved.Parser.ParseFrom(bytes), logged.At);
            case KeyRefused:
                var refused = StoredMemberKeyEnded.Parser.ParseFrom(bytes);
                return new MemberEvent.KeyRefused(
                    MemberId.Parse(refused.Member), Digest.FromBytes(refused.Pin.Span), MemberId.Parse(refused.By),
                    refused.Reason, logged.At);
            case KeyRevoked:
                var revoked = StoredMemberKeyEnded.Parser.ParseFrom(bytes);
                return new MemberEvent.KeyRevoked(
                    MemberId.Parse(revoked.Member), Digest.FromBytes(revoked.Pin.Span), MemberId.Parse(revoked.By),
                    revoked.Reason, logged.At);
            case Expelled:
                var expelled = StoredMemberExpelled.Parser.ParseFrom(bytes);
                return new MemberEvent.Expelled(
                    MemberId.Parse(expelled.Member), MemberId.Parse(expelled.By), expelled.Reason, logged.At);
            default:
                return null;
        }
    }

    private static MemberEvent.KeyApproved Approved(StoredMemberKeyApproved stored, DateTimeOffset at)
    {
        // A key of a purpose that this hub does not know must not open its door.
        if (stored.Purpose != PurposeTls)
        {
            throw new FormatException($"The purpose {stored.Purpose} of a key is unknown.");
        }

        var certificate = new MemberCertificate(
            Digest.FromBytes(stored.Pin.Span), [.. stored.Serial.Span],
            DateTimeOffset.FromUnixTimeSeconds(stored.NotAfterSeconds), stored.Certificate.Memory);
        return new MemberEvent.KeyApproved(
            MemberId.Parse(stored.Member), certificate, MemberId.Parse(stored.By),
            stored.Replaces.IsEmpty ? null : Digest.FromBytes(stored.Replaces.Span), at);
    }

    private static StoredMemberKeyEnded Ended(MemberId member, Digest pin, MemberId by, string reason) =>
        new() { Member = $"{member}", Pin = From(pin), By = $"{by}", Reason = reason };

    private static ByteString From(Digest digest) => ByteString.CopyFrom(digest.ToBytes().AsSpan());

    private static InvalidDataException Unreadable(LoggedEvent logged, Exception? malformed) => new(
        $"The event at position {logged.Position}, '{logged.Type}', cannot be read: the log is corrupt, or it was written by a "
            + "newer hub.", malformed);
}
