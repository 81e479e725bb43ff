using System.Collections.Immutable;
using ExchangeHub.Agreements;
using ExchangeHub.EventLog;
using ExchangeHub.Postgres.Stored;
using ExchangeHub.Recognitions;
using ExchangeHub.Records;
using ExchangeHub.Vocabulary;

namespace ExchangeHub.Adapters.Tests.Postgres;

/// <summary>
/// The compiler cannot see that the kinds of event are closed, so it cannot check that each has a stored form. An event
/// without one would be decided, and could never be stored.
/// </summary>
public sealed class EventCodecTests
{
    private static readonly DateTimeOffset At = new(2026, 6, 16, 2, 0, 0, TimeSpan.Zero);
    private static readonly DateOnly Day = new(2026, 6, 16);
    private static readonly RecordId Record = RecordId.Parse("urn:eeh:penalty:310118:01JZ8Q0Z7GQ4M2V9K3T5X6Y7A8");
    private static readonly EventCodec Codec = new(new NoStatements());

    private static readonly ImmutableArray<SubjectEvent> SubjectEvents =
    [
        new SubjectEvent.ActFiled(new PenalisedAct(
            Dossier(), Record, "11310118MAHUBQP13X", Day, true, new ActSketch(Day, null, new GeoPoint(31.06, 120.87)),
            [Record], [])),
        new SubjectEvent.ActStruck(Dossier()),
        new SubjectEvent.DecisionFell(Dossier(), Day),
    ];

    private static readonly ImmutableArray<CitedEvent> CitedEvents =
    [
        new CitedEvent.Named(Dossier(), "node:310118/17"),
        new CitedEvent.Cited(new Citing(Dossier(), RelianceKind.PriorDecision)),
        new CitedEvent.Fell(Dossier(), new Fall(Day, "node:310118/17")),
        new CitedEvent.Stood(Dossier()),
        new CitedEvent.Postponed([Dossier()]),
        new CitedEvent.Settled([Dossier()]),
    ];

    [Fact]
    public void Every_kind_of_event_on_a_subjects_file_is_tried() => Assert.Equal(
        typeof(SubjectEvent).GetNestedTypes().ToHashSet(), SubjectEvents.Select(happened => happened.GetType()).ToHashSet());

    [Fact]
    public void Every_event_on_a_subjects_file_is_read_as_it_was_written()
    {
        foreach (var happened in SubjectEvents)
        {
            var stored = Codec.Encode(Guid.Empty, happened);
            Assert.Contains(stored.Type, EventCodec.Names);
            Assert.Equal(happened, Codec.DecodeSubject(Logged(stored)));
        }
    }

    [Fact]
    public void Every_kind_of_event_on_a_cited_record_is_tried() => Assert.Equal(
        typeof(CitedEvent).GetNestedTypes().ToHashSet(), CitedEvents.Select(happened => happened.GetType()).ToHashSet());

    [Fact]
    public void Every_event_on_a_cited_record_is_read_as_it_was_written()
    {
        foreach (var happened in CitedEvents)
        {
            var stored = Codec.Encode(Guid.Empty, happened);
            Assert.Contains(stored.Type, EventCodec.Names);
            Assert.Equal(happened, Codec.DecodeCited(Logged(stored)));
        }
    }

    [Fact]
    public void What_is_noticed_of_a_node_is_read_as_it_was_written()
    {
        NodeEvent[] noticed = [new NodeEvent.FellSilent(At.AddTicks(10)), new NodeEvent.WasHeard()];
        Assert.Equal(typeof(NodeEvent).GetNestedTypes().ToHashSet(), noticed.Select(one => one.GetType()).ToHashSet());
        foreach (var one in noticed)
        {
            var stored = Codec.Encode(Guid.Empty, one);
            Assert.Contains(stored.Type, EventCodec.Names);
            Assert.Equal(one, Codec.DecodeNode(Logged(stored)));
        }
    }

    [Fact]
    public void What_is_due_is_read_as_it_was_written()
    {
        var stored = Codec.EncodeDue(Guid.Empty, Record);
        Assert.Contains(stored.Type, EventCodec.Names);
        Assert.Equal(Record, Codec.DecodeDue(Logged(stored)));
    }

    [Fact]
    public void A_decision_a_conflict_and_a_reliance_are_read_as_they_were_written()
    {
        var fact = new Fact("remedy_decided_on", "2026-06-16", "node:310118/17");
        var finding = new Finding(new ReasonCode("TRM-REVOKED-RECON"), Day, [fact]);
        var decision = new Decision(
            2, 1, Record, 1, Receivers.All("parties", [Jurisdiction.Parse("310118")]),
            new Assessment(Outcome.Terminated, [finding], Day, Awaiting.Nothing)
            {
                Items = [new ItemAssessment("E7-1", Outcome.Refused, [finding])],
            },
            "agr:yrd-demo-2020/v3",
            At)
        {
            HasBeenRecognised = true,
        };
        foreach (var happened in (DossierEvent[])
        [
            new DossierEvent.Decided(decision),
            new DossierEvent.ConflictChanged(new ConflictFact(Dossier(), ConflictState.Yields, Day, "node:310000/3", At)),
            new DossierEvent.SeriesChanged(new SeriesFact("91320509MAHUB0064M", 4, 2, Day, At)),
            new DossierEvent.RelianceChanged(
                new RelianceFact(Record, RelianceKind.Basis, Dossier(), RelianceState.Fell, Day, "node:310118/17", At)),
            new DossierEvent.RelianceChanged(
                new RelianceFact(Record, RelianceKind.Link, null, RelianceState.Unknown, Day, "node:310118/17", At)),
        ])
        {
            Assert.Equal(happened, Codec.DecodeDossier(Logged(Codec.Encode(Guid.Empty, happened))));
        }
    }

    private static DossierId Dossier() =>
        DossierId.TryParse("penalty/11310118MAHUBQP13X/沪0118环罚〔2026〕17号", out var id)
            ? id
            : throw new InvalidOperationException("The dossier has another shape.");

    private static LoggedEvent Logged(NewEvent stored) => new(1, "stream", 1, stored.Id, stored.Type, stored.Payload, At, null);

    private sealed class NoStatements : IStatementReader
    {
        public StatementReading Read(ReadOnlyMemory<byte> payload) =>
            throw new NotSupportedException("No statement is read here.");
    }
}
