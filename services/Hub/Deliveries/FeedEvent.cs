using System.Collections.Immutable;
using ExchangeHub.Agreements;
using ExchangeHub.Cases;
using ExchangeHub.EventLog;
using ExchangeHub.Grpc.Wire;
using ExchangeHub.Hub.Wire;
using ExchangeHub.Protos.Delivery.V1;
using ExchangeHub.Recognitions;
using ExchangeHub.Records;
using ExchangeHub.Vocabulary;
using Google.Protobuf.WellKnownTypes;

namespace ExchangeHub.Hub.Deliveries;

/// <summary>An event of the log, decoded once for all subscribers.</summary>
/// <param name="Position">Its position.</param>
/// <param name="Dossier">Its dossier; null for acts in joint cases, and for what is not delivered to anybody, such as the files
/// of subjects.</param>
/// <param name="Event">The event; null when it is delivered to nobody.</param>
/// <param name="Delivery">What is delivered, without what differs from one subscriber to another; null when it is delivered to
/// nobody.</param>
internal sealed record FeedEvent(long Position, DossierId? Dossier, DossierEvent? Event, Delivery? Delivery)
{
    public static FeedEvent From(LoggedEvent logged, IEventCodec codec)
    {
        if (!DossierId.TryFromStream(logged.Stream, out var dossier))
        {
            return logged.Stream == Team.Stream || JointCase.NumberOf(logged.Stream) is not null
                ? OfAct(logged, codec) : new FeedEvent(logged.Position, null, null, null);
        }

        var happened = codec.DecodeDossier(logged);
        var delivery = new Delivery { Position = logged.Position, At = Timestamp.FromDateTimeOffset(logged.At), Dossier =
            dossier.ToString() };
        switch (happened)
        {
            case DossierEvent.StatementFiled filed:
                delivery.Statement = new StatementDelivered
                {
                    Envelope = WireRecords.From(filed.Envelope), Disposition = WireDispositions.From(filed.Disposition),
                };
                break;
            case DossierEvent.Decided decided:
                delivery.Decision = new DecisionDelivered { Decision = WireDecisions.From(dossier, decided.Decision) };
                break;
            case DossierEvent.ConflictChanged changed:
                delivery.Conflict = new ConflictChanged
                {
                    OtherDossier = changed.Conflict.Other.ToString(),
                    State = (ConflictChanged.Types.State)changed.Conflict.State,
                    SinceOn = CivilDates.Format(changed.Conflict.SinceOn),
                };
                break;
            case DossierEvent.RelianceChanged { Reliance: var reliance }:
                delivery.Reliance = new RelianceChanged
                {
                    RecordId = reliance.Of.ToString(),
                    Kind = (RelianceChanged.Types.Kind)reliance.Kind,
                    Dossier = reliance.Dossier?.ToString() ?? "",
                    State = (RelianceChanged.Types.State)reliance.State,
                    SinceOn = CivilDates.Format(reliance.SinceOn),
                };
                break;
            case DossierEvent.SeriesChanged { Series: var series }:
                delivery.Series = new SeriesChanged
                {
                    Subject = series.Subject,
                    Acts = series.Acts,
                    Divisions = series.Divisions,
                    SinceOn = CivilDates.Format(series.SinceOn),
                };
                break;
        }

        return new FeedEvent(logged.Position, dossier, happened, delivery);
    }

    private WithheldStatement Late(bool isPublic) => new()
    {
        Position = Position,
        At = Delivery!.At,
        Disposition = Delivery.Statement.Disposition,
        Envelope = isPublic ? null : Delivery.Statement.Envelope,
        PublicStatement = isPublic ? _public.Value.PublicStatement : null,
    };

    private static FeedEvent OfAct(LoggedEvent logged, IEventCodec codec) =>
        codec.FindFiled(logged) is not { } filed ? new FeedEvent(logged.Position, null, null, null) : new FeedEvent(
            logged.Position,
            null,
            filed,
            new Delivery
            {
                Position = logged.Position,
                At = Timestamp.FromDateTimeOffset(logged.At),
                Dossier = filed.Statement.FiledUnder,
                Statement = new StatementDelivered
                {
                    Envelope = WireRecords.From(filed.Envelope), Disposition = WireDispositions.From(filed.Disposition),
                },
            });

    // Few subscribers read as the public does; those share what is made for the first of them.
    private readonly Lazy<StatementDelivered> _public = new(() => new StatementDelivered
    {
        Disposition = Delivery!.Statement.Disposition,
        PublicStatement = PublicStatement.Of(Delivery.Statement.Envelope.Payload.Memory),
    });

    /// <summary>Gets which version of the record it is; null when it is something else.</summary>
    public int? Version => Event is DossierEvent.StatementFiled { Statement.Body: StatementBody.RecordVersion version }
        ? version.Version : null;

    /// <summary>Says whether a receiver may not see what stands in it.</summary>
    public bool IsHiddenFrom(Jurisdiction receiver) => Event?.ShownTo is { } parties && !parties.Contains(receiver);

    /// <summary>Names the stream of which it may show a receiver what was kept from it: that of a record by a later version, and
    /// that of a joint case by the act that brings the receiver in. Null when it opens nothing.</summary>
    public string? Opens(Jurisdiction receiver) => this switch
    {
        { Dossier: { } dossier, Version: > 1 } when !IsHiddenFrom(receiver) => dossier.Stream,
        { Event: DossierEvent.StatementFiled { Statement.Body: StatementBody.CaseAct { Deed: CaseDeed.Join join } act } }
            when join.Party == receiver => JointCase.StreamOf(act.Number),
        _ => null,
    };

    /// <summary>What whoever may not see the record is given of a decision.</summary>
    public Delivery Withheld(long previousPosition, Jurisdiction receiver) => new()
    {
        Position = Position,
        PreviousPosition = previousPosition,
        At = Delivery!.At,
        Dossier = Delivery.Dossier,
        Decision = new DecisionDelivered { Decision = WireDecisions.Withheld(Delivery.Decision.Decision, receiver) },
    };

    /// <summary>The same delivery for one subscriber. The parts are shared: they are never changed after they were
    /// made.</summary>
    public Delivery After(
        long previousPosition, Envelope? record, bool isPublic, IReadOnlyList<FeedEvent> withheld)
    {
        var shared = Delivery ?? throw new InvalidOperationException("This event is delivered to nobody.");
        var delivery = new Delivery
        {
            Position = shared.Position, PreviousPosition = previousPosition, At = shared.At, Dossier = shared.Dossier,
        };
        switch (shared.EventCase)
        {
            case Delivery.EventOneofCase.Statement:
                delivery.Statement = isPublic ? _public.Value : shared.Statement;
                if (withheld.Count > 0)
                {
                    delivery.Statement = delivery.Statement.Clone();
                    delivery.Statement.Withheld.Add(withheld.Select(earlier => earlier.Late(isPublic)));
                }

                break;
            case Delivery.EventOneofCase.Conflict:
                delivery.Conflict = shared.Conflict;
                break;
            case Delivery.EventOneofCase.Reliance:
                delivery.Reliance = shared.Reliance;
                break;
            case Delivery.EventOneofCase.Series:
                delivery.Series = shared.Series;
                break;
            default:
                delivery.Decision = record is null
                    ? shared.Decision
                    : new DecisionDelivered
                    {
                        Decision = shared.Decision.Decision,
                        Record = isPublic ? null : WireRecords.From(record),
                        PublicRecord = isPublic ? PublicStatement.Of(record.Payload) : null,
                    };
                break;
        }

        return delivery;
    }
}

/// <summary>What lists and filters ask of a dossier.</summary>
/// <param name="Jurisdiction">The division that has venue; null while only events are held.</param>
/// <param name="Subjects">Credit codes of its subjects.</param>
/// <param name="Record">The newest version of the record as its node signed it; null while only events are held.</param>
/// <param name="Rules">The rules under which it is judged; null when none were in force.</param>
internal sealed record DossierCard(Jurisdiction? Jurisdiction, ImmutableArray<string> Subjects, Envelope? Record, RuleSet? Rules);
