using System.Collections.Immutable;
using ExchangeHub.Agreements;
using ExchangeHub.EventLog;
using ExchangeHub.Recognitions;
using ExchangeHub.Records;
using ExchangeHub.Vocabulary;
using Google.Protobuf;

namespace ExchangeHub.Postgres.Stored;

/// <summary>The stored form of the core's events: protobuf, under the names of <see cref="Names"/>.</summary>
/// <param name="reader">Reads the statement inside a stored envelope.</param>
/// <remarks>
/// A statement is stored as its node signed it and nothing besides, so that what is read later is what was signed. The bytes
/// depend on the event alone: protobuf writes the fields of these messages, which have no maps, in the order of their numbers.
/// </remarks>
public sealed class EventCodec(IStatementReader reader) : IEventCodec
{
    private const string StatementFiled = "statement-filed.v1";
    private const string ConflictChanged = "conflict-changed.v1";
    private const string Decided = "recognition-decided.v1";
    private const string ActFiled = "act-filed.v1";
    private const string ActStruck = "act-struck.v1";
    private const string DecisionFell = "decision-fell.v1";
    private const string RelianceChanged = "reliance-changed.v1";
    private const string SeriesChanged = "penalty-series-changed.v1";
    private const string NodeFellSilent = "node-fell-silent.v1";
    private const string NodeHeard = "node-heard.v1";

    /// <summary>Gets every stored name.</summary>
    public static ImmutableArray<string> Names { get; } =
    [
        ActFiled, ActStruck, ConflictChanged, DecisionFell, Decided, NodeFellSilent, NodeHeard, RelianceChanged, SeriesChanged,
        StatementFiled, .. CitedForm.Names,
    ];

    /// <inheritdoc/>
    public NewEvent Encode(Guid id, DossierEvent happened) => happened switch
    {
        DossierEvent.StatementFiled filed => New(id, StatementFiled, new StoredStatementFiled
        {
            PayloadType = filed.Envelope.PayloadType,
            Payload = UnsafeByteOperations.UnsafeWrap(filed.Envelope.Payload),
            KeyId = filed.Envelope.KeyId,
            Signature = UnsafeByteOperations.UnsafeWrap(filed.Envelope.Signature),
            Disposition = (int)filed.Disposition,
            TimestampToken = UnsafeByteOperations.UnsafeWrap(filed.Envelope.TimestampToken),
            ShownTo = { Form.Parties(filed.ShownTo) },
        }),
        DossierEvent.ConflictChanged changed => New(id, ConflictChanged, ConflictForm.From(changed.Conflict, changed.ShownTo)),
        DossierEvent.RelianceChanged changed => New(id, RelianceChanged, CitedForm.From(changed.Reliance, changed.ShownTo)),
        DossierEvent.SeriesChanged changed => New(id, SeriesChanged, SeriesForm.From(changed.Series, changed.ShownTo)),
        DossierEvent.Decided decided => New(id, Decided, DecisionForm.From(decided.Decision, decided.ShownTo)),
        _ => throw new ArgumentOutOfRangeException(nameof(happened)),
    };

    /// <inheritdoc/>
    public NewEvent Encode(Guid id, SubjectEvent happened) => happened switch
    {
        SubjectEvent.ActFiled filed => New(id, ActFiled, ActForm.From(filed.Act)),
        SubjectEvent.ActStruck struck => New(id, ActStruck, new StoredActStruck { Dossier = struck.Dossier.ToString() }),
        SubjectEvent.DecisionFell fell => New(
            id, DecisionFell, new StoredDecisionFell { Dossier = fell.Dossier.ToString(), Day = fell.On.DayNumber }),
        _ => throw new ArgumentOutOfRangeException(nameof(happened)),
    };

    /// <inheritdoc/>
    public NewEvent Encode(Guid id, CitedEvent happened)
    {
        var (name, stored) = CitedForm.From(happened);
        return New(id, name, stored);
    }

    /// <inheritdoc/>
    public DossierEvent DecodeDossier(LoggedEvent logged)
    {
        ArgumentNullException.ThrowIfNull(logged);
        return Guarded<DossierEvent>(logged, () => logged.Type switch
        {
            StatementFiled => Filed(logged),
            ConflictChanged => Changed(StoredConflictChanged.Parser.ParseFrom(logged.Payload.Span), logged.At),
            RelianceChanged => Changed(StoredRelianceChanged.Parser.ParseFrom(logged.Payload.Span), logged.At),
            SeriesChanged => Changed(StoredSeriesChanged.Parser.ParseFrom(logged.Payload.Span), logged.At),
            Decided => Judged(StoredDecided.Parser.ParseFrom(logged.Payload.Span), logged.At),
            _ => throw Unknown(logged),
        });
    }

    private static DossierEvent.ConflictChanged Changed(StoredConflictChanged stored, DateTimeOffset at) =>
        new(ConflictForm.Read(stored, at)) { ShownTo = Form.Parties(stored.ShownTo) };

    private static DossierEvent.RelianceChanged Changed(StoredRelianceChanged stored, DateTimeOffset at) =>
        new(CitedForm.Read(stored, at)) { ShownTo = Form.Parties(stored.ShownTo) };

    private static DossierEvent.SeriesChanged Changed(StoredSeriesChanged stored, DateTimeOffset at) =>
        new(SeriesForm.Read(stored, at)) { ShownTo = Form.Parties(stored.ShownTo) };

    private static DossierEvent.Decided Judged(StoredDecided stored, DateTimeOffset at) =>
        new(DecisionForm.Read(stored, at)) { ShownTo = Form.Parties(stored.ShownTo) };

    /// <inheritdoc/>
    public DossierEvent.StatementFiled? FindFiled(LoggedEvent logged)
    {
        ArgumentNullException.ThrowIfNull(logged);
        return logged.Type == StatementFiled ? DecodeDossier(logged) as DossierEvent.StatementFiled : null;
    }

    /// <inheritdoc/>
    public SubjectEvent DecodeSubject(LoggedEvent logged)
    {
        ArgumentNullException.ThrowIfNull(logged);
        return Guarded<SubjectEvent>(logged, () => logged.Type switch
        {
            ActFiled => new SubjectEvent.ActFiled(ActForm.Read(StoredActFiled.Parser.ParseFrom(logged.Payload.Span))),
            ActStruck => new SubjectEvent.ActStruck(Form.Dossier(StoredActStruck.Parser.ParseFrom(logged.Payload.Span).Dossier)),
            DecisionFell => Fell(StoredDecisionFell.Parser.ParseFrom(logged.Payload.Span)),
            _ => throw Unknown(logged),
        });
    }

    /// <inheritdoc/>
    public CitedEvent DecodeCited(LoggedEvent logged)
    {
        ArgumentNullException.ThrowIfNull(logged);
        return Guarded(logged, () => CitedForm.Read(logged) ?? throw Unknown(logged));
    }

    /// <inheritdoc/>
    public NewEvent Encode(Guid id, NodeEvent noticed) => noticed switch
    {
        NodeEvent.FellSilent silent => New(
            id, NodeFellSilent, new StoredNodeFellSilent { LastHeardMicroseconds = Microseconds(silent.LastHeardAt) }),
        NodeEvent.WasHeard => New(id, NodeHeard, new StoredNodeHeard()),
        _ => throw new ArgumentOutOfRangeException(nameof(noticed)),
    };

    /// <inheritdoc/>
    public NodeEvent DecodeNode(LoggedEvent logged)
    {
        ArgumentNullException.ThrowIfNull(logged);
        return Guarded<NodeEvent>(logged, () => logged.Type switch
        {
            NodeFellSilent => new NodeEvent.FellSilent(DateTimeOffset.UnixEpoch.AddMicroseconds(
                StoredNodeFellSilent.Parser.ParseFrom(logged.Payload.Span).LastHeardMicroseconds)),
            NodeHeard => new NodeEvent.WasHeard(),
            _ => throw Unknown(logged),
        });
    }

    private static long Microseconds(DateTimeOffset at) => (at - DateTimeOffset.UnixEpoch).Ticks / TimeSpan.TicksPerMicrosecond;

    /// <inheritdoc/>
    public NewEvent EncodeDue(Guid id, RecordId record) =>
        New(id, CitedForm.Due, new StoredCascadeDue { Record = record.ToString() });

    /// <inheritdoc/>
    public RecordId DecodeDue(LoggedEvent logged)
    {
        ArgumentNullException.ThrowIfNull(logged);
        return Guarded(logged, () => logged.Type == CitedForm.Due
            ? Form.Record(StoredCascadeDue.Parser.ParseFrom(logged.Payload.Span).Record)
            : throw Unknown(logged));
    }

    private DossierEvent.StatementFiled Filed(LoggedEvent logged)
    {
        var stored = StoredStatementFiled.Parser.ParseFrom(logged.Payload.Span);
        var envelope = new Envelope(stored.PayloadType, stored.Payload.Memory, stored.KeyId, stored.Signature.Memory)
        {
            TimestampToken = stored.TimestampToken.Memory,
        };
        var reading = reader.Read(envelope.Payload);
        return new DossierEvent.StatementFiled(
            envelope,
            reading.Statement ?? throw new InvalidDataException(
                $"The statement at position {logged.Position} can no longer be read: {reading.Violations[0].Field}: "
                    + $"{reading.Violations[0].Sentence.English}"),
            (Disposition)stored.Disposition,
            logged.At)
        {
            ShownTo = Form.Parties(stored.ShownTo),
        };
    }

    private static SubjectEvent.DecisionFell Fell(StoredDecisionFell stored) =>
        new(Form.Dossier(stored.Dossier), DateOnly.FromDayNumber(stored.Day));

    private static NewEvent New(Guid id, string name, IMessage stored) => new(id, name, stored.ToByteArray());

    private static T Guarded<T>(LoggedEvent logged, Func<T> decode)
    {
        try
        {
            return decode();
        }
        catch (Exception malformed) when (malformed is InvalidProtocolBufferException or FormatException or ArgumentException)
        {
            throw new InvalidDataException(
                $"The event at position {logged.Position} is not a {logged.Type}: the log is corrupt, or it was written by a "
                    + "newer hub.", malformed);
        }
    }

    private static InvalidDataException Unknown(LoggedEvent logged) => new(
        $"The event at position {logged.Position} is called '{logged.Type}', which this hub does not know. Update the hub "
            + "before it reads this log.");
}
