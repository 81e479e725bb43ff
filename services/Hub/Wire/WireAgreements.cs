using ExchangeHub.Agreements;
using ExchangeHub.Protos.Agreement.V1;
using ExchangeHub.Vocabulary;
using Google.Protobuf;
using Google.Protobuf.WellKnownTypes;
using Stage = ExchangeHub.Protos.Agreement.V1.RuleSetPaper.Types.Stage;
using WirePaper = ExchangeHub.Protos.Agreement.V1.RuleSetPaper;

namespace ExchangeHub.Hub.Wire;

/// <summary>An agreement on the wire.</summary>
internal static class WireAgreements
{
    public static GetStandingResponse From(AgreementState state, DateOnly earliestFrom)
    {
        var response = new GetStandingResponse
        {
            Agreement = state.Network.Agreement.Id, Acts = state.Acts, EarliestFrom = CivilDates.Format(earliestFrom),
        };
        response.Papers.Add(state.Papers.Select(From));
        response.Periods.Add(state.Network.Agreement.RuleSets.Select(From));
        response.Departures.Add(state.Departures.Select(left => new GetStandingResponse.Types.Departure
        {
            Party = left.Party.ToString(),
            LastDay = CivilDates.Format(left.LastDay),
            GivenAt = Timestamp.FromDateTimeOffset(left.GivenAt),
        }));
        return response;
    }

    public static WirePaper From(Agreements.RuleSetPaper paper)
    {
        var wire = new WirePaper
        {
            Digest = ByteString.CopyFrom(paper.Digest.ToBytes().AsSpan()),
            RuleSet = paper.Rules.Name,
            InForceFrom = CivilDates.Format(paper.Rules.InForceFrom),
            InForceTo = paper.Rules.InForceTo is { } last ? CivilDates.Format(last) : "",
            DraftedBy = paper.DraftedBy.ToString(),
            ProposedBy = paper.ProposedBy?.ToString() ?? "",
            Stage = (Stage)paper.Stage,
        };
        wire.SignedBy.Add(paper.SignedBy.Select(party => party.ToString()));
        wire.Missing.Add(paper.Missing.Select(party => party.ToString()));
        return wire;
    }

    /// <summary>Gets the document that a deed concerns.</summary>
    public static Digest? DocumentOf(AgreementDeed deed) => deed switch
    {
        AgreementDeed.Draft draft => Digest.Of(draft.Document.Span),
        AgreementDeed.Propose propose => propose.Document,
        AgreementDeed.Sign sign => sign.Document,
        AgreementDeed.Withdraw withdraw => withdraw.Document,
        _ => null,
    };

    private static GetStandingResponse.Types.Period From(RuleSet rules)
    {
        var period = new GetStandingResponse.Types.Period
        {
            RuleSet = rules.Name,
            InForceFrom = CivilDates.Format(rules.InForceFrom),
            InForceTo = rules.InForceTo is { } last ? CivilDates.Format(last) : "",
        };
        foreach (var group in rules.Groups)
        {
            var wire = new GetStandingResponse.Types.Group { Name = group.Name };
            wire.Members.Add(group.Members.Select(member => member.ToString()).Order(StringComparer.Ordinal));
            wire.Choices.Add(rules.Choices(group).Select(choice => $"{choice.Parameter}={choice.Value}"));
            period.Groups.Add(wire);
        }

        return period;
    }
}
