using System.Collections.Immutable;
using ExchangeHub.Records;
using ExchangeHub.Vocabulary;

namespace ExchangeHub.Recognitions;

/// <summary>One citation of a dossier, by whatever version or event.</summary>
/// <param name="Of">The record cited.</param>
/// <param name="Kind">How.</param>
/// <param name="Since">The first civil day of an act that cites it.</param>
/// <param name="Source">The statement of that act.</param>
internal sealed record Dependence(RecordId Of, RelianceKind Kind, DateOnly Since, string Source)
{
    /// <summary>Lists what a dossier cites. Every version counts: one that was held becomes current when the one before it
    /// arrives, and which of them holds is for the rules to ask.</summary>
    public static ImmutableArray<Dependence> ListOf(DossierFacts facts) =>
    [
        .. facts.Statements.SelectMany(filed => In(filed.Statement))
            .GroupBy(one => (one.Of, one.Kind)).Select(same => same.MinBy(one => one.Since)!),
    ];

    /// <summary>Lists what one statement cites.</summary>
    public static IEnumerable<Dependence> In(Statement statement) => statement.Body switch
    {
        StatementBody.RecordVersion record => record.Reliances.Select(reliance =>
            new Dependence(reliance.Of, reliance.Kind, record.Details.DecidedOn, statement.Source)),
        StatementBody.LifeCycleEvent { Fact: LifeCycleFact.PermitRevoked { Penalty: { } penalty } } happened =>
            [new Dependence(penalty, RelianceKind.Sanction, happened.OccurredOn, statement.Source)],
        _ => [],
    };

    /// <summary>Lists the ids under which a record was filed, with the statement of each. Only what its own issuer filed is the
    /// record; a later version that overtook the first may be anybody's.</summary>
    public static IEnumerable<KeyValuePair<RecordId, string>> NamesOf(DossierFacts facts) =>
        facts.Current is not { } current ? [] : facts.Statements
            .Where(filed => filed.IsRecord && filed.Statement.Issuer.CreditCode == current.Statement.Issuer.CreditCode)
            .DistinctBy(filed => filed.Statement.Record)
            .Select(filed => KeyValuePair.Create(filed.Statement.Record, filed.Statement.Source));

    /// <summary>Works out how the cited record stood, as the citing one sees it.</summary>
    /// <param name="owner">The dossier of the cited record and the statement that brought it; null while it is unknown.</param>
    /// <param name="fall">What undid it; null while it stands.</param>
    /// <returns>At most one turn a day, oldest first.</returns>
    public ImmutableArray<RelianceFact> Turns((DossierId Dossier, string Source)? owner, Fall? fall)
    {
        if (owner is not (var dossier, var source))
        {
            return [new RelianceFact(Of, Kind, null, RelianceState.Unknown, Since, Source, default)];
        }

        var known = new RelianceFact(Of, Kind, dossier, RelianceState.Known, Since, source, default);
        var fell = fall is null ? null : known with
        {
            State = fall.IsRepair ? RelianceState.Ended : RelianceState.Fell, SinceOn = fall.On, Source = fall.Source,
        };
        return fell is null ? [known] : fell.SinceOn <= Since ? [fell] : [known, fell];
    }

    /// <summary>Says what must be recorded so that the recorded turns tell the same as those worked out.</summary>
    /// <param name="recorded">What has been recorded of this citation, in the order of the log.</param>
    /// <param name="turns">What was worked out; not empty.</param>
    /// <returns>The missing turns. What no longer holds is overruled on its own day, because nothing is taken back.</returns>
    public static IEnumerable<RelianceFact> Missing(IEnumerable<RelianceFact> recorded, ImmutableArray<RelianceFact> turns) =>
        Missing(recorded, turns, turns[0]);

    /// <summary>Says what must be recorded of evidence and the decision that a dossier is, so that it tells whether the newest
    /// version of the decision rests on it, since when, and until when.</summary>
    /// <param name="recorded">What the dossier of the evidence has recorded, in the order of the log.</param>
    /// <param name="evidence">The ids of the evidence.</param>
    /// <param name="dossier">The dossier of the decision.</param>
    /// <param name="facts">What is known of the decision.</param>
    /// <param name="fall">What undid it; null while it stands.</param>
    public static IEnumerable<RelianceFact> MissingInEvidence(IEnumerable<RelianceFact> recorded, ISet<RecordId> evidence,
        DossierId dossier, DossierFacts facts, Fall? fall)
    {
        var current = facts.Current?.Statement;
        var rests = current?.Body is StatementBody.RecordVersion record
            && record.Reliances.Any(one => one.Kind == RelianceKind.Evidence && evidence.Contains(one.Of));
        var known = recorded.Where(fact => fact.Kind == RelianceKind.CitedBy && fact.Dossier == dossier)
            .ToLookup(fact => fact.Of);
        foreach (var of in known.Select(of => of.Key).Concat(rests ? [current!.Record] : []).Distinct())
        {
            var turns = rests && of == current!.Record
                ? In(current).First(one => one.Kind == RelianceKind.Evidence).Turns((dossier, current.Source), fall)
                    .Select(turn => turn with { Of = of, Kind = RelianceKind.CitedBy }).ToImmutableArray()
                : [];
            var before = turns.FirstOrDefault() ?? known[of].First();
            foreach (var turn in Missing(known[of], turns, before with { State = RelianceState.Unknown }))
            {
                yield return turn;
            }
        }
    }

    private static IEnumerable<RelianceFact> Missing(
        IEnumerable<RelianceFact> recorded, ImmutableArray<RelianceFact> turns, RelianceFact before)
    {
        var known = recorded.GroupBy(fact => fact.SinceOn).ToDictionary(day => day.Key, day => day.Last());
        foreach (var turn in turns)
        {
            if (known.GetValueOrDefault(turn.SinceOn) is not { } fact || (fact with { KnownAt = default }) != turn)
            {
                yield return turn;
            }
        }

        foreach (var (day, fact) in known.Where(day => !turns.Any(turn => turn.SinceOn == day.Key)).OrderBy(day => day.Key))
        {
            var standing = turns.LastOrDefault(turn => turn.SinceOn < day, before);
            if (fact.State != standing.State)
            {
                yield return standing with { SinceOn = day };
            }
        }
    }
}
