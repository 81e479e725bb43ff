using ExchangeHub.Access;
using ExchangeHub.Hub.Access;
using ExchangeHub.Protos.Query.V1;
using Grpc.Core;

namespace ExchangeHub.Hub.Queries;

/// <summary>The query service on the wire.</summary>
internal sealed class QueryGrpcService(RecordDesk desk, EnterpriseDesk enterprises) : QueryService.QueryServiceBase
{
    public override Task<GetRecordResponse> GetRecord(GetRecordRequest request, ServerCallContext context) =>
        desk.GetAsync(request, IsPublic(context), context.CancellationToken);

    public override Task<FindRecordsResponse> FindRecords(FindRecordsRequest request, ServerCallContext context) =>
        desk.FindAsync(request, context.CancellationToken);

    public override Task<CountDecisionsResponse> CountDecisions(CountDecisionsRequest request, ServerCallContext context) =>
        desk.CountAsync(request, context.CancellationToken);

    public override Task<GetSubjectResponse> GetSubject(GetSubjectRequest request, ServerCallContext context) =>
        desk.SubjectAsync(request, context.CancellationToken);

    public override Task<GetEnterpriseResponse> GetEnterprise(GetEnterpriseRequest request, ServerCallContext context) =>
        enterprises.GetAsync(request, IsPublic(context), context.CancellationToken);

    private static bool IsPublic(ServerCallContext context) =>
        Gatekeeper.ReaderOf(context) is { Terms.Level: ReadingLevel.Public };
}
