using ExchangeHub.EventLog;
using ExchangeHub.Hub.Wire;
using ExchangeHub.Recognitions;
using ExchangeHub.Records;
using ExchangeHub.Vocabulary;
using Google.Protobuf.WellKnownTypes;
using Decision = ExchangeHub.Protos.Recognition.V1.Decision;
using Told = ExchangeHub.Protos.Recognition.V1.TraceCascadeResponse;

namespace ExchangeHub.Hub.Recognitions;

/// <summary>A dossier within a cascade.</summary>
/// <param name="Dossier">The dossier.</param>
/// <param name="Events">All that happened to it.</param>
/// <param name="Records">The ids under which it is cited.</param>
/// <param name="CitedBy">Dossiers that rest on it, by name.</param>
/// <param name="Fall">What undid it; null while it stands.</param>
internal sealed record CascadeStep(
    DossierId Dossier,
    (LoggedEvent Logged, DossierEvent Happened)[] Events,
    HashSet<RecordId> Records,
    DossierId[] CitedBy,
    Fall? Fall)
{
    /// <summary>Tells it as the cause of a cascade.</summary>
    public Told.Types.Cause ToCause()
    {
        var cause = new Told.Types.Cause
        {
            Dossier = Dossier.ToString(), RecordId = Records.FirstOrDefault().ToString(),
        };
        foreach (var (logged, happened) in Events)
        {
            if (Fall is { } fall && happened is DossierEvent.StatementFiled filed
                && filed.Statement.Source == fall.Source)
            {
                (cause.Source, cause.FellOn) = (fall.Source, CivilDates.Format(fall.On));
                (cause.Position, cause.TakenAt) = (logged.Position, Timestamp.FromDateTimeOffset(logged.At));
            }
        }

        return cause;
    }

    /// <summary>Tells what the fall of another one brought about.</summary>
    /// <remarks>What an append brings about stands behind what caused it, with the same instant.</remarks>
    public Told.Types.Consequence ToConsequence(CascadeStep on)
    {
        var consequence = new Told.Types.Consequence
        {
            Dossier = Dossier.ToString(),
            RecordId = Records.FirstOrDefault().ToString(),
            Via = on.Dossier.ToString(),
        };
        var current = new Dictionary<string, Decision>(StringComparer.Ordinal);
        foreach (var (logged, happened) in Events)
        {
            if (happened is DossierEvent.RelianceChanged { Reliance: { Kind: not RelianceKind.CitedBy } reliance }
                && on.Records.Contains(reliance.Of))
            {
                var fell = reliance.State is RelianceState.Fell or RelianceState.Ended;
                consequence.Position = fell ? logged.Position : 0;
                consequence.SettledAt = fell ? Timestamp.FromDateTimeOffset(logged.At) : null;
                consequence.Changes.Clear();
            }
            else if (happened is DossierEvent.Decided { Decision: var decision })
            {
                var wire = WireDecisions.From(Dossier, decision);
                if (consequence.SettledAt?.ToDateTimeOffset() == logged.At)
                {
                    consequence.Changes.Add(new Told.Types.Change
                    {
                        Receivers = wire.Receivers,
                        Before = current.GetValueOrDefault(decision.For.Key)?.Outcome ?? Protos.Recognition.V1.Outcome.NotKnown,
                        After = wire.Outcome,
                    });
                }

                current[decision.For.Key] = wire;
            }
        }

        return consequence;
    }
}
