using System.Collections.Immutable;
using ExchangeHub.Records;
using ExchangeHub.Vocabulary;

namespace ExchangeHub.Cases;

/// <summary>An officer of the joint enforcement team.</summary>
/// <param name="Certificate">The officer's certificate.</param>
/// <param name="Home">The party that sends the officer.</param>
/// <param name="FromOn">The first day.</param>
/// <param name="UntilOn">The last day; null while none is set.</param>
/// <param name="Source">The statement that says so, such as <c>node:310118/3</c>.</param>
public sealed record TeamMember(
    OfficerCertificate Certificate, Jurisdiction Home, DateOnly FromOn, DateOnly? UntilOn, string Source)
{
    /// <summary>Says whether the officer belongs to the team on a day.</summary>
    /// <param name="day">The civil day.</param>
    /// <returns>Whether the day is within the period.</returns>
    public bool IsMemberOn(DateOnly day) => FromOn <= day && !(UntilOn < day);
}

/// <summary>A term for which a party leads the team.</summary>
/// <param name="Party">The party.</param>
/// <param name="Certificate">Its officer who heads the team.</param>
/// <param name="FromOn">The first day.</param>
/// <param name="UntilOn">The last day.</param>
/// <param name="Source">The statement that says so.</param>
public sealed record LeadTerm(
    Jurisdiction Party, OfficerCertificate Certificate, DateOnly FromOn, DateOnly UntilOn, string Source)
{
    /// <summary>Says whether a day is within the term.</summary>
    /// <param name="day">The civil day.</param>
    /// <returns>Whether it is.</returns>
    public bool Includes(DateOnly day) => FromOn <= day && day <= UntilOn;
}

/// <summary>When the lead of the team changes next.</summary>
/// <param name="On">The first day without the present lead; the day that was asked about when nobody leads.</param>
/// <param name="Successor">Who leads from then on; null while nobody is named.</param>
/// <param name="IsPressing">Nobody is named, and the day is 30 days ahead or less.</param>
public sealed record Rotation(DateOnly On, LeadTerm? Successor, bool IsPressing);

/// <summary>The joint enforcement team 联合执法队: its members, and who leads it when 年度轮换.</summary>
/// <param name="Members">By certificate.</param>
/// <param name="Terms">By first day; they never overlap.</param>
/// <remarks>Folded from what the parties signed about themselves: each names its own officers and its own terms. Source:
/// domain reference "Mechanisms", rows 7 and 8.</remarks>
public sealed record Team(ImmutableArray<TeamMember> Members, ImmutableArray<LeadTerm> Terms)
{
    /// <summary>How many days ahead it is pressing to name a successor.</summary>
    public const int PressingDays = 30;

    /// <summary>The stream of the team in the log, which is also the name under which its acts are filed.</summary>
    public const string Stream = "team";

    /// <summary>Gets a team to which nobody belongs.</summary>
    public static Team Empty { get; } = new([], []);

    /// <summary>Folds a statement into the team.</summary>
    /// <param name="statement">A statement that <see cref="CaseActs.Check"/> has let pass; any other changes nothing.</param>
    /// <param name="party">The party that said it.</param>
    /// <returns>The team afterwards.</returns>
    public Team Apply(Statement statement, Jurisdiction party)
    {
        ArgumentNullException.ThrowIfNull(statement);
        return (statement.Body as StatementBody.CaseAct)?.Deed switch
        {
            CaseDeed.AssignMember member => this with
            {
                Members =
                [
                    .. Members.Where(one => one.Certificate != member.Certificate)
                        .Append(new TeamMember(
                            member.Certificate, party, member.FromOn, member.UntilOn, statement.Source))
                        .OrderBy(one => one.Certificate.ToString(), StringComparer.Ordinal),
                ],
            },
            CaseDeed.TakeLead lead => this with
            {
                Terms =
                [
                    .. Terms.Append(new LeadTerm(party, lead.Certificate, lead.FromOn, lead.UntilOn, statement.Source))
                        .OrderBy(term => term.FromOn),
                ],
            },
            CaseDeed.GiveBackLead back => this with
            {
                Terms = [.. Terms.Where(term => term.FromOn != back.FromOn || term.Party != party)],
            },
            _ => this,
        };
    }

    /// <summary>Finds who leads on a day.</summary>
    /// <param name="day">The civil day.</param>
    /// <returns>The term; null when nobody leads.</returns>
    public LeadTerm? LeadOn(DateOnly day) => Terms.FirstOrDefault(term => term.Includes(day));

    /// <summary>Finds an officer who belongs to the team on a day.</summary>
    /// <param name="certificate">The officer's certificate.</param>
    /// <param name="day">The civil day.</param>
    /// <returns>The member; null when the officer is none on that day.</returns>
    public TeamMember? MemberOn(OfficerCertificate certificate, DateOnly day) =>
        Members.FirstOrDefault(member => member.Certificate == certificate && member.IsMemberOn(day));

    /// <summary>Works out when the lead changes next.</summary>
    /// <param name="day">The civil day from which one looks ahead.</param>
    /// <returns>The change, and whether somebody must be named soon.</returns>
    public Rotation NextRotation(DateOnly day)
    {
        var on = LeadOn(day)?.UntilOn.AddDays(1) ?? day;
        var successor = LeadOn(on);
        return new Rotation(on, successor, successor is null && on <= day.AddDays(PressingDays));
    }

    /// <inheritdoc/>
    public bool Equals(Team? other) =>
        other is not null && Members.SequenceEqual(other.Members) && Terms.SequenceEqual(other.Terms);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(Members.Length, Terms.Length);
}
