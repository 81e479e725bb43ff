using ExchangeHub.Access;
using ExchangeHub.Hub.Access;
using ExchangeHub.Protos.Query.V1;
using Grpc.Core;

namespace ExchangeHub.Hub.Queries;

/// <summary>The query service on the wire.</summary>
internal sealed class QueryGrpcService(RecordDesk desk) : QueryService.QueryServiceBase
{
    public override Task<GetRecordResponse> GetRecord(GetRecordRequest request, ServerCallContext context) =>
        desk.GetAsync(
            request, Gatekeeper.ReaderOf(context) is { Terms.Level: ReadingLevel.Public }, context.CancellationToken);

    public override Task<FindRecordsResponse> FindRecords(FindRecordsRequest request, ServerCallContext context) =>
        desk.FindAsync(request, context.CancellationToken);

    public override Task<CountDecisionsResponse> CountDecisions(CountDecisionsRequest request, ServerCallContext context) =>
        desk.CountAsync(request, context.CancellationToken);

    public override Task<GetSubjectResponse> GetSubject(GetSubjectRequest request, ServerCallContext context) =>
        desk.SubjectAsync(request, context.CancellationToken);
}
