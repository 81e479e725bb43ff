using System.Collections.Immutable;
using ExchangeHub.Agreements;
using ExchangeHub.EventLog;
using ExchangeHub.Grpc.Wire;
using ExchangeHub.Hub.Errors;
using ExchangeHub.Hub.Publications;
using ExchangeHub.Hub.Wire;
using ExchangeHub.Protos.Query.V1;
using ExchangeHub.Recognitions;
using ExchangeHub.Records;
using ExchangeHub.Vocabulary;
using Google.Protobuf.WellKnownTypes;

namespace ExchangeHub.Hub.Queries;

/// <summary>Gets and finds records, for whichever door the question came through.</summary>
internal sealed class RecordDesk(
    NetworkInForce network, NodeWatch watch, DossierLookup lookup, Streams streams, IRecordIndex index, IEventLog log,
    IEventCodec codec, CheckRequest check)
{
    public async Task<GetRecordResponse> GetAsync(GetRecordRequest request, bool isPublic, CancellationToken cancellation)
    {
        check(request).ThrowIfAny();
        var dossier = await lookup.FindAsync(request.RecordId, request.Dossier, request.AtPosition, cancellation);

        var response = new GetRecordResponse { Dossier = dossier.ToString() };
        var state = DossierState.Empty;
        foreach (var logged in await log.ReadStreamAsync(dossier.Stream, 0, cancellation))
        {
            var happened = codec.DecodeDossier(logged);
            state = Dossier.Evolve(state, happened);
            if (happened is DossierEvent.StatementFiled filed)
            {
                response.Statements.Add(new HeldStatement
                {
                    Position = logged.Position,
                    ReceivedAt = Timestamp.FromDateTimeOffset(logged.At),
                    Envelope = isPublic ? null : WireRecords.From(filed.Envelope),
                    PublicStatement = isPublic ? PublicStatement.Of(filed.Envelope.Payload) : null,
                });
            }
        }

        if (state.Facts.Statements.IsEmpty)
        {
            throw HubErrors.RecordUnknown(dossier.ToString()).ToException();
        }

        Jurisdiction? receiver = Jurisdiction.TryParse(request.Receiver, out var asking) ? asking : null;
        var isShown = Audience.Includes(network(), state.Facts, receiver);
        if (!isShown)
        {
            response.Statements.Clear();
        }

        var current = state.Facts.Current?.Statement ?? state.Facts.Statements[0].Statement;
        response.RecordId = current.Record.ToString();
        response.Aliases.Add(state.Facts.Statements.Select(filed => filed.Statement.Record.ToString())
            .Where(id => id != response.RecordId).Distinct(StringComparer.Ordinal));
        var decisions = InForce(dossier, state.InForce.Values, state.Facts);
        response.Decisions.Add(isShown ? decisions : decisions.Select(decision => WireDecisions.Withheld(decision, null)));
        return response;
    }

    public async Task<FindRecordsResponse> FindAsync(
        FindRecordsRequest request, ImmutableArray<Jurisdiction> readers, CancellationToken cancellation)
    {
        check(request).ThrowIfAny();
        var query = RecordQueries.From(request) with { Readers = readers };
        if (request.AtPosition > 0)
        {
            _ = await index.WaitForAsync(request.AtPosition, cancellation);
        }

        var page = await index.FindAsync(query, cancellation);
        var response = new FindRecordsResponse
        {
            AtPosition = page.Position,
            Total = Math.Min(page.Total ?? 0, RecordQuery.CountMax),
            TotalIsLeast = page.Total > RecordQuery.CountMax,
        };
        foreach (var entry in page.Entries)
        {
            var summary = WireRecords.From(entry);
            var facts = watch.Current().IsEmpty ? DossierFacts.Empty
                : (await streams.DossierAsync(entry.Dossier, cancellation)).State.Facts;
            summary.Decisions.Add(InForce(entry.Dossier, entry.InForce, facts));
            response.Records.Add(summary);
        }

        if (page.HasMore && page.Entries is [.., var last])
        {
            response.NextPageToken = RecordQueries.TokenAfter(last);
        }

        return response;
    }

    public async Task<CountDecisionsResponse> CountAsync(
        CountDecisionsRequest request, ImmutableArray<Jurisdiction> readers, CancellationToken cancellation)
    {
        check(request).ThrowIfAny();
        var ((from, to), kind) = RecordQueries.From(request);
        var counted = await index.CountAsync(from, to, kind, readers, cancellation);
        return new CountDecisionsResponse
        {
            AtPosition = counted.Position,
            Counts =
            {
                counted.Counts.Select(count => new Protos.Query.V1.DecisionCount
                {
                    Jurisdiction = $"{count.Jurisdiction}",
                    Receiver = $"{count.Receiver}",
                    Kind = count.Kind.Code(),
                    Outcome = (Protos.Recognition.V1.Outcome)count.Outcome,
                    Count = count.Count,
                }),
            },
        };
    }

    public async Task<GetSubjectResponse> SubjectAsync(GetSubjectRequest request, CancellationToken cancellation)
    {
        check(request).ThrowIfAny();
        var (subject, _) = await streams.SubjectAsync(request.Subject, cancellation);
        foreach (var dossier in subject.Acts.Select(act => act.Dossier).ToArray())
        {
            var (state, _) = await streams.DossierAsync(dossier, cancellation);
            if (!Audience.Includes(network(), state.Facts, null))
            {
                subject = SubjectFile.Evolve(subject, new SubjectEvent.ActStruck(dossier));
            }
        }

        var (count, acts) = SubjectActs.Of(subject, network());
        var response = new GetSubjectResponse { ViolationCount = count };
        response.Acts.Add(acts);
        return response;
    }

    private IEnumerable<Protos.Recognition.V1.Decision> InForce(
        DossierId dossier, IEnumerable<Decision> decisions, DossierFacts facts) =>
        decisions.OrderBy(decision => decision.Number).Select(decision => WireDecisions.From(dossier, decision with
        {
            Assessment = Staleness.Mark(watch.Network(null), facts, decision.Assessment, validOn: null),
        }));
}
