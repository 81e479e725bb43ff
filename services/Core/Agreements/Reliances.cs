using System.Collections.Immutable;
using ExchangeHub.Records;
using ExchangeHub.Vocabulary;

namespace ExchangeHub.Agreements;

/// <summary>What a record rests on, and what becomes of it when that falls.</summary>
internal static class Reliances
{
    /// <summary>Says whether records of a kind fall with what carries them: only an entry of a list does so by itself.</summary>
    /// <remarks>For every other kind it is for an authority to draw the conclusion, by a statement of its own.</remarks>
    public static bool FallWithBasis(RecordKind kind) => kind == RecordKind.Blacklist;

    /// <summary>Tells how everything stood that the newest version cites, and of evidence what cites it, by the day of the
    /// change.</summary>
    /// <returns>For each reliance its turns, oldest first, neighbours in different states. Of a day counts what was learnt last
    /// of it.</returns>
    public static IEnumerable<ImmutableArray<RelianceFact>> Histories(DossierFacts facts, Chronicle chronicle)
    {
        if (facts.Reliances.IsEmpty)
        {
            return [];
        }

        var cited = Cited(chronicle).ToHashSet();
        return facts.Reliances
            .GroupBy(fact => new Reliance(fact.Of, fact.Kind))
            .Where(same => same.Key.Kind == RelianceKind.CitedBy || cited.Contains(same.Key))
            .OrderBy(same => same.Key.Kind).ThenBy(same => same.Key.Of.ToString(), StringComparer.Ordinal)
            .Select(Turns);
    }

    /// <summary>Finds the day on which everything that carries an entry had fallen or ended, and the statement that did
    /// it.</summary>
    public static Fall? BasisLost(Circumstances seen)
    {
        if (!FallWithBasis(seen.Current.Statement.Dossier.Kind))
        {
            return null;
        }

        var carried = seen.Reliances
            .Where(fact => fact is { Kind: RelianceKind.Basis, State: RelianceState.Fell or RelianceState.Ended })
            .ToDictionary(fact => fact.Of);
        return carried.Count == 0 ? null : Collapse(
            seen.Record, of => carried.GetValueOrDefault(of) is { } fell
                ? new Fall(fell.SinceOn, fell.Source) { IsRepair = fell.State == RelianceState.Ended } : null);
    }

    /// <summary>Says whether a record cannot be judged before the other one has come.</summary>
    public static bool IsRequired(RelianceKind kind) =>
        kind is RelianceKind.Basis or RelianceKind.Evidence or RelianceKind.PriorDecision or RelianceKind.Link;

    /// <summary>Lists what the record itself rests on.</summary>
    public static IReadOnlyList<RelianceFact> Resting(Circumstances seen) => seen.Reliances.Count == 0
        ? [] : [.. seen.Reliances.Where(fact => fact.Kind != RelianceKind.CitedBy)];

    /// <summary>Finds the newest decision that evidence is to carry, among those made by the day.</summary>
    /// <remarks>The newest and not the first: what came too late for one decision may carry a later one.</remarks>
    public static RelianceFact? NewestCiting(Circumstances seen) => seen.Reliances
        .Where(fact => fact is { Kind: RelianceKind.CitedBy, State: RelianceState.Known })
        .MaxBy(fact => (fact.SinceOn, fact.Of.ToString()), Comparer<(DateOnly On, string Of)>.Create((one, other) =>
            one.On != other.On ? one.On.CompareTo(other.On) : string.CompareOrdinal(one.Of, other.Of)));

    /// <summary>Works out the day on which the last of the records that carry another one fell.</summary>
    /// <param name="record">The record that they carry.</param>
    /// <param name="fallOf">When a record fell, by its id; null while it stands, and while nothing is known of it.</param>
    /// <returns>Null while one of them stands, a document outside the network carries it, or nothing is named.</returns>
    public static Fall? Collapse(StatementBody.RecordVersion record, Func<RecordId, Fall?> fallOf)
    {
        if (record.RestsOnDocuments)
        {
            return null;
        }

        Fall? last = null;
        foreach (var basis in record.Reliances.Where(reliance => reliance.Kind == RelianceKind.Basis))
        {
            if (fallOf(basis.Of) is not { } fall)
            {
                return null;
            }

            last = last is null || Fall.Order.Compare(last, fall) < 0 ? fall : last;
        }

        // What was decided when nothing carried it any more has never stood.
        return last?.On < record.Details.DecidedOn ? last with { On = record.Details.DecidedOn } : last;
    }

    private static IEnumerable<Reliance> Cited(Chronicle chronicle) =>
        (chronicle.Current?.Statement.Body is StatementBody.RecordVersion record ? record.Reliances : [])
        .Concat(Circumstances.EventsThatCount(chronicle).Select(happened => happened.Fact)
            .OfType<LifeCycleFact.PermitRevoked>().Select(revoked => revoked.Penalty).OfType<RecordId>()
            .Select(penalty => new Reliance(penalty, RelianceKind.Sanction)));

    private static ImmutableArray<RelianceFact> Turns(IEnumerable<RelianceFact> known)
    {
        var turns = ImmutableArray.CreateBuilder<RelianceFact>();
        foreach (var fact in known.GroupBy(fact => fact.SinceOn).OrderBy(day => day.Key).Select(day => day.Last()))
        {
            if (turns.Count == 0 || turns[^1].State != fact.State)
            {
                turns.Add(fact);
            }
        }

        return turns.ToImmutable();
    }
}
