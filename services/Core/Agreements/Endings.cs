using ExchangeHub.Records;

namespace ExchangeHub.Agreements;

/// <summary>What ends a record for everybody, and when.</summary>
internal static class Endings
{
    /// <summary>The parameter by which parties choose that a decision ends for them when it was confirmed illegal.</summary>
    private const string ConfirmedIllegalEnds = "confirmedIllegalEnds";

    /// <summary>Finds what undid the decision itself, whoever the receiver is.</summary>
    /// <returns>The civil day and the statement; null while the decision stands.</returns>
    public static (DateOnly On, string Source)? Annulment(Network network, DossierFacts facts)
    {
        var ends = Assessor.RulesFor(network, facts) is { Groups: { IsEmpty: false } groups } rules
            && groups.All(group => rules.Chooses(group, ConfirmedIllegalEnds));
        foreach (var (filed, on, fact) in Circumstances.EventsThatCount(facts.Read()))
        {
            if (Remedies.Annuls(fact, ends))
            {
                return (on, filed.Statement.Source);
            }
        }

        return null;
    }

    /// <summary>Finds what undid a record by itself, so that nothing can rest on it: annulment, exclusion of evidence, loss of
    /// the basis where somebody said so.</summary>
    /// <remarks>The end of publicity, repaired credit and the end of a permit undo nothing: the act was lawful while it lasted,
    /// and what rests on it stands. Only an entry that another entry carries, such as that of a representative by that of the
    /// firm, ends with it when credit is repaired (scenario S03).</remarks>
    /// <returns>Null while the record stands, and while there is none.</returns>
    public static Fall? Fall(Network network, DossierFacts facts)
    {
        if (facts.Current is not { Statement.Dossier.Kind: var kind })
        {
            return null;
        }

        // Evidence that was withdrawn waits for another review and may count again.
        var annulled = kind != RecordKind.Evidence && Annulment(network, facts) is (var on, var source)
            ? new Fall(on, source)
            : null;
        var lost = Circumstances.EventsThatCount(facts.Read())
            .FirstOrDefault(happened => happened.Fact is LifeCycleFact.EvidenceExcluded or LifeCycleFact.BasisLost);
        var repaired = kind != RecordKind.Blacklist ? default : Circumstances.EventsThatCount(facts.Read())
            .FirstOrDefault(happened => happened.Fact is LifeCycleFact.CreditRepaired
                && !(happened.On <= (Assessor.Details(facts.Current) as RecordDetails.Blacklist)?.Terms?.MinimumUntil));
        return Records.Fall.First(
            Records.Fall.First(annulled, lost.Fact is null ? null : new Fall(lost.On, lost.Filed.Statement.Source)),
            repaired.Fact is null ? null : new Fall(repaired.On, repaired.Filed.Statement.Source) { IsRepair = true });
    }

    /// <summary>Finds the day from which a record counts for no receiver any more.</summary>
    public static DateOnly? EndedOn(Network network, DossierFacts facts)
    {
        if (Assessor.RulesFor(network, facts) is not { Groups: { IsEmpty: false } groups } rules)
        {
            return Annulment(network, facts)?.On;
        }

        var examination = new Examination(network, facts, rules);
        var ends = groups.Select(group => examination.Assess(new ReceiverView(group.Choices, null, false), null)).ToArray();
        return Array.TrueForAll(ends, end => end.Outcome == Outcome.Terminated) ? ends.Max(end => end.EffectiveOn) : null;
    }
}
