using ExchangeHub.Cases;
using ExchangeHub.Protos.Joint.V1;
using ExchangeHub.Vocabulary;
using LeadTerm = ExchangeHub.Protos.Joint.V1.LeadTerm;

namespace ExchangeHub.Hub.Cases;

/// <summary>Puts the joint team on the wire.</summary>
internal static class WireTeams
{
    /// <summary>Puts the team on the wire, as it stands on a day.</summary>
    public static GetTeamResponse From(Team team, DateOnly on)
    {
        var next = team.NextRotation(on);
        return new GetTeamResponse
        {
            ValidOn = CivilDates.Format(on),
            Members =
            {
                team.Members.Select(member => new GetTeamResponse.Types.Member
                {
                    Certificate = member.Certificate.ToString(),
                    Home = member.Home.ToString(),
                    FromOn = CivilDates.Format(member.FromOn),
                    UntilOn = member.UntilOn is { } until ? CivilDates.Format(until) : "",
                    IsMember = member.IsMemberOn(on),
                    Source = member.Source,
                }),
            },
            Terms = { team.Terms.Select(From) },
            Lead = From(team.LeadOn(on)),
            NextRotationOn = CivilDates.Format(next.On),
            Successor = From(next.Successor),
            IsPressing = next.IsPressing,
        };
    }

    /// <summary>Puts a term on the wire.</summary>
    [return: System.Diagnostics.CodeAnalysis.NotNullIfNotNull(nameof(term))]
    public static LeadTerm? From(ExchangeHub.Cases.LeadTerm? term) => term is null ? null : new LeadTerm
    {
        Party = term.Party.ToString(),
        Certificate = term.Certificate.ToString(),
        FromOn = CivilDates.Format(term.FromOn),
        UntilOn = CivilDates.Format(term.UntilOn),
        Source = term.Source,
    };
}
