using System.Collections.Immutable;
using ExchangeHub.Agreements;
using ExchangeHub.EventLog;
using ExchangeHub.HandOvers;
using ExchangeHub.Hub.Access;
using ExchangeHub.Hub.Errors;
using ExchangeHub.Hub.Queries;
using ExchangeHub.Protos.Handover.V1;
using ExchangeHub.Recognitions;
using ExchangeHub.Records;
using ExchangeHub.Vocabulary;
using Grpc.Core;

namespace ExchangeHub.Hub.HandOvers;

/// <summary>The hand-over service on the wire. The index names the packages, the log tells them, the core works out the
/// rest.</summary>
internal sealed class HandOverGrpcService(
    NetworkInForce network,
    IRecordIndex index,
    DossierLookup lookup,
    IEventLog log,
    IEventCodec codec,
    CheckRequest check,
    TimeProvider clock) : HandOverService.HandOverServiceBase
{
    private const int PageSize = 200;

    public override async Task ListHandOvers(
        ListHandOversRequest request, IServerStreamWriter<ListHandOversResponse> responseStream, ServerCallContext context)
    {
        check(request).ThrowIfAny();
        var on = CivilDates.TryParse(request.ValidOn, out var day) ? day : CivilDates.Of(clock.GetUtcNow());
        var party = PartyOf(request.Receiver);
        _ = await index.WaitForAsync(await log.HeadAsync(context.CancellationToken), context.CancellationToken);
        var found = new List<(DateOnly Due, string Dossier, ListHandOversResponse Response)>();
        await foreach (var (dossier, facts) in PackagesAsync(party, context))
        {
            if (!Audience.Includes(network(), facts, party)
                || HandOver.Of(facts, node => network().Nodes.GetValueOrDefault(node)?.Party, WorkingDays.Announced)
                    is not { } handOver
                || (party is not null && party != handOver.To && party != handOver.From)
                || (request.OnlyOverdue && !handOver.IsOverdue(on)))
            {
                continue;
            }

            found.Add((handOver.Next?.DueOn ?? DateOnly.MaxValue, dossier.ToString(),
                WireHandOvers.From(dossier, facts.Current!.Statement.Record, handOver, on)));
        }

        foreach (var (_, _, response) in found.OrderBy(one => one.Due).ThenBy(one => one.Dossier, StringComparer.Ordinal))
        {
            await responseStream.WriteAsync(response, context.CancellationToken);
        }
    }

    public override async Task<TraceEvidenceResponse> TraceEvidence(TraceEvidenceRequest request, ServerCallContext context)
    {
        check(request).ThrowIfAny();
        var dossier = await lookup.FindAsync(request.RecordId, request.Dossier, request.AtPosition, context.CancellationToken);
        var facts = await ReadAsync(dossier, context.CancellationToken);
        return facts.Current is { } current && Audience.Includes(network(), facts, PartyOf(request.Receiver))
            ? WireHandOvers.From(dossier, current, facts)
            : throw HubErrors.RecordUnknown(dossier.ToString()).ToException();
    }

    private static Jurisdiction? PartyOf(string text) => Jurisdiction.TryParse(text, out var party) ? party : null;

    // A page of packages at a time: what is handed over at once is little, what ever was may be much.
    private async IAsyncEnumerable<(DossierId Dossier, DossierFacts Facts)> PackagesAsync(
        Jurisdiction? party, ServerCallContext context)
    {
        var parties = network().Parties.Keys;
        var query = new RecordQuery(RecordKind.Evidence, null, null, null, null, null, null, null, PageSize, null)
        {
            Readers = party is { } one ? [one] : Gatekeeper.Of(context)?.Receivers ?? [],
            HandOverOf =
            [
                .. parties.Where(other => party is null || other == party),
                .. network().Nodes.Values.Where(node => party is null || node.Party == party)
                    .Select(node => node.Id.Jurisdiction),
            ],
        };
        for (var hasMore = true; hasMore;)
        {
            var page = await index.FindAsync(query, context.CancellationToken);
            var streams = await log.ReadStreamsAsync(
                [.. page.Entries.Select(entry => entry.Dossier.Stream)], context.CancellationToken);
            foreach (var entry in page.Entries)
            {
                query = query with { After = new RecordCursor(entry.DecidedOn, entry.Dossier) };
                yield return (entry.Dossier, FactsOf(streams[entry.Dossier.Stream]));
            }

            hasMore = page.HasMore;
        }
    }

    private DossierFacts FactsOf(IEnumerable<LoggedEvent> events) =>
        events.Select(codec.DecodeDossier).Aggregate(DossierState.Empty, Dossier.Evolve).Facts;

    private async Task<DossierFacts> ReadAsync(DossierId dossier, CancellationToken cancellation) =>
        FactsOf(await log.ReadStreamAsync(dossier.Stream, 0, cancellation));
}
