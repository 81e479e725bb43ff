using System.Collections.Immutable;
using ExchangeHub.Records;
using ExchangeHub.Vocabulary;

namespace ExchangeHub.Cases;

/// <summary>A joint case 联合办案: several parties work on it under the lead of one.</summary>
/// <param name="Number">Its number.</param>
/// <param name="Title">What it is about.</param>
/// <param name="Opener">The party that opened it.</param>
/// <param name="OpenedOn">When.</param>
/// <param name="Ground">What for.</param>
/// <param name="Memberships">Who works or worked on it, and when, in the order of joining: nobody else is shown it.</param>
/// <param name="Subjects">Credit codes of those whom it concerns.</param>
/// <remarks>Folded from the acts of its members. Who leads is not part of it: that is the team's, see
/// <see cref="Team.LeadOn"/>.</remarks>
public sealed record JointCase(
    string Number,
    string Title,
    Jurisdiction Opener,
    DateOnly OpenedOn,
    string Ground,
    ImmutableArray<Membership> Memberships,
    ImmutableArray<string> Subjects)
{
    private const string Prefix = "case-";

    /// <summary>Gets the parties that work on it, in ordinal order; whoever left is none of them.</summary>
    public ImmutableArray<Jurisdiction> Members =>
    [
        .. Memberships.Where(one => one.Left is null).Select(one => one.Party)
            .OrderBy(party => party.ToString(), StringComparer.Ordinal),
    ];

    /// <summary>Gets what is to be done, in the order in which it was assigned.</summary>
    public ImmutableArray<CaseTask> Tasks { get; init; } = [];

    /// <summary>Gets the inspections, in the order in which they were ordered.</summary>
    public ImmutableArray<Inspection> Inspections { get; init; } = [];

    /// <summary>Gets the records on which its members rest.</summary>
    public ImmutableArray<CaseReference> Citations { get; init; } = [];

    /// <summary>Gets the evidence packages that are handed over to a local bureau.</summary>
    public ImmutableArray<CaseReference> HandOvers { get; init; } = [];

    /// <summary>Gets what came of it; null while nothing was published.</summary>
    public CaseResult? Result { get; init; }

    /// <summary>Gets the day on which it was closed; null while it is open.</summary>
    public DateOnly? ClosedOn { get; init; }

    /// <summary>Gets every act, in the order of the log.</summary>
    public ImmutableArray<CaseEntry> Entries { get; init; } = [];

    /// <summary>Gets the first day by which something is to be done; null when nothing is.</summary>
    public DateOnly? NextDueOn => Tasks.Where(task => task.DoneOn is null).Select(task => (DateOnly?)task.DueOn).Min();

    /// <summary>Names the stream of a case in the log.</summary>
    /// <param name="number">The number of the case.</param>
    /// <returns>The stream.</returns>
    public static string StreamOf(string number) => Prefix + number;

    /// <summary>Reads the number of a case from the name of its stream.</summary>
    /// <param name="stream">A stream of the log.</param>
    /// <returns>The number; null when the stream is not that of a case.</returns>
    public static string? NumberOf(string stream)
    {
        ArgumentNullException.ThrowIfNull(stream);
        return stream.StartsWith(Prefix, StringComparison.Ordinal) ? stream[Prefix.Length..] : null;
    }

    /// <summary>Folds the acts of a case.</summary>
    /// <param name="acts">What was filed in its stream, in the order of the log.</param>
    /// <param name="team">The team, which says from where an officer came.</param>
    /// <param name="partyOf">Names the party for which a node speaks.</param>
    /// <returns>The case; null when nothing was filed.</returns>
    public static JointCase? Of(IEnumerable<FiledStatement> acts, Team team, Func<NodeId, Jurisdiction?> partyOf)
    {
        ArgumentNullException.ThrowIfNull(acts);
        ArgumentNullException.ThrowIfNull(team);
        ArgumentNullException.ThrowIfNull(partyOf);
        JointCase? folded = null;
        foreach (var filed in acts)
        {
            if (filed.Statement.Body is StatementBody.CaseAct act && partyOf(filed.Statement.Node) is { } party)
            {
                folded = CaseFold.Apply(folded, new CaseEntry(filed, party, act.Officer, act.Deed), act.Number, team);
            }
        }

        return folded;
    }

    /// <summary>Finds the newest membership of a party.</summary>
    /// <param name="party">The party.</param>
    /// <returns>The membership, which may have ended; null when the party never was a member.</returns>
    public Membership? MembershipOf(Jurisdiction party) => Memberships.LastOrDefault(one => one.Party == party);

    /// <summary>Says how much of the case a party is shown: all of it while it works on it; when it left, what had been done
    /// until then; and nothing to anybody else.</summary>
    /// <param name="party">Who asks.</param>
    /// <returns>The acts, in the order of the log, the one by which the party left among them. Whoever is shown none must be
    /// answered as if there were no such case.</returns>
    public ImmutableArray<CaseEntry> ShownTo(Jurisdiction party) => MembershipOf(party) switch
    {
        null => [],
        { Left: null } => Entries,
        { Left.Source: var last } => Entries[..(Entries.Select(entry => entry.Source).ToList().IndexOf(last) + 1)],
    };

    /// <summary>Says whether something is overdue.</summary>
    /// <param name="on">The civil day.</param>
    /// <returns>Whether a task is.</returns>
    public bool IsOverdue(DateOnly on) => Tasks.Any(task => task.IsOverdue(on));
}
