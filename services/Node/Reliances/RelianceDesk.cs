using System.Collections.Immutable;
using ExchangeHub.Agreements;
using ExchangeHub.Node.Connection;
using ExchangeHub.Node.Inbox;
using ExchangeHub.Node.Telemetry;
using ExchangeHub.Records;
using ExchangeHub.Vocabulary;
using Google.Protobuf.WellKnownTypes;
using Reliance = ExchangeHub.Protos.Node.V1.Reliance;

namespace ExchangeHub.Node.Reliances;

/// <summary>What is asked, read.</summary>
/// <param name="Dossier">The dossier; null for all of a subject.</param>
/// <param name="Subject">Credit code of the subject.</param>
/// <param name="ValidOn">The civil day; null for the latest state.</param>
/// <param name="KnownAt">Only what had arrived by then; null for everything.</param>
internal sealed record RelianceQuestion(DossierId? Dossier, string Subject, DateOnly? ValidOn, DateTimeOffset? KnownAt);

/// <summary>
/// Says what this district may rely on, from the inbox alone. It folds what has arrived with the rules of the core, compares that
/// with the hub's decision, and answers the stricter of the two: no record is ever shown as recognised that either says is not.
/// </summary>
/// <remarks>
/// The two differ for a moment while a decision is on its way: a record whose decision has not arrived is pending, and a
/// revocation that has arrived counts before its decision does. They differ for longer when the hub has other rules than this
/// node, or when a statement is missing here, such as one in quarantine: that is logged and counted.
/// </remarks>
internal sealed class RelianceDesk(
    InboxStore inbox,
    IStatementReader reader,
    NetworkInForce network,
    HubContact contact,
    Jurisdiction receiver,
    NodeMetrics metrics,
    ILogger<RelianceDesk> logger)
{
    // From what nobody may rely on to what everybody may. A record of one's own is relied on like one that is recognised.
    private static readonly ImmutableArray<Outcome> FromStrict =
    [
        Outcome.Terminated, Outcome.Refused, Outcome.NotApplicable, Outcome.NotKnown, Outcome.Suspended, Outcome.Pending,
        Outcome.RecognisedWithFlag, Outcome.Recognised, Outcome.Origin,
    ];

    /// <summary>Answers a question.</summary>
    /// <returns>One answer for each dossier on which something had arrived; for a dossier that was named there is always
    /// one.</returns>
    public (List<Reliance> Reliances, long CompleteTo) Answer(RelianceQuestion question)
    {
        var (dossiers, reach) = inbox.Read(question.Dossier?.ToString(), question.Subject, question.KnownAt);
        var reliances = dossiers.ConvertAll(dossier => Answer(dossier.Dossier, dossier.Deliveries, question, reach));
        if (reliances.Count == 0 && question.Dossier is { } named)
        {
            var nothing = new Assessment(Outcome.NotKnown, [], question.ValidOn ?? default, Awaiting.Nothing);
            reliances.Add(new Reliance { Dossier = named.ToString(), Decision = WireDecisions.From(named, null, nothing) });
        }

        return (reliances, reach.CompleteTo);
    }

    private Reliance Answer(string dossier, List<Held> deliveries, RelianceQuestion question, Reach reach)
    {
        var history = DossierHistory.Fold(deliveries, reader);
        if (history.For(receiver, network()) is { Decision.IsWithheld: true } withheld
            && IsInEffect(withheld.Decision.EffectiveOn, question.ValidOn))
        {
            // The record itself is for others: there is nothing here to compare the hub's word with.
            return new Reliance
            {
                Dossier = dossier,
                Decision = withheld.Decision,
                ArrivedAt = Timestamp.FromDateTimeOffset(withheld.ArrivedAt),
            };
        }

        var own = Assessor.Assess(network(), history.Facts, receiver, question.ValidOn);
        var latest = question.ValidOn is null ? own : Assessor.Assess(network(), history.Facts, receiver, validOn: null);
        var decided = history.For(receiver, network());

        var isSettled = question.KnownAt is null && history.StatementPosition <= reach.SettledTo;
        var isComparable = decided is not null
            || latest.Outcome is not (Outcome.Origin or Outcome.NotApplicable or Outcome.NotKnown);
        var differs = isSettled && isComparable && !IsSame(decided?.Decision, latest);

        // The hub's decision says nothing of days before the one from which it holds.
        var hub = decided is { } applies && IsInEffect(applies.Decision.EffectiveOn, question.ValidOn)
            ? applies
            : default;
        var answersHub = hub.Decision is not null && IsStricterOrSame(WireDecisions.OutcomeOf(hub.Decision), own.Outcome);
        if (!answersHub && decided is null && own.Outcome is Outcome.Recognised or Outcome.RecognisedWithFlag)
        {
            own = new Assessment(Outcome.Pending, [], own.EffectiveOn, Awaiting.Nothing);
        }

        _ = DossierId.TryParse(dossier, out var id);
        var answer = answersHub ? hub.Decision! : WireDecisions.From(id, history.Facts.Current, own);
        if (differs)
        {
            metrics.Differed();
            var hubOutcome = decided?.Decision.Outcome.ToString() ?? "nothing";
            NodeLog.DecisionsDiffer(logger, dossier, hubOutcome, latest.Outcome.ToString(), answer.Outcome.ToString());
        }

        return new Reliance
        {
            Dossier = dossier,
            Decision = WireDecisions.Mark(answer, Silence(history, question)),
            ArrivedAt = Timestamp.FromDateTimeOffset(answersHub ? hub.ArrivedAt : history.ArrivedAt),
        };
    }

    // What the hub said last of silent nodes holds until it says something else.
    private Silence? Silence(DossierHistory history, RelianceQuestion question) => Staleness.Of(
        network() with { Silences = [.. contact.Silences.Where(one => one.WasKnown(question.KnownAt))] },
        history.Facts,
        question.ValidOn);

    private static bool IsSame(Protos.Recognition.V1.Decision? decision, Assessment own) =>
        decision is not null && WireDecisions.OutcomeOf(decision) == own.Outcome
            && decision.EffectiveOn == CivilDates.Format(own.EffectiveOn);

    private static bool IsInEffect(string effectiveOn, DateOnly? on) =>
        on is null || !CivilDates.TryParse(effectiveOn, out var from) || from <= on;

    private static bool IsStricterOrSame(Outcome hub, Outcome own) => FromStrict.IndexOf(hub) <= FromStrict.IndexOf(own);
}
