using System.Collections.Immutable;
using ExchangeHub.Access;
using ExchangeHub.EventLog;
using ExchangeHub.Postgres.Stored;
using ExchangeHub.Records;

namespace ExchangeHub.Adapters.Tests.Postgres;

/// <summary>Who was shown what can be read again for as long as the log is kept.</summary>
public sealed class ReadingCodecTests
{
    private static readonly DateTimeOffset At = new(2026, 6, 16, 2, 0, 0, TimeSpan.Zero);
    private static readonly ReadingCodec Codec = new();

    private static readonly ImmutableArray<ReadingEvent> Events =
    [
        new ReadingEvent.Shown(
            Asked(Purpose.Case), [DossierId.TryParse("permit/91320509MAHUB0013D001P/1", out var dossier) ? dossier : default]),
        new ReadingEvent.Refused(Asked(null), 1331),
    ];

    [Fact]
    public void Every_kind_of_event_is_tried() => Assert.Equal(
        typeof(ReadingEvent).GetNestedTypes().ToHashSet(), Events.Select(happened => happened.GetType()).ToHashSet());

    [Fact]
    public void Every_event_is_read_as_it_was_written()
    {
        foreach (var happened in Events)
        {
            var stored = Codec.Encode(Guid.Empty, happened);
            var read = Codec.Decode(Logged(stored));

            Assert.Contains(stored.Type, ReadingCodec.Names);
            Assert.Equal(happened.Reading, read.Reading);
            Assert.Equal(stored.Payload.ToArray(), Codec.Encode(Guid.Empty, read).Payload.ToArray());
        }
    }

    [Theory]
    [InlineData("record-shown.v9", new byte[0])]
    [InlineData("record-shown.v1", new byte[] { 0xFF })]
    [InlineData("record-shown.v1", new byte[0])]
    public void What_cannot_be_read_is_said_with_its_position(string type, byte[] payload)
    {
        var unreadable = Assert.Throws<InvalidDataException>(() => Codec.Decode(Logged(new NewEvent(Guid.Empty, type, payload))));

        Assert.Contains("position 7", unreadable.Message, StringComparison.Ordinal);
    }

    private static Reading Asked(Purpose? purpose) => new(
        MemberId.Parse("node:310118"), new ReadingClaim(purpose, "沪0118环立〔2026〕第77号", "10050912045"),
        "QueryService/GetRecord", At);

    private static LoggedEvent Logged(NewEvent stored) =>
        new(7, "readings-node:310118", 1, stored.Id, stored.Type, stored.Payload, At, null);
}
