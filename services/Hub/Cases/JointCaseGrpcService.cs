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
        var receiver = Jurisdiction.Parse(request.Receiver);
        var team = files.TeamOf(await files.ReadAsync(Team.Stream, context.CancellationToken));
        var whole = ExchangeHub.Cases.JointCase.Of(
            await files.ReadAsync(ExchangeHub.Cases.JointCase.StreamOf(request.Number), context.CancellationToken),
            team, files.PartyOf);
        var knownAt = request.KnownAt?.ToDateTimeOffset();
        var shown = (whole?.ShownTo(receiver) ?? []).Select(entry => entry.Filed).ToList();
        var found = ExchangeHub.Cases.JointCase.Of(
            shown.Where(filed => !(filed.ReceivedAt > knownAt) && filed.Statement.PublishedOn <= on), team, files.PartyOf);
        if (found is null)
        {
            throw HubErrors.CaseUnknown(request.Number).ToException();
        }

        // For who left, the case has stood still since.
        if (whole!.MembershipOf(receiver) is { Left: { } left })
        {
            on = left.On < on ? left.On : on;
            knownAt = knownAt < shown[^1].ReceivedAt ? knownAt : shown[^1].ReceivedAt;
        }

        var response = new GetCaseResponse { Case = WireCases.From(found, team.LeadOn(on), on) };
        if (Gatekeeper.ReaderOf(context) is not { Terms.Kinds: var kinds } || kinds.Contains(RecordKind.Evidence))
        {
            response.HandOvers.Add(await HandOversAsync(found, receiver, (on, knownAt), context.CancellationToken));
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

    private async Task<List<Protos.Handover.V1.ListHandOversResponse>> HandOversAsync(
        ExchangeHub.Cases.JointCase found, Jurisdiction receiver, (DateOnly ValidOn, DateTimeOffset? KnownAt) times,
        CancellationToken cancellation)
    {
        var handOvers = new List<Protos.Handover.V1.ListHandOversResponse>();
        foreach (var dossier in found.HandOvers.Select(link => link.Record))
        {
            var facts = await files.FactsAsync(dossier, cancellation);
            facts = times.KnownAt is { } at ? facts.AsKnownAt(at) : facts;
            if (Audience.Includes(network(), facts, receiver)
                && HandOver.Of(facts, files.PartyOf, WorkingDays.Announced) is { } handOver)
            {
                handOvers.Add(WireHandOvers.From(dossier, facts.Current!.Statement.Record, handOver, times.ValidOn));
            }
        }

        return handOvers;
    }
}
