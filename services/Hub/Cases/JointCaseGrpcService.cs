using ExchangeHub.Access;
using ExchangeHub.Agreements;
using ExchangeHub.Cases;
using ExchangeHub.HandOvers;
using ExchangeHub.Hub.Access;
using ExchangeHub.Hub.Errors;
using ExchangeHub.Hub.HandOvers;
using ExchangeHub.Hub.Publications;
using ExchangeHub.Protos.Joint.V1;
using ExchangeHub.Recognitions;
using ExchangeHub.Records;
using ExchangeHub.Vocabulary;
using Grpc.Core;

namespace ExchangeHub.Hub.Cases;

/// <summary>The service of joint cases on the wire. The log tells a case, the core folds it; lists come from the index.</summary>
internal sealed class JointCaseGrpcService(
    NetworkInForce network, CaseFiles files, ICaseIndex index, CheckRequest check, TimeProvider clock)
    : JointCaseService.JointCaseServiceBase
{
    private const int PageSizeDefault = 50;

    public override async Task<GetCaseResponse> GetCase(GetCaseRequest request, ServerCallContext context)
    {
        check(request).ThrowIfAny();
        var on = DayOf(request.ValidOn);
        var team = files.TeamOf(await files.ReadAsync(Team.Stream, context.CancellationToken));
        var acts = (await files.ReadAsync(ExchangeHub.Cases.JointCase.StreamOf(request.Number), context.CancellationToken))
            .Where(filed => request.KnownAt is null || filed.ReceivedAt <= request.KnownAt.ToDateTimeOffset())
            .Where(filed => filed.Statement.PublishedOn <= on);
        var found = ExchangeHub.Cases.JointCase.Of(acts, team, files.PartyOf);
        if (found is null || !ReadingRules.ShowsCase(found.Members, Jurisdiction.Parse(request.Receiver)))
        {
            throw HubErrors.CaseUnknown(request.Number).ToException();
        }

        var response = new GetCaseResponse { Case = WireCases.From(found, team.LeadOn(on), on) };
        if (Gatekeeper.ReaderOf(context) is not { Terms.Kinds: var kinds } || kinds.Contains(RecordKind.Evidence))
        {
            await AddHandOversAsync(response, request, found, on, context.CancellationToken);
        }

        return response;
    }

    public override async Task<ListCasesResponse> ListCases(ListCasesRequest request, ServerCallContext context)
    {
        check(request).ThrowIfAny();
        var on = DayOf(request.ValidOn);
        var size = request.PageSize == 0 ? PageSizeDefault : request.PageSize;
        var cards = await index.FindAsync(
            new CaseQuery(
                Jurisdiction.Parse(request.Receiver),
                request.State == State.Unspecified ? null : request.State == State.Closed,
                request.OnlyOverdue ? on : null,
                WireCaseLists.CursorOf(request.PageToken),
                request.AtPosition,
                size + 1),
            context.CancellationToken);
        var team = files.TeamOf(await files.ReadAsync(Team.Stream, context.CancellationToken));
        return new ListCasesResponse
        {
            Cases = { cards.Take(size).Select(card => WireCaseLists.From(card, on)) },
            NextPageToken = cards.Length > size ? WireCaseLists.TokenOf(cards[size - 1]) : "",
            Lead = WireTeams.From(team.LeadOn(on)),
        };
    }

    public override async Task<GetTeamResponse> GetTeam(GetTeamRequest request, ServerCallContext context)
    {
        check(request).ThrowIfAny();
        return WireTeams.From(
            files.TeamOf(await files.ReadAsync(Team.Stream, context.CancellationToken)), DayOf(request.ValidOn));
    }

    private DateOnly DayOf(string text) => CivilDates.TryParse(text, out var day) ? day : CivilDates.Of(clock.GetUtcNow());

    private async Task AddHandOversAsync(
        GetCaseResponse response, GetCaseRequest request, ExchangeHub.Cases.JointCase found, DateOnly on,
        CancellationToken cancellation)
    {
        foreach (var dossier in found.HandOvers.Select(link => link.Record))
        {
            var facts = await files.FactsAsync(dossier, cancellation);
            facts = request.KnownAt is { } at ? facts.AsKnownAt(at.ToDateTimeOffset()) : facts;
            if (Audience.Includes(network(), facts, Jurisdiction.Parse(request.Receiver))
                && HandOver.Of(facts, files.PartyOf, WorkingDays.Announced) is { } handOver)
            {
                response.HandOvers.Add(WireHandOvers.From(dossier, facts.Current!.Statement.Record, handOver, on));
            }
        }
    }
}
