using System.Collections.Immutable;
using ExchangeHub.Agreements;
using ExchangeHub.Recognitions;
using ExchangeHub.Records;
using ExchangeHub.Vocabulary;

namespace ExchangeHub.Guards;

/// <summary>What guards remember of a penalty, or of an entry of a positive list.</summary>
/// <param name="Dossier">The dossier.</param>
/// <param name="Record">The record.</param>
/// <param name="Owner">The party that made it; null when its node speaks for none.</param>
/// <param name="DecidedOn">Day of the decision.</param>
/// <param name="Sort">The sort of violation; empty for an entry.</param>
/// <param name="Act">The act; null for an entry.</param>
/// <param name="Verdicts">What receivers make of it, by key; none for an entry, which concerns its own district.</param>
public sealed record GuardedRecord(
    DossierId Dossier,
    RecordId Record,
    Jurisdiction? Owner,
    DateOnly DecidedOn,
    string Sort,
    PenalisedAct? Act,
    ImmutableArray<Verdict> Verdicts)
{
    /// <summary>Gets the last day of an entry of a positive list.</summary>
    public DateOnly? ValidTo { get; init; }

    /// <summary>Gets the day on which an entry was taken off its list; null while it stands.</summary>
    public DateOnly? EndedOn { get; init; }

    /// <summary>Looks at a dossier.</summary>
    /// <param name="network">Parties and rules.</param>
    /// <param name="dossier">The dossier.</param>
    /// <param name="state">As it stands.</param>
    /// <returns>Null when there is no record yet, or guards do not ask for its kind.</returns>
    public static GuardedRecord? Of(Network network, DossierId dossier, DossierState state)
    {
        ArgumentNullException.ThrowIfNull(network);
        ArgumentNullException.ThrowIfNull(state);
        if (state.Facts.Current is not { } current || Audience.Of(network, state.Facts) is not null)
        {
            return null; // what only some may see must not show in what follows from it
        }

        var owner = Assessor.PartyOf(network)(current.Statement.Node);
        return Assessor.Details(current) switch
        {
            RecordDetails.Penalty penalty => new GuardedRecord(
                dossier,
                current.Statement.Record,
                owner,
                penalty.DecidedOn,
                penalty.Violation,
                PenalisedAct.From(current.Statement),
                [.. Judged(network, state, owner).OrderBy(verdict => verdict.For.Key, StringComparer.Ordinal)]),
            RecordDetails.PositiveListing entry => new GuardedRecord(
                dossier, current.Statement.Record, owner, entry.DecidedOn, "", null, [])
            {
                ValidTo = entry.ValidTo,
                EndedOn = Circumstances.EventsThatCount(state.Facts.Read())
                    .Where(happened => happened.Fact is LifeCycleFact.Withdrawn)
                    .Select(happened => (DateOnly?)happened.On).FirstOrDefault(),
            },
            _ => null,
        };
    }

    /// <summary>Finds what a receiver makes of it: by itself, or with its group. What a party decided itself counts for it as it
    /// does for its group.</summary>
    internal Verdict? For(Jurisdiction receiver, string? group) =>
        Verdicts.FirstOrDefault(verdict => verdict.For.Only == receiver)
        ?? Verdicts.FirstOrDefault(verdict => group is not null && verdict.For.Group == group
            && (Owner == receiver || !verdict.For.Except.Contains(receiver)));

    private static IEnumerable<Verdict> Judged(Network network, DossierState state, Jurisdiction? owner)
    {
        if (Assessor.RulesFor(network, state.Facts) is not { } rules)
        {
            yield break;
        }

        foreach (var decision in state.InForce.Values.Where(decision =>
            decision.For.Only is not null || rules.Groups.Any(group => group.Name == decision.For.Group)))
        {
            yield return Judge(network, state, rules, decision.For, decision.Assessment);
        }

        // Nobody else is in the group of the party that decided: what became of its decision is for it alone to ask.
        if (owner is { } origin && rules.GroupOf(origin) is { } own && !state.InForce.ContainsKey(own.Name))
        {
            yield return Judge(
                network, state, rules, Receivers.All(own.Name, []), Assessor.Assess(network, state.Facts, origin, null));
        }
    }

    private static Verdict Judge(
        Network network, DossierState state, RuleSet rules, Receivers receivers, Assessment assessment)
    {
        var current = state.Facts.Current!;
        var details = Assessor.Details(current);
        var group = receivers.Only is { } only ? rules.GroupOf(only) : rules.Groups.First(one => one.Name == receivers.Group);
        if (group is null || Weighing.Of(details, assessment) != Weight.Counts)
        {
            return new Verdict(receivers, false, assessment.EffectiveOn, [], rules.Name);
        }

        // A remark that came later makes another outcome, and yet it has counted since before. A party's own decision says since
        // when it exists, and not since when it counts again.
        var view = new ReceiverView(group.Choices, receivers.Only, false);
        var examination = new Examination(network, state.Facts, rules);
        var days = TurningDays.Of(state.Facts, state.Facts.Read(), null);
        var since = days[^1];
        foreach (var day in days.Reverse().TakeWhile(day =>
            Weighing.Of(details, examination.Assess(view, day)) == Weight.Counts))
        {
            since = day;
        }

        var seen = new Circumstances(
            state.Facts, state.Facts.Read(), rules, view, Assessor.PartyOf(network), assessment.EffectiveOn);
        return new Verdict(
            receivers,
            true,
            since,
            [
                .. rules.Terms.Guards.Grounds.Where(ground => ground.When?.Test(seen, WorkingDays.Announced) is true)
                    .Select(ground => ground.Key),
            ],
            rules.Name);
    }

    /// <inheritdoc/>
    public bool Equals(GuardedRecord? other) => other is not null
        && (Dossier, Record, Owner, DecidedOn, Sort, ValidTo, EndedOn)
            == (other.Dossier, other.Record, other.Owner, other.DecidedOn, other.Sort, other.ValidTo, other.EndedOn)
        && Equals(Act, other.Act) && Verdicts.SequenceEqual(other.Verdicts);

    /// <inheritdoc/>
    public override int GetHashCode() => Dossier.GetHashCode();
}
