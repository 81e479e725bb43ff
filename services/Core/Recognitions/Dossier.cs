using System.Collections.Immutable;
using ExchangeHub.Agreements;
using ExchangeHub.Records;
using ExchangeHub.Vocabulary;

namespace ExchangeHub.Recognitions;

// One stream per dossier: dossier-<kind>/<business key>.
//
//   nothing ──event──▶ held (HOLD-ORDER) ──record──▶ judged
//   nothing ──record──▶ judged ──record, event, conflict──▶ judged again where something changes
//
// Nothing is ever taken back: facts accumulate, and every decision follows from all of them.

/// <summary>The rules of one dossier. Pure: no clock, no I/O, no chance.</summary>
public static class Dossier
{
    /// <summary>Says what becomes of a statement.</summary>
    /// <param name="facts">What has been filed so far.</param>
    /// <param name="statement">The statement.</param>
    /// <returns>Its disposition; or a rejection when it is a version that can never follow what it names. One that names
    /// content of which nothing is known waits for it: links fail, and versions overtake each other.</returns>
    public static (Disposition Disposition, Rejection? Rejection) Receive(DossierFacts facts, Statement statement)
    {
        ArgumentNullException.ThrowIfNull(facts);
        ArgumentNullException.ThrowIfNull(statement);
        var chronicle = facts.Read();
        if (facts.SameAs(statement) is not null)
        {
            return (Disposition.Duplicate, null);
        }

        if (statement.Body is not StatementBody.RecordVersion record)
        {
            return (chronicle.Current is null ? Disposition.Held : Disposition.Accepted, null);
        }

        var newest = chronicle.Current?.Version ?? 0;
        if (record.Version <= newest)
        {
            // A channel that knows no versions sends the content of a later one as the first.
            return (chronicle.Chain.Any(version => version.Version > record.Version
                && version.Statement.Content == statement.Content)
                ? Disposition.Duplicate
                : Disposition.Conflicting, null);
        }

        if (record.Version == 1 || record.Version > newest + 1)
        {
            return (record.Version == 1 ? Disposition.Accepted : Disposition.Held, null);
        }

        var known = facts.Statements.Where(filed => filed.IsRecord && filed.Statement.Content == record.PreviousVersion)
            .ToArray();
        return Array.Exists(known, filed => filed.Version == newest) ? (Disposition.Accepted, null)
            : known.Length == 0 && record.PreviousVersion is not null ? (Disposition.Held, null)
            : (default, DoesNotFollow(record, newest, chronicle.Current));
    }

    /// <summary>Judges a record for everybody, and returns what changes.</summary>
    /// <param name="network">Parties and rules.</param>
    /// <param name="state">The dossier.</param>
    /// <param name="at">When the hub took what it judges.</param>
    /// <returns>New decisions, first for the groups, then for single receivers; empty when every decision stands.</returns>
    public static ImmutableArray<DossierEvent> Judge(Network network, DossierState state, DateTimeOffset at)
    {
        ArgumentNullException.ThrowIfNull(network);
        ArgumentNullException.ThrowIfNull(state);
        if (state.Facts.Current is not { } current || Assessor.RulesFor(network, state.Facts) is not { } rules)
        {
            return [];
        }

        var individuals = Assessor.Individuals(network, state.Facts);
        var alone = Alone(state, rules, individuals);
        var origin = Assessor.PartyOf(network)(current.Statement.Node);
        var judged = ImmutableArray.CreateBuilder<DossierEvent>();

        var examination = new Examination(network, state.Facts, rules);

        void Announce(Receivers receivers, ReceiverView view, Decision? before)
        {
            var assessment = examination.Assess(view, validOn: null);
            if (before is null || before.For.Key != receivers.Key || !before.Stands(current.Version, assessment, rules.Name))
            {
                judged.Add(new DossierEvent.Decided(new Decision(
                    state.DecisionCount + judged.Count + 1,
                    before?.Number ?? 0,
                    current.Statement.Record,
                    current.Version,
                    receivers,
                    assessment,
                    rules.Name,
                    at)
                {
                    RuleSetHash = rules.Hash,
                    HasBeenRecognised = before?.HasBeenRecognised is true
                        || assessment.Outcome is Outcome.Recognised or Outcome.RecognisedWithFlag,
                }));
            }
        }

        foreach (var group in rules.Groups)
        {
            var except = alone.Cast<Jurisdiction?>().Append(origin).OfType<Jurisdiction>().Where(group.Members.Contains)
                .Distinct().ToArray();
            if (group.Members.Count > except.Length)
            {
                var view = new ReceiverView(group.Choices, null, false);
                Announce(Receivers.All(group.Name, except), view, state.InForce.GetValueOrDefault(group.Name));
            }
        }

        foreach (var receiver in alone.Where(receiver => receiver != origin))
        {
            var view = Assessor.View(rules.GroupOf(receiver)!, individuals, receiver);
            Announce(Receivers.Just(receiver), view, state.For(receiver, network));
        }

        return judged.ToImmutable();
    }

    /// <summary>Applies one event of the stream.</summary>
    /// <param name="state">The state before the event.</param>
    /// <param name="event">The event.</param>
    /// <returns>The state after it.</returns>
    public static DossierState Evolve(DossierState state, DossierEvent @event)
    {
        ArgumentNullException.ThrowIfNull(state);
        return @event switch
        {
            DossierEvent.StatementFiled filed => state with
            {
                Facts = state.Facts with
                {
                    Statements = state.Facts.Statements.Add(new FiledStatement(filed.Statement, filed.ReceivedAt)),
                },
            },
            DossierEvent.ConflictChanged changed => state with
            {
                Facts = state.Facts with { Conflicts = state.Facts.Conflicts.Add(changed.Conflict) },
            },
            DossierEvent.RelianceChanged changed => state with
            {
                Facts = state.Facts with { Reliances = state.Facts.Reliances.Add(changed.Reliance) },
            },
            DossierEvent.SeriesChanged changed => state with
            {
                Facts = state.Facts with { Series = state.Facts.Series.Add(changed.Series) },
            },
            DossierEvent.Decided decided => state with
            {
                InForce = state.InForce.SetItem(decided.Decision.For.Key, decided.Decision),
                DecisionCount = decided.Decision.Number,
            },
            _ => throw new InvalidDataException(
                $"{@event?.GetType().Name} has no place in a dossier: the stored stream is corrupt."),
        };
    }

    // Who once had a decision of its own keeps having one, or it would be left with an old one when its reason falls away.
    private static Jurisdiction[] Alone(DossierState state, RuleSet rules, ImmutableArray<Jurisdiction> individuals) =>
    [
        .. individuals.Concat(state.InForce.Values.Select(decision => decision.For.Only).OfType<Jurisdiction>())
            .Distinct().Where(rules.Binds).OrderBy(receiver => receiver.ToString(), StringComparer.Ordinal),
    ];

    private static Rejection DoesNotFollow(StatementBody.RecordVersion record, int newest, FiledStatement? current) => new(
        RejectionCode.VersionDoesNotFollow,
        new Wording(
            $"第 {record.Version} 版所载前版内容哈希为 {record.PreviousVersion?.ToString() ?? "空值"}，而枢纽所存第 {newest} 版为 "
            + $"{current?.Statement.Content}。请先查阅该记录，以其内容哈希为前版重新报送。",
            $"Version {record.Version} names {record.PreviousVersion?.ToString() ?? "nothing"} as the content of version "
                + $"{newest}, but the "
            + $"hub holds {current?.Statement.Content}. Get the record, and publish the correction with that content hash."));
}
