using System.Collections.Immutable;
using ExchangeHub.Access;
using ExchangeHub.EventLog;
using ExchangeHub.Postgres.Stored;
using ExchangeHub.Vocabulary;

namespace ExchangeHub.Adapters.Tests.Postgres;

/// <summary>Every event of the registry of members has a stored form; one that could not be read would open or shut the wrong
/// door.</summary>
public sealed class MemberCodecTests
{
    private static readonly DateTimeOffset At = new(2026, 6, 16, 2, 0, 0, TimeSpan.Zero);
    private static readonly MemberId Zhang = MemberId.Parse("operator:zhang");
    private static readonly MemberId Node = MemberId.Parse("node:310118");
    private static readonly Digest Pin = Digest.Of("pin"u8);
    private static readonly Digest Code = Digest.Of("code"u8);
    private static readonly MemberCodec Codec = new();

    private static readonly ImmutableArray<MemberEvent> Events =
    [
        new MemberEvent.Founded([new FoundedOperator(Zhang, Pin)], At),
        new MemberEvent.Invited(new Invitation(
            MemberId.Parse("consumer:credit-platform"), Code, [Jurisdiction.Parse("310118")], Zhang, At)),
        new MemberEvent.KeyProposed(new KeyRequest(Node, Code, Pin, new byte[] { 0x30, 0x00 }, At)),
        new MemberEvent.KeyApproved(
            Node, new MemberCertificate(Pin, [1, 2], At.AddDays(90), new byte[] { 0x30, 0x01 }), Node, Code, At),
        new MemberEvent.KeyRefused(Node, Pin, Zhang, "不认识", At),
        new MemberEvent.KeyRevoked(Node, Pin, Zhang, "stolen", At),
        new MemberEvent.Expelled(Node, Zhang, "left", At),
    ];

    [Fact]
    public void Every_kind_of_event_is_tried() => Assert.Equal(
        typeof(MemberEvent).GetNestedTypes().ToHashSet(), Events.Select(happened => happened.GetType()).ToHashSet());

    [Fact]
    public void Every_event_is_read_as_it_was_written()
    {
        foreach (var happened in Events)
        {
            var stored = Codec.Encode(Guid.Empty, happened);
            Assert.Contains(stored.Type, MemberCodec.Names);
            var read = Codec.Decode(Logged(stored));
            Assert.Equal(happened.GetType(), read.GetType());
            Assert.Equal(stored.Payload.ToArray(), Codec.Encode(Guid.Empty, read).Payload.ToArray());
        }
    }

    [Fact]
    public void A_key_of_another_purpose_opens_no_door()
    {
        var stored = StoredMemberKeyApproved.Parser.ParseFrom(Codec.Encode(Guid.Empty, Events[3]).Payload.Span);
        stored.Purpose = 2;

        Assert.Throws<InvalidDataException>(() => Codec.Decode(
            Logged(new NewEvent(Guid.Empty, "member-key-approved.v1", Google.Protobuf.MessageExtensions.ToByteArray(stored)))));
    }

    [Fact]
    public void An_unknown_name_is_said() => Assert.Throws<InvalidDataException>(
        () => Codec.Decode(Logged(new NewEvent(Guid.Empty, "member-promoted.v1", default))));

    private static LoggedEvent Logged(NewEvent stored) =>
        new(1, MemberEvent.Stream, 1, stored.Id, stored.Type, stored.Payload, At, null);
}
